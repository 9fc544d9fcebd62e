"""The columns of a rows table: how wide each is, and which stand on the screen while one is in hand."""

from __future__ import annotations

from collections.abc import Collection

from dangan.frozen import frozen
from dangan.spec import BlockSpec, FieldSpec
from dangan.values.text import cells

_WIDTHS = {
    "date": 10, "datetime": 16, "month": 7, "year": 6, "time": 5, "birthday": 10, "bool": 6, "int": 6, "decimal": 8,
    "money": 12, "phone": 12, "idcard": 18, "uscc": 18, "postcode": 6, "person": 8, "dept": 10, "org": 14, "ref": 14,
    "sign": 18, "choice": 8, "multi": 16, "longtext": 20, "file": 14,
}  # fmt: skip
_GROWS = ("text", "longtext", "org", "ref", "dept", "email", "url", "multi")
_TEXT = 10


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


def lay_grid(block: BlockSpec, width: int, lang: str, visible: Collection[str], number: int = 3) -> Grid:
    """Share `width` cells among the columns of `block`; texts shrink and grow, the others keep what they need."""
    fields = [f for f in block.fields if f"{block.id}.{f.id}" in visible]
    natural = [max(_WIDTHS.get(f.type, _TEXT), _label(f, lang), _options(f, lang)) for f in fields]
    room = width - number - len(fields)
    over = sum(natural) - room
    if over > 0:
        least = [
            w if f.type not in _GROWS else max(8, min(w, cells(f.label(lang))))
            for f, w in zip(fields, natural, strict=True)
        ]
        if sum(least) <= room:
            for i in sorted(range(len(fields)), key=lambda i: least[i] - natural[i]):
                give = min(over, natural[i] - least[i])
                natural[i] -= give
                over -= give
    else:
        growing = [i for i, f in enumerate(fields) if f.type in _GROWS]
        for n, i in enumerate(growing):
            share = -over // (len(growing) - n)
            natural[i] += min(share, 24)
            over += min(share, 24)
    return Grid(tuple(zip(fields, natural, strict=True)), width, number)


def _label(f: FieldSpec, lang: str) -> int:
    return min(cells(f.label(lang)) + bool(f.required), 14)


def _options(f: FieldSpec, lang: str) -> int:
    if f.type not in ("choice",) or not f.options:
        return 0
    return min(16, max(cells(o.text(lang)) for o in f.options))
