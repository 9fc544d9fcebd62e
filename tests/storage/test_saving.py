"""The save path: numbers, keys, conflicts, steps, voiding, editions, totals."""

from datetime import date
from decimal import Decimal

import pytest

from dangan.env import Env
from dangan.errors import Refused
from dangan.record import Link, Signature
from storage import audit
from storage.archive import Archive
from storage.merging import Conflict
from storage.undoing import CannotUndo


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


FULL = {
    "name": "欧阳晓岚", "unit_code": "A", "sex": "female", "born_on": date(1990, 2, 3), "salary": Decimal("8000.50"),
    "skills": ("cooking", "typing"), "manager": Link("外来人"), "notes": "一\n二",
    "signed_by": Signature("王五", None, date(2026, 1, 2), "li", True),
    "family": [{"relation": "父", "name": "欧阳明", "skills": ("driving",)}, {"relation": "母", "name": "单芳", "phone": "13812345678"}],
}  # fmt: skip


def test_a_record_comes_back_as_it_was_saved(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", {**archive.new("staff", env), **FULL}, env)
    read = archive.read("staff", "YG-2026-0001")
    assert read == saved
    assert read["_id"] == saved["_id"] and read["_lock"] == 1 and read["_title"] == "欧阳晓岚"
    assert read["skills"] == ("typing", "cooking") and read["salary"] == Decimal("8000.50")
    assert [line["name"] for line in read["family"]] == ["欧阳明", "单芳"]
    assert read["family"][0]["skills"] == ("driving",) and read["signed_by"] == FULL["signed_by"]
    assert archive.as_of("staff", read["_id"], 1)["family"][1]["phone"] == "13812345678"


def test_numbers_are_given_once(archive: Archive, env: Env) -> None:
    def save(**values: object) -> str:
        return str(archive.save("staff", {"name": f"n{len(numbers)}", **values}, env)["record_no"])

    numbers: list[str] = []
    numbers.append(save())
    numbers.append(save(record_no="YG-2026-0007"))
    numbers.append(save())
    numbers.append(save(record_no="旧-1"))
    assert numbers == ["YG-2026-0001", "YG-2026-0007", "YG-2026-0008", "旧-1"]
    archive.void("staff", "旧-1", "写错", env)
    with pytest.raises(Refused) as refused:
        save(record_no="旧-1")
    assert codes(refused) == ["GEN_NUMBER_USED"]
    assert save() == "YG-2026-0009"


def test_key_counts_empty_parts_and_leaves_void_out(archive: Archive, env: Env) -> None:
    archive.save("staff", {"name": "甲"}, env)
    archive.save("staff", {"name": "甲", "unit_code": "B"}, env)
    with pytest.raises(Refused) as refused:
        archive.save("staff", {"name": "甲"}, env)
    assert codes(refused) == ["GEN_DUPLICATE"]
    assert refused.value.problems[0].values["record_no"] == "YG-2026-0001"
    archive.void("staff", "YG-2026-0001", "重复", env)
    assert archive.save("staff", {"name": "甲"}, env)["_lock"] == 1


def test_unique_while(archive: Archive, env: Env) -> None:
    archive.save("staff", {"name": "甲", "id_no": "1", "active": "yes"}, env)
    archive.save("staff", {"name": "乙", "id_no": "1", "active": "no"}, env)
    archive.save("staff", {"name": "丙", "active": "yes"}, env)
    archive.save("staff", {"name": "丁", "active": "yes"}, env)
    with pytest.raises(Refused) as refused:
        archive.save("staff", {"name": "戊", "id_no": "1", "active": "yes"}, env)
    assert codes(refused) == ["GEN_DUPLICATE"] and refused.value.problems[0].path == "id_no"


def test_once_in_the_table(archive: Archive, env: Env) -> None:
    two = [{"relation": "父", "name": "甲"}, {"relation": "父", "name": "甲"}]
    with pytest.raises(Refused) as refused:
        archive.save("staff", {"name": "子", "family": two}, env)
    assert codes(refused) == ["GEN_DUP_LINE"] and refused.value.problems[0].path == "family.1.name"
    assert "第 2 行与第 1 行重复（甲）" in refused.value.text("zh")
    archive.save("staff", {"name": "子", "family": two[:1]}, env)
    archive.save("staff", {"name": "孙", "family": two[:1]}, env)


def test_different_fields_merge_and_the_same_conflict(archive: Archive, env: Env) -> None:
    mine = archive.save("staff", FULL, env)
    theirs = archive.read("staff", mine["_id"])
    theirs["family"][0]["name"] = "欧阳亮"
    theirs["family"].append({"relation": "妹", "name": "欧阳红"})
    archive.save("staff", {**theirs, "phone": "13900000000"}, env)
    mine["family"][1]["phone"] = "13700000000"
    mine["family"].append({"relation": "弟", "name": "欧阳军"})
    merged = archive.save("staff", {**mine, "sex": "male"}, env)
    assert (merged["phone"], merged["sex"], merged["_lock"]) == ("13900000000", "male", 3)
    assert [line["name"] for line in merged["family"]] == ["欧阳亮", "单芳", "欧阳红", "欧阳军"]
    assert merged["family"][1]["phone"] == "13700000000"
    with pytest.raises(Conflict) as conflict:
        archive.save("staff", {**theirs, "sex": "male", "phone": "13500000000"}, env, base_lock=1)
    assert conflict.value.fields == ["phone"]
    assert archive.read("staff", mine["_id"]) == merged


def test_submit_asks_for_what_is_required(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", {"unit_code": "A"}, env)
    with pytest.raises(Refused) as refused:
        archive.submit("staff", saved["_id"], env)
    assert codes(refused) == ["GEN_REQUIRED"]
    archive.save("staff", {"_id": saved["_id"], "name": "甲"}, env)
    assert archive.submit("staff", saved["_id"], env)["status"] == "submitted"
    with pytest.raises(Refused) as refused:
        archive.submit("staff", saved["_id"], env)
    assert codes(refused) == ["GEN_STEP_STATE"]
    assert archive.save("staff", {"_id": saved["_id"], "phone": "13900000000"}, env)["revision"] == 1


def test_registered_lines_stand(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", {"name": "甲", "posts": [{"on": date(2020, 1, 1), "to_post": "会计"}]}, env)
    saved["posts"][0]["to_post"] = "出纳"
    saved = archive.save("staff", saved, env)
    saved = archive.submit("staff", saved["_id"], env)
    saved["posts"][0]["to_post"] = "主任"
    with pytest.raises(Refused) as refused:
        archive.save("staff", saved, env)
    assert codes(refused) == ["GEN_APPEND_ONLY"]
    saved["posts"][0]["to_post"] = "出纳"
    saved["posts"].append({"on": date(2021, 1, 1), "to_post": "主任"})
    assert len(archive.save("staff", saved, env)["posts"]) == 2


def test_void_needs_a_reason_and_is_the_end(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", {"name": "甲"}, env)
    with pytest.raises(Refused) as refused:
        archive.void("staff", saved["_id"], " ", env)
    assert codes(refused) == ["GEN_REASON"]
    archive.void("staff", saved["_id"], "重复", env)
    for act in (lambda: archive.void("staff", saved["_id"], "又", env), lambda: archive.save("staff", saved, env)):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["GEN_VOIDED"] and refused.value.problems[0].values["reason"] == "重复"
        today = env.today
        assert f"已于{today.year}年{today.month}月{today.day}日作废" in refused.value.problems[0].zh


def test_undo_the_last_save(archive: Archive, env: Env) -> None:
    first = archive.save("staff", {**FULL, "record_no": "旧-9"}, env)
    second = archive.save("staff", {"_id": first["_id"], "name": "改", "family": []}, env)
    assert archive.undo(env) == "改"
    back = archive.read("staff", first["_id"])
    assert back["_lock"] == second["_lock"] + 1 and back["name"] == first["name"]
    assert [line["name"] for line in back["family"]] == ["欧阳明", "单芳"] and back["skills"] == first["skills"]
    with pytest.raises(CannotUndo):
        archive.undo(env)
    archive.save("staff", {"name": "新", "record_no": "旧-10"}, env)
    archive.undo(env)
    assert archive.save("staff", {"name": "又", "record_no": "旧-10"}, env)["_lock"] == 1


def test_totals_follow_their_records(archive: Archive, env: Env) -> None:
    volume = archive.save("volume", {"title": "卷一"}, env)
    link = Link(volume["record_no"], volume["_id"], "volume")
    paper = archive.save("paper", {"title": "甲", "volume": link, "pages": 3, "dated": date(2020, 5, 1)}, env)
    archive.save("paper", {"title": "乙", "volume": link, "pages": 4, "dated": date(2019, 5, 1)}, env)
    read = archive.read("volume", volume["_id"])
    assert (read["pages"], read["first_on"], read["_lock"]) == (7, date(2019, 5, 1), 3)
    assert archive.history("volume", volume["_id"])[0].action == "total"
    archive.void("paper", paper["_id"], "错", env)
    assert archive.read("volume", volume["_id"])["pages"] == 4
    archive.save("volume", {"_id": volume["_id"], "pages": 9, "pages_reason": "数过"}, env)
    archive.save("paper", {"title": "丙", "volume": link, "pages": 5}, env)
    assert archive.read("volume", volume["_id"])["pages"] == 9
    with pytest.raises(Refused) as refused:
        archive.void("volume", volume["_id"], "不要了", env)
    assert codes(refused) == ["GEN_IN_USE"]
    assert [(spec.id, count) for spec, count, _ in archive.links_here(volume["_id"])] == [("paper", 3)]
    assert archive.read("paper", "WJ-2026-0002")["volume"].title == "卷一"


def test_serials(archive: Archive, env: Env) -> None:
    for catalogue, wanted in (("甲", 1), ("甲", 2), ("乙", 1)):
        assert archive.save("paper", {"title": "t", "catalogue": catalogue}, env)["item_no"] == wanted
    one = archive.save("volume", {"title": "卷", "catalogue": "甲"}, env)
    assert one["seq"] is None
    assert archive.submit("volume", one["_id"], env)["seq"] is None


def test_an_edition_shares_values_with_its_master(archive: Archive, env: Env) -> None:
    client = archive.save("client", {"name": "百货", "address": "旧址", "code": "X"}, env)
    link = Link(client["record_no"], client["_id"], "client")
    card = archive.save("client_card", {"client": link, "leader": "张", "address": "新址"}, env)
    assert (card["name"], card["address"]) == ("百货", "新址")
    master = archive.read("client", client["_id"])
    assert (master["address"], master["_lock"], master["name"], master["code"]) == ("新址", 2, "百货", "X")
    archive.save("client", {"_id": client["_id"], "name": "大百货"}, env)
    card["address"] = "三址"
    merged = archive.save("client_card", card, env)
    assert (merged["name"], merged["address"]) == ("大百货", "三址")
    with pytest.raises(Conflict):
        archive.save("client_card", {**card, "address": "四址"}, env)
    with pytest.raises(Refused):
        archive.save("client_card", {"_id": merged["_id"], "name": "x" * 300}, env)
    second = archive.save("client_card", {"client": link, "leader": "李"}, env)
    assert archive.read("client_card", card["_id"])["status"] == "void"
    assert second["status"] == "draft" and second["address"] == "三址"


def test_every_write_is_in_the_chain(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", FULL, env)
    archive.save("staff", {"_id": saved["_id"], "name": "改"}, env)
    archive.void("staff", saved["_id"], "错", env)
    assert audit.verify(archive.store) == []
    rows = archive.store.rows(
        "SELECT a.content_hash, h.digest FROM audit a JOIN history h USING (record_id) ORDER BY a._id"
    )
    assert archive.store.value("SELECT count(*) FROM audit WHERE record_id = ?", (saved["_id"],)) == 3
    assert {a for a, _ in rows} == {d for _, d in rows}


def test_saving_nothing_new_writes_nothing(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", FULL, env)
    assert archive.save("staff", saved, env) == saved
    assert len(archive.history("staff", saved["_id"])) == 1


def test_a_scratch_goes_with_the_save(archive: Archive, env: Env) -> None:
    archive.save_scratch("staff", {"name": "甲"}, env)
    assert len(archive.scratches(env)) == 1
    archive.save("staff", {"name": "甲"}, env)
    assert archive.scratches(env) == []


@pytest.mark.parametrize(("name", "value"), [("notes", "\ud800"), ("salary", Decimal(10) ** 20), ("phone", "\udcff1")])
def test_what_cannot_be_stored_is_refused(archive: Archive, env: Env, name: str, value: object) -> None:
    with pytest.raises(Refused) as refused:
        archive.save("staff", {"name": "甲", name: value}, env)
    assert {p.path for p in refused.value.problems} == {name}
    assert all(p.mend_zh and p.mend_en and "…" not in p.text("zh") + p.text("en") for p in refused.value.problems)
    result = archive.save_many("staff", [{"name": "乙"}, {"name": "丙", name: value}], env, source="x")
    assert list(result.problems) == [1]
    assert archive.save("staff", {"name": "甲"}, env)["record_no"] == "YG-2026-0001"


def test_odd_text_stays_as_it_is(archive: Archive, env: Env) -> None:
    odd = "a\0b\x1b]52;c;x\x07[bold]\u202e‮'\";--%_\n"
    saved = archive.save("staff", {"name": odd, "notes": odd}, env)
    assert archive.read("staff", saved["_id"])["notes"] == odd


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("李\n芳", "李 芳"),
        ("李芳\r\n", "李芳"),
        ("\0李\0芳", "李芳"),
        ("\u2028", None),
        ("李\x1b芳", "李\x1b芳"),
        ("李　芳", "李　芳"),
    ],
)
def test_a_text_of_one_line_has_one_line(archive: Archive, env: Env, given: str, kept: str | None) -> None:
    assert archive.save("volume", {"title": "卷", "catalogue": given}, env)["catalogue"] == kept
    staff = archive.save("staff", {"name": "甲", "family": [{"relation": "父", "name": given + "乙"}]}, env)
    assert "\n" not in staff["family"][0]["name"] and "\0" not in staff["family"][0]["name"]


def test_reasons_are_kept_with_the_version(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", {"name": "甲"}, env)
    again = archive.save("staff", {"_id": saved["_id"], "_reasons": {"name:X": "原件如此"}}, env)
    kept = archive.read("staff", saved["_id"])["_reasons"]
    assert again["_lock"] == 2 and list(kept.values()) == ["原件如此"] and next(iter(kept)).startswith("name:X=")
    assert [(c.path, c.new) for c in archive.history("staff", saved["_id"])[0].changes] == [("_reasons", kept)]
    assert archive.as_of("staff", saved["_id"], 1)["_reasons"] == {}


def test_state_and_revision_are_the_programs_own(archive: Archive, env: Env) -> None:
    saved = archive.save("staff", {"name": "甲", "status": "void", "revision": 77}, env)
    assert (saved["status"], saved["revision"]) == ("draft", 0)
    saved = archive.save(
        "staff", {"_id": saved["_id"], "status": "submitted", "revision": 77, "phone": "13900000000"}, env
    )
    assert (saved["status"], saved["revision"]) == ("draft", 0)


@pytest.mark.parametrize("typed", ["  YG-2026-0050  ", "ＹＧ-２０２６-００５０", "YG-2026-0050\n"])
def test_a_number_is_one_plain_line(archive: Archive, env: Env, typed: str) -> None:
    assert archive.save("staff", {"name": "甲", "record_no": typed}, env)["record_no"] == "YG-2026-0050"
    with pytest.raises(Refused) as refused:
        archive.save("staff", {"name": "乙", "record_no": "YG-2026-0050"}, env)
    assert codes(refused) == ["GEN_NUMBER_USED"]
    assert archive.read("staff", typed)["name"] == "甲"
    assert archive.save("staff", {"name": "丙", "record_no": " \n"}, env)["record_no"] == "YG-2026-0051"


def test_a_slip_in_a_number_does_not_move_the_sequence(archive: Archive, env: Env) -> None:
    archive.save("staff", {"name": "甲", "record_no": "YG-2026-999999999999999"}, env)
    archive.save("staff", {"name": "乙", "record_no": "YG-2026-00003"}, env)
    assert archive.save("staff", {"name": "丙"}, env)["record_no"] == "YG-2026-0001"
    archive.save("staff", {"name": "丁", "record_no": "YG-2026-9999"}, env)
    archive.save("staff", {"name": "戊", "record_no": "YG-2026-10005"}, env)
    assert archive.save("staff", {"name": "己"}, env)["record_no"] == "YG-2026-10006"


@pytest.mark.parametrize("pages", [True, "3", 3.0])
def test_a_whole_number_is_no_other_thing(archive: Archive, env: Env, pages: object) -> None:
    with pytest.raises(Refused) as refused:
        archive.save("paper", {"title": "文", "pages": pages}, env)
    assert [p.path for p in refused.value.problems] == ["pages"]
