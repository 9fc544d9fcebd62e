"""C3 补充资料清单: what manager B finds lacking in a contents list, supplied by A and confirmed line by line (W1)."""

from __future__ import annotations

from typing import Any

import dangan as d

LACK = (
    ("missing_doc", "缺资料", "Paper missing"), ("missing_sign", "缺签字", "Signature missing"),
    ("wrong_pages", "页数不符", "Wrong number of pages"), ("other", "其他", "Other"),
)  # fmt: skip


class Supplying(d.Flow):
    """B asks, A acknowledges and supplies, B confirms line by line and closes."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="head items.title items.lack")
    approved = d.State("已核准", "Approved", locks="*")
    filed = d.State("已归档", "Filed")

    submit = d.Step("提交", "Submit", draft, submitted, by="raised_by")
    acknowledge = d.Step("A角签收", "Acknowledge as A", submitted, sign="sign_a")
    confirm = d.Step(
        "确认补齐", "Confirm as supplied", submitted, by="raised_by", line="items",
        asks="items.supplied_on items.confirmed_by",
    )  # fmt: skip
    close = d.Step("办结", "Close", submitted, approved, sign="sign_b")
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))


class Lacking(d.Row):
    """A paper or signature that is lacking; supplied, the row is closed."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    title = d.Text("资料名称", "Paper", required=True)
    lack = d.Choice("缺少情况", "What is lacking", LACK, required=True)
    supplied_on = d.Date("补齐日期", "Supplied on", required=d.since("approved"), past=True, from_="raised_on")
    confirmed_by = d.Person("确认人", "Confirmed by", required=d.when("supplied_on"))
    remarks = d.Text("备注", "Remarks")


class SupplementList(
    d.Form, id="supplement_list", no="C3", zh="补充资料清单", en="Supplement list", title="{volume}",
    number="{volume.record_no}-B{seq}", flow=Supplying, columns="record_no volume raised_by raised_on due_on status",
    ledgers=[d.Ledger("补充资料未清单", en="Papers still lacking", per="items", only=d.unless("items.supplied_on"))],
):  # fmt: skip
    """The list of B to A; while a line of it is open the contents list does not go to the archive room."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        volume = d.Ref("关联清单", "Contents list", "volume_contents", required=True)
        raised_by = d.Person("提出人(B角)", "Raised by (B)", required=True, default=d.USER)
        raised_on = d.Date("提出日期", "Raised on", required=True, default=d.TODAY)
        due_on = d.Date(
            "要求补齐日期", "To be supplied by", required=True, from_="raised_on",
            default=d.days("supplement_days", 3, after="raised_on"),
        )  # fmt: skip
    items = d.Rows(Lacking, "", "Papers", min=1)
    with d.Foot() as foot:
        sign_a = d.Sign("A角签收", "A acknowledges", who="volume.manager_a", required=True)
        sign_b = d.Sign("B角确认补齐", "B confirms complete", who="raised_by", required=Supplying.approved)


def _manager_b(volume: d.Link, office: d.Office) -> Any:
    return (office.record(volume) or {}).get("manager_b")


@SupplementList.raised_by.must(
    "提出人须是该清单的项目经理B角。", "It is raised by manager B of the contents list.",
    mend=("请改为B角。", "Enter manager B."),
)  # fmt: skip
def raised_by_b(raised_by: d.Link, volume: d.Link, office: d.Office) -> bool:
    return _same(raised_by, _manager_b(volume, office))


@Lacking.confirmed_by.must(
    "确认人须是该清单的项目经理B角。", "It is confirmed by manager B of the contents list.",
    mend=("请由B角确认。", "Let manager B confirm it."),
)  # fmt: skip
def confirmed_by_b(confirmed_by: d.Link, volume: d.Link, office: d.Office) -> bool:
    return _same(confirmed_by, _manager_b(volume, office))


def _same(one: d.Link, other: d.Link | None) -> bool:
    return other is not None and (one.id or one.text) == (other.id or other.text)


Supplying.close.wants(
    "items.supplied_on", "还有资料没有补齐。", "Papers are still lacking.",
    mend=("请逐项确认补齐后再办结。", "Confirm each line as supplied first."),
)  # fmt: skip
Supplying.close.wants(
    "sign_a", "A角还没有签收。", "Manager A has not acknowledged it yet.", mend=("请A角先签收。", "Let manager A sign first."),
)  # fmt: skip

register_forms = d.registering(SupplementList)


SAMPLES = (
    {
        "volume": "洞庭渔具小额贷款项目", "raised_by": 11, "steps": "submit",
        "items": [
            {"title": "法定代表人身份证复印件", "lack": "missing_doc"},
            {"title": "抵押物清单", "lack": "wrong_pages", "remarks": "缺第3页"},
        ],
    },
)  # fmt: skip
