"""Looking up, while a record is typed, whether another has the same key already."""

from __future__ import annotations

from pathlib import Path

from dangan.env import Env
from dangan.record import Link, Values
from forms_plugins.archives.item_catalogue import ItemCatalogue
from storage.archive import Archive


def record(archive: Archive, env: Env, **values: object) -> Values:
    return {**archive.new("staff", env), **values}


def named(archive: Archive, env: Env, changed: str, **values: object) -> list[tuple[str, str]]:
    found = archive.duplicates("staff", record(archive, env, **values), env, changed)
    assert all(isinstance(p.values["record"], Link) for p in found)
    return [(p.path, p.values["record"].text) for p in found]


def test_a_field_that_stands_only_once_names_the_record_that_has_it(archive: Archive, env: Env) -> None:
    kept = archive.save("staff", record(archive, env, name="王芳", id_no="12", active="yes"), env)
    assert named(archive, env, "id_no", id_no="12", active="yes") == [("id_no", "王芳")]
    assert named(archive, env, "id_no", id_no="13", active="yes") == []
    assert named(archive, env, "name", id_no="12", active="yes") == []
    assert archive.duplicates("staff", kept, env, "id_no") == []


def test_a_condition_that_is_not_typed_yet_may_hold(archive: Archive, env: Env) -> None:
    archive.save("staff", record(archive, env, name="王芳", id_no="12", active="yes"), env)
    assert named(archive, env, "id_no", id_no="12") == [("id_no", "王芳")]
    assert named(archive, env, "active", id_no="12", active="yes") == [("id_no", "王芳")]
    assert named(archive, env, "active", id_no="12", active="no") == []


def test_a_key_is_compared_once_all_its_parts_are_given(archive: Archive, env: Env) -> None:
    archive.save("staff", record(archive, env, name="王芳", unit_code="Z"), env)
    assert named(archive, env, "name", name="王芳") == []
    assert named(archive, env, "unit_code", name="王芳", unit_code="Z") == [("unit_code", "王芳")]


def test_a_double_is_told_at_the_field_that_tells_apart(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o.db", [ItemCatalogue.form_type], create=True)
    checks = archive.registry.checks("item_catalogue")
    assert [c.tells for c in checks if c.key] == ["item_no"]
    archive.close()
