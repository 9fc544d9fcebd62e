"""Old paper being typed (补录): its state, its own number and its signatures are fields like the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dangan import checking
from dangan.env import Office
from dangan.errors import Problem
from dangan.form import FormType
from dangan.intake import LACKING, VOID, as_of_old, asked_for, intake_check, states_of
from dangan.record import Signature, Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from dangan.system import SYSTEM
from tui.widgets.form.layout import Place
from tui.widgets.form.model import EMPTY, FormModel
from tui.widgets.form.others import with_texts


class OldPaper(FormModel):
    """A record of old paper that is typed as it lies in the archive room."""

    def declared(self) -> FormSpec:
        """The form with number and state in front, signatures with their day, and the serials of bound books."""
        return with_state(self.form, self.env.office)

    def never(self) -> set[str]:
        """Of one that is taken in already number and state stay; a signature that stands is locked like what it covers."""
        return {"record_no", "status"} if self.values.get("_id") is not None else set()

    def gives_number(self) -> bool:
        """The paper has one."""
        return False

    def against(self) -> Iterable[Problem]:
        """What is off for old paper is left out; what it lacks is said when it is saved."""
        if self.status == VOID.code:
            return []
        found = intake_check(self.form, self.values, self.env, state=self.status)
        return [p for p in found if p.code not in LACKING]

    def wants(self, kind: str) -> bool:
        """Whether it is not taken in without this field."""
        if self.status == VOID.code or (kind in SYSTEM and SYSTEM[kind].auto):
            return kind == "status"
        return asked_for(self.form.spec, kind) and checking.required(self.form, kind, self.values, self.status)

    def new_line(self, block: BlockSpec) -> Values:
        """A new line without the day and the people of today."""
        return as_of_old({f.id: f for f in block.fields}, super().new_line(block))

    def signature(self, place: Place) -> Signature | None:
        """The signature that stands at `place`."""
        value = self.value(place)
        return value if isinstance(value, Signature) else None


def with_state(form: FormType, office: Office) -> FormSpec:
    """The declaration of a form as old paper is typed."""
    spec = with_texts(form, office)
    known: FormSpec | None = spec.__dict__.get("_with_state")
    if known is None:
        heads = [b for b in spec.blocks if b.part != "rows"]
        home = next((b for b in heads if any(f.id == "record_no" for f in b.fields)), heads[0])
        blocks = [replace(b, fields=tuple(_fields(b, form.spec, b is home)), min=0) for b in spec.blocks]
        known = spec.__dict__["_with_state"] = replace(spec, blocks=tuple(blocks))
    return known


def _fields(block: BlockSpec, spec: FormSpec, home: bool) -> Iterable[FieldSpec]:
    rows = block.part == "rows"
    if home:
        yield next((f for f in block.fields if f.id == "record_no"), replace(SYSTEM["record_no"], required=False))
        yield replace(SYSTEM["status"], options=states_of(spec), auto=False, required=True)
    for f in block.fields:
        if not rows and f.id in ("record_no", "status"):
            continue
        if f.type == "sign":
            yield replace(f, args=(*f.args, ("dated", True)))
        elif f.gapless and not rows:
            yield replace(f, type="int", auto=False, gapless=False)
        else:
            yield f


def still_locked(spec: FormSpec, values: Values, locked: Iterable[str]) -> set[str]:
    """Of what is `locked` in a record (as in FormModel) that which is filled: what old paper lacked follows. Signatures that
    stand are locked as well."""
    out: set[str] = set()
    for path in locked:
        name, _, rest = path.partition(".")
        lines = values.get(name) or () if name in spec.rows else ()
        line, _, field = rest.rpartition(".")
        if name not in spec.rows:
            out |= {path} if values.get(path) not in EMPTY else set()
        elif not rest:
            out |= {path} if lines else set()
        else:
            out |= {
                f"{name}.{each['_id']}.{field}"
                for each in lines
                if line in ("", str(each["_id"])) and each.get(field) not in EMPTY
            }
    for block, f in spec.walk():
        if f.type == "sign" and block.part != "rows":
            out |= {f.id} if values.get(f.id) else set()
        elif f.type == "sign":
            out |= {f"{block.id}.{each['_id']}.{f.id}" for each in values.get(block.id) or () if each.get(f.id)}
    return out
