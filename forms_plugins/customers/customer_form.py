"""D2 客户档案表: the table that goes round for a customer, an edition of its file with a record of its own."""

from __future__ import annotations

import dangan as d
from forms_plugins.customers.options import CHANNEL, KEPT_TOGETHER, PAGE_MARKS, PART, SEQUENCE
from forms_plugins.shared import pages

FIRST = {"reply": "request", "document": "enclosure", "printed": "final_draft"}  # what stands before what in a group


class FiledPaper(d.Row):
    """A paper in the file, in the order of filing."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    title = d.Text("资料名称", "Paper", required=True)
    group_no = d.Int("同组号", "Group", at_least=1)
    part = d.Choice("文件关系", "Part in the group", PART, required=d.when("group_no"))
    copies = d.Int("份数", "Copies", required=True, at_least=1, default=1)
    pages = d.Int("页数", "Pages", required=True, at_least=1)
    page_from = d.Int("起始页号", "First page", auto=True, value=d.computed())
    page_to = d.Int("截止页号", "Last page", auto=True, value=d.computed())


class CustomerForm(
    d.Edition, id="customer_form", no="D2", zh="客户档案表", en="Customer file form", of="customer", link="customer_no",
    title="{name}", prefix="KB", number="KB-{yyyy}-{seq:5}", unique=[d.Unique("customer_no")], secrecy="confidential",
    columns="record_no name customer_no verify_dept leader_name opened_on prepared_by status",
    ledgers=[d.Ledger("客户档案表台帐", en="Ledger of customer file forms")],
):  # fmt: skip
    """Fields marked shared are the customer's own, edited here or there."""

    with d.Head() as head:
        record_no = d.Text("档案编号", "File number", required=True, auto=True)
        opened_on = d.Date("建档日期", "Opened on", required=True, default=d.TODAY)
    with d.Section("客户基本资料", "Basic customer data", short=("基本", "Basics")) as basic:
        name = d.Text("客户名称", "Customer name", required=True, shared=True)
        customer_no = d.Ref("编号", "Customer number", "customer", required=True)
        verify_dept = d.Dept("考证部门", "Verifying department", required=True)
        leader_name = d.Text("重要领导的姓名", "Name of the leader", required=True)
        leader_mobile = d.Phone("移动电话", "Mobile")
        leader_direct = d.Phone("直拨电话号码", "Direct line")
        address = d.Text("公司地址", "Company address", required=True, shared=True)
        fax = d.Phone("传真", "Fax", shared=True)
        email = d.Email("E-MAIL", "E-mail", shared=True)
        website = d.Url("网站", "Website", shared=True)
        business_scope = d.LongText("业务范围", "Business scope", shared=True)
        main_products = d.Text("主导产品", "Leading products", shared=True)
        industry_position = d.Text("行业地位", "Position in the industry", shared=True)
        developments = d.LongText("发展动态", "Developments", shared=True)
        culture = d.LongText("公司文化", "Company culture", shared=True)
        policy = d.LongText("发展方针政策", "Development policy", shared=True)
    with d.Section("经营状况", "Operations", short=("经营", "Status")) as operation:
        registered_capital = d.Money("注册资本", "Registered capital", unit="元", shared=True)
        staff_count = d.Int("员工人数", "Staff", unit="人", at_least=0, shared=True)
        turnover = d.Money("年销售额", "Yearly turnover", unit="元", shared=True)
        material_sources = d.Text("主要原料来源", "Sources of raw material")
        main_clients = d.Text("主要客户", "Main clients")
    with d.Section("信用状况", "Credit", short=("信用", "Credit")) as credit:
        bank = d.Text("开户银行", "Bank")
        bank_account = d.Text("账号", "Account number", sensitive=True)
        grade_credit = d.Choice("信用等级", "Credit grade", "credit_grades", shared=True)
        credit_limit = d.Money("授信额度", "Credit limit", unit="元", shared=True)
        payment_terms = d.Text("付款方式", "Payment terms")
    with d.Section("交易情况", "Dealings", short=("交易", "Deals")) as trade:
        dealing_since = d.Date("首次交易日期", "First dealing on", past=True, shared=True)
        annual_amount = d.Money("年交易额", "Yearly trade", unit="元")
        dealt_products = d.Text("主要交易产品", "Main products traded")
        price_terms = d.Text("价格条件", "Price terms")
    with d.Section("客户档案信息收集", "Collecting the information", short=("收集", "Source")) as collection:
        channel = d.Multi("收集渠道", "Sources of information", CHANNEL, other=True)
    arrangement = d.Rows(FiledPaper, "归档资料", "Papers filed", short=("资料", "Papers"))
    with d.Section("立档和归档要求", "Arrangement check", short=("立档", "Filing")) as arrangement_check:
        kinds_count = d.Int("种数", "Kinds", auto=True, value=d.counted("arrangement"))
        complete = d.YesNo("齐全、完整", "Complete")
        kept_together = d.Multi("分类归档", "Kept together", KEPT_TOGETHER)
        sequence_ok = d.Multi("客户档案资料排列的3个“前后”", "The three orders", SEQUENCE)
        page_marks = d.Multi("打印页号", "Page numbers printed", PAGE_MARKS)
    with d.Section("考证", "Verification", short=("考证", "Verify")) as verification:
        verify_opinion = d.LongText("考证意见", "Finding")
        verifier = d.Sign("考证人", "Verified by", differs="prepared_by")
        verified_on = d.Date("考证日期", "Verified on")
    with d.Foot() as foot:
        prepared_by = d.Person("填表人", "Filled in by", required=True, default=d.USER)
        checked_by = d.Sign("审核人", "Checked by")
        approved_by = d.Sign("批准人", "Approved by", required=True, differs="prepared_by", code="GEN_SELF_APPROVAL")


