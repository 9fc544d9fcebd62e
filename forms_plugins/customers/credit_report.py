"""D8 客户资信调查报告: the investigation of a customer's credit in eleven points, and the credit that it proposes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import dangan as d
from forms_plugins.customers.standing import confirmed, no_risk

REASON = (
    ("new", "新客户", "New customer"), ("credit", "授信", "Granting of credit"), ("annual", "年审", "Annual review"),
    ("abnormal", "异常", "Abnormal signs"),
)  # fmt: skip
ROLE = {"supplier": "供应商", "customer": "客户"}
KIND = {"lawsuit": "诉讼", "tax_arrears": "欠税", "mortgage": "抵押", "penalty": "处罚"}


def as_on_file(name: str) -> dict[str, Any]:
    """Options of a field that is taken from the customer file as it stands."""
    return {"auto": True, "value": d.copied(f"customer.{name}")}


class Investigating(d.Flow):
    """Written, reviewed and approved by three persons; expired once its validity is over."""

    draft = d.State("草稿", "Draft")
    reviewed = d.State("已复核", "Reviewed", locks="*")
    approved = d.State("已批准", "Approved")
    expired = d.State("已过期", "Expired", side=True, locks="*")

    review = d.Step("复核", "Review", draft, reviewed, sign="checked_by")
    approve = d.Step("批准", "Approve", reviewed, approved, sign="approved_by")
    send_back = d.Step("退回", "Send back", reviewed, draft, by=f"{d.role('gm')} {d.role('deputy_gm')}", reason=True)
    expire = d.Step("过期", "Expire", approved, expired, by=f"prepared_by {d.role('archivist')}")


class Shareholder(d.Row):
    """2. A shareholder."""

    holder = d.Text("股东", "Shareholder", required=True)
    capital = d.Money("出资额", "Contribution", unit="元")
    share = d.Decimal("比例", "Share", unit="%", at_least=0, at_most=100)


class Manager(d.Row):
    """2. Somebody of the management."""

    name = d.Text("姓名", "Name", required=True)
    position = d.Text("职务", "Position")
    cv = d.LongText("简历", "Career")


class Finances(d.Row):
    """3. The finances of one year."""

    year = d.Year("年度", "Year", required=True)
    assets = d.Money("资产", "Assets", required=True, unit="元")
    liabilities = d.Money("负债", "Liabilities", required=True, unit="元")
    revenue = d.Money("收入", "Revenue", unit="元")
    net_profit = d.Money("净利润", "Net profit", unit="元", signed=True)
    debt_ratio = d.Decimal("资产负债率", "Debt ratio", auto=True, unit="%", value=d.computed())


class BankCredit(d.Row):
    """3. The credit of one bank."""

    bank = d.Text("银行", "Bank", required=True)
    credit_line = d.Money("授信", "Credit line", unit="元")
    balance = d.Money("余额", "Balance", unit="元")
    note = d.Text("记录", "Record")


class Payment(d.Row):
    """4. A payment due."""

    due_on = d.Date("应付日期", "Due on", required=True)
    due_amount = d.Money("应付金额", "Amount due", required=True, unit="元")
    paid_on = d.Date("实付日期", "Paid on", past=True)
    paid_amount = d.Money("实付金额", "Amount paid", unit="元", required=d.when("paid_on"))
    overdue_days = d.Int(
        "逾期天数", "Days overdue", auto=True, value=d.overdue("due_on", "paid_on", "report_on", stored=True)
    )


class Partner(d.Row):
    """5. A main supplier or customer."""

    role = d.Choice("供应商/客户", "Supplier / customer", ROLE, required=True)
    name = d.Text("名称", "Name", required=True)
    share = d.Decimal("占比", "Share", unit="%", at_least=0, at_most=100)


class Photo(d.Row):
    """6. A picture taken on the spot."""

    photo = d.File("照片", "Photo", required=True, picture=True)
    caption = d.Text("说明", "Caption")


class Affiliate(d.Row):
    """7. An affiliate and dealings with it."""

    company = d.Text("企业", "Company", required=True)
    relation = d.Text("关系", "Relation")
    dealing = d.Text("交易", "Dealing")
    amount = d.Money("金额", "Amount", unit="元")


class PublicRecord(d.Row):
    """8. An entry of a public register."""

    kind = d.Choice("类别", "Kind", KIND, required=True, other=True)
    date = d.Date("日期", "Date", past=True)
    content = d.LongText("内容", "Content", required=True)


class Report(d.Row):
    """9. What the media disclosed."""

    date = d.Date("日期", "Date", past=True)
    outlet = d.Text("来源", "Outlet", required=True)
    summary = d.LongText("摘要", "Summary", required=True)
    comment = d.LongText("评语", "Comment")


class CreditReport(
    d.Form,
    id="credit_report", no="D8", zh="客户资信调查报告", en="Credit investigation report", title="{customer}", prefix="ZX",
    unique=[d.Unique("record_no finance.year")], flow=Investigating, secrecy="confidential",
    columns="record_no customer reason prepared_by report_on valid_until grade_credit credit_limit status",
    ledgers=[d.Ledger("客户资信调查台帐", en="Credit investigations")],
    practice="head profile shareholders management finance bank_credit payments operations_note partners.share "
    "site_visit photos.caption related_parties public_records.date media conditions",
):  # fmt: skip
    """Points 1, 3, 10 and 11 are required before it is reviewed."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        reason = d.Choice("调查原因", "Reason", REASON, required=True)
        survey_from = d.Date("调查起始日期", "Survey from", until="survey_to", also=("调查日期",))
        survey_to = d.Date("调查截止日期", "Survey to")
        prepared_by = d.Person("调查人", "Investigator", required=True, default=d.USER)
        report_on = d.Date("报告日期", "Report date", required=True, default=d.TODAY)
        valid_until = d.Date(
            "有效期至", "Valid until", required=True, from_="report_on",
            default=d.days("", 12, after="report_on", months=True),
        )  # fmt: skip
    with d.Section("1.被调查公司的概况", "1. Company profile", short=("概况", "Profile")) as profile:
        as_of = d.Date("资料截止日期", "Data as of", required=True, default=d.TODAY)
        profile_name = d.Text("企业名称", "Company name", required=True, **as_on_file("name"))
        profile_licence_no = d.Uscc("统一社会信用代码", "Licence number", **as_on_file("licence_no"))
        profile_legal_rep = d.Text("法定代表人", "Legal representative", **as_on_file("legal_rep"))
        profile_founded_on = d.Date("成立时间", "Established on", **as_on_file("founded_on"))
        profile_ownership = d.Choice(
            "企业性质", "Kind of enterprise", "ownership", other=True, **as_on_file("ownership")
        )
        profile_industry = d.Choice("所属行业", "Industry", "industry", **as_on_file("industry"))
        profile_registered_capital = d.Money(
            "注册资本", "Registered capital", unit="元", **as_on_file("registered_capital")
        )
        profile_staff_count = d.Int("员工人数", "Staff", unit="人", **as_on_file("staff_count"))
        profile_address = d.Text("地址", "Address", **as_on_file("address"))
        profile_business_scope = d.LongText("经营范围", "Business scope", **as_on_file("business_scope"))
        profile_note = d.LongText("概况说明", "Notes on the profile")
    shareholders = d.Rows(
        Shareholder, "2.股东及管理层情况 — 股东", "2. Shareholders", short=("股东", "Owners"), blank=3
    )
    management = d.Rows(Manager, "2.股东及管理层情况 — 管理层", "2. Management", short=("管理", "Managers"), blank=3)
    finance = d.Rows(Finances, "3.财务状况", "3. Finances", short=("财务", "Finances"), min=1, blank=3, once="year")
    bank_credit = d.Rows(BankCredit, "3.银行信用", "3. Bank credit", short=("银行", "Banks"), blank=3)
    payments = d.Rows(Payment, "4.付款记录", "4. Payment record", short=("付款", "Payments"), blank=3)
    with d.Section("5.经营情况", "5. Operations", short=("经营", "Trade")) as operations:
        operations_note = d.LongText("经营情况说明", "Operations")
    partners = d.Rows(
        Partner, "5.经营情况 — 主要供应商和客户", "5. Main suppliers and customers", short=("供销", "Partners"), blank=3
    )
    with d.Section("6.实地调查结果", "6. On-site findings", short=("实地", "On site")) as site_visit:
        visited_on = d.Date("调查日期", "Visited on", past=True)
        place = d.Text("调查地点", "Place")
        visitors = d.Text("参加人员", "Visitors")
        findings = d.LongText("调查结果", "Findings")
    photos = d.Rows(Photo, "6.实地调查结果 — 照片", "6. Photos", short=("照片", "Photos"), blank=1)
    related_parties = d.Rows(
        Affiliate, "7.关联企业及关联方交易情况", "7. Affiliates and related-party dealings", short=("关联", "Affiliates"),
        blank=3,
    )  # fmt: skip
    public_records = d.Rows(PublicRecord, "8.公共记录", "8. Public records", short=("公共", "Public"), blank=3)
    media = d.Rows(Report, "9.媒体披露及评语", "9. Media disclosure and comments", short=("媒体", "Media"), blank=3)
    with d.Section("10.对客户公司的总体评价", "10. Overall assessment", short=("评价", "Overall")) as assess:
        assessment = d.LongText("总体评价", "Overall assessment", required=True)
        grade_credit = d.Choice("信用等级", "Credit grade", "credit_grades", required=True)
    with d.Section("11.给予客户的授信建议", "11. Credit recommendation", short=("授信", "Credit")) as recommendation:
        credit_limit = d.Money("授信额度", "Credit limit", required=True, unit="元")
        credit_days = d.Int("账期天数", "Credit days", required=True, unit="天", at_least=0)
        conditions = d.LongText("条件", "Conditions")
    with d.Foot() as foot:
        checked_by = d.Sign("复核人", "Reviewed by", required=True, differs="prepared_by approved_by")
        approved_by = d.Sign(
            "批准人", "Approved by", required=True, who=f"{d.role('gm')} {d.role('deputy_gm')}",
            differs="prepared_by checked_by",
        )  # fmt: skip


