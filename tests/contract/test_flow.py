"""A flow derived from another, what a step sets, limits that count from a time of day, days against times, the clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

import dangan as d
from dangan.checking import check, fresh
from dangan.env import NoOffice
from dangan.steps import due_on

ENV = d.Env(datetime(2024, 3, 4, 9, 30), d.Link("王芳", 7, "person"), "wangfang", "zh", NoOffice())


class Base(d.Flow):
    draft = d.State("草稿", "Draft")
    sent = d.State("已发", "Sent", locks="head")
    done = d.State("已办", "Done")

    send = d.Step("发出", "Send", draft, sent)
    finish = d.Step("办结", "Finish", sent, done)


class Derived(Base):
    sent = d.State("已寄", "Posted", locks="*")
    halted = d.State("中止", "Halted", side=True)
    send = d.Step(
        "寄出",
        "Post",
        Base.draft,
        sent,
        due=d.days("", 1, after="arrived_at"),
        sets={"kind": "post", "lines.kind": "post"},
    )


@Derived.finish.must("没有备注。", "No remarks.")
def remarked(arrived_at: datetime, remarks: str | None) -> bool:
    return bool(remarks)


class Line(d.Row):
    kind = d.Text("种类", "Kind")


class Parcel(d.Form, id="parcel", zh="包裹", en="Parcel", prefix="BG", flow=Derived):
    with d.Head() as head:
        kind = d.Text("种类", "Kind")
        arrived_at = d.DateTime("到达", "Arrived")
        noted_on = d.Date("登记", "Noted", from_="arrived_at")
        opened_on = d.Date("拆封", "Opened", after="arrived_at")
        left_at = d.DateTime("寄出", "Left", until="closed_on")
        closed_on = d.Date("结束", "Closed")
    lines = d.Rows(Line, "内容", "Contents")


@Parcel.arrived_at.must("还没有到。", "Not yet.")
def is_here(arrived_at: datetime, now: datetime) -> bool:
    return arrived_at <= now


def problems(**values: Any) -> list[str]:
    found = check(Parcel.form_type, {**fresh(Parcel.form_type, ENV), **values}, ENV, state="draft")
    return [f"{p.path} {p.code}" for p in found]


def test_a_derived_flow_has_both_and_its_own_in_their_places() -> None:
    assert [s.code for s in Derived.spec.states] == ["draft", "sent", "done", "halted"]
    assert [(s.id, s.zh) for s in Derived.spec.steps] == [("send", "寄出"), ("finish", "办结")]
    assert [o.zh for o in Parcel.form_type.spec.states] == ["草稿", "已寄", "已办", "中止", "作废"]
    assert Derived.spec.states[1].locks == ("*",) and Base.spec.states[1].locks == ("head",)


def test_rules_hang_on_the_own_steps() -> None:
    assert len(Derived.finish.rules) == 1 and Base.finish.rules == []
    assert Derived.steps["finish"] is Derived.finish is not Base.finish


def test_what_a_step_sets_is_stored_with_the_form_and_checked() -> None:
    spec = d.FormSpec.from_json(Parcel.form_type.spec.json)
    assert spec.flow.steps[0].sets == (("kind", "post"), ("lines.kind", "post"))

    class Wrong(Base):
        finish = d.Step("办结", "Finish", Base.sent, Base.done, sets={"kin": "x"})

    class Parcel2(d.Form, id="parcel2", zh="包裹", en="Parcel", flow=Wrong):
        with d.Head() as head:
            kind = d.Text("种类", "Kind")

    with pytest.raises(d.DeclarationError, match="kin"):
        Parcel2.form_type.verify()


def test_a_limit_counts_from_the_day_of_a_time() -> None:
    step = Derived.spec.steps[0]
    values = {**fresh(Parcel.form_type, ENV), "arrived_at": datetime(2024, 3, 1, 17, 45)}
    assert due_on(Parcel.form_type, step, values, ENV, None) == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"noted_on": date(2024, 3, 1)}, []),
        ({"noted_on": date(2024, 2, 29)}, ["noted_on GEN_DATE_ORDER"]),
        ({"opened_on": date(2024, 3, 1)}, ["opened_on GEN_DATE_ORDER"]),
        ({"opened_on": date(2024, 3, 2)}, []),
        ({"left_at": datetime(2024, 3, 2, 8), "closed_on": date(2024, 3, 2)}, []),
        ({"left_at": datetime(2024, 3, 2, 8), "closed_on": date(2024, 3, 1)}, ["closed_on GEN_DATE_ORDER"]),
    ],
)
def test_a_day_and_a_time_are_compared_by_the_day(values: dict[str, Any], found: list[str]) -> None:
    assert problems(arrived_at=datetime(2024, 3, 1, 17, 45), **values) == found


def test_a_rule_may_ask_for_the_time() -> None:
    assert problems(arrived_at=datetime(2024, 3, 4, 9, 30)) == []
    assert problems(arrived_at=datetime(2024, 3, 4, 9, 31)) == ["arrived_at RULE:is_here"]
