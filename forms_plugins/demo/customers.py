"""Sample records of D1, D2 and D7."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dangan.env import Env
from dangan.record import Link, Values
from dangan.values.dates import months_after
from forms_plugins.customers.options import COPY_KIND_OF, MATERIALS
from forms_plugins.demo import words
from forms_plugins.demo.maker import Maker
from forms_plugins.demo.office import Staff

REGIONS = {"湖南省": "central", "湖北省": "central", "河南省": "central", "广东省": "south", "四川省": "southwest"}
BANKS = ("中国工商银行", "中国建设银行", "中国银行", "中国农业银行", "长沙银行")


class Customers:
    """Customers, each with a place of its own on a sales route."""

    def __init__(self, maker: Maker, staff: Staff) -> None:
        self.maker, self.staff = maker, staff
        self._route: dict[str, int] = {}

    def next(self, env: Env) -> Values:
        """A company that buys from the office."""
        maker, place = self.maker, self.maker.place()
        trade, industry, scope, product = maker.one(words.FIRM_TRADES)
        founded = maker.back(1_200, 9_000)
        dealing = maker.day(founded + timedelta(days=200), maker.today - timedelta(days=40))
        opened = maker.day(dealing, maker.today)
        area = place[1].partition("市")[0]
        self._route[area] = self._route.get(area, 0) + 1
        sellers = self.staff.of("市场营销部")
        seller = maker.one(sellers)
        chief = maker.name(maker.sex())
        capital = maker.number(5, 500) * 100_000
        return {
            "name": maker.firm(place, trade), "opened_on": opened, "dept": self.staff.dept("市场营销部"), "salesperson": seller,
            "licence_no": maker.credit_code(place[2]), "legal_rep": chief, "managers": chief, "founded_on": founded,
            "dealing_since": dealing, "ownership": maker.one(("private", "private", "state", "joint_venture")),
            "industry": industry, "registered_capital": Decimal(capital), "staff_count": maker.number(12, 900),
            "turnover": Decimal(capital * maker.number(2, 8)), "business_scope": scope, "address": maker.address(place),
            "postcode": place[4], "phone": maker.landline(place[3]), "main_products": product,
            "needs": "供货及时，价格随行就市。", "service_area": place[0], "contacts": self._contacts(chief, place),
            "sales_record": self._sales(dealing), "annual_reports": self._reports(capital),
            "class_stage": "current", "class_nature": maker.one(("ordinary", "ordinary", "special", "government")),
            "class_time": maker.one(("old", "new")), "class_volume": maker.one(("main", "general", "general", "scattered")),
            "class_importance": maker.one(("key", "general", "scattered")), "class_market": "domestic", "class_channel": "direct",
            "class_grade": maker.one(("important", "special", "ordinary")), "region": REGIONS.get(place[0], "east"),
            "customer_type": maker.one(("end_user", "dealer")), "grade_credit": maker.one(("aa", "a", "a", "b")),
            "grade_sales": maker.one("abcd"), "credit_limit": Decimal(maker.number(1, 30) * 50_000),
            "route_area": area, "route_seq": self._route[area],
            "annual_contract_t": Decimal(maker.number(100, 9_000)),
        }  # fmt: skip

    def _contacts(self, chief: str, place: tuple[str, str, str, str, str]) -> list[Values]:
        maker = self.maker
        lines: list[Values] = []
        for post, role in words.CONTACT_POSTS[: maker.number(1, 3)]:
            lines.append({
                "name": maker.name(maker.sex()) if lines else chief, "position": post, "role": role, "mobile": maker.mobile(),
                "birthday": f"--{maker.number(1, 12):02}-{maker.number(1, 28):02}" if maker.chance(0.5) else None,
                "direct_phone": maker.landline(place[3]), "is_decider": not lines,
            })  # fmt: skip
        return lines

    def _sales(self, since: date) -> list[Values]:
        maker = self.maker
        months = [f"{months_after(maker.today, -back):%Y-%m}" for back in range(maker.number(1, 6), 0, -1)]
        return [
            {
                "period": month, "product": maker.one(words.PRODUCTS), "quantity": Decimal(maker.number(20, 900)),
                "amount": Decimal(maker.number(80_000, 3_000_000)),
            }
            for month in months
            if month >= f"{since:%Y-%m}"
        ]  # fmt: skip

    def _reports(self, capital: int) -> list[Values]:
        maker, lines = self.maker, []
        for year in range(maker.today.year - maker.number(1, 3), maker.today.year):
            revenue = capital * maker.number(2, 9)
            lines.append({
                "year": year, "revenue": Decimal(revenue), "profit": Decimal(revenue * maker.number(-2, 12) // 100),
                "assets": Decimal(capital * 3), "liabilities": Decimal(capital),
            })  # fmt: skip
        return lines


def customer_form(maker: Maker, staff: Staff, env: Env, customer: Link, of: Values) -> Values:
    """The file form of a customer; what it shares with the customer stands there."""
    lines: list[dict[str, Any]] = [
        {"title": title, "copies": 1, "pages": maker.number(1, 8)}
        for title in ("营业执照副本复印件", "购销合同", "客户资料卡", "信用评估表")[: maker.number(2, 4)]
    ]
    return {
        "customer_no": customer, "opened_on": of["opened_on"], "verify_dept": staff.dept("档案室"),
        "leader_name": of["legal_rep"], "leader_mobile": of["contacts"][0]["mobile"], "material_sources": "省内采购为主",
        "main_clients": maker.one(("本地建筑企业", "省内经销商", "制造业企业")), "bank": maker.one(BANKS),
        "bank_account": "".join(str(maker.number(0, 9)) for _ in range(19)), "payment_terms": maker.one(("货到付款", "月结30天", "预付30%")),
        "annual_amount": Decimal(maker.number(20, 900) * 10_000), "dealt_products": maker.one(words.PRODUCTS),
        "price_terms": "含税到厂价", "channel": tuple(maker.some(("web", "dealings", "sales_visit", "phone_visit"), 1, 3)),
        "arrangement": lines, "complete": True, "sequence_ok": ("document_first",), "page_marks": ("front_top_right",),
        "prepared_by": env.user,
    }  # fmt: skip


def source_documents(maker: Maker, staff: Staff, env: Env, customer: Link, of: Values) -> Values:
    """The checklist of a contract with that customer."""
    lines = []
    for kind, _, _ in MATERIALS:
        there = maker.chance(0.75)
        line: dict[str, Any] = {"kind": kind, "present": there}
        if there:
            line |= {
                "copies": 1,
                "pages": maker.number(1, 20),
                **COPY_KIND_OF[kind],
                "doc_date": maker.day(of["opened_on"], maker.today),
            }
        lines.append(line)
    return {
        "customer": customer, "contract_no": f"GX{maker.today.year}-{maker.serial('contract'):05}", "prepared_by": env.user,
        "prepared_on": maker.back(0, 200), "items": lines,
    }  # fmt: skip
