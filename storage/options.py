"""Option lists as the office keeps them: the shipped ones, with its additions, changed labels and retired codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import apsw

from dangan.env import shipped_lists, shipped_options
from dangan.errors import DanganError
from dangan.frozen import frozen
from storage import audit
from storage.engine import Store

if TYPE_CHECKING:  # the first screen shows no options
    from dangan.spec import Option

CODE = re.compile(r"[a-z0-9_]{1,40}")
LABEL_MOST = 100  # characters


class BadOption(DanganError):
    """A change that an option list does not take: closed, unknown, a code or label used before."""


@frozen
class OptionList:
    """A list as it is shipped: its options in printed order, whether the office may change it, what it is called."""

    options: tuple[Option, ...]
    editable: bool = False
    zh: str = ""
    en: str = ""


def shipped() -> dict[str, OptionList]:
    """The lists of the specification, by name."""
    return {
        name: OptionList(shipped_options(name), entry["editable"], *entry["called"])
        for name, entry in shipped_lists().items()
    }


class Options:
    """The option lists of one store. `lists` are the shipped ones and those of plugins, by name."""

    def __init__(self, store: Store, lists: Mapping[str, OptionList] | None = None) -> None:
        self.store = store
        self._lists = lists

    @cached_property
    def lists(self) -> Mapping[str, OptionList]:
        """The shipped lists by name, read when one is asked for."""
        return shipped() if self._lists is None else self._lists

    def options(self, name: str, base: Sequence[Option] | None = None) -> tuple[Option, ...]:
        """A list in printed order, retired codes included, the office's additions at the end.

        `base` stands in for the shipped options where a form says them itself (with both labels). KeyError for an
        unknown list without `base`.
        """
        from dangan.spec import Option

        first = self.lists[name].options if base is None else base
        kept = {
            code: Option(code, zh, en, bool(retired))
            for code, zh, en, retired in self.store.rows(
                "SELECT code, zh, en, retired FROM option WHERE list = ? ORDER BY pos, code", (name,)
            )
        }
        merged = [_over(option, kept.pop(option.code, None)) for option in first]
        return (*merged, *kept.values())

    def add(self, name: str, code: str, zh: str, en: str = "", *, at: datetime, by: str) -> Option:
        """Add an option at the end of an open list. Raises BadOption."""
        from dangan.spec import Option

        option = Option(code, _label(zh), _label(en) if en else "")
        with self.store.write() as cursor:
            self.add_in(cursor, name, option, at=at, by=by)
        return option

    def add_in(self, cursor: apsw.Cursor, name: str, option: Option, *, at: datetime, by: str) -> None:
        """The same inside a write transaction (an import that creates what it lacks)."""
        self._open(name)
        if not CODE.fullmatch(option.code):
            raise BadOption(
                f"代码“{option.code}”格式不对。", f"Code {option.code} is malformed.",
                "请用小写字母、数字和下划线。", "Use small letters, digits and underscores.", "OPTION_CODE",
            )  # fmt: skip
        present = self.options(name)
        zh, en = self._called(name)
        if any(option.code == other.code or option.zh == other.zh for other in present):
            raise BadOption(
                f"“{zh}”中已有“{option.zh}”或代码“{option.code}”。", f"{en}: {option.zh} or code {option.code} is there already.",
                "请使用已有的选项，停用的可以恢复。", "Use that option; a retired one can be restored.", "OPTION_EXISTS",
            )  # fmt: skip
        self._put(cursor, name, option, len(present))
        audit.append(cursor, at, by, "option_add", detail=_told(name, option))

    def relabel(self, name: str, code: str, zh: str, en: str | None = None, *, at: datetime, by: str) -> Option:
        """Change the labels of an option of an open list (`en` None = leave it); its code never changes."""
        found, place = self._find(name, code)
        return self._change(name, replace(found, zh=_label(zh), en=found.en if en is None else en), place, at, by)

    def retire(self, name: str, code: str, retired: bool = True, *, at: datetime, by: str) -> Option:
        """Retire an option of an open list, or restore it: old records keep it, new ones cannot choose it."""
        found, place = self._find(name, code)
        return self._change(name, replace(found, retired=retired), place, at, by)

    def _change(self, name: str, option: Option, place: int, at: datetime, by: str) -> Option:
        with self.store.write() as cursor:
            self._put(cursor, name, option, place)
            audit.append(cursor, at, by, "option_change", detail=_told(name, option))
        return option

    def _find(self, name: str, code: str) -> tuple[Option, int]:
        self._open(name)
        for place, option in enumerate(self.options(name)):
            if option.code == code:
                return option, place
        zh, en = self._called(name)
        raise BadOption(
            f"“{zh}”中没有代码“{code}”。",
            f"{en} has no code {code}.",
            "请核对代码。",
            "Check the code.",
            "OPTION_UNKNOWN",
        )

    def _called(self, name: str) -> tuple[str, str]:
        kept = self.lists[name]
        return kept.zh or name, kept.en or name

    def _open(self, name: str) -> None:
        found = self.lists.get(name)
        if found is None:
            raise BadOption(
                f"没有名为“{name}”的选项表。", f"There is no option list {name}.",
                "请核对名称。", "Check the name.", "LIST_UNKNOWN",
            )  # fmt: skip
        if not found.editable:
            zh, en = self._called(name)
            raise BadOption(
                f"选项表“{zh}”是固定的，不能更改。", f"Option list {en} is closed and cannot be changed.",
                "请使用已有的选项。", "Use the options it has.", "LIST_CLOSED",
            )  # fmt: skip

    def _put(self, cursor: apsw.Cursor, name: str, option: Option, place: int) -> None:
        cursor.execute(
            "INSERT INTO option (list, code, zh, en, pos, retired) VALUES (?,?,?,?,?,?) ON CONFLICT (list, code) "
            "DO UPDATE SET zh = excluded.zh, en = excluded.en, retired = excluded.retired",
            (name, option.code, option.zh, option.en, place, int(option.retired)),
        )


def _over(option: Option, kept: Option | None) -> Option:
    """A shipped option with what the office changed of it; an English label it did not give stays."""
    return option if kept is None else replace(kept, en=kept.en or option.en)


def _told(name: str, option: Option) -> dict[str, object]:
    return {"list": name, "code": option.code, "zh": option.zh, "en": option.en, "retired": option.retired}


def _label(text: str) -> str:
    label = text.strip()
    if not label or len(label) > LABEL_MOST or not label.isprintable():
        raise BadOption(
            f"选项文字“{label[:20]}”不能用。", f"The label {label[:20]!r} cannot be used.",
            f"请填写 1 到 {LABEL_MOST} 个可见的字。", f"Give 1 to {LABEL_MOST} visible characters.", "OPTION_LABEL",
        )  # fmt: skip
    return label
