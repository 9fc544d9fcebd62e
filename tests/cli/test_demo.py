"""The sample office: the same for the same seed, every value passes, surnames of every kind, numbers with check digits."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from dangan.checking import check
from dangan.values.ids import id_card_birth, id_card_ok, id_card_sex, phone_ok, uscc_ok
from forms_plugins.demo import NotEmpty, fill, words
from forms_plugins.demo.maker import Maker
from storage import audit, signatures, waiting
from storage.archive import Archive

AT = datetime(2024, 3, 1, 9, 30)
# what goes on in the office, beside the records asked for
PROCESSES = {
    "file_catalogue": 10, "item_catalogue": 10, "volume_contents": 6, "supplement_list": 2, "retrieval_slip": 6,
    "recall_notice": 2, "destruction_list": 2,
}  # fmt: skip
LAST = 60 + sum(PROCESSES.values())  # the last record before the samples of the forms


def made(path: Path, seed: int = 1, records: int = 60) -> Archive:
    archive = Archive.open(path, create=True, clock=lambda: AT)
    fill(archive, archive.env("admin", "zh"), records, seed)
    return archive


def contents(archive: Archive) -> list[tuple[str, ...]]:
    return archive.store.rows("SELECT form, record_no, title, state FROM record ORDER BY _id")


def test_same_seed_same_office(tmp_path: Path) -> None:
    offices = [made(tmp_path / name / "o.db", seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    first, second, other = map(contents, offices)
    assert first == second != other
    assert Counter(form for form, *_ in first[60:LAST]) == PROCESSES
    assert offices[0].directory.people() == offices[1].directory.people()
    for office in offices:
        office.close()


def test_every_record_passes_its_own_rules(tmp_path: Path) -> None:
    archive = made(tmp_path / "o" / "o.db")
    env = archive.env("admin", "zh")
    counts = dict(archive.store.rows("SELECT form, count(*) FROM record GROUP BY form"))
    assert set(counts) == {spec.id for spec in archive.registry.kept()}
    for form, number in archive.store.rows("SELECT form, record_no FROM record"):
        values = archive.read(form, number)
        assert [
            p for p in check(archive.registry.form(form), values, env, state=values["status"]) if p.level == "refuse"
        ] == []
    submitted = archive.store.rows("SELECT DISTINCT form FROM record WHERE state NOT IN ('draft', 'open')")
    assert len(submitted) > 11
    assert archive.env("admin", "zh").user.id is not None and archive.env("admin", "zh").company is not None
    archive.close()


def test_the_office_is_in_the_middle_of_its_work(tmp_path: Path) -> None:
    archive = made(tmp_path / "o" / "o.db")
    states: dict[str, list[str]] = {}
    for form, state in archive.store.rows(f"SELECT form, state FROM record WHERE _id <= {LAST} ORDER BY _id"):
        states.setdefault(form, []).append(state)
    assert sorted(states["volume_contents"]) == [
        "a_signed", "accepted", "b_checking", "drafting", "submitted", "supplement",
    ]  # fmt: skip
    assert sorted(states["supplement_list"]) == ["approved", "submitted"]
    assert Counter(states["retrieval_slip"]) == {"returned": 2, "lent": 3, "requested": 1}
    assert sorted(states["recall_notice"]) == ["answered", "sent"]
    assert sorted(states["destruction_list"]) == ["approved", "draft"]
    late = [
        (w.form, w.step)
        for w in waiting.everything(archive.store)
        if w.record_id <= LAST and w.due_on and w.due_on < AT.date()
    ]
    assert Counter(late) == {
        ("retrieval_slip", "take_back"): 2, ("volume_contents", "sign_off_a"): 1, ("volume_contents", "sign_off_b"): 1,
    }  # fmt: skip
    archive.close()


def test_each_step_was_taken_by_whoever_may_and_in_the_past(tmp_path: Path) -> None:
    archive = made(tmp_path / "o" / "o.db")
    assert signatures.check(archive.store, archive.registry) == [] and audit.verify(archive.store) == []
    history = (
        "SELECT h.at FROM history h JOIN record r ON r._id = h.record_id WHERE r.form IN ({}) AND r._id <= "
        + f"{LAST} ORDER BY h._id"
    )
    forms = ("volume_contents", "supplement_list", "retrieval_slip", "recall_notice", "destruction_list")
    times = [at for (at,) in archive.store.rows(history.format(", ".join("?" * len(forms))), forms)]
    assert times == sorted(times) and times[-1][:10] < f"{AT:%Y-%m-%d}"
    slips = [archive.read("retrieval_slip", n) for (n,) in archive.store.rows(
        "SELECT record_no FROM record WHERE form = 'retrieval_slip' AND state <> 'requested'")]  # fmt: skip
    assert slips and all(s["approver"].id != s["applicant"].id and not s["approver"].paper for s in slips)
    archive.close()


def test_the_name_of_the_readme_is_found(tmp_path: Path) -> None:
    archive = made(tmp_path / "o" / "o.db")
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert "`oyxl` finds 欧阳晓岚" in readme
    assert [(h.form, h.title) for h in archive.search("oyxl")][:1] == [("employee_record", "欧阳晓岚")]
    archive.close()


def test_volumes_are_numbered_without_gaps_and_hold_their_items(tmp_path: Path) -> None:
    archive = made(tmp_path / "o" / "o.db", records=120)
    volumes = [
        archive.read("file_catalogue", n)
        for (n,) in archive.store.rows("SELECT record_no FROM record WHERE form = 'file_catalogue'")
    ]
    for catalogue in {v["catalogue_no"] for v in volumes}:
        numbers = sorted(v["volume_seq"] for v in volumes if v["catalogue_no"] == catalogue)
        assert numbers == list(range(1, len(numbers) + 1))
    items = [
        archive.read("item_catalogue", n)
        for (n,) in archive.store.rows("SELECT record_no FROM record WHERE form = 'item_catalogue'")
    ]
    for volume in volumes:
        inside = [item for item in items if item["volume"] and item["volume"].id == volume["_id"]]
        assert volume["sheets_reason"] or (volume["sheets"] or 0) == sum(item["pages"] for item in inside)
    archive.close()


def test_never_among_records(tmp_path: Path) -> None:
    archive = made(tmp_path / "o" / "o.db")
    before = contents(archive)
    with pytest.raises(NotEmpty):
        fill(archive, archive.env("admin", "zh"), 20)
    assert contents(archive) == before
    archive.close()


def test_never_beside_a_directory(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o" / "o.db", create=True)
    archive.directory.add("person", "查良镛", at=AT, by="admin")
    with pytest.raises(NotEmpty):
        fill(archive, archive.env("admin", "zh"), 20)
    archive.close()


def test_numbers_have_their_check_digits() -> None:
    maker = Maker(7, AT.date())
    for _ in range(300):
        sex, place, birth = maker.sex(), maker.place(), maker.born(20, 60)
        card = maker.id_card(birth, sex, place[2])
        assert id_card_ok(card) and id_card_birth(card) == birth and id_card_sex(card) == sex
        assert uscc_ok(maker.credit_code(place[2]))
        assert phone_ok(maker.mobile()) and phone_ok(maker.landline(place[3]))


def test_names_differ_and_some_surnames_are_rare() -> None:
    maker = Maker(7, AT.date())
    names = [maker.name(maker.sex()) for _ in range(2_000)]
    assert len(set(names)) == 2_000
    rare = [name for name in names if name.startswith(words.RARE)]
    assert 100 < len(rare) < 500
    assert {"单", "仇", "查", "解", "曾"} <= {name[0] for name in rare} and any(
        name.startswith("欧阳") for name in rare
    )
