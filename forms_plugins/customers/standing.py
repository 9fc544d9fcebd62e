"""What other forms must know of a customer's file: whether it is confirmed, whether the customer is a risk."""

from __future__ import annotations

import dangan as d

SIGNALS = {
    "poor_business": "经营状况差", "arrears": "欠账", "credit_down": "信誉度下降", "bankruptcy": "面临破产改制", "other": "其他",
}  # fmt: skip
CONCLUDED = d.Label("评价结论为风险", "concluded in an evaluation")


def no_risk(customer: d.Link, office: d.Office) -> d.Verdict:
    """True, or what CUST_RISK says: the customer and the signals of the last briefing that names it."""
    file = office.record(customer) or {}
    if not file.get("risk_flag"):
        return True
    briefings = office.find("customer_briefing.items", customer=customer)
    lines = [x for b in briefings[:1] for x in b["items"] if x["customer"] and x["customer"].id == customer.id]
    codes = [code for line in lines for code in line["signals"]]
    said = [d.Label(SIGNALS[code], code.replace("_", " ")) for code in codes if code in SIGNALS]
    return {"customer": file.get("name"), "signals": said or CONCLUDED}


def confirmed(customer: d.Link, office: d.Office) -> d.Verdict:
    """True, or what CUST_CREDIT_NO_FILE says: no credit without a file that is confirmed (W6)."""
    file = office.record(customer)
    return file is None or file["status"] != "draft" or {"customer": file.get("name") or customer.text}
