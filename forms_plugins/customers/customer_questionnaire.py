"""D3 客户资料表: the sheet that is posted or handed to a customer, and the answers until they are taken into the file."""

from __future__ import annotations

import dangan as d
from forms_plugins.customers.rows import Contact

SEND_MODE = (
    ("post", "邮寄", "Post"), ("hand", "派发", "Handed over"), ("email", "电子邮件", "E-mail"), ("fax", "传真", "Fax"),
)  # fmt: skip
SENDER = f"prepared_by {d.role('sales_clerk')}"


class Asking(d.Flow):
    """Sent out and returned, then taken into the customer file; or never answered."""

    prepared = d.State("待发", "Prepared")
    sent = d.State("已发出", "Sent")
    returned = d.State("已收回", "Returned")
    transferred = d.State("已转入档案", "Transferred", locks="*")
    no_answer = d.State("未回复", "No answer", side=True)

    send = d.Step("发出", "Send", prepared, sent, by=SENDER, asks="sent_on send_mode")
    take_back = d.Step("收回", "Take back", (sent, no_answer), returned, by=SENDER, asks="received_on filled_by sealed")
    give_up = d.Step("未回复", "No answer", sent, no_answer, by=SENDER, reason=True)
    transfer = d.Step("转入档案", "Transfer", returned, transferred, by=SENDER, asks="customer")


class CustomerQuestionnaire(
    d.Form,
    id="customer_questionnaire", no="D3", zh="客户资料表", en="Customer questionnaire", title="{name}", prefix="KZ",
    flow=Asking, secrecy="confidential", columns="record_no name customer sent_on send_mode received_on filled_by status",
    ledgers=[
        d.Ledger("客户资料表台帐", "record_no name sent_on send_mode received_on filled_by sealed status", "Questionnaires"),
        d.Ledger(
            "未收回客户资料表清单", "record_no name sent_on send_mode status", "Questionnaires not returned",
            only=d.when("status", "sent", "no_answer"),
        ),
    ],
    practice="head basics contacts traits",
):  # fmt: skip
    """Header of the office, body of the customer: labels as in the customer file."""

    with d.Head(columns=6) as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        name = d.Text("客户名称", "Customer name", required=True, value=d.copied("customer.name"))
        customer = d.Ref("客户档案", "Customer file", "customer")
        sent_on = d.Date("发出日期", "Sent on", required=Asking.sent, past=True)
        send_mode = d.Choice("发出方式", "Sent by", SEND_MODE, required=True)
        received_on = d.Date("收回日期", "Returned on", required=Asking.returned, past=True, from_="sent_on")
        filled_by = d.Text("填表人(客户方)", "Filled in by (customer)", required=Asking.returned)
        sealed = d.YesNo("客户盖章", "Sealed by the customer")
    with d.Section("客户基础资料", "Basic data", short=("基础", "Basics"), columns=6) as basics:
        licence_no = d.Uscc("统一社会信用代码", "Licence number", also=("营业执照号",))
        tax_no = d.Text("税务登记", "Tax registration")
        legal_rep = d.Text("所有者(法人代表)", "Owner / legal representative", also=("所有者", "法定代表人或代表"))
        managers = d.Text("管理者", "Managers")
        qualification = d.Text("资质", "Qualifications", also=("法人资质资料",))
        founded_on = d.Date("成立时间", "Established on", past=True, also=("创立时间",))
        dealing_since = d.Date("与本公司交易时间", "Dealing with us since", past=True)
        ownership = d.Choice("企业性质", "Kind of enterprise", "ownership", other=True)
        industry = d.Choice("所属行业", "Industry", "industry", also=("行业", "所在行业"))
        registered_capital = d.Money("注册资本", "Registered capital", unit="元")
        assets = d.Money("资产", "Assets", unit="元")
        staff_count = d.Int("企业规模(员工人数)", "Staff", unit="人", at_least=0, also=("员工人数",))
        turnover = d.Money("企业规模(销售额)", "Turnover", unit="元", also=("销售额", "营业额"))
        business_scope = d.LongText("经营范围", "Business scope", also=("业务范围",))
        address = d.Text("地址", "Address", also=("公司地址",))
        postcode = d.Postcode("邮编", "Postcode")
        phone = d.Phone("电话", "Telephone")
        fax = d.Phone("传真", "Fax")
        email = d.Email("邮箱", "E-mail", also=("E-MAIL",))
        website = d.Url("网址", "Website", also=("网站",))
    contacts = d.Rows(Contact, "联系人", "Contacts", short=("联系", "People"), blank=6)
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


Asking.transfer.wants("customer", code="GEN_REQUIRED", at="customer")

register_forms = d.registering(CustomerQuestionnaire)

SAMPLES = (
    {
        "name": "岳阳港鑫特钢有限公司", "customer": 1, "send_mode": "post", "sent_on": -46, "received_on": -30, "filled_by": "周海燕", "sealed": True,
        "legal_rep": "周建军", "founded_on": -4380, "ownership": "private", "industry": "manufacturing", "staff_count": 186,
        "turnover": 68000000, "business_scope": "热轧带钢、型钢的生产与销售", "address": "岳阳市云溪区松阳湖南路 12 号",
        "postcode": "414000", "phone": "0730-8412266", "email": "office@ysgt.example.cn",
        "contacts": [
            {"name": "周建军", "position": "总经理", "role": "actual_controller", "mobile": "13807301266", "is_decider": True},
            {"name": "周海燕", "position": "财务主管", "role": "finance", "direct_phone": "0730-8412268"},
        ],
        "service_area": "湘北、鄂南", "main_products": "热轧带钢", "needs": "希望按月供货，质量异议三日内答复",
        "raw_materials": "连铸坯", "steps": "send take_back transfer",
    },
    {"name": "长沙湘江机电设备有限公司", "send_mode": "hand", "sent_on": -9, "steps": "send"},
    {"name": "岳阳县荣家湾镇砂石经营部", "send_mode": "post", "sent_on": -80, "steps": "send give_up"},
    {"name": "湖南长岭石化设备有限公司", "send_mode": "email"},
)  # fmt: skip
