"""Cells into values by the type of the field: real days, numbers and yes/no, text, options, people, other records."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.record import Link, Signature
from dangan.sentences import problem
from dangan.spec import FieldSpec, Option
from dangan.types import behaviour, coded, column_kind, option_code, options_of, parse
from dangan.values import dates, text
from forms_plugins.importers.adding import Additions
from forms_plugins.importers.child import EXACT

Convert = Callable[[Any], Any]  # a filled cell -> its value; raises Refused with one problem

_YEAR = re.compile(r"(?<![0-9])[1-9][0-9]{3}(?![0-9])")
_OTHER = re.compile(r"(.+?)[((](.+)[))]", re.DOTALL)
_DAY = re.compile(r"(.+?)\s+([0-9].*)", re.DOTALL)
_SOURCES = {"dept": ("部门", "department"), "org": ("公司", "company"), "person": ("人员", "person")}


class Other(tuple[Any, str]):
    """A choice written with its free text, `其他(…)`: the value, and the text for the field beside it."""


def words(value: Any) -> str:
    """A cell as text."""
    match value:
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case int():
            return str(value)
        case float():
            return f"{Decimal(f'{value:.15g}'):f}"
        case {"d": str(iso)}:
            return iso.removesuffix("T00:00:00").replace("T", " ")
        case {"t": str(iso)}:
            return iso
    return str(value)


class Converters:
    """One converter a column. Equal texts are read once: sheets repeat themselves."""

    def __init__(self, env: Env, additions: Additions) -> None:
        self.env, self.additions = env, additions

    def of(self, field: FieldSpec) -> Convert:
        """The converter for the cells of a field. Of a `ref` it gives the text: records are found all at once."""
        kind = "birthday" if field.arg("birthday") else field.type
        special: dict[str, Callable[[FieldSpec], Convert]] = {
            "text": self._text, "longtext": self._text, "date": self._date, "datetime": self._moment, "time": self._time,
            "month": self._month, "birthday": self._date, "year": self._whole, "int": self._whole, "bool": self._yes_no,
            "decimal": self._number, "money": self._number, "choice": self._choice, "multi": self._multi,
            "person": self._entry, "dept": self._entry, "org": self._entry, "sign": self._sign, "ref": self._ref,
        }  # fmt: skip
        made = special.get(kind)
        if made is not None:
            return made(field)
        return self._memo(field, lambda value: parse(field, _whole_text(field, value), self.env))

    def _memo(self, field: FieldSpec, convert: Convert) -> Convert:
        kept: dict[str, Any] = {}

        def once(value: Any) -> Any:
            if type(value) is not str:
                return convert(value)
            done = kept.get(value, kept)
            if done is not kept:
                return done
            done = convert(value) if value.strip() else None
            if len(kept) < 50_000:
                kept[value] = done
            return done

        return once

    def _text(self, field: FieldSpec) -> Convert:
        long = field.type == "longtext"

        def convert(value: Any) -> Any:
            if type(value) is not str:
                return _whole_text(field, value)
            if "\r" in value and long:
                value = value.replace("\r\n", "\n").replace("\r", "\n")
            value = value.strip()
            if not value.isascii() or "\0" in value:
                try:
                    text.storable(value)
                except ValueError:
                    raise _refused(field, value) from None
            return value or None

        return convert

    def _date(self, field: FieldSpec) -> Convert:
        birthday = bool(field.arg("birthday"))
        days: dict[str, Any] = {}

        def convert(value: Any) -> Any:
            if isinstance(value, dict):
                said = value.get("d", "")
                if said in days:
                    return days[said]
                day, _, clock = said.partition("T")
                if not day or clock.strip("0:."):
                    raise _refused(field, value)
                found = days[said] = day if birthday else date.fromisoformat(day)
                return found
            said = words(value)
            if (type(value) is not str and len(said) != 8) or not (birthday or _with_year(said)):
                raise _refused(field, value)
            return parse(field, said, self.env)

        return self._memo(field, convert)

    def _moment(self, field: FieldSpec) -> Convert:
        def convert(value: Any) -> Any:
            if isinstance(value, dict) and "d" in value:
                return datetime.fromisoformat(value["d"])
            said = words(value)
            if type(value) is not str or not _with_year(said):
                raise _refused(field, value)
            found = parse(field, said, self.env)
            return datetime.fromisoformat(found) if isinstance(found, str) else found

        return self._memo(field, convert)

    def _time(self, field: FieldSpec) -> Convert:
        def convert(value: Any) -> Any:
            if isinstance(value, dict):
                if "t" not in value:
                    raise _refused(field, value)
                return value["t"][:5]
            if type(value) is not str:
                raise _refused(field, value)
            return parse(field, value, self.env)

        return self._memo(field, convert)

    def _month(self, field: FieldSpec) -> Convert:
        def convert(value: Any) -> Any:
            if isinstance(value, dict) and "d" in value:
                return str(value["d"])[:7]
            said = words(value)
            if not re.match(r"\s*[1-9][0-9]{3}(?:[^0-9]|[0-9]{2}\s*$)", text.normal(said)):
                raise _refused(field, value)
            return parse(field, said, self.env)

        return self._memo(field, convert)

    def _whole(self, field: FieldSpec) -> Convert:
        plain = field.type == "int"

        def convert(value: Any) -> Any:
            if type(value) is int and (plain or 1000 <= value <= 9999):
                return value
            if isinstance(value, bool | dict) or (type(value) is float and abs(value) >= EXACT):
                raise _refused(field, value)
            return parse(field, words(value), self.env)

        return self._memo(field, convert)

    def _number(self, field: FieldSpec) -> Convert:
        step = Decimal(1).scaleb(-(2 if field.type == "money" else field.places))

        def convert(value: Any) -> Any:
            if type(value) is int:
                return Decimal(value).quantize(step)
            if isinstance(value, bool | dict) or (type(value) is float and abs(value) >= EXACT):
                raise _refused(field, value)
            if type(value) is float:
                # Excel keeps 15 digits: what lies behind them is noise of its arithmetic
                exact = Decimal(f"{value:.15g}")
                kept = exact.quantize(step)
                if kept == exact:
                    return kept
            return parse(field, words(value), self.env)

        return self._memo(field, convert)

    def _yes_no(self, field: FieldSpec) -> Convert:
        def convert(value: Any) -> Any:
            if type(value) is bool:
                return value
            if isinstance(value, dict):
                raise _refused(field, value)
            return parse(field, words(value), self.env)

        return self._memo(field, convert)

    def _choice(self, field: FieldSpec) -> Convert:
        def convert(value: Any) -> Any:
            said = words(value)
            options = options_of(field, self.additions)
            code = option_code(options, said)
            if code is not None:
                return code
            beside = _OTHER.fullmatch(said.strip())
            if beside and field.other and option_code(options, beside[1]) == "other":
                return Other(("other", beside[2].strip()))
            return self._missing(field, said, options)

        return self._memo(field, convert)

    def _missing(self, field: FieldSpec, said: str, options: tuple[Option, ...]) -> Any:
        if field.other and all(o.code != "other" for o in options):
            return said.strip()
        code = self.additions.option(field, said.strip())
        if code is None:
            shown = [o for o in options if not o.retired]
            raise Refused(
                [problem("GEN_OPTION_UNKNOWN", field.id, field=field, value=text.visible(said), options=shown)]
            )
        return code

    def _multi(self, field: FieldSpec) -> Convert:
        one = self._choice(field)

        def convert(value: Any) -> Any:
            said = words(value)
            options = options_of(field, self.additions)
            found = [one(part) for part in _parts(coded(options, said))]
            beside = next((str(x[1]) for x in found if isinstance(x, Other)), "")
            codes = {x[0] if isinstance(x, Other) else x for x in found}
            chosen = tuple(o.code for o in options_of(field, self.additions) if o.code in codes)
            return Other((chosen, beside)) if beside else chosen

        return self._memo(field, convert)

    def _entry(self, field: FieldSpec) -> Convert:
        kind = field.type
        zh, en = _SOURCES[kind]

        def convert(value: Any) -> Any:
            said = words(value).strip()
            found = self.additions.names(kind).get(said, [])
            if len(found) == 1:
                return found[0]
            if found:
                raise Refused([_own(field.id, "IMPORT_AMBIGUOUS", f"有 {len(found)} 个{zh}叫“{text.visible(said)}”。",
                    f"There are {len(found)} entries ({en}) called {text.visible(said)}.",
                    "请改写代码或登录名，或先在目录中区分。", "Give the code or login, or tell them apart in the directory.")])  # fmt: skip
            if kind == "person" or field.or_text:
                return Link(said)
            made = self.additions.entry(kind, said)
            if made is None:
                raise Refused([_own(field.id, "GEN_REF_MISSING", f"目录中没有{zh}“{text.visible(said)}”。",
                    f"The directory has no {en} {text.visible(said)}.",
                    f"请改用已有的{zh}，或先登记；也可选择“自动补建”。", "Use one it has, enter it first, or add what is missing (--add-missing).")])  # fmt: skip
            return made

        return self._memo(field, convert)

    def _sign(self, field: FieldSpec) -> Convert:
        def convert(value: Any) -> Any:
            if type(value) is not str:
                raise _refused(field, value)
            named = _DAY.fullmatch(value.strip())
            name, day = (named[1], named[2]) if named else (value.strip(), "")
            if day and not _with_year(day):
                raise _refused(field, value)
            try:
                on = dates.read_date(day, self.env.today) if day else None
            except ValueError:
                raise Refused([problem("GEN_DATE_INVALID", field.id, field=field, value=text.visible(day))]) from None
            people = self.additions.names("person").get(name, [])
            who = people[0].id if len(people) == 1 else None
            return Signature(text.storable(name), who, on, self.env.user.text, True)

        return self._memo(field, convert)

    def _ref(self, field: FieldSpec) -> Convert:
        plain = self._text(field)
        return lambda value: plain(value)


def _with_year(said: str) -> bool:
    """Whether a day is written with its year: the short ways to type one (`3.1`, `+3`) mean nothing in a sheet."""
    plain = text.normal(said).strip()
    return len(plain) == 8 if plain.isdecimal() else bool(_YEAR.search(plain))


def _parts(said: str) -> list[str]:
    """The parts of a multi-choice; a separator inside brackets parts nothing."""
    parts = re.split(r"[、,，;；\n](?![^((]*[))])", said)
    return [p.strip() for p in parts if p.strip()]


def _whole_text(field: FieldSpec, value: Any) -> str:
    """A number in a field of text: whole, or refused where the sheet has lost digits."""
    if type(value) is float and abs(value) >= EXACT:
        raise Refused([_own(field.id, "IMPORT_DIGITS_LOST",
            f"“{field.zh}”的号码在表格里存成了数字，第 16 位以后已丢失。", f"{field.en} is a number of more than 15 digits; the sheet has lost the rest.",
            "请把该列设为“文本”格式后重新填写号码。", "Format the column as text and enter the number again.")])  # fmt: skip
    return words(value)


def _own(path: str, code: str, zh: str, en: str, mend_zh: str, mend_en: str) -> Problem:
    return Problem(path, code, "refuse", zh, en, mend_zh, mend_en)


def _refused(field: FieldSpec, value: Any) -> Refused:
    """The problem that the field's type has with a cell."""
    if column_kind(field) == "sign":
        return Refused(
            [problem("GEN_FORMAT", field.id, field=field, value=text.visible(words(value)), example="张三 2026-11-24")]
        )
    return Refused([behaviour(field).refuse(field, text.visible(words(value)))])
