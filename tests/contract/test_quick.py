"""What a quick look lets pass has no problem: checks with and without the looks say the same."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangan.checking import check
from dangan.env import Env
from dangan.fields import (  # fmt: skip
    Choice,
    Date,
    Dept,
    Email,
    IdCard,
    Int,
    LongText,
    Money,
    Month,
    Multi,
    Phone,
    Postcode,
    Text,
    Uscc,
    Year,
    YesNo,
)
from dangan.fields import Decimal as DecimalField
from dangan.form import Form, FormType, Head, Rows
from dangan.planning import plan_of
from dangan.quick import Look, Looks
from dangan.record import Link, Values
from dangan.row import Row
from tests.effort import times

KINDS = (("a", "甲", "A"), ("b", "乙", "B"), ("other", "其他", "Other"))
ENV = Env(datetime(2026, 3, 2, 9, 30), Link("李"))


class Period(Row):
    begun = Month("起", "From", required=True, past=True, until="ended")
    ended = Month("止", "To")
    share = DecimalField("比例", "Share", places=1, max=100, should=(5, 95))
    kind = Choice("种类", "Kind", KINDS, other=True)


class Everything(Form, id="everything", zh="各类", en="Everything", title="{text}"):
    with Head() as head:
        text = Text("文", "Text", required=True, max_length=5)
        long = LongText("长文", "Long")
        number = Int("数", "Number", at_least=1)
        money = Money("钱", "Money")
        less = Money("差", "Difference", signed=True)
        year = Year("年", "Year")
        day = Date("日", "Day", past=True)
        later = Date("后", "Later", after="day")
        sex = Choice("性别", "Sex", "sex")
        kind = Choice("种类", "Kind", KINDS, other=True)
        kinds = Multi("各种", "Kinds", KINDS)
        yes = YesNo("是否", "Yes")
        phone = Phone("电话", "Phone")
        email = Email("邮箱", "Mail")
        postcode = Postcode("邮编", "Postcode")
        card = IdCard("证", "Card")
        uscc = Uscc("码", "Code")
        dept = Dept("部门", "Dept")
    periods = Rows(Period, "时段", "Periods")


ANY = st.one_of(
    st.none(), st.sampled_from(["", "a", "b", "other", "c", "male", "123456", "13812345678", "0731-8888888", "1", "a@b.cn",
                                "110105194912310021", "11010519491231002X", "91350100M000100Y43", "2025-01", "2027-01", "x" * 6]),
    st.sampled_from([0, 1, -1, 2024, True, False, Decimal(0), Decimal("50.5"), Decimal(-3), Decimal(101), Decimal(97)]),
    st.dates(date(2026, 2, 25), date(2026, 3, 6)), st.sampled_from([(), ("a",), ("b", "other"), ("c",), Link("甲", 1, "dept")]),
)  # fmt: skip
NAMES = [f.id for f in Everything.form_type.spec.fields.values()]
RECORD = st.fixed_dictionaries(
    {"periods": st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(("begun", "ended", "share", "kind"), ANY)), max_size=2)},
    optional=dict.fromkeys((*NAMES, "secrecy", "remarks", "opened_on"), ANY),
)  # fmt: skip


def closely(form: FormType) -> FormType:
    """The same form without quick looks."""
    slow = FormType(form.spec, form.cls)
    plan = plan_of(form)
    bare = [(block, Looks.of(Look(look.field) for look in looks.looks)) for block, looks in plan.blocks]
    undeclared = Looks.of(Look(look.field) for look in plan.undeclared.looks)
    slow.__dict__["_plan"] = plan._replace(blocks=bare, undeclared=undeclared)
    return slow


SLOW = closely(Everything.form_type)


def told(form: FormType, values: Values, state: str) -> list[Any]:
    """The problems; "error" where a value of no type at all makes the check of its type raise."""
    try:
        return [(p.path, p.code, p.level, p.zh) for p in check(form, values, ENV, state=state)]
    except (TypeError, ValueError, AttributeError):
        return ["error"]


@settings(max_examples=times(300), deadline=None)
@given(values=RECORD, state=st.sampled_from(["draft", "submitted"]))
def test_quick_looks_miss_nothing(values: Values, state: str) -> None:
    slow = told(SLOW, values, state)
    if slow != ["error"]:
        assert told(Everything.form_type, values, state) == slow


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=times(30), deadline=None)
@given(value=ANY)
def test_each_type_by_itself(name: str, value: Any) -> None:
    slow = told(SLOW, {name: value}, "submitted")
    if slow != ["error"]:
        assert told(Everything.form_type, {name: value}, "submitted") == slow
