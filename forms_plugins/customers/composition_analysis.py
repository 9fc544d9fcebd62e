"""D14 客户构成分析: how sales are made up by grade, product, region and the like; the runs that are kept (W7)."""

from __future__ import annotations

from typing import Any

import dangan as d
from forms_plugins.customers.options import CLASS_NATURE

CURRENCY = {"cny": "人民币", "usd": "美元", "eur": "欧元"}
SALES_BASIS = (("contract", "合同", "Contracted"), ("shipped", "发货", "Shipped"), ("received", "回款", "Received"))
ANALYSES = ("sales_mix", "product_mix", "region_mix", "credit_mix", "nature_mix", "time_mix", "industry_mix")
GIVEN: dict[str, Any] = {"required": True, "auto": True}


class BySales(d.Row):
    """A grade of sales."""

    grade = d.Choice("销售额等级", "Sales grade", "sales_grade", **GIVEN)
    customers = d.Int("客户数", "Customers", **GIVEN)
    sales = d.Money("销售额", "Sales", unit="元", **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)
    cumulative = d.Decimal("累计比重", "Cumulative share", places=1, unit="%", **GIVEN)
    average = d.Money("户均销售额", "Average per customer", auto=True, unit="元")


class ByProduct(d.Row):
    """A product."""

    product = d.Text("商品", "Product", **GIVEN)
    quantity = d.Decimal("销售量", "Quantity sold", places=3, **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)


class ByProductAndGrade(d.Row):
    """A product in a grade of customers."""

    product = d.Text("商品", "Product", **GIVEN)
    grade = d.Choice("客户等级", "Customer grade", "sales_grade", **GIVEN)
    quantity = d.Decimal("销售量", "Quantity sold", places=3, **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)


class ByRegion(d.Row):
    """A region."""

    region = d.Choice("客户地域", "Region", "region", **GIVEN)
    customers = d.Int("客户数", "Customers", **GIVEN)
    sales = d.Money("销售额", "Sales", unit="元", **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)


class ByCredit(d.Row):
    """A credit grade."""

    grade = d.Choice("信用等级", "Credit grade", "credit_grades", **GIVEN)
    customers = d.Int("客户数", "Customers", **GIVEN)
    sales = d.Money("销售额", "Sales", unit="元", **GIVEN)
    receivables = d.Money("应收账款", "Receivables", unit="元", **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)


class ByNature(d.Row):
    """A nature of customers."""

    nature = d.Choice("客户性质", "Nature", CLASS_NATURE, **GIVEN)
    customers = d.Int("客户数", "Customers", **GIVEN)
    sales = d.Money("销售额", "Sales", unit="元", **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)


class ByTime(d.Row):
    """A class of customers by time."""

    time_class = d.Choice("客户时间类别", "Time class", "class_time", **GIVEN)
    customers = d.Int("客户数", "Customers", **GIVEN)
    sales = d.Money("销售额", "Sales", unit="元", **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)


class ByIndustry(d.Row):
    """An industry."""

    industry = d.Choice("所属行业", "Industry", "industry", **GIVEN)
    customers = d.Int("客户数", "Customers", **GIVEN)
    sales = d.Money("销售额", "Sales", unit="元", **GIVEN)
    share = d.Decimal("所占比重", "Share", places=1, unit="%", **GIVEN)


class CompositionAnalysis(
    d.Report,
    id="composition_analysis", no="D14", zh="客户构成分析", en="Customer composition analysis",
    title="{period_from} {period_to}", number="{yyyy}-{seq:4}", snapshots=True, secrecy="internal",
    columns="record_no period_from period_to sales_basis total_sales run_on run_by", paper=d.Paper(landscape=True),
    practice="included_states sales_mix.average shortcomings countermeasures",
):  # fmt: skip
    """A run: its parameters and figures, and what was concluded from them."""

    with d.Head() as head:
        period_from = d.Date("起始日期", "From", required=True, until="period_to", also=("分析期间",))
        period_to = d.Date("截止日期", "To", required=True)
        currency = d.Choice("币种", "Currency", CURRENCY, required=True, other=True, default="cny")
        included_states = d.Multi("客户状态范围", "States included", "customer_states")
        sales_basis = d.Choice("销售口径", "Sales basis", SALES_BASIS, required=True)
        analyses = d.Multi("分析项目", "Analyses", "composition_kind", required=True)
        run_on = d.DateTime("分析日期", "Analysed on", default=d.NOW, **GIVEN)
        run_by = d.Person("分析人", "Analysed by", default=d.USER, **GIVEN)
    sales_mix = d.Rows(BySales, "销售构成分析", "Composition by sales", short=("销售", "Sales"), blank=4)
    product_mix = d.Rows(ByProduct, "商品构成分析", "Composition by product", short=("商品", "Products"), blank=4)
    product_grade = d.Rows(
        ByProductAndGrade, "商品与客户等级对照", "Product by customer grade", short=("对照", "Grades"), blank=4
    )
    region_mix = d.Rows(ByRegion, "地区构成分析", "Composition by region", short=("地区", "Regions"), blank=4)
    credit_mix = d.Rows(ByCredit, "客户信用构成分析", "Composition by credit grade", short=("信用", "Credit"), blank=4)
    nature_mix = d.Rows(ByNature, "客户性质构成分析", "Composition by nature", short=("性质", "Nature"), blank=4)
    time_mix = d.Rows(ByTime, "客户时间构成分析", "Composition by time", short=("时间", "Time"), blank=4)
    industry_mix = d.Rows(ByIndustry, "行业构成分析", "Composition by industry", short=("行业", "Industry"), blank=4)
    with d.Foot() as foot:
        total_sales = d.Money("总销售额", "Total sales", unit="元", **GIVEN)
        marketing_focus = d.LongText("未来的营销重点", "Future marketing focus")
        shortcomings = d.LongText("不足", "Shortcomings")
        countermeasures = d.LongText("对策", "Measures")


@CompositionAnalysis.analyses.default
def all_of_them(office: d.Office) -> tuple[str, ...]:
    return ANALYSES


register_forms = d.registering(CompositionAnalysis)

SAMPLES = (
    {
        "period_from": -365, "period_to": -1, "sales_basis": "shipped", "total_sales": 92400000,
        "sales_mix": [
            {"grade": "a", "customers": 4, "sales": 64680000, "share": 70, "cumulative": 70, "average": 16170000},
            {"grade": "b", "customers": 7, "sales": 18480000, "share": 20, "cumulative": 90, "average": 2640000},
            {"grade": "c", "customers": 21, "sales": 9240000, "share": 10, "cumulative": 100, "average": 440000},
        ],
        "product_mix": [{"product": "轧辊 Φ650", "quantity": 640, "share": 61.5},
                        {"product": "轧辊 Φ750", "quantity": 400, "share": 38.5}],
        "region_mix": [{"region": "central", "customers": 20, "sales": 73920000, "share": 80},
                       {"region": "south", "customers": 12, "sales": 18480000, "share": 20}],
        "marketing_focus": "巩固 A 级四户，湘北片区增设驻点。", "shortcomings": "C 级客户回款慢，单次用量小。",
        "countermeasures": "C 级客户改为款到发货。",
    },
)  # fmt: skip
