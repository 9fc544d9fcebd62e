"""The command plugins: which there are, which are off and why; switch one off or on."""

from __future__ import annotations

import click

from dangan.cli.context import Failed, Session, pass_session, print_json, print_table

STATES = {"on": ("启用", "on"), "off": ("停用", "off"), "broken": ("故障", "broken"), "gone": ("已卸载", "gone")}


@click.group(invoke_without_command=True)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@pass_session
@click.pass_context
def plugins(ctx: click.Context, session: Session, json_: bool) -> None:
    """List the plugins: state, origin, what they bring, and the reason why one is not on."""
    if ctx.invoked_subcommand is not None:
        return
    found = session.archive().registry.plugins()
    if json_:
        print_json([
            {
                "name": p.name, "origin": p.origin, "place": p.place, "version": p.version, "state": p.state,
                "reason": {"zh": p.reason_zh, "en": p.reason_en}, "forms": [form["id"] for form in p.forms],
                "fields": list(p.fields), "screens": [s["name"] for s in p.screens],
                "exporters": [x["name"] for x in p.exporters], "hooks": list(p.hooks),
            }
            for p in found
        ])  # fmt: skip
        return
    print_table([
        (
            session.word(*STATES[p.state]), p.name, p.version,
            ", ".join([*(f["id"] for f in p.forms), *p.fields, *(s["name"] for s in p.screens), *(x["name"] for x in p.exporters)]),
            p.reason(session.lang),
        )
        for p in found
    ])  # fmt: skip


@plugins.command()
@click.argument("name")
@pass_session
def on(session: Session, name: str) -> None:
    """Switch the plugin NAME on again."""
    from storage.deciding import count_anew

    archive = session.archive()
    plugin = archive.registry.switch(name, True, archive.clock(), session.login)
    archive.take_in()
    count_anew(archive, session.env())
    if plugin.state != "on":
        raise Failed(f"{name}：{plugin.reason_zh}", f"{name}: {plugin.reason_en}")
    click.echo(session.word(f"{name} 已启用。", f"{name} is on."))


@plugins.command()
@click.argument("name")
@pass_session
def off(session: Session, name: str) -> None:
    """Switch the plugin NAME off; its records stay readable."""
    from storage.deciding import count_anew

    archive = session.archive()
    archive.registry.switch(name, False, archive.clock(), session.login)
    archive.take_in()
    count_anew(archive, session.env())
    click.echo(session.word(f"{name} 已停用。", f"{name} is off."))


@plugins.command()
@click.argument("name")
@pass_session
def release(session: Session, name: str) -> None:
    """Let the steps go on that the plugin NAME guards while it is off, broken or gone."""
    archive = session.archive()
    book = archive.registry.book
    plugin = book.release(name, archive.clock(), session.login) if book else None
    if plugin is None or plugin.state == "on":
        raise Failed(f"插件“{name}”正在使用，仍然核对。", f"The plugin {name} is on and goes on guarding.",
                     "要停止核对，请先停用它。", "Switch it off first.")  # fmt: skip
    click.echo(session.word(f"{name} 负责的步骤已放行。", f"The steps that {name} guards are released."))


COMMANDS = {"plugins": plugins}
