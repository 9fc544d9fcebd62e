"""Versions and records changed around the program show, whatever was changed; what the program wrote never does."""

from datetime import date
from typing import Any

import pytest

from dangan.env import Env
from dangan.record import Link
from storage import audit, contents
from storage.archive import Archive


@pytest.fixture
def office(archive: Archive, env: Env) -> Archive:
    """Records of each kind: saved, changed, void, imported, taken back, with lines, ticks and a total."""
    staff = archive.save("staff", {"name": "周妍", "skills": ("typing", "driving"),
                                   "family": [{"relation": "父", "name": "周大", "skills": ("cooking",)}]}, env)  # fmt: skip
    archive.save("staff", {"_id": staff["_id"], "phone": "13800001111"}, env, reason="更正")
    volume = archive.save("volume", {"title": "卷一"}, env)
    link = Link("", volume["_id"], "volume")
    papers = [{"title": f"第{n}件", "volume": link, "pages": n, "dated": date(2024, 3, n)} for n in (1, 2, 3)]
    archive.save_many("paper", papers, env, source="一.xlsx")
    again = archive.save_many("paper", [{"title": "误", "volume": link, "pages": 9}], env, source="二.xlsx")
    archive.undo_batch(again.id or 0, env)
    archive.save("staff", {"name": "错"}, env)
    archive.undo(env)
    client = archive.save("client", {"name": "宏达"}, env)
    archive.save("client_card", {"client": Link("", client["_id"], "client"), "leader": "李", "name": "宏达钢铁"}, env)
    archive.void("staff", staff["_id"], "重复", env)
    return archive


def changed(archive: Archive) -> list[str]:
    return [str(p.values["record_no"]) for p in contents.verify(archive.store, archive.registry)]


def run(archive: Archive, *statements: str) -> None:
    with archive.store.write() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_what_the_program_wrote_is_whole(office: Archive) -> None:
    told: list[int] = []
    assert contents.verify(office.store, office.registry, told.append) == []
    assert audit.verify(office.store) == []
    records = office.store.value("SELECT count(*) FROM record")
    assert told[-1] == office.store.value("SELECT count(*) FROM history") + records


YG = "YG-2026-0001"
EDITS = [
    ("UPDATE f_staff SET name = '周炎'", YG),
    ("UPDATE f_staff SET born_on = 'x'", YG),
    ("UPDATE f_staff SET _lock = 9", YG),
    ("UPDATE f_staff SET _updated_by = 'x'", YG),
    ("UPDATE f_staff__family SET name = '王大'", YG),
    ("DELETE FROM f_staff__family", YG),
    ("DELETE FROM f_staff_multi WHERE code = 'driving'", YG),
    ("INSERT INTO f_staff_multi SELECT record_id, rows, line_id, field, 'typing' FROM f_staff_multi WHERE rows <> ''", YG),
    ("UPDATE record SET title = '某某' WHERE form = 'staff'", YG),
    ("UPDATE record SET state = 'draft' WHERE form = 'staff'", YG),
    ("DELETE FROM f_staff", YG),
    ("DELETE FROM record WHERE form = 'staff'", YG),
    ("DELETE FROM f_staff; DELETE FROM record WHERE form = 'staff'", YG),
    ("UPDATE history SET reason = '改' WHERE action = 'void'", YG),
    ("UPDATE history SET \"by\" = 'x' WHERE action = 'void'", YG),
    ("UPDATE history SET at = '2020-01-01 00:00:00' WHERE _id = 1", YG),
    ("UPDATE history SET changes = replace(changes, '周妍', '周炎') WHERE _id = 1", YG),
    ("DELETE FROM history WHERE _id = 2", YG),
    ("UPDATE history SET version = 7 WHERE _id = 2", YG),
    ("UPDATE history SET changes = '', salt = '' WHERE _id = 1", YG),
    ("UPDATE f_volume SET pages = 60", "AJ-2026-0001"),
    ("UPDATE f_paper SET title = '他' WHERE title = '第2件'", "WJ-2026-0002"),
    ("INSERT INTO f_client (_id, _lock) VALUES (900, 1)", "#900"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "number"), EDITS)
def test_an_edit_around_the_program_shows(office: Archive, edit: str, number: str) -> None:
    run(office, *edit.split(";"))
    assert changed(office) == [number]


def test_a_version_of_an_import_edited_with_its_own_digest_shows(office: Archive) -> None:
    row: Any = office.store.row("SELECT _id, record_id, salt FROM history WHERE action = 'import' LIMIT 1")
    run(office, f"UPDATE history SET changes = replace(changes, '第1件', '第7件') WHERE _id = {row[0]}")
    covered = office.store.row(f"SELECT {contents.COVERED} FROM history WHERE _id = ?", (row[0],))
    digest = audit.content_hash(row[2], audit.joined(covered or ()))
    run(
        office,
        f"UPDATE history SET digest = '{digest}' WHERE _id = {row[0]}",
        "UPDATE f_paper SET title = '第7件' WHERE title = '第1件'",
    )
    assert "WJ-2026-0001" in changed(office)


def test_versions_added_or_cut_off_show(office: Archive) -> None:
    run(office, f"INSERT INTO history ({contents.COVERED}) SELECT {contents.COVERED} FROM history WHERE _id = 1")
    assert changed(office) == [YG]
    run(office, "DELETE FROM history WHERE _id IN (SELECT max(_id) FROM history)")
    assert changed(office) == []
    run(office, "DELETE FROM history WHERE _id IN (SELECT max(_id) FROM history)")
    assert changed(office) == [YG]


def test_an_import_written_in_portions_is_whole(office: Archive, env: Env, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.writing.PORTION", 2)
    office.save_many("client", [{"name": f"客户{n}"} for n in range(5)], env, source="三.xlsx")
    assert contents.verify(office.store, office.registry) == []
    run(office, "DELETE FROM history WHERE _id = (SELECT max(_id) - 1 FROM history)")
    assert "KH-2026-0005" in changed(office)


def test_an_archive_reads_its_contents_once(office: Archive, env: Env) -> None:
    def statements() -> int:
        seen: list[str] = []
        office.store.connection().set_exec_trace(lambda cursor, sql, bindings: seen.append(sql) is None)
        contents.verify(office.store, office.registry)
        office.store.connection().set_exec_trace(None)
        return len(seen)

    few = statements()
    office.save_many("client", [{"name": f"客户{n}"} for n in range(150)], env, source="三.xlsx")
    assert statements() == few
