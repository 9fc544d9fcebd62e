"""One write, prepared: everything that can be computed before the lock is taken (differences, JSON, search, pinyin)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dangan.env import Env
from dangan.errors import Problem
from dangan.reasons import bound
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import FieldSpec
from storage.audit import new_salt
from storage.codec import empty, json_of, normal, plain, said
from storage.columns import DIRECTORY, kind_of, places
from storage.core import stamp
from storage.history import Diff, diff
from storage.layout import Layout, Table
from storage.naming import title_of
from storage.numbers import clean
from storage.search import Indexed, index_of
from storage.sql import FormSql

_LINE_ENDS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
MOST = 2**63 - 1  # what a column takes
NOTHING = Indexed("", "", "", "", "", "")


@dataclass(slots=True)
class Draft:
    """A record about to be written: `old` as stored (None = new), `new` whole and normal; `parts` of the number that is
    to be given (None = it has one)."""

    sql: FormSql
    old: Values | None
    new: Values
    action: str
    reason: str
    parts: tuple[str, int, str] | None
    changes: Diff  # of a record that was there; of a new one what is `given`
    title: str
    indexed: Indexed
    salt: str
    row: list[Any] = field(default_factory=list)  # what the cells of the record are written as
    lines: dict[str, list[list[Any]]] = field(default_factory=dict)
    gone: dict[str, list[int]] = field(default_factory=dict)
    choices: list[tuple[str, int, str, tuple[str, ...]]] = field(default_factory=list)
    links: list[tuple[str, int]] | None = None  # None = as they were
    warned: list[Problem] = field(default_factory=list)  # what passes only once somebody has confirmed it
    scans: dict[str, int] = field(default_factory=dict)  # of signatures on paper: path to the attachment that waits
    text: str = ""  # the differences as JSON, but for what is `given` inside the transaction
    given: Diff = field(default_factory=dict)
    version_id: int = 0  # of its row in the history, known once written
    digest: str = ""  # salted hash of that row, known once written

    @property
    def form(self) -> str:
        """The form's identifier."""
        return self.sql.layout.spec.id

    def written(self) -> None:
        """Let go of what only the writing needed: thousands of drafts wait for the end of an import."""
        self.row, self.lines, self.choices, self.text, self.indexed = [], {}, [], "", NOTHING

    @property
    def typed_number(self) -> bool:
        """Whether a number was typed that the record did not have."""
        return (
            self.parts is None
            and bool(self.new["record_no"])
            and self.new["record_no"] != (self.old or {}).get("record_no")
        )


def tidy(of: Layout, values: Values, old: Values | None, by: str, at: str) -> Values:
    """The record as it will come back from the store: known fields only, normal values, it and every line with its `_id`."""
    out: Values = {"_id": old["_id"] if old else None}
    _tidy_cells(of.main, values, out)
    if out["record_no"]:
        out["record_no"] = clean(out["record_no"]) or None
    for multi in of.main.multis:
        out[multi.id] = normal(multi, "multi", values.get(multi.id))
    for name in of.shared:
        out[name] = normal(of.fields[name], kind_of(of.fields[name]), values.get(name))
    last = (old or {}).get("_lines", 0)
    for rows, table in of.rows.items():
        out[rows] = []
        lines = values.get(rows)
        if not lines:
            continue
        known = {line["_id"]: line for line in (old or {}).get(rows) or ()}
        taken: set[int] = set()
        for line in lines:
            line_id = line.get("_id")
            if line_id not in known or line_id in taken:
                last += 1
                line_id = last
            taken.add(line_id)
            kept = known.get(line_id)
            made = {"_id": line_id, "_created_by": by, "_created_at": at}
            if kept is not None:
                made["_created_by"], made["_created_at"] = kept["_created_by"], kept["_created_at"]
                line = {**kept, **line}
            _tidy_cells(table, line, made)
            for multi in table.multis:
                made[multi.id] = normal(multi, "multi", line.get(multi.id))
            out[rows].append(made)
    out["_lines"] = last
    reasons = values.get("_reasons")
    out["_reasons"] = bound({**out, "_reasons": reasons}) if reasons else {}
    return out


def _tidy_cells(table: Table, values: Values, out: Values) -> None:
    get = values.get
    for name, field_, kind, as_is in table.shapes:
        value = get(name)
        if value is None or as_is:
            out[name] = value if value or value.__class__ is not str else None
            if value and field_.type == "text" and name != "record_no" and kind == "text" and not value.isprintable():
                out[name] = _LINE_ENDS.sub(" ", value.replace("\0", "")).strip() or None
        else:
            out[name] = None if value == "" else normal(field_, kind, value)


def draft(
    sql: FormSql, old: Values | None, new: Values, env: Env, action: str, reason: str, parts: Any = None
) -> Draft:
    """Prepare the write of `new`, tidied, over `old`."""
    of, at, by = sql.layout, stamp(env.now), env.login or env.user.text
    new["_lock"] = old["_lock"] + 1 if old else 1
    new["_owner"] = old["_owner"] if old else by
    new["_created_at"], new["_created_by"] = (old["_created_at"], old["_created_by"]) if old else (at, by)
    new["_updated_at"], new["_updated_by"] = at, by
    title = title_of(of, new, env)
    new["_title"] = title
    indexed = index_of(of, new, title.replace("{record_no}", ""))
    made = Draft(sql, old, new, action, reason, parts, {}, title, indexed, new_salt())
    if old is None:
        _first(made)
    else:
        made.row, made.changes = of.main.to_row(new), diff(of, old, new)
        made.text = json_of(made.changes)
        for table in of.rows.values():
            _lines(made, table)
    _choices(made, of.main, 0, new, old or {})
    links = _links(of, new) if of.links else []
    made.links = None if old is not None and links == _links(of, old) else links
    return made


