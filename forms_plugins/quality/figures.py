"""What the returned sheets of a satisfaction campaign come to: counts, means, satisfaction in per cent (W15)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import dangan as d

SHEET, ANALYSIS, CAMPAIGN = "satisfaction_survey", "satisfaction_analysis", "satisfaction_campaign"
MOST = 5  # the highest score


def target_of(office: d.Office) -> Decimal:
    """The target that the office has set, 85 per cent unless it has."""
    return Decimal(str(office.setting("satisfaction_target") or 85)).quantize(Decimal("0.1"))


def campaign_named(campaign: str, office: d.Office) -> d.Values:
    """The record of the campaign of that name, whole; {} where there is none."""
    found = office.find(CAMPAIGN, campaign=campaign)
    return (office.record(d.Link("", found[0]["_id"], CAMPAIGN)) if found else None) or {}


def aim_of(campaign: str, office: d.Office) -> Decimal:
    """The target of the campaign, else the office's."""
    held: Decimal | None = campaign_named(campaign, office).get("target")
    return target_of(office) if held is None else held


def items_of(campaign: str, office: d.Office) -> list[str]:
    """The items that the campaign asks about, in its order; without a record of it all that the list has."""
    lines = campaign_named(campaign, office).get("items") or ()
    return [line["item"] for line in lines] or [o.code for o in office.options("survey_item") if not o.retired]


def sent_of(campaign: str, office: d.Office) -> int:
    """How many sheets were sent."""
    return office.count(SHEET, campaign=campaign)


def returned_of(campaign: str, office: d.Office) -> int:
    """How many of them came back."""
    return sent_of(campaign, office) - office.count(SHEET, campaign=campaign, returned_on=None)


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """Per cent to one decimal, None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), "ROUND_HALF_UP") if whole else None


def part_returned(returned: int, sent: int) -> Decimal | None:
    """The sheets that came back, in per cent."""
    return share(returned, sent)


def return_rate_of(campaign: str, office: d.Office) -> Decimal | None:
    """The same of a campaign."""
    return share(returned_of(campaign, office), sent_of(campaign, office))


def mean_of(campaign: str, item: str, office: d.Office) -> Decimal | None:
    """The mean score of the sheets that answer the item; an answer that is missing is no zero."""
    counts = {
        score: office.count(f"{SHEET}.scores", campaign=campaign, item=item, score=str(score))
        for score in range(1, MOST + 1)
    }
    answers = sum(counts.values())
    return Decimal(sum(s * n for s, n in counts.items())) / answers if answers else None


def rate_of(mean: Decimal | None) -> Decimal | None:
    """Satisfaction in per cent."""
    return None if mean is None else share(mean, MOST)


def rate_of_item(item: str, campaign: str, office: d.Office) -> Decimal | None:
    """Satisfaction with an item, of the exact mean, not of the rounded one."""
    return rate_of(mean_of(campaign, item, office))


def overall_of(campaign: str, office: d.Office) -> Decimal | None:
    """The mean of the items' satisfaction by their weights, all alike without; items that nobody answered are left out."""
    weights = {line["item"]: line["weight"] for line in campaign_named(campaign, office).get("items") or ()}
    total, weighed = Decimal(0), Decimal(0)
    for item in items_of(campaign, office):
        mean = mean_of(campaign, item, office)
        weight = weights.get(item)
        weight = Decimal(1) if weight is None else weight
        if mean is not None:
            total, weighed = total + mean * weight, weighed + weight
    return rate_of(total / weighed) if weighed else None


def analysis_of(campaign: str, office: d.Office) -> d.Values:
    """The analysis report of the campaign, whole; {} where there is none."""
    found = office.find(ANALYSIS, campaign=campaign)
    return (office.record(d.Link("", found[0]["_id"], ANALYSIS)) if found else None) or {}


def link_to(form: str, record: Any) -> d.Link | None:
    """A record as others link to it, None of an empty one."""
    return d.Link(record["record_no"], record["_id"], form) if record else None


def report_of(campaign: str, office: d.Office) -> d.Link | None:
    """The analysis report of the campaign as others link to it."""
    return link_to(ANALYSIS, analysis_of(campaign, office))
