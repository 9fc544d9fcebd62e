"""Commands about archive numbers: what one says, and which are odd."""

from __future__ import annotations

import click

from dangan.cli.context import Failed, Session, pass_session, print_json, print_table

WORDS = {
    "shape": ("不符合规则", "follows no rule"), "width": ("位数不对", "wrong number of digits"), "gap": ("空号", "missing"),
    "twice": ("与另一号相同", "the same as another"),
}  # fmt: skip


@click.group()
def numbers() -> None:
    """Archive numbers: what one says, and which are odd."""


@numbers.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@pass_session
def explain(session: Session, number: str, as_json: bool) -> None:
    """Say what NUMBER means, level by level, and who bears it."""
    from storage.numbers_audit import explained

    archive = session.archive()
    found = explained(archive.store, archive.registry, session.env().office, number)
    if found is None:
        raise Failed(
            f"档号 {number} 不符合本单位的任何规则。", f"{number} follows no rule of this office.",
            "规则见设置“档号规则”。", "The rules stand in the setting archive_no_pattern.",
        )  # fmt: skip
    if as_json:
        print_json({"number": number, "levels": dict(found.levels), "form": found.form, "record_no": found.record_no})
        return
    for label, value, meaning in found.lines:
        click.echo("  ".join(filter(None, (label.text(session.lang), value, meaning.text(session.lang)))))
    borne = f"{found.form} {found.record_no} {found.title}".strip()
    click.echo(session.word(f"使用者：{borne}" if found.form else "没有记录使用这个号。", f"Borne by: {borne}" if found.form else "No record bears it."))  # fmt: skip


@numbers.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@pass_session
def audit(session: Session, as_json: bool) -> None:
    """List the archive numbers that are missing, have the wrong width, or follow no rule."""
    from storage.numbers_audit import audit as look_through
    from storage.numbers_audit import rules_of

    archive = session.archive()
    found = look_through(archive.store, rules_of(session.env().office))
    if as_json:
        print_json([{"kind": o.kind, "number": o.number, "form": o.form, "record_no": o.record_no} for o in found])
        return
    rows = [(o.number, session.word(*WORDS[o.kind]), o.form, o.record_no or o.beside) for o in found]
    print_table(rows)
    click.echo(session.word(f"共 {len(found)} 处。", f"{len(found)} in all."), err=True)


COMMANDS = {"numbers": numbers}
