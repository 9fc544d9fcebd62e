"""Commands that look after the store: backup, restore, upgrade, check, audit, demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dangan.cli.context import Failed, Session, pass_session, print_json, print_table, progress

if TYPE_CHECKING:
    from dangan.errors import Problem

CHECKED = ("integrity", "foreign_keys", "attachments", "audit", "contents", "states")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@pass_session
def backup(session: Session, folder: Path) -> None:
    """Copy the store with its attachments into a new folder below FOLDER, while others work; the copy is proved."""
    from storage.backup import backup as copy

    archive = session.archive()
    click.echo(str(copy(archive.store, folder, archive.clock(), session.login)))


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@pass_session
def restore(session: Session, source: Path) -> None:
    """Make the store (--db), which must not exist yet, from the backup SOURCE."""
    from storage.backup import restore as bring_back

    target = Path(session.db.partition("://")[2] or session.db).absolute()
    bring_back(source, target)
    click.echo(session.word(f"已恢复到 {target}。", f"Restored to {target}."))


@click.command()
@pass_session
def upgrade(session: Session) -> None:
    """Bring the tables to the forms of this version and its plugins, after an automatic backup."""
    archive = session.archive()
    report = archive.upgrade()
    for form, statements in report.statements.items():
        words = session.word(f"{len(statements)} 处改动", f"{len(statements)} changes")
        click.echo(f"{form}  {words}")
    if report.backup:
        click.echo(session.word(f"此前已自动备份到 {report.backup}。", f"Backed up before to {report.backup}."))
    if not report.changes:
        click.echo(session.word("无需升级。", "Nothing to upgrade."))
    if report.refused:
        raise Failed(
            "".join(reason.text("zh") for reason in report.refused.values()),
            " ".join(reason.text("en") for reason in report.refused.values()),
        )


@click.command()
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@pass_session
def check(session: Session, json_: bool) -> None:
    """Check the store: file, references, attachments, audit chain, contents, states. Fails where anything is wrong."""
    from storage.backup import check as look

    found = look(session.archive().store)
    found["contents"] = [problem.text(session.lang) for problem in _changed(session)] or "ok"
    found["states"] = [problem.text(session.lang) for problem in _strange(session)] or "ok"
    wrong = [name for name in CHECKED if found[name] != "ok"]
    if json_:
        print_json(found)
    else:
        print_table([(name, _told(value)) for name, value in found.items()])
    if wrong:
        listed = ", ".join(wrong)
        raise Failed(f"数据库有问题：{listed}。", f"The store is not sound: {listed}.")


def _changed(session: Session) -> list[Problem]:
    """What was changed around the program, with a counter while it is looked for."""
    from storage import signatures
    from storage.contents import verify

    store, registry = (archive := session.archive()).store, archive.registry
    found = verify(store, registry, progress(session, "正在核对内容", "Comparing contents"))
    return found or signatures.check(store, registry)


def _strange(session: Session) -> list[Problem]:
    from storage.soundness import states

    archive = session.archive()
    return states(archive.store, archive.registry)


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {count}" for key, count in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


@click.group()
def audit() -> None:
    """The audit: the chain of everything that was done."""


@audit.command()
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="HASH",
    help="A head of the chain or the mark on a sheet noted earlier; it must occur.",
)
@pass_session
def verify(session: Session, heads: tuple[str, ...]) -> None:
    """Walk the whole chain and all that it holds hashes of; fails where an event, a version or a record was changed."""
    from dangan.errors import Refused
    from storage.audit import head
    from storage.audit import verify as walk

    store = session.archive().store
    problems = walk(store, heads) + _changed(session)
    if problems:
        raise Refused(problems)
    count = store.value("SELECT count(*) FROM audit")
    click.echo(session.word(f"审计链完整，共 {count} 条。", f"The chain is whole: {count} events."))
    click.echo(head(store))


@click.command()
@click.option("--records", type=click.IntRange(1, 2_000_000), default=200, show_default=True, help="How many records.")
@click.option("--seed", type=int, help="Another sample office.")
@pass_session
def demo(session: Session, records: int, seed: int | None) -> None:
    """Make a sample office with realistic Chinese data; never in a store that has records."""
    from forms_plugins.demo import SEED, fill

    archive = session.archive(create=True)
    counter = progress(session, "正在建立示例记录", "Making sample records")
    made = fill(archive, session.env(), records, SEED if seed is None else seed, counter)
    names = {head.id: head.label(session.lang) for head in archive.registry.heads()}
    print_table([(names.get(form, form), str(count)) for form, count in made.items()], right=[1])


@click.command()
@pass_session
def first(session: Session) -> None:
    """Enter what the forms bring for a new office, such as the retention schedule; nothing where a form has records."""
    from storage.first_content import enter

    archive = session.archive()
    names = {head.id: head.label(session.lang) for head in archive.registry.heads()}
    made = enter(archive, session.env())
    print_table([(names.get(form, form), str(count)) for form, count in made.items()], right=[1])


COMMANDS = {
    "backup": backup,
    "restore": restore,
    "upgrade": upgrade,
    "check": check,
    "audit": audit,
    "first": first,
    "demo": demo,
}
