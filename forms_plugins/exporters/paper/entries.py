"""What stands on a paper, field by field: a label with its words, its boxes, or a group under one caption."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dangan.record import Link
from dangan.spec import BlockSpec, FieldSpec
from forms_plugins.exporters.paper.lines import Boxes, box
from forms_plugins.exporters.values import Reader

DAY = "年月日"  # at the beginning of a label: the day itself is written there, no label before it
UNDATED = "　　　　年　　月　　日"
_HINT_GAP = "　　"
FileOf = Callable[[Link], Path | None]  # the contents of an attachment, None where they cannot be had


def no_file(link: Link) -> Path | None:
    """No attachment is at hand."""
    return None


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed field; without a label its text says what it is. `boxes` are tick boxes beside the label, `across` of them a line (0 = as many as fit).

    `by_hand`: the paper is to be filled in by hand. `picture`: the file to show in place of the words.
    """

    field: FieldSpec
    label: str
    text: str = ""
    boxes: Boxes = ()
    across: int = 0
    until: FieldSpec | None = None
    by_hand: bool = False
    picture: Path | None = None

    @property
    def wide(self) -> bool:
        """Whether it takes a line to itself."""
        return bool(self.boxes) or self.field.type == "longtext"


class Entries:
    """Makes entries of fields; with `blank` the options of choices stand as boxes to tick by hand."""

    def __init__(self, reader: Reader, *, blank: bool = False, file: FileOf = no_file) -> None:
        self._reader, self._blank, self._file = reader, blank, file

    @property
    def lang(self) -> str:
        """The language of the paper."""
        return self._reader.lang

    def joined(self, texts: Sequence[str]) -> str:
        """Several texts in one cell."""
        return ("、" if self.lang == "zh" else ", ").join(filter(None, texts))

    def of(self, fields: Sequence[FieldSpec], holder: Mapping[str, Any], *, boxes: bool = True) -> list[Entry]:
        """The printed ones of `fields`, from-to pairs in one; without `boxes` (in tables) everything in words."""
        ends = {f.until: f for f in fields if f.until and f.printed}
        by_id = {f.id: f for f in fields}
        out = []
        for field in fields:
            if not field.printed or (field.id in ends and by_id[field.id].printed):
                continue
            until = by_id.get(field.until)
            if until is not None:
                out.append(self._pair(field, until, holder))
            elif boxes and self._in_boxes(field):
                out.append(Entry(field, self._label(field), boxes=self._boxes(field, holder), across=field.across))
            else:
                text, picture = self._text(field, holder, boxes), self._picture(field, holder)
                label = self._label(field)
                if boxes and label.startswith(DAY):
                    text, label = (text or UNDATED) + label.removeprefix(DAY), ""
                out.append(Entry(field, label, text, by_hand=self._blank, picture=picture))
        return out

    def offered(self, block: BlockSpec) -> list[str]:
        """The options that a table has a line each for."""
        options = self._reader.options(block.field(block.one_per))
        return [code for code, option in options.items() if not option.retired]

    def _picture(self, field: FieldSpec, holder: Mapping[str, Any]) -> Path | None:
        link = holder.get(field.id)
        return self._file(link) if field.arg("picture") and isinstance(link, Link) else None

    def _label(self, field: FieldSpec) -> str:
        label = field.label(self._reader.lang)
        return f"{field.item}{'、' if self.lang == 'zh' else '. '}{label}" if field.item else label

    def _in_boxes(self, field: FieldSpec) -> bool:
        return (field.type == "multi" or field.across > 0) and bool(self._reader.options(field))

    def _boxes(self, field: FieldSpec, holder: Mapping[str, Any]) -> Boxes:
        value = holder.get(field.id) or ()
        chosen = (value,) if isinstance(value, str) else tuple(value)
        other = str(holder.get(f"{field.id}_other") or "")
        options = self._reader.options(field)
        shown = [
            (self._reader.option(field, code, other if code in chosen else ""), code in chosen)
            for code, option in options.items()
            if code in chosen or not option.retired
        ]
        return [*shown, *((str(code), True) for code in chosen if code not in options)]

    def _text(self, field: FieldSpec, holder: Mapping[str, Any], boxes: bool) -> str:
        words = self._reader.words(field, holder)
        if field.hint and boxes:
            return f"{words or _HINT_GAP}{_HINT_GAP}{field.hint.text(self._reader.lang)}{_HINT_GAP}"
        if words or not self._blank or not boxes:
            return words
        if field.type == "bool":
            return "  ".join(box(self._reader.yes_no(field, answer), False) for answer in (True, False))
        offered = [o.text(self._reader.lang) for o in self._reader.options(field).values() if not o.retired]
        if field.type == "choice" and 0 < len(offered) <= 6 and sum(map(len, offered)) <= 22:
            return "  ".join(box(label, False) for label in offered)
        unit = field.unit_text(self._reader.lang)
        return unit and f"　　　　{unit}"

    def _pair(self, field: FieldSpec, until: FieldSpec, holder: Mapping[str, Any]) -> Entry:
        zh = self._reader.lang == "zh"
        since, end = self._reader.words(field, holder), self._reader.words(until, holder)
        to = "-" if field.type in ("int", "year") else " 至 " if zh else " to "
        text = f"{since}{to}{end}".strip() if since or end else ""
        if since and not end and field.type != until.type:  # either the one or the other, not a period without an end
            text = since
        return Entry(field, pair_label(field, until, self._reader.lang), text, until=until)


def pair_label(field: FieldSpec, until: FieldSpec, lang: str) -> str:
    """One label for a from-to pair: its caption, its further spelling, or what the two labels have in common."""
    if field.under:
        return field.under.text(lang)
    if lang == "zh" and field.also:
        return field.also[0]
    first, last = field.label(lang), until.label(lang)
    common = ""
    for a, b in zip(first, last, strict=False):
        if a != b:
            break
        common += a
    common = common.rstrip(" (（")
    return common if len(common) >= 2 else f"{first}{'至' if lang == 'zh' else ' – '}{last}"
