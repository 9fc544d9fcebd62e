"""Commands below `directory` for who may do what: roles, substitutes, heads and deputies of departments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from dangan.cli.context import Session, pass_session, print_json, print_table
from dangan.cli.named import DAY, one


def _day(session: Session, given: datetime | None) -> Any:
    return (given or session.archive().clock()).date()


@click.command("role")
@click.argument("person")
@click.argument("role")
@click.option("--from", "first", type=DAY, help="The first day; today where not given.")
@click.option("--end", "last", type=DAY, help="The last day: of the role now held, or with --from of the one given.")
@pass_session
def role(session: Session, person: str, role: str, first: datetime | None, last: datetime | None) -> None:
    """Give PERSON (name, login or #ID) a ROLE; with --end alone let it end."""
    from storage import deciding
    from storage.roles import Roles

    archive, env = session.archive(), session.env()
    who = one(archive.directory, "person", person)
    roles, by = Roles(archive.store), session.login
    if last is not None and first is None:
        ended = roles.end(who.id, role_of(role), last.date(), at=env.now, by=by)
        if not ended:
            raise no_such_role(who.name, role)
        click.echo(session.word(f"{who.name} 不再任{_called(role, 'zh')}，到 {last.date()} 止。",
                                f"{who.name} is {_called(role, 'en')} until {last.date()}."))  # fmt: skip
    else:
        day = _day(session, first)
        roles.give(who.id, role_of(role), day, at=env.now, by=by, to_date=last.date() if last else None)
        click.echo(session.word(f"{who.name} 自 {day} 起任{_called(role, 'zh')}。",
                                f"{who.name} is {_called(role, 'en')} from {day} on."))  # fmt: skip
    deciding.count_anew(archive, env)


def role_of(said: str) -> str:
    """The identifier of a role by identifier or name; what is none is left for the refusal."""
    from dangan.env import shipped_roles

    return next((name for name, label in shipped_roles().items() if said in (name, label.zh, label.en)), said)


def _called(said: str, lang: str) -> str:
    from dangan.env import shipped_roles

    label = shipped_roles().get(role_of(said))
    return said if label is None else (label.zh if lang == "zh" else label.en)


def no_such_role(person: str, role: str) -> Any:
    """The error of a role to be ended that is not held."""
    from dangan.cli.context import Failed

    return Failed(f"{person} 没有任{_called(role, 'zh')}。", f"{person} is not {_called(role, 'en')}.",
                  "请用 dangan directory roles 查看。", "See dangan directory roles.")  # fmt: skip


@click.command("roles")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--all", "all_", is_flag=True, help="Those that ended or have not begun, too.")
@pass_session
def roles(session: Session, json_: bool, all_: bool) -> None:
    """List who holds which role, who stands in for whom, and the heads and deputies of departments."""
    from storage.roles import Roles

    archive = session.archive()
    on = None if all_ else archive.clock().date()
    book, names = Roles(archive.store), {p.id: p.name for p in archive.directory.people(True)}
    held = [(h.role, names.get(h.person_id, ""), h.from_date, h.to_date) for h in book.held(on)]
    stands = [
        (names.get(s.person_id, ""), names.get(s.for_id, ""), s.from_date, s.to_date) for s in book.substitutes(on)
    ]
    depts = [
        (d.name, names.get(d.head_id or 0, ""), names.get(d.deputy_id or 0, "")) for d in archive.directory.depts()
    ]
    if json_:
        print_json({
            "roles": [dict(zip(("role", "person", "from", "to"), row, strict=True)) for row in held],
            "substitutes": [dict(zip(("person", "for", "from", "to"), row, strict=True)) for row in stands],
            "departments": [dict(zip(("department", "head", "deputy"), row, strict=True)) for row in depts],
        })  # fmt: skip
        return
    rows = [(_called(r, session.lang), person, f"{first} – {last or ''}".rstrip()) for r, person, first, last in held]
    stand = session.word("代", "for")
    rows += [(f"{stand} {other}", person, f"{first} – {last}") for person, other, first, last in stands]
    head, deputy = session.word("负责人", "head"), session.word("主管副总经理", "deputy in charge")
    rows += [(f"{dept} {head}", person, "") for dept, person, _ in depts if person]
    rows += [(f"{dept} {deputy}", person, "") for dept, _, person in depts if person]
    print_table(rows)


@click.command("substitute")
@click.argument("person")
@click.argument("for_", metavar="FOR")
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@pass_session
def substitute(session: Session, person: str, for_: str, first: datetime, last: datetime) -> None:
    """Let PERSON stand in for another: what he signs says so."""
    from storage.roles import Roles

    archive, env = session.archive(), session.env()
    who, other = one(archive.directory, "person", person), one(archive.directory, "person", for_)
    Roles(archive.store).substitute(who.id, other.id, first.date(), last.date(), at=env.now, by=session.login)
    click.echo(session.word(f"{who.name} 自 {first.date()} 至 {last.date()} 代{other.name}。",
                            f"{who.name} stands in for {other.name} from {first.date()} to {last.date()}."))  # fmt: skip


def _in_charge(session: Session, dept: str, person: str, column: str, zh: str, en: str) -> None:
    from storage import deciding

    archive, env = session.archive(), session.env()
    of, who = one(archive.directory, "dept", dept), one(archive.directory, "person", person)
    archive.directory.change("dept", of.id, at=env.now, by=session.login, **{column: who.id})
    click.echo(session.word(f"{who.name} 任{of.name}{zh}。", f"{who.name} is {en} of {of.name}."))
    deciding.count_anew(archive, env)


@click.command("head")
@click.argument("dept")
@click.argument("person")
@pass_session
def head(session: Session, dept: str, person: str) -> None:
    """Make PERSON the head of the department DEPT."""
    _in_charge(session, dept, person, "head_id", "负责人", "the head")


@click.command("deputy")
@click.argument("dept")
@click.argument("person")
@pass_session
def deputy(session: Session, dept: str, person: str) -> None:
    """Make PERSON the deputy in charge of the department DEPT."""
    _in_charge(session, dept, person, "deputy_id", "主管副总经理", "the deputy in charge")


BELOW = (role, roles, substitute, head, deputy)
