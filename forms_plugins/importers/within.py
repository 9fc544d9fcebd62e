"""References from one record of a workbook to another: those that are referred to come first."""

from __future__ import annotations

from forms_plugins.importers.gather import Entry, Gathering, Pending


def parents_first(gathering: Gathering) -> list[Pending]:
    """Put every entry behind those of the workbook that it refers to, else as they stood; gives the references that run in
    a circle, which no order helps."""
    if not gathering.within:
        return []
    needs: dict[int, list[Entry]] = {}
    for pending, target in gathering.within:
        needs.setdefault(id(pending.entry), []).append(target)
    begun: set[int] = set()
    place: dict[int, int] = {}
    out: list[Entry] = []
    for first in gathering.entries:
        stack = [first]
        while stack:
            entry = stack[-1]
            begun.add(id(entry))
            above = [t for t in needs.get(id(entry), ()) if id(t) not in begun]
            if above and id(entry) not in place:
                stack.append(above[0])
                continue
            stack.pop()
            if id(entry) not in place:
                place[id(entry)] = len(out)
                out.append(entry)
    gathering.entries[:] = out
    return [p for p, target in gathering.within if place[id(target)] >= place[id(p.entry)]]
