"""Entries of the directory as commands name them: by name, code, login or `#ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dangan.cli.context import Failed

if TYPE_CHECKING:
    from storage.directory import Directory, Entry

WORDS = {"company": ("公司", "company"), "dept": ("部门", "department"), "person": ("人员", "person")}
DAY = click.DateTime(["%Y-%m-%d"])


def one(book: Directory, kind: Any, name: str, closed: bool = False) -> Entry:
    """The one entry of that very name, code or `#ID`; raises Failed for none or several."""
    if name.startswith("#") and name[1:].isdigit():
        return book.get(kind, int(name[1:]))
    found = [
        e
        for e in book.find(kind, name, closed=closed)
        if name in (e.name, getattr(e, "code", None), getattr(e, "login", None))
    ]
    if len(found) == 1:
        return found[0]
    zh, en = WORDS[kind]
    if not found:
        raise Failed(f"没有{zh}“{name}”。", f"There is no {en} {name}.")
    listed = " ".join(f"#{e.id}" for e in found)
    raise Failed(
        f"有 {len(found)} 个{zh}叫“{name}”，请用 {listed} 指定。",
        f"{len(found)} entries are called {name}: say which, {listed}.",
    )
