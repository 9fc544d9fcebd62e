"""The columns of a rows table: how wide each is, and which stand on the screen while one is in hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dangan.frozen import frozen
from dangan.spec import BlockSpec, FieldSpec
from dangan.values.text import cells

_WIDTHS = {
    "date": 10, "datetime": 16, "month": 7, "year": 6, "time": 5, "birthday": 10, "bool": 4, "int": 4, "decimal": 8,
    "money": 12, "phone": 12, "idcard": 18, "uscc": 18, "postcode": 6, "person": 8, "dept": 10, "sign": 18, "choice": 4,
}  # fmt: skip
_GROWS = ("text", "longtext", "org", "ref", "dept", "email", "url", "multi", "file")
_TEXT = 8  # cells in which any text can be typed
_COMFORT = 24  # cells that a text to be typed takes where there is room to spare
_MOST = 32  # cells of a column, however much stands in it


@frozen
class Grid:
    """Columns of a rows table with their widths; `width` cells are on the screen, the line number takes `number`."""

    columns: tuple[tuple[FieldSpec, int], ...]
    width: int
    number: int

    def shown(self, current: str) -> list[tuple[FieldSpec, int, int]]:
        """The columns on the screen while `current` is in hand: field, first cell, width. The first always stays."""
        if not self.columns:
            return []
        names = [f.id for f, _ in self.columns]
        last = names.index(current) if current in names else 0
        first = self.columns[0]
        start = 1
        while start < last and self._wide(start, last) > self.width - self.number - first[1] - 1:
            start += 1
        x = self.number
        out = [(first[0], x, min(first[1], self.width - x))]
        x += first[1] + 1
        for f, w in self.columns[start:]:
            if x + min(w, 4) > self.width:
                break
            if x + w > self.width and (f.id == current or w <= 8):
                break
            out.append((f, x, min(w, self.width - x)))
            x += w + 1
        if current and last and all(f.id != current for f, _, _ in out):
            f, w = self.columns[last]
            out = [out[0], (f, self.number + first[1] + 1, max(4, self.width - self.number - first[1] - 1))]
        return out

    def cut(self, current: str) -> tuple[bool, bool]:
        """Whether columns are out of sight on the left and on the right."""
        shown = [f.id for f, _, _ in self.shown(current)]
        names = [f.id for f, _ in self.columns]
        if not shown:
            return (False, False)
        left = len(shown) > 1 and names.index(shown[1]) > 1
        return (left, shown[-1] != names[-1])

    def _wide(self, start: int, last: int) -> int:
        return sum(w + 1 for _, w in self.columns[start : last + 1])


def lay_grid(
    block: BlockSpec,
    width: int,
    lang: str,
    visible: Collection[str],
    content: Mapping[str, int] | None = None,
    number: int = 3,
    typed: bool = True,
) -> Grid:
    """Share `width` cells among the columns of `block`.

    A column takes what stands in it (`content`, cells by field) and what its heading needs. Where that is too much, the
    widest texts give way first; where they could not be read any more, the table is wider than the screen. Room to spare
    goes to the texts that are `typed`.
    """
    fields = [f for f in block.fields if f"{block.id}.{f.id}" in visible]
    most = max(_TEXT, min(_MOST, width // 3)) if typed else width // 2
    wide = [min(most, _wanted(f, lang, (content or {}).get(f.id, 0), typed)) for f in fields]
    names = block.one_per  # says what a given line is about: seen before all else
    least = [
        min(w, max(_TEXT, _label(f, lang))) if _gives(f) and f.id != names else w
        for f, w in zip(fields, wide, strict=True)
    ]
    room = width - number - len(fields)
    if sum(least) <= room:
        _narrow(wide, least, sum(wide) - room)
    if typed:
        _spread(wide, [i for i, f in enumerate(fields) if f.type in _GROWS], room - sum(wide))
    return Grid(tuple(zip(fields, wide, strict=True)), width, number)


def _wanted(f: FieldSpec, lang: str, content: int, typed: bool) -> int:
    """Cells of a column whose values are seen whole and, where it is typed, can be typed."""
    need = _WIDTHS.get(f.type, _TEXT) if typed else 0
    return max(need, _label(f, lang), content, _options(f, lang) if typed else 0)


def _gives(f: FieldSpec) -> bool:
    return f.type in _GROWS or f.type == "choice"


def _narrow(wide: list[int], least: list[int], over: int) -> None:
    """Take `over` cells from the columns, always from the widest that may give."""
    while over > 0:
        i = max((i for i, w in enumerate(wide) if w > least[i]), key=wide.__getitem__)
        wide[i] -= 1
        over -= 1


def _spread(wide: list[int], growing: list[int], spare: int) -> None:
    """Share `spare` cells among the texts that are narrower than one likes to type in, the narrowest first."""
    while spare > 0 and (short := [i for i in growing if wide[i] < _COMFORT]):
        wide[min(short, key=wide.__getitem__)] += 1
        spare -= 1


def _label(f: FieldSpec, lang: str) -> int:
    return min(cells(f.label(lang)) + bool(f.required is True), 14)


def _options(f: FieldSpec, lang: str) -> int:
    if f.type != "choice" or not f.options:
        return 0
    return min(16, max(cells(o.text(lang)) for o in f.options))