pages.run_on(FiledPaper)


@FiledPaper.part.should(code="FILE_ORDER")
def before_its_counterpart(
    part: str, group_no: int, title: str, arrangement: list[FiledPaper], line_no: int
) -> d.Verdict:
    """Marked at the paper that comes too late."""
    overtaken = [
        other for other in arrangement[: line_no - 1] if other.group_no == group_no and other.part == FIRST.get(part)
    ]
    return not overtaken or {"first": title, "second": overtaken[0].title}


@FiledPaper.group_no.should(
    "同组的资料没有排在一起。", "The papers of this group do not stand together.",
    mend=("请移动该行，或更正同组号。", "Move the line, or correct the group."),
)  # fmt: skip
def group_together(group_no: int, prev: FiledPaper | None, arrangement: list[FiledPaper], line_no: int) -> bool:
    opened = any(other.group_no == group_no for other in arrangement[: line_no - 1])
    return not opened or (prev is not None and prev.group_no == group_no)


@CustomerForm.complete.should(
    "归档资料还没有登记份数和页数，不能算齐全、完整。", "Papers, copies and pages are not all entered yet; the file is not complete.",
    mend=("请先登记全部资料。", "Enter all papers first."),
)  # fmt: skip
def complete_only_when_listed(complete: bool, arrangement: list[FiledPaper]) -> bool:
    listed = bool(arrangement) and all(paper.copies and paper.pages for paper in arrangement)
    return not complete or listed


register_forms = d.registering(CustomerForm)


SAMPLES = (
    {
        "customer_no": "岳阳洞庭渔具有限公司", "opened_on": -390, "verify_dept": "档案室", "leader_name": "彭志强",
        "leader_mobile": "13873012288", "material_sources": "省内采购为主", "main_clients": "湖区养殖户和渔具商店",
        "bank": "中国农业银行岳阳分行", "bank_account": "6228480990012345678", "payment_terms": "月结30天", "annual_amount": 860000,
        "channel": ("web", "sales_visit"), "arrangement": [{"title": "营业执照副本复印件", "copies": 1, "pages": 1}],
        "complete": True,
    },
)  # fmt: skip
