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
from dangan.system import SYSTEM

INTAKE = "intake"  # action of a record's first version, for ever
# processes-data.md (f): rules of today and of the office's working days are off, other persons only warn
OFF = frozenset(
    [
        "GEN_DATE_PAST",
        "GEN_PERSON_LEFT",
        "GEN_LATE",
        "FILE_LATE",
        "DEPT_LATE",
        "CERT_LATE",
        "VISIT_PAST",
        "LOAN_HAS_OVERDUE",
        "RECALL_NOT_DUE",
    ]
)
MILDER = frozenset(
    [
        "GEN_REQUIRED",
        "GEN_REQUIRED_IF",
        "GEN_MIN_LINES",
        "GEN_SAME_PERSON",
        "GEN_SELF_APPROVAL",
        "FILE_SAME_MANAGER",
        "DISP_SAME_PERSON",
        "LOAN_SELF_APPROVAL",
        "CUST_SELF_CONFIRM",
        "INC_SELF",
        "VISIT_SELF_REVIEW",
        "HAND_SAME",
        "EXP_SELF",
        "STOCK_SAME_PERSON",
    ]
)
# what the state needs to work, beside key and title
NEEDED = frozenset(["archive_no", "retention", "place", "holding", "borrower", "applicant", "lent_on", "due_on"])


def opened(spec: FormSpec, env: Env) -> None:
    """Raise Refused unless the setting `intake_forms` opens the form until today or later."""
    until = (env.office.setting("intake_forms") or {}).get(spec.id)
    if not until or date.fromisoformat(until) < env.today:
        raise Refused([problem("GEN_INTAKE_CLOSED", form=spec, closed_on=date.fromisoformat(until) if until else "-")])


def taken_in(spec: FormSpec, values: Values, env: Env) -> str:
    """The state that a record is taken in with: any but void; the first where none is given. Raises Refused."""
    state = values.get("status") or spec.state_codes[0]
    if state == "void" or state not in spec.state_codes:
        options = [s for s in spec.states if s.code != "void"]
        raise Refused([problem("GEN_OPTION_UNKNOWN", "status", field=SYSTEM["status"], value=state, options=options)])
    if state == "destroyed" and not any(map(str.isdigit, values.get("remarks") or "")):
        raise Refused([_no_list(spec)])
    return str(state)


def _no_list(spec: FormSpec) -> Problem:
    """The refusal of something destroyed of which nobody says by which list."""
    return Problem(
        "remarks", "INTAKE_DESTROYED", "refuse",
        f"“{spec.zh}”补录为已焚毁的，须写明原焚毁清单。", f"{spec.en}: what was destroyed is taken in with its old list only.",
        "请在备注中写明清单的编号和日期。", "Give number and date of the list under remarks.",
    )  # fmt: skip


def not_taken_in(record_no: str) -> Problem:
    """The refusal of intake that would change a record which came by the process."""
    return Problem(
        "", "INTAKE_NOT_OLD", "refuse",
        f"{record_no} 已在系统中，不是补录的旧件。", f"{record_no} is in the program already and was not taken in.",
        "请按平常的办法修改，或核对编号。", "Change it the usual way, or check the number.",
    )  # fmt: skip


def intake_check(form: FormType, values: Values, env: Env, *, state: str, entering: str = "") -> list[Problem]:
    """What speaks against taking a record in: formats, numbers, option codes, the key, the title and what its state needs
    to work as ever; what else is required or wants other persons as a warning."""
    key = {name.partition(".")[0] for name in form.spec.key} | set(_named(form.spec.title))
    out = []
    for p in check(form, values, env, state=state, entering=entering):
        if p.code in OFF:
            continue
        milder = p.code in MILDER and p.path.partition(".")[0] not in key and p.path.rpartition(".")[2] not in NEEDED
        out.append(replace(p, level="warn") if milder else p)
    return out


def _named(title: str) -> list[str]:
    return [part.partition("}")[0] for part in title.split("{")[1:]]
