"""Commands for what is signed, handed over and approved: step, steps, due, hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangan.cli.context import Failed, Session, pass_session, print_json, print_table
from dangan.cli.named import DAY

if TYPE_CHECKING:
    from dangan.env import Env
    from dangan.record import Values
    from dangan.spec import FormSpec
    from storage.archive import Archive
    from storage.stepping import Offer
    from storage.waiting import Waiting

MOST = 1_000_000  # a script is told of everything that waits


@click.command()
@click.argument("form")
@click.argument("number")
@click.argument("step")
@click.option("--reason", default="", help="Why; some steps ask for it.")
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="What the step asks for; may be repeated.")
@click.option(
    "--line", "lines", multiple=True, type=click.IntRange(1), metavar="N", help="Of a step of lines: this line."
)
@click.option(
    "--sign", "path", default="", metavar="FIELD", help="The signature that is given, where not the next one."
)
@click.option("--paper", metavar="NAME", help="Signed on paper by NAME; with --on.")
@click.option("--on", "day", type=DAY, help="The day of the signature on paper.")
@click.option(
    "--scan", type=click.Path(path_type=Path), metavar="FILE", help="A scan of the signature on paper; with --paper."
)
@click.option("--confirm", is_flag=True, help="Confirm the warnings; what refuses still does.")
@pass_session
def step(
    session: Session, form: str, number: str, step: str, reason: str, given: tuple[str, ...], lines: tuple[int, ...], path: str,
    paper: str | None, day: datetime | None, scan: Path | None, confirm: bool,
) -> None:  # fmt: skip
    """Take STEP of a record, or give the next signature that it needs."""
    if (paper is None) != (day is None):
        raise click.UsageError("--paper and --on go together.")
    if scan is not None and paper is None:
        raise click.UsageError("--scan goes with --paper.")
    from dangan.cli.typed import typed
    from dangan.record import Signature
    from storage.stepping import Asked

    archive = session.archive()
    env, old = session.env(), archive.read(form, number)
    name = _step_of(archive.registry.spec(form), step)
    values = typed(archive, form, old, given, env)
    signed = None
    if paper is not None and day is not None:
        who = [p for p in archive.directory.people(closed=True) if paper in (p.name, p.login)]
        alone = who[0] if len(who) == 1 else None
        signed = Signature(alone.name if alone else paper, alone.id if alone else None, day.date(), session.login, True)
    file = archive.attach(scan, env) if scan is not None else None
    asked = Asked(values, _places(archive.registry.spec(form), name, old, lines), reason, path, signed, file)
    values = archive.stepper.take(form, number, name, env, asked, confirm=confirm)
    _moved(session, archive, form, old, values, _label(archive, form, name, session.lang))


def _step_of(spec: FormSpec, said: str) -> str:
    """The identifier of the step that is called so; what is called so by none is left for the refusal."""
    return next((s.id for s in spec.flow.steps if said in (s.id, s.zh, s.en)), said)


def _places(spec: FormSpec, name: str, old: Values, lines: tuple[int, ...]) -> tuple[int, ...]:
    """The places of the lines named by number. Raises Failed for one that is not there."""
    found = spec.flow.step(name)
    if not lines:
        return ()
    if found is None or not found.line:
        raise Failed("这一步不分行办理。", "This step is not of lines.", "请去掉 --line。", "Leave --line out.")
    count = len(old.get(found.line) or ())
    for number in lines:
        if number > count:
            raise Failed(f"没有第 {number} 行，共 {count} 行。", f"There is no line {number}; there are {count}.")
    return tuple(number - 1 for number in lines)


def _moved(session: Session, archive: Archive, form: str, old: Values, new: Values, label: str) -> None:
    """Say where the record stands now."""
    state = _state(archive, form, new["status"], session.lang)
    if new["status"] == old["status"]:
        click.echo(f"{new['record_no']} {label} {state}")
        return
    click.echo(f"{new['record_no']} {label} {_state(archive, form, old['status'], session.lang)} -> {state}")


def _state(archive: Archive, form: str, code: str, lang: str) -> str:
    return next((s.text(lang) for s in archive.registry.spec(form).states if s.code == code), code)


def _label(archive: Archive, form: str, step: str, lang: str) -> str:
    found = archive.registry.spec(form).flow.step(step) if archive.registry.has(form) else None
    return found.label(lang) if found else step


@click.command()
@click.argument("form")
@click.argument("number")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@pass_session
def steps(session: Session, form: str, number: str, json_: bool) -> None:
    """List the steps that lead on from where a record stands: who, until when, and what is lacking."""
    archive = session.archive()
    old = archive.read(form, number)
    offers = archive.stepper.offers(form, number, session.env()) if old["status"] != "void" else []
    if json_:
        print_json({
            "form": form, "record_no": old["record_no"], "status": old["status"],
            "steps": [_offered(archive.registry.spec(form), offer, session.lang) for offer in offers],
        })  # fmt: skip
        return
    click.echo(f"{old['record_no']} {_state(archive, form, old['status'], session.lang)}")
    for offer in offers:
        mark = session.word("可办", "possible") if not offer.problems else session.word("不可", "not yet")
        who = session.word("、", ", ").join(label.zh if session.lang == "zh" else label.en for label in offer.who)
        print_table([(mark, offer.step.id, offer.step.label(session.lang), who, str(offer.due_on or ""))])
        for problem in offer.problems:
            print_table([("", problem.text(session.lang))])


def _offered(spec: FormSpec, offer: Offer, lang: str) -> dict[str, Any]:
    return {
        "step": offer.step.id, "label": offer.step.label(lang), "possible": not offer.problems, "mine": offer.mine,
        "who": [label.zh if lang == "zh" else label.en for label in offer.who], "signatures": list(offer.open),
        "asks": list(offer.step.asks), "lines": offer.step.line, "reason": offer.step.reason, "until": offer.due_on,
        "lacking": [{"code": p.code, "path": p.path, "text": p.text(lang)} for p in offer.problems],
    }  # fmt: skip


@click.command()
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--for", "for_", metavar="USER", help="What waits for this user.")
@click.option("--all", "all_", is_flag=True, help="What waits for anybody.")
@click.option("--refresh", is_flag=True, help="Count anew until when and for whom everything waits.")
@pass_session
def due(session: Session, json_: bool, for_: str | None, all_: bool, refresh: bool) -> None:
    """List what waits for you, overdue first; holidays that are missing are named on standard error."""
    if all_ and for_ is not None:
        raise click.UsageError("--all and --for exclude one another.")
    from storage import deciding, waiting

    archive, env = session.archive(), session.env()
    if refresh:
        deciding.count_anew(archive, env, whole=True)
    if all_:
        found = waiting.everything(archive.store, MOST)
    else:
        whose = env.user if for_ is None else _person(session, for_)
        found = waiting.mine(archive.store, env.office.acts_as(whose), MOST)
    found = [each for each in found if waiting.is_work(archive.registry, each)]
    missing = deciding.missing_holidays(archive, env)
    for problem in missing:
        click.echo(problem.text(session.lang), err=True)
    if json_:
        print_json([_waits(archive, each, env) for each in found])
        return
    print_table([_line(archive, each, env) for each in found])
    if not found:
        click.echo(session.word("没有待办。", "Nothing waits."), err=True)


def _person(session: Session, login: str) -> Any:
    from storage.users import admit

    archive = session.archive()
    admit(archive.directory, login, session.login, archive.clock().date())
    return archive.env(login, session.lang).user


def _late(each: Waiting, today: date) -> int:
    """Days past the day, 0 where there is none or it has not passed."""
    return max(0, (today - each.due_on).days) if each.due_on else 0


def _waits(archive: Archive, each: Waiting, env: Env) -> dict[str, Any]:
    late = _late(each, env.today)
    return {
        "form": each.form, "record_no": each.record_no, "title": each.title, "step": each.step,
        "label": _label(archive, each.form, each.step, env.lang), "until": each.due_on, "late": late,
        "late_workdays": env.office.workdays(each.due_on, env.today) if each.due_on and late else 0,
        "provisional": each.provisional,
    }  # fmt: skip


def _line(archive: Archive, each: Waiting, env: Env) -> tuple[str, ...]:
    """As on the first screen: late or not, the step, the record, until when in the same words."""
    from tui.due import counts_working, due_words

    spec = archive.registry.spec(each.form)
    step = spec.flow.step(each.step)
    working = step is None or counts_working(step)
    until = due_words(each.due_on, env, working=working, provisional=each.provisional)
    mark = "!" if _late(each, env.today) else ""
    name, day = _label(archive, each.form, each.step, env.lang), str(each.due_on or "")
    return (mark, name, each.record_no, each.title, spec.label(env.lang), until, day)


@click.command()
@click.argument("form", required=False)
@click.argument("number", required=False)
@click.option("--reason", help="The matter for which it is held; kept with the record.")
@click.option("--lift", type=int, metavar="ID", help="Lift the hold with this number.")
@click.option("--json", "json_", is_flag=True, help="Print the holds in force as one JSON document.")
@pass_session
def hold(
    session: Session, form: str | None, number: str | None, reason: str | None, lift: int | None, json_: bool
) -> None:
    """Put a record on hold: nothing on hold is destroyed. Without --reason the holds in force are listed."""
    from storage import holding

    archive, env = session.archive(), session.env()
    if lift is not None:
        if form or reason is not None:
            raise click.UsageError(
                session.word("--lift 不带表名和 --reason。", "--lift takes no FORM and no --reason.")
            )
        holding.lift(archive.store, lift, env)
        click.echo(session.word(f"第 {lift} 号冻结已解除。", f"Hold {lift} is lifted."))
        return
    if form is None or number is None:
        raise click.UsageError(session.word("要写明表名和编号。", "FORM and NUMBER are needed."))
    record = archive.read(form, number)
    if reason is None:
        _holds(session, holding.in_force(archive.store, record["_id"]), json_)
        return
    made = holding.put(archive.store, record["_id"], reason, env)
    click.echo(
        session.word(
            f"{record['record_no']} 已冻结，编号 {made}。", f"{record['record_no']} is on hold, number {made}."
        )
    )


def _holds(session: Session, found: Iterable[Values], json_: bool) -> None:
    rows = [(h["_id"], h["matter"], h["held_by"].text, str(h["held_on"])) for h in found]
    if json_:
        print_json([dict(zip(("id", "matter", "held_by", "held_on"), row, strict=True)) for row in rows])
        return
    print_table([tuple(map(str, row)) for row in rows])
    if not rows:
        click.echo(session.word("没有冻结。", "There is no hold."), err=True)


COMMANDS = {"step": step, "steps": steps, "due": due, "hold": hold}
