"""Options that several forms of the roll manufacturer know."""

from __future__ import annotations

REVIEW_DEPT = {"sales": "销售", "tech": "技术", "production": "生产", "quality": "品管", "finance": "财务"}
