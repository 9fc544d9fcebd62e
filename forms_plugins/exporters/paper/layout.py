"""A record on its paper: cover, title, heading, sections, tables and foot, from the declaration alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from dangan.copies import part_of
from dangan.record import Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from forms_plugins.exporters.paper import blocks, letters
from forms_plugins.exporters.paper.entries import Entries, Entry, FileOf, no_file
from forms_plugins.exporters.paper.letters import CUT, cut
from forms_plugins.exporters.paper.model import HEIGHTS, Band, Cell, Line, Sheet, grid, height_of
from forms_plugins.exporters.paper.pages import paginate
from forms_plugins.exporters.paper.tables import table, table_columns, with_reasons
from forms_plugins.exporters.values import Reader, find, lines

_NAMED = re.compile(r"\{(\w+)\}")
MORE = 16.0  # points of the line above a piece that goes on
FEWER = (8, 6)  # blank lines of a blank paper that has one page more than it might
SIDE = 5  # grid columns of a table's name beside it


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an export wants of a paper: no data, the dated copy to show in place of the first, no copies; `file` gives
    the contents of attachments for pictures."""

    blank: bool = False
    snapshot: int | None = None
    copies: bool = True
    file: FileOf = no_file


def lay_out(spec: FormSpec, record: Values, reader: Reader, name: str, wishes: Wishes) -> Sheet:
    """The paper form of one record as one sheet, each of its copies on pages of its own.

    Fewer blank lines stand in the tables where that makes a page less; on a blank paper enough to be worth filling in.
    """
    record = _with_snapshot(spec, record, wishes.snapshot)
    best = _lay_out(_Paper(spec, record, reader, wishes), name)
    for most_blank in (FEWER if wishes.blank else (1,)) if best.breaks else ():
        tight = _lay_out(_Paper(spec, record, reader, wishes, most_blank=most_blank), name)
        best = tight if len(tight.breaks) < len(best.breaks) else best
    return best


def _lay_out(paper: _Paper, name: str) -> Sheet:
    landscape, cover = paper.spec.paper.landscape, paper.cover()
    if shared := _shared(paper):
        return paginate(name, _in_turn(cover, shared), landscape=landscape)
    apart = paginate(name, _in_turn(cover, [paper.body(copy) for copy in paper.copies]), landscape=landscape)
    if not apart.breaks or not (halves := _halves(paper)):
        return apart
    cut_ = paginate(name, _in_turn(cover, halves), landscape=landscape)
    return cut_ if len(cut_.breaks) <= len(apart.breaks) else apart


def _in_turn(cover: list[Band], parts: Sequence[list[Band]]) -> list[Band]:
    """The parts one after the other, each on a page of its own."""
    out = list(cover)
    for n, part in enumerate(parts):
        out += [replace(part[0], new_page=True), *part[1:]] if n or out else part
    return out


def _halves(paper: _Paper) -> list[list[Band]]:
    """Copies that are longer than their share of a page: each goes on in its share of the next pages, so that the sheets
    are cut as those of short ones. Nothing for a form with one copy a page."""
    count = paper.spec.paper.per_sheet
    if count < 2 or len(paper.copies) != count or paper.wishes.blank:
        return []
    landscape = paper.spec.paper.landscape
    share = HEIGHTS[landscape] / count
    ways = []
    for pairs in (2, 3):
        close = _Paper(paper.spec, paper.record, paper.reader, paper.wishes, 1, close=pairs)
        ways.append([_pieces(close, copy, share - CUT) for copy in close.copies])
    made = min((way for way in ways if all(way)), key=lambda way: len(way[0]), default=[])
    return [_one_page(page, share, paper) for page in zip(*made, strict=True)]


