"""W12 and W8: the expense gate, incidents; regulations and order reviews, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from dangan.record import Values
from storage.roles import Roles
from tests.processes.conftest import Played

H5, H7, I5 = "expense_clearance", "regulation_cover", "confidentiality_incident"


def roles(office: Played, given: Iterable[tuple[str, str]]) -> None:
    for login, role in given:
        Roles(office.archive.store).give(
            office.ids[login], role, date(2010, 1, 1), at=datetime(2024, 1, 2, 8), by="root"
        )


def trip(office: Played, traveller: str, **more: object) -> Values:
    return office.save("li", H5, {
        "traveller": office.person(traveller), "dept": office.dept, "activity": "training", "activity_name": "培训班",
        "date_from": date(2024, 2, 26), "date_to": date(2024, 2, 28), **more,
    })  # fmt: skip


def test_no_claim_without_the_papers(office: Played) -> None:
    roles(office, [("zhao", "finance")])
    claim = trip(office, "li")
    assert office.refused("ke", H5, claim, "sign") == ["EXP_EMPTY"]
    assert office.refused("zhao", H5, claim, "check")[0] == "EXP_NOT_SIGNED"
    assert office.refused("li", H5, claim, "sign")[0] == "GEN_NOT_SIGNER"
    office.save("li", H5, {"_id": claim["_id"], "items": [{"title": "教材", "copies": 1}]})
    office.take("ke", H5, claim, "sign")
    line = office.archive.read(H5, claim["_id"])["items"][0]
    assert "GEN_LOCKED" in office.refused_save("li", H5, {"_id": claim["_id"], "items": [{**line, "copies": 2}]})
    office.save("dang", H5, {"_id": claim["_id"], "items": [{**line, "archive_no": "1-CL-2024-0001"}]})
    office.take("zhao", H5, claim, "check")
    assert office.take("zhao", H5, claim, "pay")["status"] == "paid"


def test_the_head_does_not_sign_his_own_trip(office: Played) -> None:
    claim = trip(office, "ke", none_reason="仅公开宣传册")
    assert office.refused("ke", H5, claim, "sign") == ["EXP_SELF"]


def test_an_incident_is_closed_by_who_is_not_concerned(office: Played) -> None:
    event = office.save("dang", I5, {
        "found_at": datetime(2024, 3, 4, 8), "found_by": "check", "kind": "loss", "dept": office.dept, "description": "卷宗遗失",
        "level_concerned": "internal", "persons": [{"person": office.person("fu")}],
    })  # fmt: skip
    handler = office.person("jian")
    assert office.refused("dang", I5, event, "investigate", values={"handler": handler}) == ["GEN_NO_RIGHT"]
    assert office.refused("zong", I5, event, "investigate", values={"handler": office.person("fu")}) == ["INC_SELF"]
    office.take("zong", I5, event, "investigate", values={"handler": handler})
    found = {"findings": "保管不当", "ground": "第八条", "decision": "通报"}
    assert office.refused("fu", I5, event, "decide", values=found) == ["INC_SELF"]
    office.take("zong", I5, event, "decide", values=found)
    assert office.refused("jian", I5, event, "close") == ["GEN_REQUIRED"]
    assert "INC_SELF" in office.refused("fu", I5, event, "close", values={"remedy": "加锁"})
    office.on(date(2024, 3, 7))
    closed = office.take("jian", I5, event, "close", values={"remedy": "加锁"})
    assert (closed["status"], closed["closed_on"]) == ("closed", date(2024, 3, 7))


def test_a_regulation_comes_into_force_and_goes(office: Played) -> None:
    roles(office, [("jian", "office")])
    rule = office.save("li", H7, {"title": "客户回访管理规定", "body": "第一条"})
    office.take("jian", H7, rule, "check")
    assert "GEN_LOCKED" in office.refused_save("li", H7, {"_id": rule["_id"], "body": "改"})
    office.take("zong", H7, rule, "approve")
    assert office.refused("jian", H7, rule, "enact") == ["GEN_REQUIRED"]
    office.take("jian", H7, rule, "enact", values={"valid_from": date(2024, 4, 1)})
    assert office.refused("jian", H7, rule, "repeal", values={"valid_to": date(2025, 4, 1)}) == ["GEN_REASON"]
    gone = office.take("jian", H7, rule, "repeal", values={"valid_to": date(2025, 4, 1)}, reason="已有新版")
    assert gone["status"] == "repealed"


def test_every_department_signs_before_an_order_is_approved(office: Played) -> None:
    intent = office.save("li", "roll_order_intent", {"items": [{"spec": "Φ650"}]})
    lines = [{"review_dept": dept, "subject": "可行性", "result": "ok"} for dept in ("tech", "finance")]
    review = office.save(
        "li", "roll_order_review", {"intent": office.link("roll_order_intent", intent), "reviews": lines}
    )
    form = "roll_order_review"
    office.take("li", form, review, "submit")
    office.take("zhao", form, review, "review", lines=(0,))
    assert "RULE:wants_reviewer" in office.refused("zong", form, review, "approve")
    office.take("jian", form, review, "review", lines=(1,))
    assert office.take("zong", form, review, "approve")["status"] == "approved"
