"""Archive numbers by the office's rule: written, read back, given at filing, looked through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.archive_no import USUAL, around, fitting, read, rule_of
from dangan.record import Values
from storage.archive import Archive
from storage.numbers_audit import MOST, Odd, audit, explained, rules_of
from tests.cli.conftest import Run, dangan  # noqa: F401
from tests.forms.every import AT, Before

LEVEL = st.text("ABJYQ0123456789", min_size=1, max_size=6)


@given(LEVEL, LEVEL, st.integers(1900, 2100), st.sampled_from(("Y", "30", "10")), LEVEL, st.integers(1, 99_999), st.integers(0, 1200))  # fmt: skip
def test_a_number_is_read_as_it_was_written(
    fonds: str, class_no: str, year: int, retention: str, dept: str, seq: int, item: int
) -> None:
    levels = {"fonds": fonds, "class": class_no, "yyyy": str(year), "retention": retention, "dept": dept}
    made = around(USUAL, levels)
    assert isinstance(made, tuple)
    before, digits, after = made
    volume = f"{before}{seq:0{digits}}{after}"
    number = f"{volume}-{item:03}" if item else volume
    found = read(USUAL, number)
    assert found is not None and dict(found.levels) == {
        **levels, "seq": f"{seq:04}", **({"item": f"{item:03}"} if item else {}),
    }  # fmt: skip
    assert (found.stem, found.tail, found.seq, found.item or 0, found.volume) == (before, after, seq, item, volume)


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("J101-21-2024-Y-BG-0001", True), ("J101-21-2024-Y-BG-0001-012", True), ("J101-21-24-Y-BG-0001", False),
        ("J101-21-2024-X-BG-0001", False), ("J101-2024-BG-001", False), ("档案一号", False), ("", False),
    ],
)  # fmt: skip
def test_what_follows_the_usual_rule(number: str, fits: bool) -> None:
    assert (read(USUAL, number) is not None) is fits


@pytest.mark.parametrize(
    ("rule", "good"),
    [
        (USUAL, True), ("{fonds}·{class}/{seq:3}", True), ("{seq:5}-{yyyy}", True), ("{fonds}-{class}", False),
        ("{fonds}-{seq}-{seq}", False), ("{fonds}-{month}-{seq}", False), ("{fonds}-{fonds}-{seq}", False), ("{fonds-{seq}", False),
    ],
)  # fmt: skip
def test_what_is_a_rule(rule: str, good: bool) -> None:
    assert fitting(rule) is good


def test_the_rule_of_the_longest_class_counts() -> None:
    rules = {"*": "a{seq}", "2": "b{seq}", "21": "c{seq}"}
    assert [rule_of(rules, number) for number in ("1", "2", "20", "21", "215", "")] == [
        "a{seq}", "b{seq}", "b{seq}", "c{seq}", "c{seq}", "a{seq}",
    ]  # fmt: skip
    assert rule_of({}, "1") == USUAL


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    return Before(tmp_path_factory.mktemp("office"))


@pytest.fixture
def archive(before: Before, tmp_path: Path) -> Iterator[Archive]:
    opened = before.open("certificate_stocktaking", tmp_path / "o" / "o.db")
    yield opened
    opened.close()


def volume(archive: Archive, **more: object) -> Values:
    env = archive.env("admin", "zh", AT)
    dept = next(link for link in env.office.look_up("dept", "办公室"))
    values = {
        "fonds_no": "J101", "catalogue_no": "2023-YJ", "dept": dept, "filing_class_no": "21", "title": "会议纪要",
        "retention": "permanent", "date_from": date(2023, 1, 5), "date_to": date(2023, 12, 20), "sheets": 3,
        "sheets_reason": "按实数", "checked_by": None, **more,
    }  # fmt: skip
    whole = {**archive.new("file_catalogue", env), **values}
    judge = env.office.look_up("person", "")[-1]
    from dangan.record import Signature

    whole["checked_by"] = Signature(judge.text, judge.id, AT.date(), "admin", True)
    saved = archive.save("file_catalogue", whole, env)
    return archive.submit("file_catalogue", saved["_id"], env, confirm=True)


def filed(archive: Archive, **more: object) -> str:
    env = archive.env("admin", "zh", AT)
    made = volume(archive, **more)
    assert made["archive_no"] == more.get("archive_no")  # not before it is filed
    return str(archive.stepper.take("file_catalogue", made["_id"], "file", env, confirm=True)["archive_no"])


def test_a_volume_is_given_the_next_number_of_its_series_at_filing(archive: Archive) -> None:
    assert filed(archive) == "J101-21-2023-Y-BG-0001"
    assert filed(archive) == "J101-21-2023-Y-BG-0002"
    assert filed(archive, retention="y10") == "J101-21-2023-10-BG-0001"
    assert filed(archive, archive_no="J101-21-2023-Y-BG-0009") == "J101-21-2023-Y-BG-0009"
    assert filed(archive) == "J101-21-2023-Y-BG-0010"


def test_an_office_has_rules_of_its_own_by_class(archive: Archive) -> None:
    rules = {"*": "{fonds}-{yyyy}-{seq:3}", "21": "{fonds}·{class}·{seq:5}"}
    archive.settings.set("archive_no_pattern", rules, date(2020, 1, 1), "admin", at=datetime(2020, 1, 1))
    assert filed(archive) == "J101·21·00001"
    assert filed(archive, filing_class_no="4") == "J101-2023-001"


def test_gaps_widths_and_shapes_are_told(archive: Archive) -> None:
    for number in ("J101-21-2023-Y-BG-0001", "J101-21-2023-Y-BG-0004", "J101-21-2023-Y-BG-05", "旧档001", "J101-21-2023-Y-BG-0004-002"):  # fmt: skip
        volume(archive, archive_no=number)
    rules = rules_of(archive.env("admin", "zh", AT).office)
    mine = [odd for odd in audit(archive.store, rules) if odd.number.startswith(("J101-21-2023", "旧"))]
    assert [(odd.kind, odd.number) for odd in mine] == [
        ("gap", "J101-21-2023-Y-BG-0002"), ("gap", "J101-21-2023-Y-BG-0003"), ("gap", "J101-21-2023-Y-BG-0004-001"),
        ("width", "J101-21-2023-Y-BG-05"), ("shape", "旧档001"),
    ]  # fmt: skip
    assert mine[3].form == "file_catalogue" and mine[3].record_no.startswith("AJ-")


def test_two_numbers_that_differ_in_their_noughts_are_one(archive: Archive) -> None:
    for number in ("J101-21-2023-Y-BG-0001", "J101-21-2023-Y-BG-001"):
        volume(archive, archive_no=number)
    found = audit(archive.store, rules_of(archive.env("admin", "zh", AT).office))
    twice = [odd for odd in found if odd.kind == "twice"]
    assert [(odd.number, odd.beside) for odd in twice] == [("J101-21-2023-Y-BG-0001", "J101-21-2023-Y-BG-001")]
    assert isinstance(found[0], Odd)


def test_a_number_is_explained_level_by_level(archive: Archive, dangan: Run) -> None:  # noqa: F811
    number = filed(archive, fonds_no="J001")
    found = explained(archive.store, archive.registry, archive.env("admin", "zh", AT).office, number)
    assert found is not None and found.form == "file_catalogue"
    assert [(label.zh, value, meaning.zh) for label, value, meaning in found.lines] == [
        ("全宗号", "J001", "湖南岳麓实业有限公司"), ("类别号", "21", "会议文件"), ("年度", "2023", ""),
        ("保管期限", "Y", "永久"), ("机构", "BG", "办公室"), ("件号", "0001", ""),
    ]  # fmt: skip
    path = Path(archive.store.path)
    told = dangan(path, "numbers", "explain", number)
    assert told.status == 0 and "类别号  21  会议文件" in told.out and "file_catalogue" in told.out
    assert dangan(path, "numbers", "explain", "旧001").status == 1
    listed = json.loads(dangan(path, "numbers", "audit", "--json").out)
    assert all(set(one) == {"kind", "number", "form", "record_no"} for one in listed)


def test_a_number_of_another_rule_is_read_by_the_one_whose_levels_are_known(archive: Archive) -> None:
    rules = {"*": "{fonds}-{yyyy}-{dept}-{seq:3}", "2": USUAL}
    archive.settings.set("archive_no_pattern", rules, date(2020, 1, 1), "admin", at=datetime(2020, 1, 1))
    office = archive.env("admin", "zh", AT).office
    found = explained(archive.store, archive.registry, office, "J001-21-2023-10-BG-0101")
    assert found is not None and dict(found.levels)["fonds"] == "J001" and dict(found.levels)["class"] == "21"
    assert ("机构", "BG", "办公室") in [(label.zh, value, meaning.zh) for label, value, meaning in found.lines]
    strange = explained(archive.store, archive.registry, office, "X9-2023-QQ-001")
    assert strange is not None and "没有登记" in [meaning.zh for _, _, meaning in strange.lines]


def test_a_number_far_out_takes_no_time(archive: Archive) -> None:
    volume(archive, archive_no="J101-21-2023-Y-BG-3000000000000")
    found = audit(archive.store, rules_of(archive.env("admin", "zh", AT).office))
    assert sum(odd.kind == "gap" for odd in found) >= MOST
