"""Backup from home, and the upgrade that an install left behind: nothing typed is swallowed, the backup is there."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from dangan import discovery
from storage.archive import Archive
from storage.backup import restore
from tests.tui.clerk import at_work
from tests.tui.office import NOW, Clock
from tests.tui.test_program import start
from tui.screens.home import HomeScreen, last_backup
from tui.screens.search import SearchScreen

PERMIT = """
from dangan import Form, Head, Text, hookimpl

class Permit(Form, id="permit", zh="许可证", en="Permit", title="{name}", prefix="XK"):
    with Head() as head:
        name = Text("名称", "Name", required=True)
        MORE

@hookimpl
def register_forms():
    return [Permit]
"""


def made(folder: Path) -> list[str]:
    """The backups in a folder."""
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


async def test_a_backup_is_made_from_the_menu_and_home_follows(office: Archive, tmp_path: Path) -> None:
    async with at_work(office) as clerk:
        assert "上次备份 尚无" in clerk.screen
        await clerk.type("<f9>备份<enter>")
        (name,) = made(office.store.path.parent / "backups")
        assert clerk.message == f"已备份到 {office.store.path.parent / 'backups' / name}".replace("\n", " ")
        assert "上次备份 今天 10:42" in clerk.screen and "!  备份" not in clerk.screen
        await clerk.type("<f9>bcddr<enter>")
        assert name in "".join(line.strip() for line in clerk.lines)
    restore(office.store.path.parent / "backups" / name, tmp_path / "again" / "d.db")
    archive = Archive.open(tmp_path / "again" / "d.db")
    assert len(archive.directory.people()) == len(office.directory.people())
    archive.close()


async def test_the_line_about_a_late_backup_makes_one_in_the_folder_of_the_settings(
    office: Archive, tmp_path: Path
) -> None:
    office.settings.set("backup_folder", str(tmp_path / "kept"), NOW.date(), "wang", at=NOW - timedelta(days=1))
    async with at_work(office) as clerk:
        await clerk.type("<home>")
        assert "从未备份,回车备份" in clerk.marked
        await clerk.type("<enter>")
        assert len(made(tmp_path / "kept")) == 1 and last_backup(office.store) == NOW


async def test_a_backup_that_fails_says_why(office: Archive, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    office.settings.set("backup_folder", str(tmp_path / "file"), NOW.date(), "wang", at=NOW)
    async with at_work(office) as clerk:
        await clerk.type("<f9>备份<enter>")
        assert clerk.message.startswith("备份:已有同名") and last_backup(office.store) is None


async def test_help_says_how_a_backup_is_brought_back(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("<f1>" + "<down>" * 20)
        assert "restore" in clerk.screen


@pytest.fixture
def behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A store whose only form has one more field in the program than in the store."""
    built_in = tmp_path / "code" / "no_forms"
    built_in.mkdir(parents=True)
    (built_in / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(built_in.parent))
    monkeypatch.setattr(discovery, "BUILT_IN", built_in.name)
    monkeypatch.setattr(discovery, "GROUP", "dangan_of_no_one")
    path = tmp_path / "office" / "office.db"
    plugin = path.parent / "plugins" / "permit.py"
    path.parent.mkdir(mode=0o700)
    plugin.parent.mkdir(mode=0o700)
    plugin.write_text(dedent(PERMIT.replace("MORE", "")), "utf-8")
    archive = Archive.open(path, create=True, clock=Clock(NOW))
    archive.directory.add("company", "总公司", at=NOW, by="wang")
    env = archive.env("wang", "zh")
    archive.save("permit", {**archive.new("permit", env), "name": "采矿许可证"}, env)
    archive.close()
    plugin.write_text(dedent(PERMIT.replace("MORE", 'area = Text("矿区", "Area")')), "utf-8")
    os.utime(plugin, ns=(plugin.stat().st_atime_ns, plugin.stat().st_mtime_ns + 1_000_000))
    return Archive.open(path, clock=Clock(NOW))


async def test_what_is_typed_while_forms_wait_goes_where_it_always_goes(behind: Archive) -> None:
    async with at_work(behind) as clerk:
        assert behind.registry.behind() == ["permit"]
        assert "有 1 个表随程序更新" in clerk.message and "升级" in clerk.line("!  升级")
        await clerk.type("1ck")
        assert isinstance(clerk.app.screen, SearchScreen) and "1ck" in clerk.lines[1]
        await clerk.type("<escape><escape>")
        assert isinstance(clerk.app.screen, HomeScreen) and behind.registry.behind() == ["permit"]
    behind.close()


async def test_the_upgrade_backs_up_first_and_says_where(behind: Archive) -> None:
    folder = behind.store.path.parent / "backups"
    async with at_work(behind) as clerk:
        await clerk.type("<home><enter>")
        assert "许可证" in clerk.message and "先自动备份" in clerk.message
        await clerk.type("2")
        assert behind.registry.behind() and made(folder) == []
        await clerk.type("<f9>升级<enter>1")
        (name,) = made(folder)
        assert clerk.message.startswith("已升级 1 个表") and name in clerk.message
        assert behind.registry.behind() == [] and "area" in behind.registry.spec("permit").fields
        assert "上次备份 今天" in clerk.screen and "!  升级" not in clerk.screen
        await clerk.type("1<enter>")
        assert "采矿许可证" in clerk.screen
    behind.close()


def test_a_backup_typed_as_bytes_and_restored(folder: Path, tmp_path: Path) -> None:
    with start(folder) as terminal:
        terminal.wait_for("从未备份")
        terminal.send("\x1b[20~备份\r")
        terminal.wait_for("已备份到")
        terminal.wait_gone("从未备份")
        terminal.send("1\r")
        terminal.wait_for("共 10 份")
        terminal.send("\x11")
        assert terminal.wait_exit() == 0
    (name,) = made(folder / "office" / "backups")
    restore(folder / "office" / "backups" / name, tmp_path / "again" / "d.db")


def test_the_first_steps_pasted_as_bytes(tmp_path: Path) -> None:
    """A bracketed paste with a bad line between good ones: nothing of it is lost, the mended line goes on."""
    lines = "销售部\t李伟\t经理\r财务部\t赵敏\t会计\t多\r办公室\t王芳\r"
    with start(tmp_path, module="tests.tui.new_office") as terminal:
        terminal.wait_for("初次使用")
        terminal.send("测试公司\r")
        terminal.wait_for("[2人员]")
        terminal.send(f"\x1b[200~{lines}\x1b[201~")
        terminal.wait_for("多于三栏")
        assert "财务部, 赵敏, 会计, 多" in terminal.lines[1] and terminal.cursor[1] == 1
        terminal.send("\x7f\x7f\x7f\x1b[17~")
        terminal.wait_gone("未录入")
        terminal.wait_for("[3表]")
        terminal.send("\x11")
        assert terminal.wait_exit() == 0
    archive = Archive.open(tmp_path / "office" / "dangan.db")
    assert {(p.name, p.post) for p in archive.directory.people()} == {("李伟", "经理"), ("赵敏", "会计"), ("王芳", "")}
    archive.close()
