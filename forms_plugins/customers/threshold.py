"""The yearly volume from which a customer needs a file: of a subsidiary on a day (W6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import dangan as d

USUAL = 3000


def in_force(subsidiary: d.Link | None, day: date, office: d.Office, but: d.Link | None = None) -> Decimal:
    """Tonnes: of the last approved change that has taken effect, `but` left out, else the setting of the company."""
    changes = office.find("threshold_change", subsidiary=subsidiary, status="approved") if subsidiary else ()
    begun = [x for x in changes if x["effective_on"] <= day and (but is None or x["_id"] != but.id)]
    if begun:
        return Decimal(max(begun, key=lambda x: (x["effective_on"], x["_id"]))["new_value"])
    return Decimal(office.setting("customer_file_threshold_t") or USUAL)
