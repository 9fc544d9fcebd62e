"""Two people, one record: the three-way comparison of what each changed."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError
from dangan.record import Values
from dangan.sentences import say
from storage.codec import plain
from storage.layout import Layout


class Conflict(DanganError):
    """Both changed the same fields: `base` is what both began from, `theirs` what is stored, `mine` what was
    typed, with all that only they changed taken over.

    `fields` are the paths in question: `field`, `rows.3.field`, `rows.3` where one removed the line (3 = its `_id`), `rows` for the order.
    """

    def __init__(
        self, base: Values, theirs: Values, mine: Values, fields: list[str], said: tuple[str, str, str, str]
    ) -> None:
        super().__init__(*said, code="GEN_STALE")
        self.base, self.theirs, self.mine, self.fields = base, theirs, mine, fields


def conflict(of: Layout, base: Values, theirs: Values, mine: Values, fields: list[str]) -> Conflict:
    """The Conflict with its sentence."""
    labels = {}
    for lang in ("zh", "en"):
        names = dict.fromkeys(_label(of, path, lang) for path in fields)
        labels[lang] = ("、" if lang == "zh" else ", ").join(names)
    facts = {
        "record_no": theirs.get("record_no") or "",
        "person": theirs["_updated_by"],
        "changed_at": theirs["_updated_at"],
    }
    said = say("GEN_STALE", {"fields": labels["zh"]}, fields=labels["en"], **facts)
    return Conflict(base, theirs, mine, fields, said)


def _label(of: Layout, path: str, lang: str) -> str:
    parts = path.split(".")
    spec = of.fields.get(f"{parts[0]}.{parts[2]}" if len(parts) == 3 else path)
    if spec is not None:
        return spec.label(lang) or spec.id
    block = of.spec.rows.get(parts[0])
    return (block.label(lang) or block.id) if block else path


def merge(of: Layout, base: Values, theirs: Values, mine: Values) -> tuple[Values, list[str]]:
    """`mine` on top of `theirs`: each field from whoever changed it; the paths that both changed differently."""
    out, clashes = dict(theirs), []
    for name in mine:
        if name in of.rows:
            out[name], found = _lines(of, name, base.get(name) or [], theirs.get(name) or [], mine[name] or [])
            clashes += found
        elif name == "_reasons":
            out[name] = {**(theirs.get(name) or {}), **(mine[name] or {})}
        elif not name.startswith("_"):
            spec = of.fields.get(name)
            value, clash = _one(base.get(name), theirs.get(name), mine[name])
            if clash and spec is not None and (spec.computed or spec.auto):
                value, clash = theirs.get(name), False
            out[name] = value
            if clash:
                clashes.append(name)
    return out, clashes


def _one(base: Any, theirs: Any, mine: Any) -> tuple[Any, bool]:
    was, now, wanted = plain(base), plain(theirs), plain(mine)
    if wanted in (was, now):
        return theirs, False
    return mine, now != was


def _lines(
    of: Layout, rows: str, base: list[Values], theirs: list[Values], mine: list[Values]
) -> tuple[list[Values], list[str]]:
    clashes: list[str] = []
    was = {line["_id"]: line for line in base}
    now = {line["_id"]: line for line in theirs}
    kept: dict[Any, Values] = {}
    added: list[Values] = []
    for line in mine:
        line_id = line.get("_id")
        if line_id is None or line_id not in was:
            added.append({**line, "_id": None})
        elif line_id not in now:
            if _differs(of, rows, was[line_id], line):
                clashes.append(f"{rows}.{line_id}")
                kept[line_id] = line
        else:
            kept[line_id] = dict(now[line_id])
            for name, value in line.items():
                if name.startswith("_"):
                    continue
                kept[line_id][name], clash = _one(was[line_id].get(name), now[line_id].get(name), value)
                if clash:
                    clashes.append(f"{rows}.{line_id}.{name}")
    for line_id in now:
        if line_id not in kept and line_id in was and _differs(of, rows, was[line_id], now[line_id]):
            clashes.append(f"{rows}.{line_id}")
        if line_id not in was:
            kept[line_id] = now[line_id]
    order, clash = _order(list(was), list(now), [line["_id"] for line in mine if line.get("_id") in was])
    if clash:
        clashes.append(rows)
    return [kept[i] for i in order if i in kept] + [kept[i] for i in kept if i not in order] + added, clashes


def _order(was: list[int], now: list[int], mine: list[int]) -> tuple[list[int], bool]:
    """Whose order of the lines holds (mine, where both changed it differently), and whether both did."""
    common = [i for i in was if i in now and i in mine]
    theirs_moved = [i for i in now if i in common] != common
    mine_moved = [i for i in mine if i in common] != common
    clash = mine_moved and theirs_moved and [i for i in now if i in common] != [i for i in mine if i in common]
    if clash or (mine_moved and not theirs_moved):
        return mine + [i for i in now if i not in mine], clash
    return now, False


def _differs(of: Layout, rows: str, one: Values, other: Values) -> bool:
    table = of.rows[rows]
    return any(plain(one.get(n)) != plain(other[n]) for n in table.value_names if n in other)
