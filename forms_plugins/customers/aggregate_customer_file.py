"""D5 客户档案(冀东骨料): the folder of one customer at one subsidiary, and what of it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import dangan as d
from dangan.env import shipped_lists

GROUND = (
    ("credit", "信用客户", "Credit customer"), ("volume", "年度合同签订量在3000吨以上", "More than 3000 t contracted a year"),
    ("dept_need", "销售管理部认为有必要", "Held necessary by the sales department"),
)  # fmt: skip
RESULT = (("pass", "合格", "Passed"), ("fix", "限期整改", "To be corrected"), ("fail", "不合格", "Failed"))
USUAL = ("contract_contract", "evaluation_quarter")  # beside those on the customer: what every file must hold
NAMES = shipped_lists()["aggregate_file_line"]["codes"]
PAPER = d.both(d.when("present"), d.unless("part", "contact", "evaluation"))
FAULTY = d.when("result", "fix", "fail")


def _line(code: str) -> dict[str, Any]:
    part, name = code.partition("_")[0], NAMES[code]
    kind = {"copy_kind": "copy"} if "复印件" in name else {"copy_kind": "original"} if "原件" in name else {}
    needed = code in USUAL or (part in ("qual", "contact") and code != "qual_financials")
    return {"part": part, "mandatory": needed, **({} if "或" in name else kind)}


class Material(d.Row):
    """A line of the contents; what the program knows itself is not ticked by hand."""

    part = d.Choice("类别", "Part", "aggregate_file_part", required=True)
    title = d.Choice("材料名称", "Material", "aggregate_file_line", required=True, other=True)
    mandatory = d.YesNo("必备", "Mandatory", value=d.computed(override="*"))
    present = d.YesNo(
        "有/无", "Present", required=True, default=False, words=("有", "无"), value=d.computed(override="*")
    )
    copy_kind = d.Choice("原件/复印件", "Original / copy", "copy_kind", required=PAPER)
    copies = d.Int("份数", "Copies", at_least=1, required=PAPER, relevant=PAPER)
    doc_date = d.Date("日期", "Date")
    attachment = d.File("附件", "Attachment")
    remarks = d.Text("备注", "Remarks")


class Known(d.Row):
    """A contact as the customer file has it."""

    role = d.Choice("角色", "Role", "contact_role", auto=True)
    name = d.Text("姓名", "Name", required=True, auto=True)
    position = d.Text("职务", "Position", auto=True)
    phone = d.Phone("联系电话", "Telephone", auto=True)
    birthday = d.Birthday("生日", "Birthday", auto=True)
    hobbies = d.Text("兴趣爱好", "Hobbies", auto=True)
    address = d.Text("企业地址", "Company address", auto=True)
    family = d.LongText("家庭成员情况", "Family", auto=True, sensitive=True)
    postcode = d.Postcode("邮政编码", "Postcode", auto=True)
    fax = d.Phone("传真号码", "Fax", auto=True)
    email = d.Email("电子邮件", "E-mail", auto=True)


class SpotCheck(d.Row):
    """A check of the file by the market department."""

    checked_on = d.Date("抽查日期", "Checked on", required=True, past=True)
    checked_by = d.Person("抽查人", "Checked by", required=True, write="market_dept")
    result = d.Choice("抽查结果", "Result", RESULT, required=True)
    faults = d.LongText("问题", "Faults", required=FAULTY, relevant=FAULTY)
    mark = d.Text("考核得分/意见", "Mark / assessment")
    fix_by = d.Date("整改期限", "Correct by", required=FAULTY, relevant=FAULTY, from_="checked_on")


class Opening(d.Usual):
    """Opened by the salesperson, approved by the head of sales."""

    approve = d.Step("核准", "Approve", d.Usual.submitted, d.Usual.approved, sign="sales_head")


class AggregateCustomerFile(
    d.Form,
    id="aggregate_customer_file", no="D5", zh="客户档案(冀东骨料)", en="Customer file (Jidong aggregates)",
    title="{customer}", prefix="JD", number="JD-{yyyy}-{seq:5}", key="subsidiary customer", secrecy="confidential",
    flow=Opening, columns="record_no customer subsidiary ground opened_on completeness last_evaluated_on status",
    ledgers=[
        d.Ledger(
            "客户档案建立情况表",
            "subsidiary customer ground opened_on completeness last_evaluated_on spot_checks.checked_on "
            "spot_checks.checked_by spot_checks.result spot_checks.faults spot_checks.mark spot_checks.fix_by",
            "Customer files opened",
        )
    ],
    paper=d.Paper(heading="卷内目录"),
    practice="head items contacts.role spot_checks",
):  # fmt: skip
    """One customer, one file at each subsidiary."""

    with d.Head() as head:
        subsidiary = d.Org("子(分)公司", "Subsidiary", required=True, default=d.COMPANY)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        ground = d.Choice("建档依据", "Ground for the file", GROUND, required=True)
        annual_contract_t = d.Decimal(
            "年度合同量(吨)", "Annual contracted volume (t)", places=3, unit="吨", at_least=0,
            required=d.when("ground", "volume"), also=("年度合同签订量",),
        )  # fmt: skip
        prepared_by = d.Person("建档人", "Opened by", required=True, default=d.USER)
        opened_on = d.Date("建档日期", "Opened on", required=True, default=d.TODAY)
        sales_head = d.Sign(
            "销售部负责人", "Head of sales", required=True, who=d.role("sales_manager"), differs="prepared_by"
        )
        completeness = d.Decimal("完整率", "Completeness", places=1, auto=True, unit="%", value=d.computed())
        last_evaluated_on = d.Date("最近评价日期", "Last evaluation", auto=True, value=d.live())
    items = d.Rows(
        Material, "客户档案内容", "Contents of the file", short=("内容", "Contents"), min=1, one_per="title", free=True,
        lines={code: _line(code) for code in NAMES},
    )  # fmt: skip
    contacts = d.Rows(Known, "客户联系人相关信息", "Contacts", short=("联系", "People"), fill="customer.contacts")
    spot_checks = d.Rows(SpotCheck, "抽查和考核", "Spot checks and assessment", short=("抽查", "Checks"))


def _evaluated(customer: d.Link, itself: d.Link | None, office: d.Office) -> date | None:
    """When it was evaluated last, the customer's own file taken in."""
    found = (office.extreme("customer_evaluation.evaluated_on", "customer", x, "max") for x in (customer, itself) if x)
    return max(filter(None, found), default=None)


