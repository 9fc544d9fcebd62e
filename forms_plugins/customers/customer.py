"""D1 客户档案: the master record of a customer, on which every other customer form hangs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal as Number

import dangan as d
from forms_plugins.customers.options import (
    CLASS_CHANNEL,
    CLASS_MARKET,
    CLASS_NATURE,
    CLASS_RELATION,
    CLASS_STAGE,
    CLASS_VOLUME,
)
from forms_plugins.customers.rows import AnnualReport, Changed, Contact, Sale
from forms_plugins.shared.names import firm_name, phone_key

ORGANISATION = d.unless("class_nature", "individual")
CONFIRMER = d.Label("销售总监", "sales director")


SUBSTITUTED = d.when("substitute")
KEEPER = f"salesperson {d.role('sales_manager')} {d.role('sales_director')}"


class Keeping(d.Flow):
    """W6, W9: confirmed by another than who wrote it, then in use; who no longer deals with us stays."""

    draft = d.State("草稿", "Draft")
    confirmed = d.State("已确认", "Confirmed")
    active = d.State("正常", "Active")
    watch = d.State("观察", "Watch", side=True)
    lost = d.State("流失", "Lost", side=True)

    confirm = d.Step("确认", "Confirm", draft, confirmed, sign="approved_by")
    use = d.Step("启用", "Take into use", confirmed, active, by=KEEPER)
    keep_watch = d.Step("列入观察", "Put under watch", active, watch, by=KEEPER, reason=True)
    lose = d.Step("列为流失", "Set to lost", (confirmed, active, watch), lost, by=KEEPER, reason=True)
    resume = d.Step("恢复正常", "Take up again", (watch, lost), active, by=KEEPER, reason=True)


class Customer(
    d.Form, id="customer", no="D1", zh="客户档案", en="Customer file", title="{name}", prefix="KH",
    number="KH-{yyyy}-{seq:5}",
    unique=[d.Unique("licence_no"), d.Unique("route_area route_seq"), d.Unique("record_no annual_reports.year")],
    flow=Keeping, secrecy="confidential", own="salesperson",
    columns="record_no name class_nature phone salesperson class_grade grade_credit risk_flag status",
    ledgers=[
        d.Ledger(
            "客户一览表",
            "record_no name class_nature legal_rep address postcode phone fax business_scope registered_capital "
            "contacts.name industry route_area route_seq grade_sales grade_credit class_grade salesperson opened_on "
            "updated_at",
            en="List of customers",
        ),
        d.Ledger(
            "业务员客户清单", "salesperson record_no name phone address class_importance status", "Customers by salesperson",
        ),
        d.Ledger("路序回访清单", "route_area route_seq name address phone contacts.name", "Customers by route"),
        d.Ledger(
            "客户生日表", "contacts.birthday name contacts.name contacts.position contacts.mobile salesperson",
            "Birthdays of customers", per="contacts", only=d.when("contacts.birthday"),
        ),
        d.Ledger(
            "信用客户清单", "record_no name grade_credit credit_limit salesperson status", "Credit customers",
            only=d.when("is_credit"),
        ),
    ],
    paper=d.Paper(heading="客户卡"),
):  # fmt: skip
    """One customer, one file."""

    with d.Head(columns=6) as head:
        record_no = d.Text("档案编号", "File number", required=True, auto=True, also=("编号",))
        name = d.Text("客户名称", "Customer name", required=True, also=("企业名称",))
        former_names = d.LongText("曾用名称", "Former names", auto=True, value=d.kept())
        opened_on = d.Date("建档日期", "Opened on", required=True, default=d.TODAY)
        dept = d.Dept("归口部门", "Owning department", required=True)
        salesperson = d.Person("责任业务员", "Salesperson", required=True, also=("销售代表", "推销员", "营销人员"))
        substitute = d.Person("代管业务员", "Substitute salesperson", differs="salesperson")
        substitute_from = d.Date(
            "代管起始日期", "Substitute from", required=SUBSTITUTED, relevant=SUBSTITUTED, until="substitute_to",
            also=("代管期间",),
        )  # fmt: skip
        substitute_to = d.Date("代管截止日期", "Substitute until", required=SUBSTITUTED, relevant=SUBSTITUTED)
        approved_by = d.Sign("审批确认", "Confirmed by", required=True, who=d.holder_of("customer_confirm_role"))
    with d.Section("客户基础资料", "Basic data", short=("基础", "Basics"), columns=6) as basics:
        licence_no = d.Uscc("统一社会信用代码", "Licence number", required=ORGANISATION, also=("营业执照号",))
        tax_no = d.Text("税务登记", "Tax registration")
        legal_rep = d.Text(
            "所有者(法人代表)", "Owner / legal representative", required=ORGANISATION, also=("所有者", "法定代表人或代表"),
        )  # fmt: skip
        managers = d.Text("管理者", "Managers")
        qualification = d.Text("资质", "Qualifications", also=("法人资质资料",))
        founded_on = d.Date("成立时间", "Established on", past=True, also=("创立时间",))
        dealing_since = d.Date("与本公司交易时间", "Dealing with us since", past=True)
        ownership = d.Choice("企业性质", "Kind of enterprise", "ownership", other=True)
        industry = d.Choice("所属行业", "Industry", "industry", also=("行业", "所在行业"))
        registered_capital = d.Money("注册资本", "Registered capital", unit="元", also=("注册资料",))
        assets = d.Money("资产", "Assets", unit="元")
        staff_count = d.Int("企业规模(员工人数)", "Staff", unit="人", at_least=0, also=("员工人数",))
        turnover = d.Money("企业规模(销售额)", "Turnover", unit="元", also=("销售额", "营业额"))
        business_scope = d.LongText("经营范围", "Business scope", also=("业务范围",))
        address = d.Text("地址", "Address", required=True, also=("公司地址",))
        postcode = d.Postcode("邮编", "Postcode")
        phone = d.Phone("电话", "Telephone", required=d.unless("email"))
        fax = d.Phone("传真", "Fax")
        email = d.Email("邮箱", "E-mail", required=d.unless("phone"), also=("E-MAIL",))
        website = d.Url("网址", "Website", also=("网站",))
    contacts = d.Rows(Contact, "联系人", "Contacts", short=("联系", "People"), min=1)
    with d.Section("客户特征", "Characteristics", short=("特征", "Traits"), page=True) as traits:
        service_area = d.Text("服务区域", "Service area")
        sales_capability = d.Text("销售能力", "Sales capability")
        potential = d.Text("发展潜力", "Potential")
        culture = d.LongText("公司文化", "Company culture")
        policy = d.LongText("经营方针与政策", "Business policy", also=("发展方针政策",))
        management_traits = d.LongText("经营管理特点", "Management traits")
        buying_traits = d.LongText("采购决策特征", "Buying-decision traits")
        needs = d.LongText("具体需求", "Needs")
        trend = d.LongText("业务发展趋势", "Business trend")
        industry_position = d.Text("行业地位", "Position in the industry")
        main_products = d.Text("主导产品", "Leading products")
        developments = d.LongText("发展动态", "Developments")
        product_structure = d.LongText("产品结构", "Product structure")
        competition = d.LongText("市场竞争状况及市场竞争能力", "Competition and competitiveness")
        org_structure = d.LongText("组织架构", "Organisation")
        competitors = d.LongText("竞争对手状况", "Competitors")
        market_capacity = d.Text("市场容量", "Market capacity")
        process = d.Text("生产工艺", "Production process")
        production_scale = d.Text("生产规模", "Production capacity")
        raw_materials = d.Text("使用原料", "Raw materials")
        production_investment = d.Text("企业生产投资", "Production investment")
    with d.Section("业务状况", "Business status", short=("业务", "Trade")) as business:
        staff_calibre = d.LongText("经营管理者和业务人员的素质", "Calibre of managers and staff")
        competitor_relations = d.LongText("与其他竞争公司的关系", "Relations with competitors")
        cooperation = d.LongText("与本公司的业务联系及合作态度", "Dealings with us and attitude")
        deal_situation = d.LongText("与我司交易状况", "State of trade with us")
        operating_results = d.LongText("经营业绩", "Operating results")
    sales_record = d.Rows(Sale, "目前及以往的销售实绩", "Sales record", short=("实绩", "Sales"))
    annual_reports = d.Rows(
        AnnualReport, "客户年度业绩和财务状况报告", "Yearly results and financial reports", short=("年报", "Yearly"), once="year",
    )  # fmt: skip
    with d.Section("交易活动现状", "Current dealings", short=("交易", "Deals")) as activity:
        sales_activity = d.LongText("客户的销售活动状况", "Sales activity")
        problems = d.LongText("存在的问题", "Problems")
        advantages = d.LongText("保持的优势", "Advantages")
        countermeasures = d.LongText("未来的对策", "Future measures")
        reputation = d.LongText("企业信誉与形象", "Reputation and image")
        credit_status = d.LongText("信用状况", "Credit standing", also=("客户信用状况描述",))
        credit_capacity = d.LongText("资信能力", "Credit capacity")
        trade_terms = d.LongText("交易条件", "Terms of trade")
        credit_problems = d.LongText("以往出现的信用问题", "Past credit problems")
        past_dealings = d.Ref("以往交易记录", "Past dealings", "customer_dealings", auto=True, value=d.kept())
    with d.Section("客户分类", "Classification", short=("分类", "Class"), columns=6) as classification:
        class_time = d.Choice("客户时间类别", "By time", "class_time")
        class_stage = d.Choice("交易阶段", "By transaction stage", CLASS_STAGE)
        class_nature = d.Choice("客户性质", "By nature", CLASS_NATURE)
        class_volume = d.Choice("交易数量和市场地位", "By volume and market position", CLASS_VOLUME)
        class_importance = d.Choice("重要程度", "By importance", "class_importance")
        class_grade = d.Choice("管理档次", "Management grade", "class_grade")
        class_relation = d.Choice("业务关系", "Relation", CLASS_RELATION)
        class_market = d.Choice("市场", "Market", CLASS_MARKET)
        class_channel = d.Choice("直接/间接客户", "Channel", CLASS_CHANNEL)
        region = d.Choice("客户地域", "Region", "region")
        customer_type = d.Choice("顾客类型", "Customer type", "customer_type")
        grade_sales = d.Choice("销售额等级", "Sales grade", "sales_grade")
        grade_credit = d.Choice("信用等级", "Credit grade", "credit_grades")
        credit_limit = d.Money("授信额度", "Credit limit", unit="元")
        route_area = d.Text("区域", "Route area")
        route_seq = d.Int("路序", "Route order", at_least=1)
        is_credit = d.YesNo("信用客户", "Credit customer", default=False)
        annual_contract_t = d.Decimal(
            "年度合同签订量(吨)", "Annual contracted volume (t)", places=3, unit="吨", at_least=0
        )
        risk_flag = d.YesNo("风险客户", "Risk customer", auto=True, default=False, value=d.kept())
    with d.Section(
        "经销商、重点/品牌客户",
        "Dealers, key and brand customers",
        short=("经销", "Dealer"),
        relevant=d.when("class_relation", "dealer", "key", "brand"),
    ) as dealer_block:
        years_of_cooperation = d.Decimal(
            "客户合作年限", "Years of cooperation", places=1, auto=True, unit="年", value=d.live()
        )
        brands = d.Text("经营品牌", "Brands")
        credit_assessment = d.LongText("信用评估", "Credit assessment")
        financial_status = d.LongText("财务状况", "Financial status")
        staff_status = d.LongText("人员状况", "Staff")
    changes = d.Rows(Changed, "客户档案的更新、修改", "Change log", short=("更新", "Log"), append_only=True)


@Customer.name.must(code="CUST_DUP")
def one_file(
    name: str, record_no: str | None, licence_no: str | None, class_nature: str | None, phone: str | None,
    office: d.Office,
) -> d.Verdict:  # fmt: skip
    """No other file with this licence or name; persons of one name are told apart by their telephone."""
    alike = [other for other in _candidates(name, licence_no, office) if other.get("record_no") != record_no]
    for other in alike:
        same_licence = bool(licence_no) and other.get("licence_no") == licence_no
        same_name = firm_name(other.get("name") or "") == firm_name(name)
        person = "individual" in (class_nature, other.get("class_nature"))
        same_phone = bool(phone) and phone_key(other.get("phone") or "") == phone_key(phone or "")
        if same_licence or (same_name and (not person or same_phone)):
            return {"name": other.get("name") or name, "record_no": other.get("record_no")}
    return True


def _candidates(name: str, licence_no: str | None, office: d.Office) -> list[d.Values]:
    """Files that may be the same customer's, by licence and by name."""
    found = list(office.find("customer", licence_no=licence_no)) if licence_no else []
    found += office.find("customer", name=name)
    by_name = (office.record(link) for link in office.look_up("customer", firm_name(name), 50))
    return found + [values for values in by_name if values is not None]


