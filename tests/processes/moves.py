"""What is tried with a record by the machine: changes, and what comes with a step, drawn by a number."""

from __future__ import annotations

from datetime import timedelta

from dangan.record import Link, Signature, Values
from storage.stepping import Asked
from tests.processes.conftest import PEOPLE, Played
from tests.processes.plain import B8, B9, C2, C3


def changes(office: Played, form: str, old: Values, login: str, n: int, thing: Link) -> list[Values]:
    """What somebody may try to write over."""
    today, items = office.today, old["items"]
    if form == C2:
        return [{"project": f"项目{n}"}, {"items": [{**x, "code": f"{n:02}"} for x in items]}, {"archive_no": f"DA-{n}"},
                {"items": [{**x, "pages": x["pages"] + 1} for x in items]}, {"remarks": f"注{n}"},
                {"extended_to": today + timedelta(days=9), "extension_reason": "未办妥"}]  # fmt: skip
    if form == C3:
        return [{"due_on": today + timedelta(days=9)}, {"items": [{**x, "title": f"收据{n}"} for x in items]}]
    if form == B8:
        more = {"archive_no": thing}
        return [{"planned_on": today}, {"appraisal_opinion": f"意见{n}"}, {"items": [*items, more]}]
    if form == B9:
        return [{"purpose": f"事由{n}"}, {"lent_on": today}, {"items": [{**x, "return_check": "intact"} for x in items]},
                {"applicant": office.person(login)},
                {"renewals": [{**x, "new_due_on": today} for x in old["renewals"]]}]  # fmt: skip
    return [{"return_by": today + timedelta(days=5)}]


def asked(office: Played, name: str, old: Values, chance: int) -> Asked:
    """What comes with a step, now and then too little or too much."""
    rich, today, values, lines = chance % 8 != 7, office.today, {}, ()
    reason = "有误" if rich else " "
    if name == "accept":
        values = {"archive_no": f"DA-{old['_id']}-{chance % 2}", "contract_no": "HT-1"} if rich else {}
        lines = tuple(range(len(old["items"]) - (chance % 16 == 5)))
    elif name == "extend":
        values = {"extension_reason": f"未办妥{chance}", "extended_to": today + timedelta(days=chance)} if rich else {}
    elif name == "confirm":
        lines = tuple(range(len(old["items"])))
    elif name == "renew":
        more = {"renewed_on": today, "new_due_on": (old["due_on"] or today) + timedelta(days=chance % 9)}
        values = {"renewals": [*old["renewals"], more]} if rich else {}
    elif name == "execute":
        values = {"destroyed_on": today - timedelta(days=chance % 3)} if chance % 2 else {}
    elif name == "take_back":
        lines = tuple(range(len(old["items"])))[: 1 + chance % 2]
        check = ("intact", "intact", "pages_missing", "lost")[chance // 8 % 4]
        values = (
            {"items.return_check": check, "items.return_note": None if check == "intact" else "已查"} if rich else {}
        )
    paper = None
    if chance % 16 == 3:
        who = sorted(PEOPLE)[chance % len(PEOPLE)]
        paper = Signature(PEOPLE[who], office.ids[who], today, "", True)
    return Asked(values, lines, reason, "", paper)