@Finances.debt_ratio.calc
def ratio(liabilities: Decimal, assets: Decimal) -> Decimal | None:
    return (100 * liabilities / assets).quantize(Decimal("0.01")) if assets else None


@CreditReport.shareholders.must(code="CRED_SHARES")
def at_most_the_whole(shareholders: Sequence[Shareholder]) -> d.Verdict:
    held = sum((line.share or Decimal(0) for line in shareholders), Decimal(0))
    return held <= 100 or {"sum": held}


@CreditReport.credit_limit.must(code="CUST_CREDIT_NO_FILE")
def credit_with_a_file(credit_limit: Decimal, customer: d.Link, office: d.Office) -> d.Verdict:
    return not credit_limit or confirmed(customer, office)


CreditReport.customer.should(code="CUST_RISK")(no_risk)


@Investigating.expire.must(
    "报告还在有效期内。", "The report is still valid.", mend=("请在有效期过后办理。", "Wait until its validity is over."),
)  # fmt: skip
def validity_is_over(valid_until: date, today: date) -> bool:
    return valid_until < today


register_forms = d.registering(CreditReport)

SAMPLES = (
    {
        "customer": 1, "reason": "credit", "survey_from": -38, "survey_to": -34, "report_on": -32, "as_of": -38,
        "shareholders": [{"holder": "刘宏", "capital": 6000000, "share": 60}, {"holder": "长沙宏远投资有限公司", "share": 40}],
        "management": [{"name": "刘宏", "position": "董事长", "cv": "1998 年起从事钢材贸易"}],
        "finance": [
            {"year": -2, "assets": 48000000, "liabilities": 21500000, "revenue": 96000000, "net_profit": 3200000},
            {"year": -1, "assets": 53600000, "liabilities": 23100000, "revenue": 108000000, "net_profit": 4100000},
        ],
        "bank_credit": [{"bank": "中国建设银行岳阳分行", "credit_line": 8000000, "balance": 3500000, "note": "无逾期"}],
        "payments": [
            {"due_on": -400, "due_amount": 1200000, "paid_on": -396, "paid_amount": 1200000},
            {"due_on": -210, "due_amount": 860000, "paid_on": -212, "paid_amount": 860000},
        ],
        "operations_note": "两条生产线满负荷，年产中板 12 万吨。",
        "partners": [{"role": "supplier", "name": "湖南华菱湘潭钢铁有限公司", "share": 55}],
        "visited_on": -36, "place": "岳阳市云溪区厂区", "visitors": "销售部、财务部各一人", "findings": "设备完好，库存周转正常。",
        "related_parties": [{"company": "岳阳宏运物流有限公司", "relation": "同一控制人", "dealing": "运输", "amount": 1800000}],
        "public_records": [{"kind": "mortgage", "date": -700, "content": "厂房抵押给建设银行岳阳分行"}],
        "media": [{"date": -260, "outlet": "岳阳日报", "summary": "报道其环保技改项目投产", "comment": "正面"}],
        "assessment": "经营稳定，付款及时，同意授信。", "grade_credit": "aa", "credit_limit": 2000000, "credit_days": 45,
        "conditions": "月结，超期停止发货。", "steps": "review approve",
    },
    {
        "customer": 4, "reason": "abnormal", "report_on": -18, "as_of": -20,
        "finance": [{"year": -1, "assets": 9000000, "liabilities": 7700000, "net_profit": -640000}],
        "public_records": [{"kind": "lawsuit", "date": -70, "content": "货款纠纷，被诉 86 万元"}],
        "assessment": "负债偏高，诉讼未结，不宜授信。", "grade_credit": "c", "credit_limit": 0, "credit_days": 0,
    },
)  # fmt: skip