def _first(made: Draft) -> None:
    """Rows and differences of a new record: everything that is filled."""
    made.row, told = made.sql.layout.main.told(made.new)
    pairs = [told] if told else []
    if made.new["_reasons"]:
        pairs.append(f'"_reasons":[null,{json_of(made.new["_reasons"])}]')
    for rows, table in made.sql.layout.rows.items():
        if not made.new[rows]:
            continue
        lines = made.lines[rows] = []
        for position, line in enumerate(made.new[rows]):
            row, told = table.told(line)
            lines.append([None, line["_id"], position, line["_created_by"], line["_created_at"], *row])
            pairs.append(f'"{rows}.{line["_id"]}":[null,{{{told}}}]')
            if table.multis:
                _choices(made, table, line["_id"], line, {})
    made.text = f"{{{','.join(pairs)}}}"


def _lines(made: Draft, table: Table) -> None:
    rows = table.rows
    before = {line["_id"]: (n, line) for n, line in enumerate((made.old or {}).get(rows) or ())}
    names = tuple(c.id for c in table.cells)
    for position, line in enumerate(made.new[rows]):
        was, then = before.pop(line["_id"], (-1, {}))
        if was != position or any(then.get(n) != line[n] for n in names):
            head = [None, line["_id"], position, line["_created_by"], line["_created_at"]]
            made.lines.setdefault(rows, []).append(head + table.to_row(line))
        _choices(made, table, line["_id"], line, then)
    for line_id in before:
        made.gone.setdefault(rows, []).append(line_id)
        made.choices += [(rows, line_id, multi.id, ()) for multi in table.multis]


def _choices(made: Draft, table: Table, line_id: int, now: Values, was: Values) -> None:
    for multi in table.multis:
        if now[multi.id] != was.get(multi.id, empty(multi)):
            made.choices.append((table.rows, line_id, multi.id, now[multi.id]))


def _links(of: Layout, values: Values) -> list[tuple[str, int]]:
    out = []
    for rows, name in of.links:
        homes = [values] if not rows else values.get(rows) or []
        path = f"{rows}.{name}" if rows else name
        for home in homes:
            link = home.get(name)
            if isinstance(link, Link) and link.id is not None and link.form not in DIRECTORY.values():
                out.append((path, link.id))
    return sorted(set(out))


def unstorable(of: Layout, values: Values) -> list[Problem]:
    """What no database takes: half characters, numbers beyond 64 bits. Looked for only once writing failed."""
    homes = [("", of.main, values)]
    homes += [(f"{rows}.{n}.", of.rows[rows], line) for rows in of.rows for n, line in enumerate(values[rows])]
    found = []
    for prefix, table, home in homes:
        for each in table.cells:
            for value in each.to_row(home[each.id]):
                if isinstance(value, str) and not _whole(value):
                    found.append(_broken(prefix + each.id, each.field))
                elif isinstance(value, int) and not -MOST <= value <= MOST:
                    most = Decimal(MOST).scaleb(-places(each.field) if each.kind == "scaled" else 0)
                    told = {"value": home[each.id], "minimum": -most, "maximum": most}
                    found.append(problem("GEN_RANGE", prefix + each.id, field=each.field, **told))
    return found


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _broken(path: str, field: FieldSpec) -> Problem:
    return Problem(
        path, "HALF_CHARACTER", "refuse",
        f"“{field.zh}”中有不完整的字符，不能保存。", f"{field.en} holds half a character and cannot be kept.",
        "请删去显示为方框或问号的字，重新输入。", "Delete what is shown as a box or question mark and type it again.",
    )  # fmt: skip


def changes_json(made: Draft) -> str:
    """The differences as stored, with what was given inside the transaction."""
    if not made.given:
        return made.text
    given = ",".join(f'"{name}":[{_said(was)},{_said(value)}]' for name, (was, value) in made.given.items())
    return f"{{{given}}}" if made.text == "{}" else f"{{{given},{made.text[1:]}"


def _said(value: Any) -> str:
    return "null" if value is None else said(value)


def give(made: Draft, name: str, value: Any) -> None:
    """Put in a value that only the transaction knows: the number, a serial."""
    was = plain((made.old or {}).get(name))
    made.new[name] = value
    columns = made.sql.layout.main.by_id[name].to_row(value)
    at = made.sql.layout.main.at[name]
    made.row[at : at + len(columns)] = columns
    if name in made.changes:
        made.text = json_of({k: v for k, v in made.changes.items() if k != name})
    made.changes[name] = made.given[name] = [was, plain(value)]
    if name == "record_no":
        made.title = made.new["_title"] = made.title.replace("{record_no}", str(value))