@Customer.approved_by.must(code="CUST_SELF_CONFIRM")
def confirmed_by_another(approved_by: d.Signature, prepared_by: d.Link, name: str | None) -> d.Verdict:
    known = approved_by.id is not None and prepared_by.id is not None
    same = approved_by.id == prepared_by.id if known else approved_by.name == prepared_by.text
    return not same or {"customer": name or Customer.form_type.spec, "person": prepared_by, "role": CONFIRMER}


@Customer.annual_reports.must(code="CUST_NO_FINANCIALS")
def statements_before_credit(
    annual_reports: list[AnnualReport], is_credit: bool, approved_by: d.Signature, today: date, name: str | None
) -> d.Verdict:
    """A credit customer is confirmed with the statements of the last year, attached."""
    last = today.year - 1
    attached = any(report.attachment and (report.year or 0) >= last for report in annual_reports)
    return not is_credit or attached or {"customer": name or Customer.form_type.spec, "year": last}


@Customer.years_of_cooperation.calc
def cooperation(dealing_since: date, today: date) -> Number:
    """Years to one decimal."""
    return (Number((today - dealing_since).days) / Number("365.25")).quantize(Number("0.1"))


def _file(customer: d.Link, stepping: d.Stepping) -> int:
    """The `_id` of the file, also where the folder of a subsidiary is named."""
    if customer.form == "aggregate_customer_file":
        customer = (stepping.env.office.record(customer) or {})["customer"]
    return customer.id or 0


