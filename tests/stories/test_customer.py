"""D1 客户档案 and D2 客户档案表: a customer's file, then the table that goes round for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.typing import (
    DOWN,
    ENTER,
    ESC,
    F5,
    F6,
    NEW_LINE,
    TAB,
    leave,
    missing,
    office,
    program,
    says,
    sheet,
    stored,
    workbook,
)

YEAR = date.today().year
CUSTOMER, TABLE = f"KH-{YEAR}-00001", f"KB-{YEAR}-00001"
FILE = {
    "客户名称": "宏达建材有限公司", "建档日期": "", "归口部门": "xsyb", "责任业务员": "swj", "代管业务员": "",
    "统一社会信用代码": "91430100MA4L1ABC2F", "税务登记": "", "所有者(法人代表)": "赵宏达",
    "管理者": "赵宏达、钱敏", "资质": "建筑业企业资质二级", "成立时间": "2015.6.1", "与本公司交易时间": "2019.3.1", "企业性质": "3",
    "所属行业": "jz", "注册资本": "2000w", "资产": "3500万", "企业规模(员工人数)": "86", "企业规模(销售额)": "1.2y",
    "经营范围": f"钢材、水泥批发{NEW_LINE}建筑装饰", "地址": "长沙市雨花区万家丽路 12 号", "邮编": "410007",
    "电话": "0731-84556677", "传真": "", "邮箱": "zhao@hongda", "网址": "www.hongda.cn",
}  # fmt: skip
CONTACTS = [
    "赵宏达", "总经理", "1", "13907311234", "", "", "1970.11.27", "钓鱼", "", "", "", "", "", "1",
    "陈会计", "财务经理", "3", "13807315566",
]  # fmt: skip
TABLE_HEAD = {
    "建档日期": "", "客户名称": "", "编号": "hdjc", "考证部门": "bgs", "重要领导的姓名": "赵宏达", "移动电话": "13907311234",
    "直拨电话号码": "", "公司地址": "长沙市雨花区万家丽路 18 号", "传真": "", "E-MAIL": "", "网站": "", "业务范围": "",
    "主导产品": "钢材", "行业地位": "省内前十", "发展动态": "", "公司文化": "", "发展方针政策": "", "注册资本": "", "员工人数": "92",
    "年销售额": "", "主要原料来源": "武钢", "主要客户": "五矿地产", "开户银行": "工行雨花支行", "账号": "43001785061050001234",
    "信用等级": "2", "授信额度": "五百万", "付款方式": "月结 30 天", "首次交易日期": "", "年交易额": "1200w", "主要交易产品": "钢材",
    "价格条件": "随行就市", "收集渠道": "010508",
}  # fmt: skip
PAPERS = ["营业执照副本", "1", "1", "1", "2", "公司章程", "1", "2", "", "12"]
CHECKED = {
    "齐全、完整": "1", "分类归档": "1", "三个前后": "2", "打印页号": "12", "考证意见": "情况属实，同意建档。", "考证人": "lw",
    "考证日期": ".", "填表人": "", "审核人": "zjg",
}  # fmt: skip

KEPT = {
    "name": "宏达建材有限公司", "licence_no": "91430100MA4L1ABC2G", "legal_rep": "赵宏达", "founded_on": "2015-06-01",
    "dealing_since": "2019-03-01", "ownership": "private", "industry": "construction", "registered_capital": 20_000_000,
    "assets": 35_000_000, "staff_count": 92, "turnover": 120_000_000, "business_scope": "钢材、水泥批发\n建筑装饰",
    "address": "长沙市雨花区万家丽路 18 号", "postcode": "410007", "phone": "0731-84556677", "email": "zhao@hongda.com",
    "service_area": "湖南省内", "main_products": "钢材", "grade_credit": "aa", "credit_limit": 5_000_000,
}  # fmt: skip
FILE_PRINTED = [
    ["客  户  卡"],
    ["统一社会信用代码", "91430100MA4L1ABC2G", "税务登记"],
    ["所属行业", "建筑业"],
    ["注册资本", "20,000,000.00"],
    ["地址", "长沙市雨花区万家丽路 18 号", "邮编", "410007"],
    ["陈会计", "财务经理", "财务负责人", "13807315566"],
    ["信用等级", "AA"],
    ["授信额度", "5,000,000.00"],
]
TABLE_PRINTED = [
    ["客  户  档  案  表"],
    ["客户名称", "宏达建材有限公司", "编号", CUSTOMER],
    ["年销售额", "120,000,000.00"],
    ["主要原料来源", "武钢"],
    ["收集渠道", "☑网上信息收集"],
    ["2", "公司章程", "1", "附件", "1", "12", "3", "14"],
    ["客户档案资料排列的3个“前后”", "□批复在前、请示在后", "☑正件在前、附件在后", "□印件在前、定稿在后"],
]


def test_file_and_table(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send(ENTER + F5)
        says(t, "1 客户基础资料")
        t.send(sheet(*FILE.values(), *CONTACTS) + TAB + "湖南省内")
        says(t, "湖南省内")
        t.send(F6)
        says(t, "“统一社会信用代码”的代码“91430100MA4L1ABC2F”不对，应为 18 位且校验码相符。请对照营业执照填写")
        t.send("91430100MA4L1ABC2G" + F6)
        says(t, "“邮箱”的内容“zhao@hongda”格式不对。请按此格式填写：name@company.com。")
        t.send("zhao@hongda.com" + F6)
        says(t, f"已保存 {CUSTOMER}。F5 下一份,Ctrl+Z 撤销,Esc 返回")
        t.send(F5 + "宏达建材" + ENTER)
        t.send(F6)
        says(t, f"已经建档（{CUSTOMER}），一户只建一档。请打开已有档案继续填写")
        t.send(ESC)
        says(t, "尚未保存:  1 保存  2 暂存离开  3 放弃修改")
        t.send("3" + F6)
        says(t, "共 1 份")
        t.send(ESC)
        says(t, "客户档案的原始资料")
        t.send(DOWN + ENTER + F5)
        says(t, "考证部门")
        t.send(sheet(*TABLE_HEAD.values(), *PAPERS) + TAB + sheet(*CHECKED.values()))
        t.send(F6)
        says(t, "“授信额度”要填数字，“五百万”不是数字。请只填数字和小数点，不要带单位。")
        t.send("500w" + F6)
        says(t, f"已保存 {TABLE}")
        leave(t)
    table, file = stored(db, "customer_form", TABLE), stored(db, "customer", CUSTOMER)
    assert {name: file[name] for name in KEPT} == KEPT
    assert [(line["name"], line["role"], line["mobile"], line["is_decider"]) for line in file["contacts"]] == [
        ("赵宏达", "actual_controller", "13907311234", True),
        ("陈会计", "finance", "13807315566", None),
    ]
    assert (file["approved_by"], file["salesperson"], file["dept"]) == (None, "单文静", "销售一部")
    assert table["customer_no"] == CUSTOMER and table["channel"] == ["web", "sales_visit", "phone_visit"]
    assert [(line["part"], line["page_from"], line["page_to"]) for line in table["arrangement"]] == [
        ("document", 1, 2),
        ("enclosure", 3, 14),
    ]
    assert (table["kinds_count"], table["complete"], table["annual_amount"]) == (2, True, 12_000_000)
    shared = (
        "name",
        "address",
        "email",
        "staff_count",
        "main_products",
        "industry_position",
        "grade_credit",
        "credit_limit",
    )
    assert {name: table[name] for name in shared} == {name: file[name] for name in shared}
    for form, number, expected in (("customer_form", TABLE, TABLE_PRINTED), ("customer", CUSTOMER, FILE_PRINTED)):
        (paper,) = workbook(db, form, "form_a4", number)
        assert missing(paper, expected) == []
