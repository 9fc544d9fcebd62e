"""Old paper taken in (processes-data.md f): its number, state and signatures, what is off and what stays on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dangan.errors import Refused
from dangan.intake import INTAKE, MILDER, OFF
from dangan.record import Signature, Values
from dangan.sentences import sentences
from storage import attachments, audit, deciding, recent, scans, signatures, waiting
from storage.undoing import CannotUndo
from tests.processes.conftest import Played

C2, B9, B2 = "volume_contents", "retrieval_slip", "file_catalogue"
BOOK = "2009年案卷登记簿"


@pytest.fixture
def open_office(office: Played) -> Played:
    env = office.env("dang")
    forms = dict.fromkeys((C2, B9, B2), "2024-12-31")
    deciding.set_setting(office.archive, "intake_forms", forms, env.today, env)
    return office


def take_in(office: Played, form: str, values: Values, book: str = BOOK) -> Values:
    env = office.env("dang")
    whole = values if "_id" in values else {**office.archive.new(form, env), **values}
    return office.archive.save(form, whole, env, action=INTAKE, reason=book)


def refused(office: Played, form: str, values: Values, book: str = BOOK) -> list[str]:
    with pytest.raises(Refused) as refused:
        take_in(office, form, values, book)
    return [p.code for p in refused.value.problems]


def old_volume(**more: Any) -> Values:
    return {"record_no": "旧-0007", "status": "filed", "fonds_no": "1", "catalogue_no": "1", "archive_no": "A-0907",
            "title": "二〇〇九年合同", "retention": "y30", "filing_class_no": "1", **more}  # fmt: skip


def old_slip(office: Played, volume: Values, **more: Any) -> Values:
    zong = Signature("已退休的总经理", None, date(2009, 5, 4))
    dang = Signature(office.person("dang").text, office.ids["dang"], date(2009, 5, 4))
    return {
        "status": "lent", "applicant": office.person("li"), "dept": office.dept, "purpose": "查阅", "mode": "loan",
        "term_days": 7, "lent_on": date(2009, 5, 4), "approver": zong, "lent_by": dang,
        "items": [{"archive_no": office.link(B2, volume), "volumes": 1}], **more,
    }  # fmt: skip


def test_the_codes_exist() -> None:
    assert sentences().keys() >= OFF | MILDER


def test_as_it_lies_in_the_archive_room(open_office: Played) -> None:
    made = take_in(open_office, B2, old_volume())
    assert (made["record_no"], made["status"]) == ("旧-0007", "filed")
    (version,) = open_office.archive.history(B2, made["_id"])
    assert (version.action, version.reason) == (INTAKE, BOOK)
    assert [w for w in waiting.everything(open_office.archive.store) if w.form == B2] == []


def test_only_while_it_is_open_and_with_its_book(office: Played) -> None:
    assert refused(office, B2, old_volume()) == ["GEN_INTAKE_CLOSED"]
    env = office.env("dang")
    deciding.set_setting(office.archive, "intake_forms", {B2: "2024-03-31"}, env.today, env)
    assert refused(office, B2, old_volume(), " ") == ["GEN_REASON"]
    take_in(office, B2, old_volume())
    office.on(date(2024, 4, 1))
    assert refused(office, B2, old_volume(record_no="旧-0008", archive_no="A-0908")) == ["GEN_INTAKE_CLOSED"]


def test_what_stays_on(open_office: Played) -> None:
    assert refused(open_office, B2, old_volume(status="gone")) == ["GEN_OPTION_UNKNOWN"]
    assert "GEN_REQUIRED" in refused(open_office, B2, old_volume(title=None))
    assert "GEN_REQUIRED" in refused(open_office, B2, old_volume(retention=None))
    take_in(open_office, B2, old_volume())
    assert refused(open_office, B2, old_volume(archive_no="A-1")) == ["GEN_NUMBER_USED"]
    twice = old_volume(record_no="旧-0008")
    assert refused(open_office, B2, twice)


def test_the_usual_save_takes_no_signatures(open_office: Played) -> None:
    volume = take_in(open_office, B2, old_volume())
    assert "GEN_INTAKE_ONLY" in open_office.refused_save("dang", B9, old_slip(open_office, volume))


def test_an_open_loan_works_from_now_on(open_office: Played) -> None:
    office = open_office
    volume = take_in(office, B2, old_volume())
    slip = take_in(office, B9, old_slip(office, volume))
    assert (slip["due_on"], slip["approver"].paper) == (date(2009, 5, 11), True)
    link = office.link(B2, volume)
    assert office.env("dang").office.holding(link) == "on_loan"
    (late,) = [w for w in waiting.everything(office.archive.store) if w.form == B9 and w.due_on]
    assert (late.step, late.due_on) == ("take_back", date(2009, 5, 11))
    assert signatures.check(office.archive.store, office.archive.registry) == []
    kept = office.archive.store.rows("SELECT path, name, paper FROM signature ORDER BY path")
    assert [(path, paper) for path, _, paper in kept] == [("approver", 1), ("lent_by", 1)]
    line = [{"archive_no": link, "volumes": 1}]
    again = {
        "applicant": office.person("zhao"),
        "dept": office.dept,
        "purpose": "查",
        "mode": "loan",
        "term_days": 7,
        "items": line,
    }
    assert "LOAN_NOT_AVAILABLE" in office.refused_save("zhao", B9, again)
    back = office.take("dang", B9, slip, "take_back", lines=(0,), values={
        "items.return_check": "intact", "items.returned_by": office.person("li")})  # fmt: skip
    assert back["status"] == "returned" and office.env("dang").office.holding(link) == "in_stock"


def test_a_closed_loan_of_long_ago_moves_nothing(open_office: Played) -> None:
    office = open_office
    volume = take_in(office, B2, old_volume())
    take_in(office, B9, old_slip(office, volume))
    dang = Signature(office.person("dang").text, office.ids["dang"], date(2008, 5, 4))
    line = {"archive_no": office.link(B2, volume), "volumes": 1, "returned_on": date(2008, 5, 6), "return_check": "intact",
            "returned_by": office.person("li"), "received_by": dang}  # fmt: skip
    take_in(office, B9, old_slip(office, volume, status="returned", lent_on=date(2008, 5, 4), items=[line]))
    assert office.env("dang").office.holding(office.link(B2, volume)) == "on_loan"


def test_what_was_lacking_follows_and_what_stood_stays(open_office: Played) -> None:
    office = open_office
    volume = take_in(office, B2, old_volume())
    slip = take_in(office, B9, old_slip(office, volume, purpose=None))
    later = {"_id": slip["_id"], "purpose": "抵押登记"}
    assert take_in(office, B9, later)["purpose"] == "抵押登记"
    assert signatures.check(office.archive.store, office.archive.registry) == []
    assert "GEN_LOCKED" in refused(office, B9, {"_id": slip["_id"], "purpose": "改写"})
    fresh = office.save("li", B2, {"title": "新卷", "fonds_no": "1", "catalogue_no": "1", "dept": office.dept})
    assert refused(office, B2, {"_id": fresh["_id"], "remarks": "补"}) == ["INTAKE_NOT_OLD"]


def test_the_sequence_goes_on_after_the_highest(open_office: Played) -> None:
    office = open_office
    usual = office.save("dang", B2, {"title": "新卷", "fonds_no": "1", "catalogue_no": "1", "dept": office.dept})
    head, _, serial = usual["record_no"].rpartition("-")
    high = f"{head}-{int(serial) + 40:0{len(serial)}}"
    take_in(office, B2, old_volume(record_no=high))
    after = office.save("dang", B2, {"title": "再一卷", "fonds_no": "1", "catalogue_no": "1", "dept": office.dept})
    assert int(after["record_no"].rpartition("-")[2]) == int(serial) + 41


def test_a_void_number_is_a_number_and_nothing_else(open_office: Played) -> None:
    office = open_office
    assert refused(office, B2, old_volume(status="void")) == ["INTAKE_VOID_NUMBER"] * 4
    assert refused(office, B2, {"status": "void"}) == ["GEN_REQUIRED"]
    made = take_in(office, B2, {"record_no": "旧-0008", "status": "void"})
    (version,) = office.archive.history(B2, made["_id"])
    assert (made["status"], made["title"], version.action, version.reason) == ("void", None, INTAKE, BOOK)
    assert refused(office, B2, old_volume(record_no="旧-0008")) == ["GEN_NUMBER_USED"]
    with pytest.raises(Refused) as found:
        office.archive.save(B2, {"_id": made["_id"], "title": "有了"}, office.env("dang"))
    assert [(p.code, p.values["reason"]) for p in found.value.problems] == [("GEN_VOIDED", BOOK)]
    assert waiting.everything(office.archive.store) == []


def test_a_gap_in_a_book_without_gaps_is_a_void_number(open_office: Played) -> None:
    office = open_office
    first = take_in(office, B2, old_volume(volume_seq=1))
    third = old_volume(record_no="旧-0009", archive_no="A-0909", volume_seq=3)
    assert refused(office, B2, third) == ["GEN_NUMBER_GAP"]
    gap = take_in(office, B2, {"fonds_no": "1", "catalogue_no": "1", "volume_seq": 2, "status": "void"})
    assert (first["volume_seq"], gap["volume_seq"], gap["status"]) == (1, 2, "void")
    assert take_in(office, B2, third)["volume_seq"] == 3


def test_a_signature_of_no_day_is_refused_at_its_field(open_office: Played) -> None:
    volume = take_in(open_office, B2, old_volume())
    undated = old_slip(open_office, volume, approver=Signature("已退休的总经理"))
    with pytest.raises(Refused) as found:
        take_in(open_office, B9, undated)
    assert [(p.path, p.code) for p in found.value.problems] == [("approver", "GEN_SIGN_ON_PAPER")]


def test_scans_of_old_signatures(open_office: Played, tmp_path: Path) -> None:
    office, env = open_office, open_office.env("dang")
    volume = take_in(office, B2, old_volume())
    paper = tmp_path / "批准.pdf"
    paper.write_bytes(b"%PDF-1.4 approved")
    waits = office.archive.attach(paper, env)
    slip = take_in(office, B9, old_slip(office, volume, _scans={"approver": waits}))
    store = office.archive.store
    given = {g.path: g for g in signatures.given(store, slip["_id"])}
    files = attachments.listing(store, slip["_id"])
    assert [(f.name, f.id) for f in files] == [("批准.pdf", waits.id)]
    assert [f.id for f in scans.of(files)[given["approver"].id]] == [waits.id]
    said = store.rows("SELECT detail ->> '$.path', detail ->> '$.name' FROM audit WHERE event = 'attach' AND record_id = ?",
                      (slip["_id"],))  # fmt: skip
    assert said == [("approver", "批准.pdf")]
    later = tmp_path / "经办.pdf"
    later.write_bytes(b"%PDF-1.4 lent")
    scans.add(store, slip["_id"], given["lent_by"].id, later, at=env.now, by=env.login)
    assert len(scans.of(attachments.listing(store, slip["_id"]))) == 2
    assert audit.verify(store) == []


def test_a_signature_that_stands_is_not_replaced(open_office: Played) -> None:
    office = open_office
    volume = take_in(office, B2, old_volume())
    slip = take_in(office, B9, old_slip(office, volume))
    other = Signature("另一位总经理", None, date(2009, 5, 4))
    assert refused(office, B9, {"_id": slip["_id"], "approver": other}) == ["GEN_SIGN_TAKEN"]
    assert refused(office, B9, {"_id": slip["_id"], "approver": None}) == ["GEN_SIGN_TAKEN"]
    head = Signature("老科长", None, date(2009, 5, 4))
    assert take_in(office, B9, {"_id": slip["_id"], "dept_head": head})["dept_head"].name == "老科长"


def test_a_scan_beside_a_signature_of_a_line(open_office: Played, tmp_path: Path) -> None:
    office, env = open_office, open_office.env("dang")
    volume = take_in(office, B2, old_volume())
    paper = tmp_path / "收回.pdf"
    paper.write_bytes(b"%PDF-1.4 returned")
    dang = Signature(office.person("dang").text, office.ids["dang"], date(2009, 5, 6))
    line = {"archive_no": office.link(B2, volume), "volumes": 1, "returned_on": date(2009, 5, 6), "return_check": "intact",
            "returned_by": office.person("li"), "received_by": dang,
            "_scans": {"received_by": office.archive.attach(paper, env)}}  # fmt: skip
    slip = take_in(office, B9, old_slip(office, volume, status="returned", items=[line]))
    store = office.archive.store
    given = {g.path: g.id for g in signatures.given(store, slip["_id"])}
    (key,) = scans.of(attachments.listing(store, slip["_id"]))
    assert key == given[f"items.{slip['items'][0]['_id']}.received_by"]


def test_a_scan_beside_a_signature_that_no_step_gives(open_office: Played, tmp_path: Path) -> None:
    office, env = open_office, open_office.env("dang")
    paper = tmp_path / "检查.pdf"
    paper.write_bytes(b"%PDF-1.4 checked")
    signed = Signature("已退休的科长", None, date(2009, 6, 1))
    waits = office.archive.attach(paper, env)
    made = take_in(office, B2, old_volume(checked_by=signed, _scans={"checked_by": waits}))
    files = attachments.listing(office.archive.store, made["_id"])
    assert {key: [f.name for f in found] for key, found in scans.of(files).items()} == {"checked_by": ["检查.pdf"]}


def test_the_last_one_typed_is_taken_back_an_import_is_not(open_office: Played) -> None:
    office, env = open_office, open_office.env("dang")
    take_in(office, B2, {"record_no": "旧-0008", "status": "void"})
    assert office.archive.undo(env) == "旧-0008"
    made = take_in(office, B2, old_volume(record_no="旧-0008"))
    take_in(office, B2, {"_id": made["_id"], "remarks": "补"})
    with pytest.raises(CannotUndo):
        office.archive.undo(env)
    blank = {**office.archive.new(B2, env), **old_volume(record_no="旧-0010", archive_no="A-0910")}
    office.archive.save_many(B2, [blank], env, source="old.xlsx", intake=BOOK)
    with pytest.raises(CannotUndo):
        office.archive.undo(env)
    assert recent.last_save(office.archive.store, "dang") is None


def test_what_was_destroyed_names_its_list_and_is_not_lent(open_office: Played) -> None:
    office = open_office
    assert refused(office, B2, old_volume(status="destroyed")) == ["INTAKE_DESTROYED"]
    gone = take_in(office, B2, old_volume(status="destroyed", remarks="焚毁清单 2015-3，2015年4月1日"))
    assert office.env("dang").office.holding(office.link(B2, gone)) == "destroyed"
    asked = {"applicant": office.person("zhao"), "dept": office.dept, "purpose": "查", "mode": "loan", "term_days": 7,
             "items": [{"archive_no": office.link(B2, gone), "volumes": 1}]}  # fmt: skip
    assert "LOAN_NOT_AVAILABLE" in office.refused_save("zhao", B9, asked)
