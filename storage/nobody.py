"""Refusals of steps for which nobody is named: which role, head or deputy is lacking, and where to name one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from dangan.env import shipped_roles
from dangan.errors import Problem
from dangan.spec import Label
from storage.engine import Store
from storage.roles import Roles

POSTS = {"head": Label("负责人", "head"), "deputy": Label("主管副总经理", "deputy in charge")}


def named(found: Problem, tokens: Collection[str], store: Store, on: date) -> Problem:
    """The refusal `found` as it is, or, where nobody at all stands behind the tokens (`role:gm head:3`), with what is
    empty and where somebody is named."""
    empty = Roles(store).empty(sorted(tokens), on)
    if not tokens or len(empty) < len(tokens):
        return found
    who = [_label(token, store) for token in empty]
    first = empty[0].partition(":")
    zh, en = "或".join(w.zh for w in who), " or ".join(w.en for w in who)
    if first[0] == "role":
        mend_zh = f"请指定一人：F9“目录”中的“角色”，或 dangan directory role 姓名 {first[2]}。"
        mend_en = f"Name somebody: F9, Directory, Roles, or dangan directory role PERSON {first[2]}."
    else:
        mend_zh = f"请指定一人：F9“目录”中的“部门”，按 F4，或 dangan directory {first[0]} 部门 姓名。"
        mend_en = f"Name somebody: F9, Directory, Departments, F4, or dangan directory {first[0]} DEPT PERSON."
    return replace(
        found,
        zh=f"{found.zh}目前没有{zh}。",
        en=f"{found.en} There is no {en} at present.",
        mend_zh=mend_zh,
        mend_en=mend_en,
    )


def _label(token: str, store: Store) -> Label:
    kind, _, name = token.partition(":")
    if kind == "role":
        return shipped_roles().get(name, Label(name, name))
    dept = str(store.value("SELECT name FROM dept WHERE _id = ?", (name,)) or name)
    return Label(f"{dept}{POSTS[kind].zh}", f"{POSTS[kind].en} of {dept}")
