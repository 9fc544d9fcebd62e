"""Options that several forms of the roll manufacturer know."""

from __future__ import annotations

REVIEW_DEPT = {"sales": "销售", "tech": "技术", "production": "生产", "quality": "品管", "finance": "财务"}
DECISION = (
    ("replace", "更换", "Replacement"), ("return", "退货", "Return"), ("compensate", "赔偿", "Compensation"),
    ("discount", "折价", "Discount"), ("repair", "返修", "Repair"), ("unfounded", "异议不成立", "Objection unfounded"),
)  # fmt: skip
