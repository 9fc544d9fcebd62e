"""Who may work in a store: the person whose login it is, or the account that runs the program."""

from __future__ import annotations

from datetime import date

from dangan.errors import DanganError
from storage.directory import Directory


class UnknownUser(DanganError):
    """Somebody who is not in the directory, or has left."""


def admit(directory: Directory, login: str, account: str, today: date) -> None:
    """Raise UnknownUser unless `login` is the running `account` itself or that of a person of the directory."""
    if login == account:
        return
    person = directory.by_login(login)
    if person is None:
        raise UnknownUser(
            f"没有登录名为“{login}”的人员。", f"Nobody in the directory has the login {login}.",
            "请核对，或由管理员登记：dangan directory add person 姓名 --login 登录名。",
            "Check it, or let the administrator enter it: dangan directory add person NAME --login LOGIN.", "USER_UNKNOWN",
        )  # fmt: skip
    if person.left_on is not None and person.left_on < today:
        raise UnknownUser(
            f"{person.name}（{login}）已于 {person.left_on} 离职。", f"{person.name} ({login}) left on {person.left_on}.",
            "请换一个用户。", "Name another user.", "USER_LEFT",
        )  # fmt: skip
