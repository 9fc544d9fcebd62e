"""Archive numbers looked through: what follows no rule, has the wrong width, or leaves a gap."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Literal

from dangan.archive_no import LEVELS, USUAL, Read, read
from dangan.env import Office
from dangan.frozen import frozen
from dangan.record import Link
from dangan.spec import Label
from storage.engine import Store
from storage.numbers import clean
from storage.registry import Registry

Kind = Literal["shape", "width", "gap", "twice"]
MOST = 1_000  # gaps that are told of one series


@frozen
class Odd:
    """What is wrong with a number: it follows no rule (`shape`), has not the digits of the rule (`width`), is missing
    between others (`gap`), or differs from another in its digits alone (`twice`). `record_no` and `form` where one bears it."""

    kind: Kind
    number: str
    form: str = ""
    record_no: str = ""
    beside: str = ""  # the other number


def audit(store: Store, rules: Mapping[str, str]) -> list[Odd]:
    """Every odd number, in the order of the numbers. One query, whatever their count."""
    borne = {
        number: (form, record_no)
        for number, form, record_no in store.rows(
            "SELECT a.number, r.form, r.record_no FROM archive_number a JOIN record r ON r._id = a.record_id"
        )
    }
    patterns = tuple(dict.fromkeys(rules.values()))
    found: list[Odd] = []
    series: dict[tuple[str, str, str], list[Read]] = {}
    for number, (form, record_no) in borne.items():
        known = next((one for one in (read(pattern, number) for pattern in patterns) if one), None)
        if known is None:
            found.append(Odd("shape", number, form, record_no))
            continue
        if known.item is None and known.digits != known.wanted:
            found.append(Odd("width", number, form, record_no))
        key = (known.stem, known.tail, "") if known.item is None else (known.stem, known.tail, known.volume)
        series.setdefault(key, []).append(known)
    for members in series.values():
        found += _series(members, borne)
    return sorted(found, key=lambda odd: (odd.number, odd.kind))


def _series(members: Iterable[Read], borne: Mapping[str, tuple[str, str]]) -> Iterator[Odd]:
    by_place: dict[int, Read] = {}
    for one in sorted(members, key=lambda one: (len(one.number), one.number)):
        place = one.seq if one.item is None else one.item
        if place in by_place:
            yield Odd("twice", one.number, *borne[one.number], by_place[place].number)
        else:
            by_place[place] = one
    last, first = max(by_place), next(iter(by_place.values()))
    missing = islice((n for n in range(1, last) if n not in by_place), MOST)
    for n in missing:
        number = f"{first.volume}-{n:03}" if first.item is not None else f"{first.stem}{n:0{first.wanted}}{first.tail}"
        yield Odd("gap", number)


def following(store: Store, before: str, digits: int, after: str, taken: Collection[str] = ()) -> str:
    """The number after the last one of a series, those `taken` counted in."""
    sql = "SELECT number FROM archive_number WHERE number >= ? AND number < ?"
    used = [number for (number,) in store.rows(sql, (before, before + "\U0010ffff"))]
    used += [number for number in taken if number.startswith(before)]
    ends = (number[len(before) : len(number) - len(after) or None] for number in used if number.endswith(after))
    last = max((int(end) for end in ends if end.isdecimal()), default=0)
    return f"{before}{last + 1:0{digits}}{after}"


@frozen
class Explained:
    """What a number says: its levels by name, each in words with its meaning, and the record that bears it."""

    levels: tuple[tuple[str, str], ...]
    lines: tuple[tuple[Label, str, Label], ...]
    form: str = ""
    record_no: str = ""
    title: str = ""


def rules_of(office: Office) -> dict[str, str]:
    """The rules of the office by class number, with the one for all others."""
    return {"*": USUAL, **(office.setting("archive_no_pattern") or {})}


def explained(store: Store, registry: Registry, office: Office, number: str) -> Explained | None:
    """A number by the first rule that it follows, None where it follows none."""
    known = {"fonds": [r["fonds_no"] for r in office.find("fonds")], "dept": _depts(office)}
    patterns = rules_of(office).values()
    read_so = [one for pattern in patterns if (one := read(pattern, clean(number), known))]
    if not read_so:
        return None
    found = max(read_so, key=lambda one: sum(value in known.get(level, ()) for level, value in one.levels))
    sql = "SELECT r.form, r.record_no, r.title FROM archive_number a JOIN record r ON r._id = a.record_id WHERE a.number = ?"
    borne = next(iter(store.rows(sql, (clean(number),))), ("", "", ""))
    lines = tuple((LEVELS[name], value, _meaning(registry, office, name, value)) for name, value in found.levels)
    return Explained(found.levels, lines, *borne)


def _meaning(registry: Registry, office: Office, level: str, value: str) -> Label:
    """What a level stands for, where the office's registers say it."""
    if level == "dept":
        named = next((link.text for link in office.look_up("dept", value) if _code(office, link) == value), "")
        return Label(named, named) if named else Label("没有这个机构", "no such department")
    form, key, name = {
        "fonds": ("fonds", "fonds_no", "fonds_name"),
        "class": ("filing_plan", "class_no", "class_name"),
    }.get(level, ("", "", ""))
    if form and registry.has(form):
        named = str(next((r.get(name) or "" for r in office.find(form, **{key: value})), ""))
        return Label(named, named) if named else Label("没有登记", "not registered")
    if level == "retention":
        return Label("永久", "permanent") if value == "Y" else Label(f"{value}年", f"{value} years")
    return Label("", "")


def _depts(office: Office) -> list[str]:
    """The codes of the departments."""
    return [code for link in office.look_up("dept", "", 200) if (code := _code(office, link))]


def _code(office: Office, link: Link) -> str:
    return str((office.record(link) or {}).get("code") or "")
