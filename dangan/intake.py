"""Intake of old paper (补录): records as they lie in the archive room, with their number, state and paper signatures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dangan.checking import check
from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.form import FormType
from dangan.record import Values
from dangan.sentences import problem
from dangan.spec import FormSpec

INTAKE = "intake"  # action of a record's first version, for ever
# processes-data.md (f): rules of today and of the office's working days are off, other persons only warn
OFF = ("GEN_DATE_PAST", "GEN_PERSON_LEFT", "GEN_LATE", "FILE_LATE", "DEPT_LATE", "CERT_LATE")
MILDER = ("GEN_REQUIRED", "GEN_REQUIRED_IF", "GEN_MIN_LINES", "GEN_SAME_PERSON", "GEN_SELF_APPROVAL", "FILE_SAME_MANAGER",
          "DISP_SAME_PERSON", "LOAN_SELF_APPROVAL", "CUST_SELF_CONFIRM")  # fmt: skip


def taken_in(spec: FormSpec, values: Values, env: Env) -> str:
    """The state that a record is taken in with: any but void. Raises Refused where intake of the form is not open."""
    until = (env.office.setting("intake_forms") or {}).get(spec.id)
    if not until or date.fromisoformat(until) < env.today:
        raise Refused([problem("GEN_INTAKE_CLOSED", form=spec, closed_on=date.fromisoformat(until) if until else "-")])
    state = values.get("status") or spec.state_codes[0]
    if state == "void" or state not in spec.state_codes:
        options = [s for s in spec.states if s.code != "void"]
        raise Refused([problem("GEN_OPTION_UNKNOWN", "status", field=_status(), value=state, options=options)])
    return str(state)


def _status() -> object:
    from dangan.system import SYSTEM

    return SYSTEM["status"]


def intake_check(form: FormType, values: Values, env: Env, *, state: str, entering: str = "") -> list[Problem]:
    """What speaks against taking a record in: formats, numbers, option codes and the key as ever, much else as a warning."""
    key = {name.partition(".")[0] for name in form.spec.key} | set(_named(form.spec.title))
    out = []
    for p in check(form, values, env, state=state, entering=entering):
        if p.code in OFF:
            continue
        milder = p.code in MILDER and p.path.partition(".")[0] not in key
        out.append(replace(p, level="warn") if milder else p)
    return out


def _named(title: str) -> list[str]:
    return [part.partition("}")[0] for part in title.split("{")[1:]]