AggregateCustomerFile.last_evaluated_on.calc(_evaluated)


@Material.mandatory.calc
def of_credit_customers_too(title: str, ground: str | None, mandatory: bool) -> bool:
    return mandatory or (title == "qual_financials" and ground == "credit")


@Material.present.calc
def there(
    part: str, title: str, present: bool, contacts: Sequence[Known], customer: d.Link | None, itself: d.Link | None,
    office: d.Office,
) -> bool:  # fmt: skip
    """Of contacts and evaluations what stands in the records, of papers what was ticked."""
    if part == "contact":
        return any(getattr(line, title.removeprefix("contact_"), None) for line in contacts)
    if part == "evaluation" and customer is not None:
        return _evaluated(customer, itself, office) is not None
    return present


@AggregateCustomerFile.completeness.calc
def share_present(items: Sequence[Material]) -> Decimal | None:
    """Mandatory lines that are there, of all mandatory ones, in per cent to one decimal."""
    needed = [line for line in items if line.mandatory]
    share = Decimal(100 * sum(bool(line.present) for line in needed)) / len(needed) if needed else None
    return share.quantize(Decimal("0.1")) if share is not None else None


@Opening.approve.must(code="CUST_NO_FINANCIALS")
def statements_of_a_credit_customer(customer: d.Link, ground: str, items: Sequence[Material], today: date) -> d.Verdict:
    there = any(line.title == "qual_financials" and line.present for line in items)
    return ground != "credit" or there or {"customer": customer.title or customer.text, "year": today.year - 1}


@SpotCheck.checked_by.must(
    "抽查人须是市场部的人员。", "Spot checks are made by the market department.",
    mend=("请填写市场部的抽查人。", "Enter somebody of the market department."),
)  # fmt: skip
def of_the_market_department(checked_by: d.Link, office: d.Office) -> bool:
    return "role:market_dept" in office.acts_as(checked_by)


register_forms = d.registering(AggregateCustomerFile)

SAMPLES = (
    {
        "customer": 1, "ground": "volume", "annual_contract_t": 5200, "opened_on": -150,
        "items": [
            {"title": "qual_profile", "present": True, "copies": 1, "copy_kind": "original"},
            {"title": "qual_licence", "present": True, "copies": 1, "copy_kind": "copy", "doc_date": -900},
            {"title": "contract_contract", "present": True, "copies": 2, "copy_kind": "original", "doc_date": -140},
            {"title": "contract_statement", "present": True, "copies": 3, "doc_date": -31},
            {"title": "采石场现场照片", "part": "other", "present": True, "copies": 1,
             "copy_kind": "original"},
        ],
        "steps": "submit approve",
    },
    {
        "customer": 2, "ground": "credit", "opened_on": -40,
        "items": [{"title": "qual_financials", "present": True, "copies": 1, "copy_kind": "copy", "doc_date": -200}],
        "steps": "submit",
    },
    {"customer": 3, "ground": "dept_need", "opened_on": -3},
)  # fmt: skip
