"""Intake of old paper (补录): records as they lie in the archive room, with their number, state and paper signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dangan.checking import check
from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.form import FormType
from dangan.record import Signature, Values
from dangan.sentences import problem
from dangan.settling import fresh, settle
from dangan.spec import BlockSpec, FieldSpec, FormSpec, Label, Option
from dangan.system import SYSTEM, stored_fields

INTAKE = "intake"  # action of a record's first version, for ever
VOID = Option("void", "空号", "Void number")  # the state of a number of the old book that stands for nothing
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
LACKING = ("GEN_REQUIRED", "GEN_REQUIRED_IF", "GEN_MIN_LINES")
# what the state needs to work, beside key and title
NEEDED = frozenset(["archive_no", "retention", "place", "holding", "borrower", "applicant", "lent_on", "due_on"])


def opened(spec: FormSpec, env: Env) -> None:
    """Raise Refused unless the setting `intake_forms` opens the form until today or later."""
    until = (env.office.setting("intake_forms") or {}).get(spec.id)
    if not until or date.fromisoformat(until) < env.today:
        raise Refused([problem("GEN_INTAKE_CLOSED", form=spec, closed_on=date.fromisoformat(until) if until else "-")])


def as_of_old(fields: Mapping[str, FieldSpec], values: Values) -> Values:
    """A new record, or a new line, of `fields` without the day and the people of today: none of them made the paper."""
    return {
        k: None if k in fields and fields[k].type in ("date", "person", "datetime") else v for k, v in values.items()
    }


def blank(form: FormType, env: Env) -> Values:
    """A new record of old paper."""
    return settle(form, as_of_old(stored_fields(form.spec), fresh(form, env)), env)


def states_of(spec: FormSpec) -> tuple[Option, ...]:
    """The states in which old paper is taken in: those of the form, and last a void number."""
    return (*(s for s in spec.states if s.code != "void"), VOID)


def taken_in(form: FormType, values: Values, env: Env) -> str:
    """The state that a record is taken in with, the first where none is given; void is a number and nothing else. Raises
    Refused."""
    spec = form.spec
    state = values.get("status") or spec.state_codes[0]
    if state == VOID.code:
        if found := _more_than_number(spec, values, fresh(form, env)):
            raise Refused(found)
        return VOID.code
    if state not in spec.state_codes:
        options = states_of(spec)
        raise Refused([problem("GEN_OPTION_UNKNOWN", "status", field=SYSTEM["status"], value=state, options=options)])
    if state == "destroyed" and not any(map(str.isdigit, values.get("remarks") or "")):
        raise Refused([_no_list(spec)])
    return str(state)


def numbered_by(spec: FormSpec) -> list[str]:
    """The fields that make up a number of the old book: the record's own, the gapless serials and what they count within."""
    serials = [f for f in spec.fields.values() if f.gapless]
    return list(dict.fromkeys(["record_no", *(name for f in serials for name in (*f.scope, f.id))]))


def _more_than_number(spec: FormSpec, values: Values, blank: Values) -> list[Problem]:
    """What speaks against a void number: none is given, or something else that does not stand in a `blank` record."""
    names = numbered_by(spec)
    stands = {n for n, v in values.items() if v not in (None, "", (), []) and (n in names or v != blank.get(n))}
    serials = [f.id for f in spec.fields.values() if f.gapless]
    if not stands & {"record_no", *serials}:
        return [problem("GEN_REQUIRED", serials[0] if serials else "record_no", field=stored_fields(spec)["record_no"])]
    known: dict[str, FieldSpec | BlockSpec] = {**stored_fields(spec), **spec.rows}
    return [
        Problem(
            name, "INTAKE_VOID_NUMBER", "refuse",
            f"空号只登记号码，“{known[name].label('zh')}”应为空。", f"A void number has nothing but its number: {known[name].label('en')} must be empty.",
            "请清空，或选择该件的状态。", "Empty it, or choose the state that the record stands in.",
        )
        for name in sorted(stands & known.keys() - {"status", *names}, key=list(known).index)
    ]  # fmt: skip


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
    to work as ever, signatures without their day; what else is required or wants other persons as a warning."""
    out = []
    for p in check(form, values, env, state=state, entering=entering):
        if p.code in OFF:
            continue
        if p.code in MILDER and not asked_for(form.spec, p.path):
            p = replace(p, level="warn")
        elif p.code in LACKING:  # no draft waits in the process for it
            p = replace(p, mend_zh="请照旧件填写。", mend_en="Enter what the paper says.")
        out.append(p)
    return [*out, *_undated(form.spec, values)]


def asked_for(spec: FormSpec, path: str) -> bool:
    """Whether old paper must have a field (`name`, `rows.name`, `rows.N.name`) where it is required: it is of the key or
    the title, or its state needs it to work."""
    key = {name.partition(".")[0] for name in spec.key} | set(_named(spec.title))
    return path.partition(".")[0] in key or path.rpartition(".")[2] in NEEDED


def _undated(spec: FormSpec, values: Values) -> list[Problem]:
    """Signatures on old paper of which nobody says when they were given."""
    day = Label("签字日期", "the date")
    out = []
    for block, f in spec.walk():
        if f.type != "sign":
            continue
        lines = enumerate(values.get(block.id) or ()) if block.part == "rows" else [(-1, values)]
        for n, home in lines:
            given = home.get(f.id)
            if isinstance(given, Signature) and given.name and given.on is None:
                path = f.id if n < 0 else f"{block.id}.{n}.{f.id}"
                out.append(problem("GEN_SIGN_ON_PAPER", path, field=f, missing=[day]))
    return out


def _named(title: str) -> list[str]:
    return [part.partition("}")[0] for part in title.split("{")[1:]]
