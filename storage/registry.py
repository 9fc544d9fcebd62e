"""The forms of a store: live ones from plugins, bare ones from stored specs, each with its tables and SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import apsw

from dangan.errors import DanganError
from dangan.form import FormType
from dangan.spec import FieldSpec, FormSpec
from storage.core import stamp
from storage.engine import Store
from storage.layout import Layout, layout
from storage.sql import FormSql
from storage.unique import UniqueCheck, checks


class UnknownForm(DanganError):
    """No form of that identifier, neither of a plugin nor stored."""


@dataclass(frozen=True, slots=True)
class Total:
    """A field of the form `target` that keeps the sum (`total`), `min` or `max` of `form.path` over the records whose
    link `by` names it."""

    target: str
    field: FieldSpec
    kind: str
    form: str
    path: str
    by: str


class Registry:
    """Form types by identifier. `read_only` names the forms whose tables do not fit their declaration, with the reason."""

    def __init__(self, forms: Iterable[FormType] = ()) -> None:
        self._forms = {f.spec.id: f for f in forms}
        self._sql: dict[str, FormSql] = {}
        self._checks: dict[str, list[UniqueCheck]] = {}
        self._totals: dict[str, list[Total]] | None = None
        self._old: dict[tuple[str, str], FormSpec] = {}
        self.read_only: dict[str, DanganError] = {}

    @classmethod
    def of(cls, forms: Iterable[FormType]) -> Self:
        """A registry of exactly these forms."""
        return cls(forms)

    def form(self, form_id: str) -> FormType:
        """The form type; raises UnknownForm."""
        try:
            return self._forms[form_id]
        except KeyError:
            raise UnknownForm(
                f"没有“{form_id}”这种表。", f"There is no form {form_id}.",
                "请核对名称。", "Check its identifier.", "FORM_UNKNOWN",
            ) from None  # fmt: skip

    def spec(self, form_id: str) -> FormSpec:
        """Its declaration; raises UnknownForm."""
        return self.form(form_id).spec

    def specs(self) -> list[FormSpec]:
        """The declarations of all forms."""
        return [f.spec for f in self._forms.values()]

    def has(self, form_id: str) -> bool:
        """Whether there is such a form."""
        return form_id in self._forms

    def kept(self) -> list[FormSpec]:
        """The declarations of the forms that store records."""
        return [s for s in self.specs() if s.kind == "record"]

    def sql(self, form_id: str) -> FormSql:
        """The SQL of a form, built at its first use."""
        found = self._sql.get(form_id)
        if found is None:
            found = self._sql[form_id] = FormSql(layout(self.spec(form_id)))
        return found

    def layout(self, form_id: str) -> Layout:
        """The tables of a form."""
        return self.sql(form_id).layout

    def checks(self, form_id: str) -> list[UniqueCheck]:
        """The checks of its key and unique fields."""
        if form_id not in self._checks:
            self._checks[form_id] = checks(self.layout(form_id))
        return self._checks[form_id]

    def totals(self, form_id: str) -> list[Total]:
        """What other forms keep over the records of this one."""
        if self._totals is None:
            self._totals = {}
            for total in (t for spec in self.kept() for f in spec.fields.values() if (t := _total(spec, f))):
                self._totals.setdefault(total.form, []).append(total)
        return self._totals.get(form_id, [])

    def adopt(self, store: Store) -> None:
        """Take up the stored specs of forms whose plugin is gone, as bare forms."""
        for form_id, text in store.rows('SELECT form, spec FROM form_spec WHERE "current" = 1'):
            if form_id not in self._forms:
                self._forms[form_id] = FormType.bare(FormSpec.from_json(text))

    def field_then(self, store: Store, form_id: str, spec_hash: str, path: str) -> FieldSpec | None:
        """The field at `path` as it was declared under an older hash, else as it is now, else None."""
        now = self.layout(form_id).fields.get(path)
        if now is not None or spec_hash == self.spec(form_id).hash:
            return now
        key = (form_id, spec_hash)
        if key not in self._old:
            text = store.value("SELECT spec FROM form_spec WHERE form = ? AND hash = ?", key)
            self._old[key] = FormSpec.from_json(text) if text else self.spec(form_id)
        return layout(self._old[key]).fields.get(path)


def _total(spec: FormSpec, field: FieldSpec) -> Total | None:
    if field.source is None or field.source.kind != "calc" or field.source.how.count(":") != 2:
        return None
    kind, path, by = field.source.how.split(":")
    form, _, name = path.partition(".")
    return Total(spec.id, field, kind, form, name, by) if by and kind in ("total", "min", "max") else None


def keep_specs(cursor: apsw.Cursor, specs: Iterable[FormSpec], at: datetime) -> None:
    """Write the declarations beside the records; older ones stay, so that old history keeps its labels."""
    for spec in specs:
        cursor.execute('UPDATE form_spec SET "current" = 0 WHERE form = ? AND hash <> ?', (spec.id, spec.hash))
        cursor.execute(
            'INSERT INTO form_spec (form, hash, spec, plugin, "current", seen_at) VALUES (?,?,?,?,1,?) '
            'ON CONFLICT (form, hash) DO UPDATE SET "current" = 1',
            (spec.id, spec.hash, spec.json, spec.plugin, stamp(at)),
        )
