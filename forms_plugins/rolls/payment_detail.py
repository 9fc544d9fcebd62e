"""E3 货款明细单: deliveries and payments of a customer in a year, the running balance and how old the debt is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import dangan as d

PAY_MODE = (("transfer", "电汇", "Bank transfer"), ("draft", "承兑", "Acceptance draft"), ("cash", "现金", "Cash"))
BANDS = {"age_30": (0, 30), "age_60": (31, 60), "age_90": (61, 90), "age_over_90": (91, 99999)}  # days


class Entry(d.Row):
    """A delivery, an invoice or a payment."""

    line_date = d.Date("日期", "Date", required=True)
    contract_no = d.Text("合同编号", "Contract")
    summary = d.Text("摘要", "Particulars", required=True)
    billed = d.Money("发货金额", "Delivered", unit="元")
    invoiced = d.Money("开票金额", "Invoiced", unit="元")
    received = d.Money("回款金额", "Received", unit="元")
    pay_mode = d.Choice("回款方式", "Means of payment", PAY_MODE, required=d.when("received"))
    balance = d.Money("余额", "Balance", auto=True, unit="元", signed=True, value=d.computed())
    age_days = d.Int("账龄(天)", "Age in days", auto=True, unit="天", value=d.live())
    handler = d.Person("经办人", "Handled by")


class PaymentDetail(
    d.Form,
    id="payment_detail", no="E3", zh="货款明细单", en="Payment detail", title="{customer} {year}", prefix="HK",
    key="customer year", secrecy="confidential",
    columns="record_no customer year opening closing age_30 age_60 age_90 age_over_90 prepared_by",
    ledgers=[d.Ledger(
        "货款回收台帐", "customer year opening closing age_30 age_60 age_90 age_over_90 prepared_by",
        en="Ledger of collection of payments",
    )],
    paper=d.Paper(landscape=True),
    practice="lines totals",
):  # fmt: skip
    """One a customer and year, kept by the sales clerk."""

    with d.Head() as head:
        customer = d.Ref("客户", "Customer", "customer", required=True)
        year = d.Year("年度", "Year", required=True)
        opening = d.Money("期初余额", "Opening balance", required=True, unit="元", signed=True)
        prepared_by = d.Person("填报人(内勤)", "Kept by", required=True, default=d.USER)
    lines = d.Rows(Entry, "明细", "Entries")
    with d.Foot("货款回收", "Collection of payments") as totals:
        closing = d.Money("期末余额", "Closing balance", auto=True, unit="元", signed=True, value=d.computed())
        age_30 = d.Money("账龄0-30天", "0-30 days", auto=True, unit="元", value=d.live())
        age_60 = d.Money("账龄31-60天", "31-60 days", auto=True, unit="元", value=d.live())
        age_90 = d.Money("账龄61-90天", "61-90 days", auto=True, unit="元", value=d.live())
        age_over_90 = d.Money("账龄90天以上", "Over 90 days", auto=True, unit="元", value=d.live())


def _year_before(customer: d.Link, year: int, office: d.Office) -> d.Values | None:
    found = office.find("payment_detail", customer=customer, year=year - 1)
    return found[0] if found else None


@PaymentDetail.opening.default
def closing_of_the_year_before(customer: d.Link, year: int, office: d.Office) -> Decimal | None:
    return (_year_before(customer, year, office) or {}).get("closing")


@PaymentDetail.opening.should(code="GEN_SUM_DIFFERS")
def goes_on_from_the_year_before(opening: Decimal, customer: d.Link, year: int, office: d.Office) -> d.Verdict:
    closed = (_year_before(customer, year, office) or {}).get("closing")
    return closed in (None, opening) or {"sum": closed}


@Entry.line_date.must(code="GEN_RANGE")
def within_the_year(line_date: date, year: int) -> d.Verdict:
    return line_date.year == year or {"minimum": date(year, 1, 1), "maximum": date(year, 12, 31)}


@Entry.balance.calc
def running_balance(opening: Decimal, prev: Entry | None, billed: Decimal | None, received: Decimal | None) -> Decimal:
    before = prev.balance if prev is not None and prev.balance is not None else opening
    return before + (billed or 0) - (received or 0)


@PaymentDetail.closing.calc
def last_balance(opening: Decimal, lines: Sequence[Entry]) -> Decimal | None:
    return lines[-1].balance if lines else opening


Debt = tuple[date, Decimal, int]  # its day, what is unpaid of it, its line (0 = carried over)


def _unpaid(carried: Sequence[Debt], opening: Decimal, lines: Sequence[Entry]) -> Iterator[Debt]:
    """What is left of each delivery once the payments are set against them, the oldest first."""
    paid = sum((line.received or Decimal() for line in lines), max(-opening, Decimal()))
    made = [(x.line_date, x.billed, n) for n, x in enumerate(lines, 1) if x.line_date and x.billed]
    for day, amount, line in (*carried, *sorted(made)):
        settled = min(paid, amount)
        paid -= settled
        if amount > settled:
            yield day, amount - settled, line


def _carried(customer: d.Link, year: int, opening: Decimal, office: d.Office) -> list[Debt]:
    """The debts that make up the opening balance: as last year left them, else one of its last day."""
    before = _year_before(customer, year, office)
    whole = office.record(d.Link(before["record_no"], before["_id"], "payment_detail")) if before else None
    if whole and whole["opening"] is not None:
        former = PaymentDetail.form_type.wrap(whole)
        left = list(_unpaid(_carried(customer, year - 1, whole["opening"], office), whole["opening"], former.lines))
        if sum(amount for _, amount, _ in left) == opening:
            return [(day, amount, 0) for day, amount, _ in left]
    return [(date(year - 1, 12, 31), opening, 0)] if opening > 0 else []


@Entry.age_days.calc
def days_unpaid(year: int, opening: Decimal, lines: Sequence[Entry], line_no: int, today: date) -> int | None:
    """Up to today, after the year up to its last day: what is unpaid then is carried over."""
    carried = [(date(year - 1, 12, 31), opening, 0)] if opening > 0 else []
    open_days = {line: day for day, _, line in _unpaid(carried, opening, lines)}
    if line_no not in open_days:
        return None
    return max((min(today, date(year, 12, 31)) - open_days[line_no]).days, 0)  # a day to come counts from when it comes


def _aged(low: int, high: int) -> Callable[..., Decimal]:
    def amount_of_age(
        customer: d.Link, year: int, opening: Decimal, lines: Sequence[Entry], today: date, office: d.Office
    ) -> Decimal:
        day = min(today, date(year, 12, 31))
        debts = _unpaid(_carried(customer, year, opening, office), opening, lines)
        return sum((left for since, left, _ in debts if low <= max((day - since).days, 0) <= high), Decimal())

    return amount_of_age


for name, (low, high) in BANDS.items():
    getattr(PaymentDetail, name).calc(_aged(low, high))

register_forms = d.registering(PaymentDetail)

SAMPLES = (
    {
        "customer": 1, "year": 2025, "opening": 46000, "prepared_by": 24, "steps": "submit",
        "lines": [
            {"line_date": date(2025, 1, 18), "summary": "收上年货款", "received": 46000, "pay_mode": "draft", "handler": 24},
            {"line_date": date(2025, 9, 10), "contract_no": "HT-2025-0007", "summary": "发 Φ650 轧辊 6 支",
             "billed": 111600, "invoiced": 111600, "handler": 24},
            {"line_date": date(2025, 11, 5), "summary": "收货款", "received": 80000, "pay_mode": "transfer", "handler": 24},
        ],
    },
    {
        "customer": 1, "year": 2026, "opening": 31600, "prepared_by": 24,
        "lines": [
            {"line_date": date(2026, 2, 3), "summary": "收上年货款", "received": 31600, "pay_mode": "transfer", "handler": 24},
            {"line_date": date(2026, 6, 12), "summary": "发 Φ380 轧辊 8 支", "billed": 49600, "invoiced": 49600, "handler": 24},
            {"line_date": date(2026, 7, 20), "summary": "收货款", "received": 20000, "pay_mode": "cash", "handler": 24},
        ],
    },
)  # fmt: skip
