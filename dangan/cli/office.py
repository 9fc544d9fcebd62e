"""Commands for the office itself: directory and settings."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from dangan.cli.context import Session, pass_session, print_json, print_table
from dangan.cli.named import DAY, WORDS, one
from dangan.cli.roles import BELOW

if TYPE_CHECKING:
    from storage.directory import Kind

KINDS = click.Choice(["company", "dept", "person"])


@click.group(invoke_without_command=True)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--closed", is_flag=True, help="Those that are closed or left, too.")
@pass_session
@click.pass_context
def directory(ctx: click.Context, session: Session, json_: bool, closed: bool) -> None:
    """List companies, departments and people."""
    if ctx.invoked_subcommand is not None:
        return
    book = session.archive().directory
    companies, depts, people = book.companies(closed), book.depts(closed), book.people(closed)
    if json_:
        found: dict[str, list[Any]] = {"companies": companies, "departments": depts, "people": people}
        print_json({name: [asdict(entry) for entry in entries] for name, entries in found.items()})
        return
    names = {dept.id: dept.name for dept in book.depts(True)}
    rows = [("company", c.name, c.code, "") for c in companies]
    rows += [("dept", d.name, d.code, names.get(d.parent_id or 0, "")) for d in depts]
    rows += [("person", p.name, p.login or "", f"{names.get(p.dept_id or 0, '')} {p.post}".strip()) for p in people]
    print_table([(session.word(*WORDS[kind]), *rest) for kind, *rest in rows])


@directory.command()
@click.argument("kind", type=KINDS)
@click.argument("name")
@click.option("--company", help="Of a department: its company.")
@click.option("--parent", help="Of a department: the one above it.")
@click.option("--dept", help="Of a person: the department.")
@click.option("--code", help="Of a company or department.")
@click.option("--en", help="The English name.")
@click.option("--login", help="Of a person: the user name.")
@click.option("--post", help="Of a person: the post.")
@click.option("--phone", help="Of a person: the telephone.")
@pass_session
def add(
    session: Session,
    /,
    kind: Kind,
    name: str,
    company: str | None,
    parent: str | None,
    dept: str | None,
    **plain: str | None,
) -> None:
    """Enter a company, department or person."""
    archive = session.archive()
    book = archive.directory
    values: dict[str, Any] = {key: value for key, value in plain.items() if value is not None}
    for column, of, word in (
        ("company_id", "company", company),
        ("parent_id", "dept", parent),
        ("dept_id", "dept", dept),
    ):
        if word is not None:
            values[column] = one(book, of, word).id
    number = book.add(kind, name, at=archive.clock(), by=session.login, **values)
    click.echo(
        session.word(f"{WORDS[kind][0]} {name} 已登记（{number}）。", f"{WORDS[kind][1]} {name} is entered ({number}).")
    )


@directory.command()
@click.argument("kind", type=KINDS)
@click.argument("name")
@click.argument("new")
@pass_session
def rename(session: Session, kind: Kind, name: str, new: str) -> None:
    """Give the entry NAME (or #ID) the name NEW; records go on pointing to it."""
    archive = session.archive()
    entry = one(archive.directory, kind, name)
    archive.directory.rename(kind, entry.id, new, at=archive.clock(), by=session.login)
    click.echo(f"{entry.name} -> {new}")


@directory.command()
@click.argument("kind", type=KINDS)
@click.argument("name")
@click.option("--on", "day", type=DAY, help="The last day; today where not given.")
@click.option("--reopen", is_flag=True, help="Open it again.")
@pass_session
def close(session: Session, kind: Kind, name: str, day: datetime | None, reopen: bool) -> None:
    """Close the entry NAME (or #ID), or note that the person left."""
    archive = session.archive()
    entry = one(archive.directory, kind, name, closed=reopen)
    on = None if reopen else (day or archive.clock()).date()
    archive.directory.close(kind, entry.id, on, at=archive.clock(), by=session.login)
    click.echo(
        session.word(
            f"{entry.name} 已{'恢复' if reopen else '停用'}。",
            f"{entry.name} is {'open again' if reopen else 'closed'}.",
        )
    )


for _command in BELOW:
    directory.add_command(_command)


@click.group(invoke_without_command=True)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@pass_session
@click.pass_context
def settings(ctx: click.Context, session: Session, json_: bool) -> None:
    """List the settings with their values of today."""
    if ctx.invoked_subcommand is not None:
        return
    archive = session.archive()
    values = archive.settings.all(archive.clock().date())
    if json_:
        print_json(values)
        return
    known = archive.settings.known
    print_table([(name, session.word(known[name].zh, known[name].en), _said(value)) for name, value in values.items()])


@settings.command("set")
@click.argument("name")
@click.argument("value")
@click.option("--from", "from_", type=DAY, help="In force from this day; today where not given.")
@pass_session
def set_(session: Session, name: str, value: str, from_: datetime | None) -> None:
    """Give the setting NAME a VALUE (JSON, or a plain word) from a day on; earlier days keep theirs."""
    from storage.deciding import set_setting

    archive, env = session.archive(), session.env()
    known = archive.settings.known.get(name)
    read = value if known is not None and isinstance(known.default, str) else _value(value)
    first = (from_ or env.now).date()
    set_setting(archive, name, read, first, env)
    click.echo(f"{name} = {_said(archive.settings.get(name, first))}")


@settings.command()
@click.argument("year", type=click.IntRange(2000, 2100))
@click.argument("notice")
@click.option("--from", "from_", type=DAY, help="In force from this day; today where not given.")
@pass_session
def holidays(session: Session, year: int, notice: str, from_: datetime | None) -> None:
    """Take in the holidays and make-up days of YEAR from the NOTICE of the State Council, as it is pasted."""
    from storage.deciding import enter_holidays

    first = from_.date() if from_ else None
    read = enter_holidays(session.archive(), notice, year, session.env(), first)
    for zh, en, days in (("放假", "holidays", read.holidays), ("上班", "make-up days", read.makeup)):
        click.echo(f"{session.word(zh, en)} {len(days)}  {' '.join(map(str, days))}".rstrip())


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


COMMANDS = {"directory": directory, "settings": settings}