def _renamed(stepping: d.Stepping) -> d.Values:
    """The new name; the old one stays among the former ones."""
    new = stepping.new
    former = (stepping.env.office.record(new["customer"]) or {}).get("former_names")
    return {"name": new["new_name"], "former_names": "\n".join(filter(None, (former, new["old_name"])))}


def _reviewed(stepping: d.Stepping) -> Iterator[d.Change]:
    """The new grades; who grows fast or is lost comes under watch."""
    for line in stepping.new["items"]:
        file = stepping.env.office.record(line["customer"]) or {}
        state = "watch" if line["watch"] and file.get("status") == "active" else ""
        yield d.Change("customer", {"_id": line["customer"].id, "class_grade": line["grade_after"]}, state)


@d.listens(
    "customer_evaluation.submit", "customer_briefing.submit", "credit_report.approve", "account_change.approve",
    "customer_review.close", "customer_dealings.submit",
)  # fmt: skip
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """What evaluations, briefings, credit reports, renamings, reviews and dealings write into the file."""
    new = stepping.new
    values: d.Values = {}
    match stepping.form:
        case "customer_review":
            return list(_reviewed(stepping))
        case "customer_briefing":
            risky = {line["customer"].id for line in new["items"] if line["signals"]}
            return [d.Change("customer", {"_id": file, "risk_flag": True}) for file in risky]
        case "customer_evaluation" if new["conclusion"] == "risk":
            values = {"risk_flag": True}
        case "credit_report":
            values = {name: new[name] for name in ("grade_credit", "credit_limit")}
        case "account_change" if new["kind"] == "rename":
            values = _renamed(stepping)
        case "customer_dealings":
            values = {"past_dealings": stepping.itself}
    return [d.Change("customer", {"_id": _file(new["customer"], stepping), **values})] if values else []


