"""F6 顾客满意度调查表: the questionnaire of one customer in a campaign (W15 step 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dangan as d
from forms_plugins.quality.figures import SHEET, campaign_named, items_of


class Score(d.Row):
    """An item with its score; what is not answered stays empty."""

    item = d.Choice("调查内容", "Item", "survey_item", required=True)
    score = d.Choice("评分", "Score", "satisfaction_scale")
    comment = d.Text("说明", "Comment")


class SatisfactionSurvey(
    d.Form,
    id="satisfaction_survey", no="F6", zh="顾客满意度调查表", en="Customer satisfaction survey", title="{customer} {campaign}",
    prefix="MY", key="campaign customer", unique=[d.Unique("record_no scores.item")], secrecy="confidential",
    columns="record_no campaign customer sent_on sent_by returned_on filled_by status",
    ledgers=[
        d.Ledger("满意度调查表台帐", en="Register of questionnaires"),
        d.Ledger("满意度评分明细", en="Scores by item", per="scores"),
        d.Ledger(
            "未收回调查表清单", "record_no campaign customer sent_on sent_by", en="Questionnaires not returned",
            only=d.unless("returned_on"),
        ),
    ],
    practice="head scores suggestion",
):  # fmt: skip
    """One sheet a campaign and customer."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        campaign = d.Text("调查年度/批次", "Campaign", required=True, sticky=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        sent_on = d.Date("发放日期", "Sent on", required=True, sticky=True)
        sent_by = d.Person("发放人(办公室)", "Sent by (office)", required=True, default=d.USER)
        returned_on = d.Date("收回日期", "Returned on", past=True, from_="sent_on", required=d.when("returned_on"))
        filled_by = d.Text("填表人(客户)", "Filled in by (customer)")
    scores = d.Rows(Score, "", "Scores", once="item", blank=7)
    with d.Foot() as foot:
        suggestion = d.LongText("意见与建议", "Opinions and suggestions")


@SatisfactionSurvey.scores.fill
def items_of_the_campaign(campaign: str, office: d.Office) -> list[dict[str, Any]]:
    return [{"item": item} for item in items_of(campaign, office)]


@Score.score.must(code="SAT_SCORE")
def on_the_scale(score: str, item: str, office: d.Office) -> d.Verdict:
    names = {o.code: d.Label(o.zh, o.en) for o in office.options("survey_item")}
    return any(o.code == score for o in office.options("satisfaction_scale")) or {
        "item": names.get(item, item),
        "value": score,
    }


@SatisfactionSurvey.returned_on.required
def something_is_answered(scores: Sequence[Score]) -> bool:
    return any(line.score for line in scores)


@SatisfactionSurvey.customer.must(code="SAT_DUP")
def once_a_campaign(customer: d.Link, campaign: str, itself: d.Link | None, office: d.Office) -> d.Verdict:
    found = office.find(SHEET, campaign=campaign, customer=customer)
    other = next((sheet for sheet in found if itself is None or sheet["_id"] != itself.id), None)
    return other is None or {"record_no": other["record_no"]}


@SatisfactionSurvey.campaign.must(code="SAT_CAMPAIGN_CLOSED")
def still_open(campaign: str, status: str, office: d.Office) -> d.Verdict:
    """What was submitted before goes its way."""
    held = campaign_named(campaign, office)
    closed = status in ("draft", "submitted") and held.get("status") == "closed"
    return not closed or {"closed_on": held["closed_on"] or "-"}


register_forms = d.registering(SatisfactionSurvey)


def _sheet(customer: int, sent: int, back: int | None, *scores: str, **more: Any) -> dict[str, Any]:
    items = ("service_quality", "price", "company", "product_quality", "delivery", "after_sales", "technical")
    answered = [{"item": item, "score": score} for item, score in zip(items, scores, strict=False)]
    given = {} if back is None else {"returned_on": back, "scores": answered}
    return {"campaign": "年度调查第一批", "customer": customer, "sent_on": sent, "sent_by": 4, **given, **more}


SAMPLES = (
    _sheet(
        1,
        -40,
        -28,
        "5",
        "4",
        "5",
        "4",
        "3",
        "5",
        "4",
        filled_by="刘建军",
        suggestion="希望交货期再短一些",
        steps="submit approve",
    ),
    _sheet(2, -40, -30, "4", "3", "4", "4", "3", "4", "5", filled_by="陈卫东", steps="submit approve"),
    _sheet(
        3, -40, -21, "3", "4", "4", "5", "4", "2", "4", filled_by="周敏", suggestion="售后电话常占线", steps="submit"
    ),
)
