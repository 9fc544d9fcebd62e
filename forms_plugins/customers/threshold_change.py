"""I7 建档标准变更申请: a subsidiary changes the volume from which a customer needs a file, by leave of 市场部 (W6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import dangan as d
from forms_plugins.customers.threshold import in_force


class Change(d.Flow):
    """Submitted by the head of sales, approved or refused by the market department."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="head change")
    approved = d.State("已审批", "Approved", locks="*")
    rejected = d.State("未批准", "Rejected", side=True, locks="*")

    submit = d.Step("提交", "Submit", draft, submitted, sign="sales_head")
    approve = d.Step("审批同意", "Approve", submitted, approved, sign="approved_by")
    reject = d.Step("不批准", "Reject", submitted, rejected, sign="approved_by", asks="opinion")


class ThresholdChange(
    d.Form,
    id="threshold_change", no="I7", zh="建档标准变更申请", en="Change of the customer-file threshold", title="{subsidiary}",
    prefix="BZ", number="BZ-{yyyy}-{seq:3}", flow=Change,
    columns="record_no subsidiary old_value new_value effective_on prepared_by prepared_on status",
    ledgers=[d.Ledger("建档标准变更台帐", en="Changes of the threshold")],
    practice="change foot",
):  # fmt: skip
    """Approved ones are the history of the threshold of a subsidiary."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        subsidiary = d.Org("子(分)公司", "Subsidiary", required=True, default=d.COMPANY)
        prepared_by = d.Person("申请人(销售管理部)", "Applicant", required=True, default=d.USER)
        prepared_on = d.Date("申请日期", "Date", required=True, default=d.TODAY)
    with d.Section("", "Change") as change:
        old_value = d.Decimal(
            "原标准(吨)", "Old threshold", places=3, required=True, auto=True, unit="吨", value=d.computed()
        )
        new_value = d.Decimal("新标准(吨)", "New threshold", places=3, required=True, unit="吨", at_least=0)
        reason = d.LongText("调整原因", "Reason", required=True)
        effective_on = d.Date("生效日期", "Effective from", required=True)
        customers_new = d.Int("新增应建档客户数", "Customers newly needing a file", auto=True, value=d.computed())
        customers_free = d.Int("不再要求建档客户数", "Customers no longer needing one", auto=True, value=d.computed())
    with d.Foot() as foot:
        sales_head = d.Sign("销售管理部负责人", "Head of sales", required=Change.submitted, who=d.role("sales_manager"))
        opinion = d.LongText("市场部意见", "Opinion of 市场部", required=d.when("status", "rejected"))
        approved_by = d.Sign(
            "市场部审批", "Approved by 市场部", required=d.when("status", "approved", "rejected"),
            who=d.role("market_dept"), differs="prepared_by sales_head", code="GEN_SELF_APPROVAL",
        )  # fmt: skip
        remarks = d.LongText("备注", "Remarks")


@ThresholdChange.old_value.calc
def value_before(subsidiary: d.Link, prepared_on: date, itself: d.Link | None, office: d.Office) -> Decimal:
    return in_force(subsidiary, prepared_on, office, itself)


def _between(subsidiary: d.Link, low: Decimal, high: Decimal, office: d.Office) -> int:
    """How many files of a subsidiary have a volume from the one to under the other."""
    files = office.each("aggregate_customer_file", subsidiary=subsidiary)
    return sum(low <= volume < high for file in files if (volume := file.get("annual_contract_t")) is not None)


@ThresholdChange.customers_new.calc
def newly_in(subsidiary: d.Link, old_value: Decimal, new_value: Decimal, office: d.Office) -> int:
    return _between(subsidiary, new_value, old_value, office)


@ThresholdChange.customers_free.calc
def no_longer_in(subsidiary: d.Link, old_value: Decimal, new_value: Decimal, office: d.Office) -> int:
    return _between(subsidiary, old_value, new_value, office)


@ThresholdChange.new_value.must(
    "新标准与原标准相同。", "The new threshold equals the old one.",
    mend=("请填写变更后的标准。", "Enter the threshold after the change."),
)  # fmt: skip
def another_value(new_value: Decimal, old_value: Decimal) -> bool:
    return new_value != old_value


@Change.approve.must(code="THRES_BACKDATED", at="effective_on")
def not_before_the_approval(effective_on: date, today: date) -> bool:
    return effective_on >= today


register_forms = d.registering(ThresholdChange)

SAMPLES = (
    {"new_value": 2000, "reason": "根据本公司实际情况，中小客户占比上升，降低建档标准。", "prepared_on": -20, "effective_on": 10,
     "steps": "submit approve"},
    {"new_value": 5000, "reason": "减少建档工作量。", "prepared_on": -12, "effective_on": 30,
     "opinion": "标准过高，易漏管重点客户，不予批准。", "steps": "submit reject"},
    {"new_value": 2500, "reason": "与集团其他子公司保持一致。", "prepared_on": -1, "effective_on": 30},
)  # fmt: skip
