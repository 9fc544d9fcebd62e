"""C3 补充资料清单: what manager B finds lacking in a contents list, supplied by A and confirmed line by line (W1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dangan import (
    TODAY,
    USER,
    Choice,
    Date,
    Flow,
    Foot,
    Form,
    Head,
    Ledger,
    Link,
    Office,
    Person,
    Ref,
    Row,
    Rows,
    Serial,
    Sign,
    State,
    Step,
    Text,
    hookimpl,
    role,
    since,
    unless,
    when,
)  # fmt: skip

LACK = (
    ("missing_doc", "缺资料", "Paper missing"), ("missing_sign", "缺签字", "Signature missing"),
    ("wrong_pages", "页数不符", "Wrong number of pages"), ("other", "其他", "Other"),
)  # fmt: skip


class Supplying(Flow):
    """B asks, A acknowledges and supplies, B confirms line by line and closes."""

    draft = State("草稿", "Draft")
    submitted = State("已提交", "Submitted", locks="head items.title items.lack")
    approved = State("已核准", "Approved", locks="*")
    filed = State("已归档", "Filed")

    submit = Step("提交", "Submit", draft, submitted, by="raised_by")
    acknowledge = Step("A角签收", "Acknowledge as A", submitted, sign="sign_a")
    confirm = Step(
        "确认补齐", "Confirm as supplied", submitted, by="raised_by", line="items",
        asks="items.supplied_on items.confirmed_by",
    )  # fmt: skip
    close = Step("办结", "Close", submitted, approved, sign="sign_b")
    file = Step("归档", "File", approved, filed, by=role("archivist"))


class Lacking(Row):
    """A paper or signature that is lacking; supplied, the row is closed."""

    seq = Serial("序号", "No.", required=True, auto=True)
    title = Text("资料名称", "Paper", required=True)
    lack = Choice("缺少情况", "What is lacking", LACK, required=True)
    supplied_on = Date("补齐日期", "Supplied on", required=since("approved"), past=True, from_="raised_on")
    confirmed_by = Person("确认人", "Confirmed by", required=when("supplied_on"))
    remarks = Text("备注", "Remarks")


class SupplementList(
    Form, id="supplement_list", no="C3", zh="补充资料清单", en="Supplement list", title="{volume}",
    number="{volume.record_no}-B{seq}", flow=Supplying, columns="record_no volume raised_by raised_on due_on status",
    ledgers=[Ledger("补充资料未清单", en="Papers still lacking", per="items", only=unless("items.supplied_on"))],
):  # fmt: skip
    """The list of B to A; while a line of it is open the contents list does not go to the archive room."""

    with Head() as head:
        record_no = Text("编号", "Number", required=True, auto=True)
        volume = Ref("关联清单", "Contents list", "volume_contents", required=True)
        raised_by = Person("提出人(B角)", "Raised by (B)", required=True, default=USER)
        raised_on = Date("提出日期", "Raised on", required=True, default=TODAY)
        due_on = Date("要求补齐日期", "To be supplied by", required=True, from_="raised_on")
    items = Rows(Lacking, "", "Papers", min=1)
    with Foot() as foot:
        sign_a = Sign("A角签收", "A acknowledges", who="volume.manager_a", required=True)
        sign_b = Sign("B角确认补齐", "B confirms complete", who="raised_by", required=Supplying.approved)


@SupplementList.due_on.default
def in_three_working_days(raised_on: date, office: Office) -> date:
    count = office.setting("supplement_days")
    return office.workday(raised_on, 3 if count is None else count)


def _manager_b(volume: Link, office: Office) -> Any:
    return (office.record(volume) or {}).get("manager_b")


@SupplementList.raised_by.must(
    "提出人须是该清单的项目经理B角。", "It is raised by manager B of the contents list.",
    mend=("请改为B角。", "Enter manager B."),
)  # fmt: skip
def raised_by_b(raised_by: Link, volume: Link, office: Office) -> bool:
    return _same(raised_by, _manager_b(volume, office))


@Lacking.confirmed_by.must(
    "确认人须是该清单的项目经理B角。", "It is confirmed by manager B of the contents list.",
    mend=("请由B角确认。", "Let manager B confirm it."),
)  # fmt: skip
def confirmed_by_b(confirmed_by: Link, volume: Link, office: Office) -> bool:
    return _same(confirmed_by, _manager_b(volume, office))


def _same(one: Link, other: Link | None) -> bool:
    return other is not None and (one.id or one.text) == (other.id or other.text)


@Supplying.close.must(
    "还有资料没有补齐。",
    "Papers are still lacking.",
    mend=("请逐项确认补齐后再办结。", "Confirm each line as supplied first."),
)
def every_line_is_closed(items: Sequence[Lacking]) -> bool:
    return all(line.supplied_on for line in items)


@Supplying.close.must(
    "A角还没有签收。", "Manager A has not acknowledged it yet.", mend=("请A角先签收。", "Let manager A sign first.")
)
def acknowledged(record_no: str, sign_a: Any | None) -> bool:
    return sign_a is not None


@hookimpl
def register_forms(ctx: Any) -> list[type[Form]]:
    """The supplement list."""
    return [SupplementList]


SAMPLES = (
    {
        "volume": "洞庭渔具小额贷款项目", "raised_by": 11, "steps": "submit",
        "items": [
            {"title": "法定代表人身份证复印件", "lack": "missing_doc"},
            {"title": "抵押物清单", "lack": "wrong_pages", "remarks": "缺第3页"},
        ],
    },
)  # fmt: skip