register_forms = d.registering(Customer)


SAMPLES = (
    {
        "name": "岳阳洞庭渔具有限公司", "opened_on": -400, "dept": "市场营销部", "salesperson": 5, "licence_no": "91430600MA4L2XJ87E",
        "legal_rep": "彭志强", "founded_on": "2009-05-12", "dealing_since": "2021-03-01", "ownership": "private",
        "industry": "manufacturing", "registered_capital": 2000000, "staff_count": 46, "business_scope": "渔具、绳网的制造和销售",
        "address": "湖南省岳阳市岳阳楼区巴陵中路512号", "postcode": "414000", "phone": "0730-8823416", "main_products": "尼龙网具",
        "contacts": [{"name": "彭志强", "position": "总经理", "mobile": "13873012288", "is_decider": True}],
        "class_nature": "ordinary", "class_stage": "current", "class_importance": "general", "route_area": "岳阳", "route_seq": 71,
        "steps": "confirm use",
    },
    {
        "name": "岳阳湘北建材贸易有限公司", "opened_on": -220, "dept": "市场营销部", "salesperson": 5,
        "licence_no": "91430602MA4P8T2K30", "legal_rep": "熊建平", "founded_on": "2016-09-20", "dealing_since": "2019-04-15",
        "ownership": "private", "industry": "wholesale_retail", "registered_capital": 5000000, "staff_count": 22,
        "business_scope": "砂石、水泥的批发和零售", "address": "湖南省岳阳市云溪区松阳湖路36号", "postcode": "414009",
        "phone": "0730-8417729", "contacts": [{"name": "熊建平", "position": "经理", "role": "actual_controller",
                                              "mobile": "13762030815", "birthday": "--11-08", "is_decider": True}],
        "class_nature": "partner", "class_relation": "dealer", "class_stage": "current", "class_volume": "main",
        "brands": "海螺、华新", "is_credit": False, "annual_contract_t": 5200, "route_area": "云溪", "route_seq": 3,
        "steps": "confirm use",
    },
    {
        "name": "易小满", "opened_on": -35, "dept": "市场营销部", "salesperson": 14, "class_nature": "individual",
        "class_stage": "upcoming", "class_time": "future", "address": "湖南省长沙市岳麓区银盆岭街道和馨园12栋", "phone": "13974811206",
        "contacts": [{"name": "易小满", "mobile": "13974811206"}], "needs": "自建房用砂石，预计年后进场。",
    },
)  # fmt: skip
