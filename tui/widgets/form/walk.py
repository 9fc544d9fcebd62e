"""The order of typing: from a field to the next one where the clerk stops."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from dangan.spec import BlockSpec, FieldSpec, FormSpec
from tui.widgets.form.layout import Place


def open_ended(block: BlockSpec) -> bool:
    """Whether lines may be added to a rows table."""
    return not block.one_per or block.free


class Walk:
    """Ways through a form whose relevant parts are `visible`; `count(block)` says how many lines a rows table has."""

    def __init__(
        self, spec: FormSpec, visible: Collection[str], count: Callable[[str], int], locked: Collection[str] = ()
    ) -> None:
        self.spec, self.count, self.locked = spec, count, frozenset(locked)
        self.fields: dict[str, list[FieldSpec]] = {}
        self.blocks: list[BlockSpec] = []
        for block in spec.blocks:
            prefix = f"{block.id}." if block.part == "rows" else ""
            typed = [
                f
                for f in block.fields
                if block.id in visible
                and prefix + f.id in visible
                and typable(f, block)
                and prefix + f.id not in locked
            ]
            if typed and not (block.part == "rows" and not self.grows(block) and not count(block.id)):
                self.fields[block.id] = typed
                self.blocks.append(block)

    def grows(self, block: BlockSpec) -> bool:
        """Whether a rows table takes further lines."""
        return open_ended(block) and block.id not in self.locked

    def first(self, block: BlockSpec) -> Place:
        """Where a block is entered."""
        f = self.fields[block.id][0]
        return Place(block.id, f.id, 0 if block.part == "rows" else -1)

    def last(self, block: BlockSpec) -> Place:
        """Where a block is entered backwards."""
        f = self.fields[block.id][-1]
        return Place(block.id, f.id, max(0, self.count(block.id) - 1) if block.part == "rows" else -1)

    def start(self) -> Place | None:
        """The first field of the form."""
        return self.first(self.blocks[0]) if self.blocks else None

    def onward(self, place: Place, empty_line: bool = False) -> Iterator[Place]:
        """All places after `place`. `empty_line`: it stands in a new line without a value, which leaves the table."""
        names = [f.id for f in self.fields.get(place.block, ())]
        i = names.index(place.field) if place.field in names else -1
        if place.row >= 0:
            if not (empty_line and i == 0):
                yield from (place._replace(field=n) for n in names[i + 1 :])
                block = self.spec.rows[place.block]
                rows = self.count(place.block)
                if place.row + 1 < rows or (self.grows(block) and place.row < rows):
                    yield from (Place(place.block, n, place.row + 1) for n in names)
        else:
            yield from (place._replace(field=n) for n in names[i + 1 :])
        for block in self.after(place.block):
            row = 0 if block.part == "rows" else -1
            yield from (Place(block.id, f.id, row) for f in self.fields[block.id])

    def back(self, place: Place) -> Place | None:
        """The place before `place`; None at the first."""
        names = [f.id for f in self.fields.get(place.block, ())]
        i = names.index(place.field) if place.field in names else 0
        if i:
            return place._replace(field=names[i - 1])
        if place.row > 0:
            return place._replace(field=names[-1], row=place.row - 1)
        before = self.before(place.block)
        return self.last(before[-1]) if before else None

    def after(self, block_id: str) -> list[BlockSpec]:
        """The blocks behind `block_id` that can be typed into."""
        order = [b.id for b in self.spec.blocks]
        at = order.index(block_id)
        return [b for b in self.blocks if order.index(b.id) > at]

    def before(self, block_id: str) -> list[BlockSpec]:
        """The blocks before it."""
        order = [b.id for b in self.spec.blocks]
        at = order.index(block_id)
        return [b for b in self.blocks if order.index(b.id) < at]


def typable(f: FieldSpec, block: BlockSpec) -> bool:
    """Whether anybody types this field: not given by the program, not the fixed name of a given line.

    The number is given, too, but one that a paper bears already may be typed over it.
    """
    if f.id == "record_no" and block.part != "rows":
        return True
    if f.auto or f.computed or f.type in ("serial", "label"):
        return False
    return not (block.one_per == f.id and not block.free)
