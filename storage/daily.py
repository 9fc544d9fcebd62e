"""What a new day brings into force by itself: values kept from dated lines, such as the post after a change made ahead,
and settings dated ahead, by which what waits is counted anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dangan.spec import FormSpec
from storage import preferences
from storage.columns import quote
from storage.deciding import count_anew
from storage.writing import Stale

if TYPE_CHECKING:
    from storage.archive import Archive

PORTION = 500  # records written in one transaction


def refresh(archive: Archive) -> int:
    """Write what came into force since the last time, once a day, whoever is first to open the store or to ask what
    waits; gives the number of records whose values changed. Lists, search and sheets have them from then on; a record
    that is read has them on the day itself."""
    store, today = archive.store, archive.clock().date()
    last = preferences.get(store, preferences.OFFICE, preferences.REFRESHED) or ""
    if last >= today.isoformat():
        return 0
    asked = store.rows('SELECT form FROM form_spec WHERE "current" = 1 AND instr(spec, \'"kept"\') > 0')
    forms = [form for (form,) in asked if archive.registry.has(form) and form not in archive.registry.read_only]
    settings = _settings_begin(archive, last, today)
    if not forms and not settings:
        return 0
    try:
        if settings:
            count_anew(archive, archive.env("dangan", "zh"))
        count = sum(_form(archive, form, last, today) for form in forms)
    except Stale:  # somebody saves in the very moment; the next to open the store does it
        return 0
    preferences.put(store, preferences.OFFICE, preferences.REFRESHED, today.isoformat())
    return count


def _settings_begin(archive: Archive, last: str, today: date) -> bool:
    """Whether a setting that was given ahead has come into force since `last`."""
    found = archive.store.value(
        "SELECT 1 FROM setting WHERE from_date > ? AND from_date <= ? AND from_date > substr(set_at, 1, 10) LIMIT 1",
        (last, today.isoformat()),
    )
    return found is not None


def _form(archive: Archive, form_id: str, last: str, today: date) -> int:
    due: set[int] = set()
    of = archive.registry.layout(form_id)
    for rows, order in dated(of.spec).items():
        column = quote(order)
        sql = f"SELECT DISTINCT _record FROM {quote(of.rows[rows].name)} WHERE {column} > ? AND {column} <= ?"
        due |= {record for (record,) in archive.store.rows(sql, (last, today.isoformat()))}
    records = sorted(due)
    return sum(_write(archive, form_id, records[n : n + PORTION]) for n in range(0, len(records), PORTION))


def _write(archive: Archive, form_id: str, records: list[int]) -> int:
    from dangan.settling import enliven
    from storage.core import stamp
    from storage.prepared import draft, tidy
    from storage.reading import load
    from storage.writing import Writer

    store, registry, env = archive.store, archive.registry, archive.env("dangan", "zh")
    form, sql, drafts = registry.form(form_id), registry.sql(form_id), []
    for old in load(store, registry, form_id, records, master=False):
        new = tidy(sql.layout, enliven(form, old, env), old, env.login, stamp(env.now))
        if old["status"] != "void" and any(new[name] != old[name] for name in sql.layout.main.value_names):
            drafts.append(draft(sql, old, new, env, "total", ""))
    Writer(store, registry).write(drafts, env)
    return len(drafts)


def dated(spec: FormSpec) -> dict[str, str]:
    """The rows tables from whose last line in force a value of the record is kept, with the date field of each."""
    sources = (f.source for f in spec.fields.values() if f.source and f.source.kind == "kept" and f.source.how)
    tables = {source.how.partition(".")[0] for source in sources}
    return {name: spec.rows[name].order for name in tables if spec.rows[name].order}
