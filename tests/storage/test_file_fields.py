"""A file of a field: taken in while the record is typed, given to it by its save, swept when the record never came."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dangan import File, Form, Head, Row, Rows, Text
from dangan.errors import Refused
from dangan.record import Link
from storage import attachments
from storage.archive import Archive
from storage.attachments import FileRefused

NOW = datetime(2026, 3, 2, 9, 30)


class Scan(Row):
    copy = File("附件", "File")


class Dossier(Form, id="dossier", zh="卷宗", en="Dossier", prefix="JZ", title="{name}"):
    with Head() as head:
        name = Text("名称", "Name")
        photo = File("照片", "Photo")
        face = File("登记照", "Portrait", picture=True)
    scans = Rows(Scan, "扫描件", "Scans")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "office" / "o.db", [Dossier.form_type], create=True, clock=lambda: NOW)


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"%PDF-1.4 " + name.encode())
    return path


def test_the_save_claims_the_files_of_its_fields(archive: Archive, tmp_path: Path) -> None:
    env = archive.env("li", "zh")
    photo, scan = archive.attach(_file(tmp_path, "照片.pdf"), env), archive.attach(_file(tmp_path, "扫描.pdf"), env)
    made = archive.save("dossier", {"name": "甲", "photo": photo, "scans": [{"copy": scan}]}, env)
    held = {(a.name, a.field) for a in attachments.listing(archive.store, made["_id"])}
    assert held == {("照片.pdf", "photo"), ("扫描.pdf", "scans.copy")}
    assert archive.read("dossier", made["_id"])["photo"] == Link("照片.pdf", photo.id, "attachment")
    assert attachments.check(archive.store) == []


def test_a_file_whose_record_never_came_is_swept_after_a_month(archive: Archive, tmp_path: Path) -> None:
    archive.attach(_file(tmp_path, "x.pdf"), archive.env("li", "zh"))
    held = [p for p in archive.store.files.rglob("*") if p.is_file()]
    assert attachments.sweep(archive.store, (NOW + timedelta(days=30)).timestamp()) == 0
    far = datetime.fromtimestamp(held[0].stat().st_mtime) + timedelta(days=40)
    assert attachments.sweep(archive.store, max(far, NOW + timedelta(days=40)).timestamp()) == 1


def test_what_is_no_file_is_refused_by_name(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        archive.attach(tmp_path / "没有.pdf", archive.env("li", "zh"))
    assert "没有.pdf" in caught.value.zh


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [("像.png", PNG, True), ("像.JPG", b"\xff\xd8\xff\xe0", True), ("像.png", b"%PDF-1.4", False),
     ("像.txt", PNG, False), ("像.jpg", PNG, False), ("像.pdf", b"%PDF-1.4", False)],
)  # fmt: skip
def test_a_picture_field_takes_pictures_only(
    archive: Archive, tmp_path: Path, name: str, content: bytes, taken: bool
) -> None:
    env, path = archive.env("li", "zh"), tmp_path / name
    path.write_bytes(content)
    face = archive.attach(path, env)
    if taken:
        assert archive.attach(path, env, picture=True).text == name
        assert archive.save("dossier", {"name": "甲", "face": face}, env)["face"].id == face.id
        return
    with pytest.raises(FileRefused) as caught:
        archive.attach(path, env, picture=True)
    assert caught.value.code == "GEN_FILE_TYPE" and "png" in caught.value.mend_zh
    with pytest.raises(Refused) as refused:
        archive.save("dossier", {"name": "甲", "face": face}, env)
    assert [(p.path, p.code) for p in refused.value.problems] == [("face", "GEN_FILE_TYPE")]