def _pieces(close: _Paper, copy: str, room: float) -> list[list[Band]]:
    """A copy in pieces of `room` points, the later ones headed by number, copy and place; nothing where a line is taller."""
    number = str(close.record.get("record_no") or "")
    sheet = paginate("", close.body(copy), landscape=close.spec.paper.landscape, room=room - MORE)
    ends = [*sheet.breaks, len(sheet.lines)]
    pieces = [sheet.lines[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    if any(sum(line.height for line in piece) > room - MORE for piece in pieces):
        return []
    heads = [f"{number}  {copy}  {n}/{len(pieces)}" for n in range(1, len(pieces) + 1)]
    more = [Line((Cell(head, close.grid, "small", "right", ""),), MORE) for head in heads]
    return [[Band((*([more[n]] if n else []), *piece))] for n, piece in enumerate(pieces)]


def _shared(paper: _Paper) -> list[list[Band]]:
    """The copies, so many on a page as the form says, each with its share of it; nothing where one does not fit."""
    count = paper.spec.paper.per_sheet
    share = HEIGHTS[paper.spec.paper.landscape] / count
    for most_blank, pairs in product((3, 1), (3, 2)) if count > 1 and len(paper.copies) > 1 else ():
        close = _Paper(paper.spec, paper.record, paper.reader, paper.wishes, most_blank, close=pairs)
        made = [close.body(copy) for copy in close.copies]
        pages = [made[n : n + count] for n in range(0, len(made), count)]
        if all(sum(map(height_of, page)) + CUT * (len(page) - 1) <= share * count for page in pages):
            return [_one_page(page, share, paper) for page in pages]
    return []


def _one_page(bodies: Sequence[list[Band]], share: float, paper: _Paper) -> list[Band]:
    out: list[Band] = []
    for n, body in enumerate(bodies):
        left = share * n - height_of(out) - CUT / 2
        if n and left > 0:
            out.append(Band((Line((Cell("", paper.grid, "plain", edges=""),), left),)))
        if n:
            out.append(cut(paper.grid, paper.reader.lang))
        out += body
    return out


def lay_out_further(spec: FormSpec, record: Values, reader: Reader, name: str, paper: str, blank: bool) -> Sheet:
    """A further paper of one record, `paper` its Chinese name; KeyError where the form has none such."""
    for zh, en, fields in spec.paper.sheets:
        if zh == paper:
            heading = zh if reader.lang == "zh" else en or zh
            return paginate(name, _further(spec, record, reader, heading, fields, blank), landscape=False)
    raise KeyError(paper)


def _further(
    spec: FormSpec, record: Values, reader: Reader, heading: str, names: Sequence[str], blank: bool
) -> list[Band]:
    across = grid(False)
    out = [blocks.title(heading, across)]
    entries = Entries(reader, blank=blank)
    blocks_by_id = {b.id: b for b in spec.blocks}
    for is_block, group in groupby(names, key=blocks_by_id.__contains__):
        if not is_block:
            fields = [replace(find(spec, name), printed=True) for name in group]
            out += _labelled(entries.of(fields, record), 1, across)
            continue
        for block in map(blocks_by_id.__getitem__, group):
            if block.part == "rows":
                out += rows_bands(block, record, entries, reader.lang, across, blank=3)
            else:
                out += _labelled(entries.of(block.fields, record), 2, across)
    return out


def _labelled(shown: Sequence[Entry], pairs: int, across: int) -> list[Band]:
    return blocks.section(shown, pairs, blocks.label_span([e.label for e in shown]), across)


def _with_snapshot(spec: FormSpec, record: Values, chosen: int | None) -> Values:
    """The record with the fields of the dated copy `chosen` in place of the first ones."""
    if chosen is None:
        return record
    for block in spec.rows.values():
        for line in lines(record, block.id) if block.copies else ():
            if line.get("_id") == chosen:
                copied = {f.id for b in spec.blocks if b.id in block.copies for f in b.fields}
                return {**record, **{key: line.get(key) for key in copied}}
    return record


def _single(block: BlockSpec) -> bool:
    return block.part == "rows" and bool(block.zh) and not block.one_per and sum(f.printed for f in block.fields) == 1


def _one_column(block: BlockSpec, record: Values, entries: Entries) -> Entry | None:
    """A table of a single column, as names in one cell; None for any other."""
    if not _single(block):
        return None
    fields = [f for f in block.fields if f.printed]
    found = [e for line in lines(record, block.id) for e in entries.of(fields, line, boxes=False)]
    empty = entries.of(fields, {}, boxes=False)[0]
    return replace(empty, label=block.label(entries.lang), text=entries.joined([e.text for e in found]))


def rows_bands(block: BlockSpec, record: Values, entries: Entries, lang: str, across: int, *, blank: int) -> list[Band]:
    """A rows table with at least `blank` lines."""
    found = lines(record, block.id)
    if not found and block.one_per:
        given = dict(block.lines)
        found = [{block.one_per: code, **dict(given.get(code, ()))} for code in entries.offered(block)]
    struck = _struck(block, found, lang)
    columns = with_reasons(table_columns(block.fields, found, entries, lang), struck)
    if block.one_per and found and not block.free:
        blank = 0
    return table(columns, len(found), blank, across, frozenset(struck))


def _struck(block: BlockSpec, found: Sequence[Values], lang: str) -> dict[int, str]:
    """The lines that are struck out, by their place, with the reason in words."""
    if not block.struck:
        return {}
    said = "划销：{}" if lang == "zh" else "Struck out: {}"
    return {n: said.format(line[block.struck]) for n, line in enumerate(found) if line.get(block.struck)}


class _Paper:
    """One record while it is laid out."""

    def __init__(
        self,
        spec: FormSpec,
        record: Values,
        reader: Reader,
        wishes: Wishes,
        most_blank: int = 10,
        *,
        close: int = 0,  # as little room as it takes, so many fields a line
    ) -> None:
        self.spec, self.record, self.reader, self.wishes = spec, record, reader, wishes
        self.entries = Entries(reader, blank=wishes.blank, file=wishes.file)
        self.grid = grid(spec.paper.landscape)
        self.close = close
        self.pairs = close or (3 if spec.paper.landscape else 2)
        self.copies = (wishes.copies and spec.paper.copies) or ("",)
        labels = [e.label for b in spec.blocks if b.part in ("header", "section") for e in self._shown(b)]
        self.label = blocks.label_span(labels)
        self.tables = sum(b.part == "rows" and not b.copies and not _single(b) for b in spec.blocks)
        self.blank = 10 if self.tables <= 1 else 3 if self.tables <= 3 else 2
        self.most_blank = most_blank
        self.number = 0

    def cover(self) -> list[Band]:
        """The cover: the title in spaced characters, then its fields over rules to write on. Nothing without one."""
        if not self.spec.paper.cover:
            return []
        zh, en, names = (*map(self._filled_in, self.spec.paper.cover[:2]), self.spec.paper.cover[2])
        title, _, below = (zh if self.reader.lang == "zh" else en or zh).partition("\n")
        if self.reader.lang == "zh" and " " not in title:
            title = " ".join(title)
        out = [Line((Cell("", self.grid, "plain", edges=""),), 190.0)]
        out.append(Line((Cell(title, self.grid, "cover", "center", ""),), 60.0))
        if below.strip("()"):
            out.append(Line((Cell(below, self.grid, "cover_value", "center", ""),), 40.0))
        out.append(Line((Cell("", self.grid, "plain", edges=""),), 150.0))
        side = self.grid // 4
        for name in names:
            field = self.spec.find(name)
            label = field.also[0] if field.also and self.reader.lang == "zh" else field.label(self.reader.lang)
            text = self.reader.words(field, self.record)
            cells = (
                Cell("", side - 4, "plain", edges=""),
                Cell(label + ("：" if self.reader.lang == "zh" else ":"), 12, "cover_value", "right", ""),
                Cell(text, self.grid - 2 * side - 4, "cover_value", "center", "b"),
                Cell("", side - 4, "plain", edges=""),
            )
            out.append(Line(cells, 40.0))
        return [Band(tuple(out))]

    def _filled_in(self, text: str) -> str:
        """A heading with what stands in the fields that it names."""
        return _NAMED.sub(lambda found: self.reader.words(self.spec.find(found[1]), self.record), text)

    def body(self, copy: str) -> list[Band]:
        """Everything but the cover."""
        self.number = 0
        out = [blocks.title(self._title(), self.grid, copy if self.close else "")]
        if copy and not self.close:
            out.append(Band((Line((Cell(copy, self.grid, "small", "right", ""),), 16.0),), keep=True))
        parts = [b for b in self.spec.blocks if b.part != "none"]
        parts = _merged(parts) if self.close else parts
        after = _after_foot(parts)
        if self.spec.paper.letter:
            out += self._letter(*self.spec.paper.letter)
        else:
            for block in (b for b in parts if b not in after and b.part != "footer"):
                out += self._block(block)
            out = blocks.with_foot(out, [b for block in parts if block.part == "footer" for b in self._foot(block)])
        for block in after:
            out += self._free_page(block)
        return out + self._stub()

    def _letter(self, setting: str, to: str, by: str) -> list[Band]:
        """Salutation, text, tables without headings, who signs and the day; other fields small over it."""
        blank, spec = self.wishes.blank, self.spec
        apart = [replace(f, printed=f.printed and f.id not in (to, by)) for f in self._fields("header", "section")]
        out = letters.top(self.entries.of(apart, self.record), self.grid, self.reader.lang)
        text = letters.text(self.reader, setting, spec.fields.get(by), self.record)
        out += letters.words(self.reader.words(spec.find(to), self.record), text, self.grid, self.reader.lang)
        for block in spec.rows.values():
            out += rows_bands(block, self.record, self.entries, self.reader.lang, self.grid, blank=self._least(block))
        signed = self.entries.of(self._fields("footer"), self.record)
        return blocks.with_foot(out, letters.signed(signed, self.grid, self.reader.lang, blank=blank))

    def _fields(self, *parts: str) -> list[FieldSpec]:
        return [f for b in self.spec.blocks if b.part in parts for f in b.fields]

    def _stub(self) -> list[Band]:
        stub = self.spec.paper.stub
        if stub is None:
            return []
        paper = _Paper(stub, part_of(stub, self.record), self.reader.of(stub), self.wishes, self.most_blank)
        body = paper.body("")
        if height_of(body) + CUT <= HEIGHTS[self.spec.paper.landscape]:  # on one page, with the letter or after it
            body = [*(replace(band, keep=True) for band in body[:-1]), body[-1]]
        return [cut(self.grid, self.reader.lang), *body]

    def _title(self) -> str:
        text = self._filled_in(self.spec.paper.heading) or self.spec.label(self.reader.lang)
        return "  ".join(text) if len(text) <= 5 and self.reader.lang == "zh" else text

    def _shown(self, block: BlockSpec) -> list[Entry]:
        return self.entries.of(block.fields, self.record)

    def _block(self, block: BlockSpec) -> list[Band]:
        if block.part == "rows":
            return self._rows(block)
        shown = self._shown(block)
        if not shown or not self._applies(block):
            return []
        pairs = max(1, block.columns // 2) if block.columns else self.pairs
        if block.part == "header":
            if (
                not block.columns
                and sum(bool(e.label) for e in shown) == len(shown) == 3
                and not any(e.wide for e in shown)
            ):
                pairs = 3
            made = self._heading(block, numbered=False) if block.zh else []
            return made + blocks.section(shown, pairs, self._label(pairs), self.grid)
        counted = block.numbered and all(e.boxes for e in shown)
        out = self._heading(block, numbered=block.numbered and not counted)
        if counted:
            shown = [replace(e, label=f"{n}、{e.label}") for n, e in enumerate(shown, 1)]
        return out + blocks.section(shown, pairs, self._label(pairs), self.grid)

    def _foot(self, block: BlockSpec) -> list[Band]:
        return (self._heading(block, numbered=False) if block.zh else []) + blocks.foot(self._shown(block), self.grid)

    def _label(self, pairs: int) -> int:
        narrow = self.grid // pairs < 20
        return min(self.label, (7 if self.close else 6) if narrow else 9)

    def _applies(self, block: BlockSpec) -> bool:
        """Whether a block belongs on this record's paper; one with something in it always does."""
        if (
            block.relevant is None
            or self.wishes.blank
            or any(self.record.get(f.id) for f in block.fields if not f.auto)
        ):
            return True
        return block.relevant.holds(self.record.get, self.spec.state_codes, str(self.record.get("status") or ""))

    def _heading(self, block: BlockSpec, *, numbered: bool) -> list[Band]:
        text = "" if self.close and not block.zh else block.label(self.reader.lang)
        if numbered:
            self.number += 1
            text = f"{blocks.chinese(self.number)}、{text}" if self.reader.lang == "zh" else f"{self.number}. {text}"
        return [blocks.heading(text, self.grid, may_begin=block.page)] if text else []

    def _rows(self, block: BlockSpec) -> list[Band]:
        if block.copies or (self.close and not (block.min or self.wishes.blank or lines(self.record, block.id))):
            return []
        single = _one_column(block, self.record, self.entries)
        if single:
            return blocks.section([single], 1, self._label(self.pairs), self.grid)
        blank = self._least(block)
        if self.close and block.zh:
            inner = self.grid - SIDE
            made = rows_bands(block, self.record, self.entries, self.reader.lang, inner, blank=blank)
            return [blocks.beside(block.label(self.reader.lang), made, SIDE)]
        made = rows_bands(block, self.record, self.entries, self.reader.lang, self.grid, blank=blank)
        return self._heading(block, numbered=block.numbered) + made

    def _least(self, block: BlockSpec) -> int:
        """Lines of a table at least."""
        blank = block.blank or self.blank
        if not self.wishes.blank and lines(self.record, block.id) and self.tables > 1:
            blank = 0 if block.append_only or block.min else 1
        if self.close:
            blank = 3 if block.min else 1
        return min(blank, self.most_blank)

    def _free_page(self, block: BlockSpec) -> list[Band]:
        self.number += 1 if block.numbered else 0
        text = block.label(self.reader.lang)
        if block.numbered and self.reader.lang == "zh":
            text = f"{blocks.chinese(self.number)}、{text}"
        out: list[Band] = []
        for entry in self._shown(block):
            out += blocks.free_page(text or entry.label, entry, self.grid, HEIGHTS[self.spec.paper.landscape])
        return out


def _merged(parts: Sequence[BlockSpec]) -> list[BlockSpec]:
    """The blocks with sections that have no heading in one with the section before them."""
    out: list[BlockSpec] = []
    for block in parts:
        before = out[-1] if out else None
        plain = block.part == "section" and not block.zh and not block.after_foot
        if plain and before and before.part == "section" and not before.columns and not block.columns:
            out[-1] = replace(before, fields=(*before.fields, *block.fields))
        else:
            out.append(block)
    return out


def _after_foot(parts: Sequence[BlockSpec]) -> list[BlockSpec]:
    """The blocks that are printed behind the sign-off, each on a page of its own."""
    return [b for b in parts if b.part == "section" and b.after_foot]
