"""The schema follows the declarations: added, hidden, refused, and read without the plugin."""

from dataclasses import replace
from pathlib import Path

import pytest

from dangan.form import FormType
from dangan.spec import FieldSpec, FormSpec
from storage.archive import Archive
from storage.saving import FormReadOnly
from storage.tables import TypeChanged
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS, Client, Staff

SPEC = Client.form_type.spec


def with_fields(*change: FieldSpec, drop: str = "") -> FormType:
    head = SPEC.blocks[0]
    names = {f.id for f in change} | {drop}
    fields = (*(f for f in head.fields if f.id not in names), *change)
    spec: FormSpec = replace(SPEC, blocks=(replace(head, fields=fields),))
    return FormType(spec, Client)


def reopen(archive: Archive, path: Path, *forms: FormType) -> Archive:
    archive.close()
    return Archive.open(path, forms, clock=lambda: NOW)


def test_new_field_becomes_a_column_after_a_backup(archive: Archive, path: Path) -> None:
    env = archive.env("li", "zh")
    saved = archive.save("client", {"name": "百货"}, env)
    old = archive.store.expect_epoch
    opened = reopen(
        archive, path, with_fields(FieldSpec("fax", "phone", "传真", "Fax"), FieldSpec("tags", "multi", "标", "Tags"))
    )
    new = opened.store.expect_epoch
    assert old is not None and new is not None and new > old
    assert len(list((path.parent / "backups").iterdir())) == 1
    again = opened.save("client", {"_id": saved["_id"], "fax": "0731-82345678"}, opened.env("li", "zh"))
    assert opened.read("client", saved["_id"]) == again and again["tags"] == ()
    assert "client_card" in [s.id for s in opened.registry.specs()]  # from its stored spec
    opened.close()


def test_removed_field_keeps_its_data(archive: Archive, path: Path) -> None:
    env = archive.env("li", "zh")
    saved = archive.save("client", {"name": "百货", "code": "X"}, env)
    opened = reopen(archive, path, with_fields(drop="code"))
    opened.save("client", {"_id": saved["_id"], "name": "大百货"}, opened.env("li", "zh"))
    assert "code" not in opened.read("client", saved["_id"])
    assert [c.path for c in opened.history("client", saved["_id"])[1].changes if c.new == "X"] == ["code"]
    assert opened.store.value("SELECT code FROM f_client") == "X"
    opened.close()


def test_changed_type_is_refused(archive: Archive, path: Path) -> None:
    saved = archive.save("client", {"name": "百货", "code": "X"}, archive.env("li", "zh"))
    opened = reopen(archive, path, with_fields(FieldSpec("code", "int", "代码", "Code")))
    assert set(opened.registry.read_only) == {"client"}
    with pytest.raises(TypeChanged):
        opened.save("client", {"_id": saved["_id"], "name": "改"}, opened.env("li", "zh"))
    opened.close()


def test_records_stay_readable_without_the_plugin(archive: Archive, path: Path) -> None:
    saved = archive.save(
        "staff", {"name": "欧阳", "family": [{"relation": "父", "name": "老"}]}, archive.env("li", "zh")
    )
    opened = reopen(archive, path, Client.form_type)
    assert opened.read("staff", saved["record_no"]) == saved
    assert [h.title for h in opened.search("oy")] == ["欧阳"]
    with pytest.raises(FormReadOnly) as refused:
        opened.save("staff", saved, opened.env("li", "zh"))
    assert refused.value.code == "GEN_PLUGIN_ABSENT"
    opened.close()


def test_opening_again_changes_nothing(archive: Archive, path: Path) -> None:
    old = archive.store.expect_epoch
    opened = reopen(archive, path, *FORMS)
    assert opened.store.expect_epoch == old and not (path.parent / "backups").exists()
    assert opened.registry.spec("staff") == Staff.form_type.spec
    opened.close()
