"""The schema follows the declarations: new tables and columns, nothing dropped, a changed type refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dangan.errors import DanganError
from dangan.spec import FormSpec
from storage.columns import quote
from storage.core import schema_change
from storage.engine import Store, StoreBusy, StoreOutdated, StoreReadOnly, fetched
from storage.layout import Layout, ddl, indexes, layout
from storage.registry import Registry, keep_specs


class TypeChanged(DanganError):
    """A field's column has another type than its declaration: the form is read-only until its plugin migrates it."""


@dataclass
class Report:
    """What an upgrade did or would do: statements by form, forms refused with the reason."""

    statements: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, DanganError] = field(default_factory=dict)
    specs: list[FormSpec] = field(default_factory=list)
    backup: Path | None = None  # made before a table was changed

    @property
    def changes(self) -> bool:
        """Whether any table changes."""
        return any(self.statements.values())


def plan(store: Store, registry: Registry) -> Report:
    """What the store lacks for the declarations of the registry; changes nothing."""
    report = Report()
    known = dict(store.rows('SELECT form, hash FROM form_spec WHERE "current" = 1'))
    for spec in registry.declared():
        if known.get(spec.id) == spec.hash:
            continue
        wanted = layout(spec)
        try:
            report.statements[spec.id] = _statements(store, wanted, new=spec.id not in known)
        except TypeChanged as reason:
            report.refused[spec.id] = reason
            continue
        report.specs.append(spec)
    return report


def upgrade(store: Store, registry: Registry, at: datetime, version: str, backup: Callable[[], Path] | None) -> Report:
    """Bring the tables to the declarations in one transaction, after `backup` where a table that exists changes.

    Raises the schema epoch when tables change; sets `registry.read_only` for the forms refused. Nothing is dropped.
    """
    report = plan(store, registry)
    if not report.specs:
        registry.reread()  # another session may have done it since this one looked
        registry.read_only |= report.refused
        return report
    if any("ALTER TABLE" in s for each in report.statements.values() for s in each) and backup is not None:
        report.backup = backup()
    if report.changes:
        with schema_change(store, version) as cursor:
            for statement in (s for each in report.statements.values() for s in each):
                cursor.execute(statement)
            keep_specs(cursor, report.specs, at)
    else:
        with store.write() as cursor:
            keep_specs(cursor, report.specs, at)
    registry.reread()
    registry.read_only |= report.refused
    return report


def create_new(store: Store, registry: Registry, at: datetime) -> list[str]:
    """Make the tables of the forms that the store has never seen; gives their identifiers.

    No table that exists changes, so this wants neither a backup nor a new epoch: other sessions go on working. A form
    whose name meets a table that is there, and a store that cannot be written now, wait for `upgrade`.
    """
    specs = registry.unseen()
    if not specs:
        return []
    made = []
    try:
        with store.write() as cursor:
            there = {name for (name,) in fetched(cursor, "SELECT name FROM sqlite_schema")}
            for spec in specs:
                wanted = layout(spec)
                if not there.intersection(table.name for table in wanted.tables):
                    for statement in ddl(wanted):
                        cursor.execute(statement)
                    keep_specs(cursor, [spec], at)
                    made.append(spec.id)
    except (StoreReadOnly, StoreBusy, StoreOutdated):
        return []
    finally:
        registry.reread()
    return made


def _statements(store: Store, wanted: Layout, new: bool) -> list[str]:
    if new:
        return ddl(wanted)
    out, before = [], set()
    for table in wanted.tables:
        there = dict(store.rows("SELECT name, type FROM pragma_table_xinfo(?)", (table.name,)))
        if not there:
            continue
        before.add(table.name)
        for name, declared in table.columns:
            kind = declared.split()[0]
            if name not in there:
                out.append(f"ALTER TABLE {quote(table.name)} ADD COLUMN {quote(name)} {declared}")
            elif there[name] != kind:
                raise _changed(wanted.spec, name, there[name], kind)
    made = {name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE name IS NOT NULL")}
    fresh = [s for s in ddl(wanted) if s.startswith("CREATE TABLE") and s.split('"')[1] not in made]
    return out + fresh + [s for s in indexes(wanted) if s.split('"')[1] not in made]


def _changed(spec: FormSpec, column: str, was: str, is_: str) -> TypeChanged:
    return TypeChanged(
        f"“{spec.zh}”的 {column} 由 {was} 改成了 {is_}，本表只能查看。",
        f"{column} of {spec.en} was {was} and is declared {is_} now: the form is read-only.",
        "请升级该插件，由它转换原有数据。", "Upgrade its plugin, which must convert the data.", "SCHEMA_TYPE",
    )  # fmt: skip
