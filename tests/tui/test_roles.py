"""Roles, heads, deputies and substitutes in the directory: listed, typed in their form, refused at the field."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from storage.archive import Archive
from storage.roles import Held, Roles
from tests.tui.clerk import Clerk, at_work, compare
from tests.tui.office import LOGIN, NOW
from tests.tui.test_any_keys_anywhere import KEYS
from tests.tui.test_shots import run
from tui.screens.directory import DirectoryScreen
from tui.screens.holding_form import HoldingForm

TODAY = NOW.date()


@pytest.fixture
def ids(office: Archive) -> dict[str, int]:
    return {p.name: p.id for p in office.directory.people()}


async def roles(clerk: Clerk) -> None:
    """To the list of roles."""
    await run(clerk, "directory")
    await clerk.type("<f8>")


async def test_a_role_is_given_corrected_and_ended(office: Archive, ids: dict[str, int]) -> None:
    kept = Roles(office.store)
    async with at_work(office) as clerk:
        await roles(clerk)
        assert "[角色]" in clerk.lines[1] and "无人担任:21 个角色" in clerk.screen
        await clerk.type("<f5>")
        assert isinstance(clerk.app.screen, HoldingForm) and "2026-11-24" in clerk.screen
        await clerk.type("wangf<enter>dagly<enter><enter><enter><enter>")
        assert isinstance(clerk.app.screen, DirectoryScreen), clerk.screen
        assert kept.held() == [Held(ids["王芳"], "archivist", TODAY, None, 1)]
        assert clerk.message == "已保存:王芳 档案管理员"
        assert clerk.marked.split() == [">档案管理员", "王芳", "办公室", "2026-11-24"]
        assert "无人担任:20 个角色" in clerk.screen
        await clerk.type("<f2><down><down>20260101<f6>")
        assert kept.held()[0].from_date == date(2026, 1, 1)
        await clerk.type("<f4>1<enter>")
        assert kept.held()[0].to_date == TODAY and clerk.message.endswith("最后一天 2026-11-24")
        await clerk.type("<f4>2")
        assert kept.held()[0].to_date is None
        await clerk.type("<f4>120251231<enter>")
        assert "早于开始日期" in clerk.message and kept.held()[0].to_date is None


async def test_refusals_stand_at_their_field(office: Archive, ids: dict[str, int]) -> None:
    kept = Roles(office.store)
    kept.give(ids["王芳"], "archivist", date(2026, 1, 1), at=NOW, by=LOGIN)
    async with at_work(office) as clerk:
        await roles(clerk)
        await clerk.type("<f5>某某某<enter>")
        await clerk.type("dagly<enter><f6>")
        assert "目录中没有这个人" in clerk.message and clerk.app.screen.model.place.field == "person"  # type: ignore[attr-defined]
        await clerk.type("wangf<enter><enter>1124<enter>1101<f6>")
        assert "结束日期早于开始日期" in clerk.message
        assert clerk.app.screen.model.place.field == "to_date"  # type: ignore[attr-defined]
        await clerk.type("20270101<f6>")
        assert "王芳自 2026-01-01 起已任档案管理员" in clerk.message
        assert clerk.app.screen.model.place.field == "from_date"  # type: ignore[attr-defined]
        await clerk.type("<escape>")
        assert "未保存" in clerk.message
        await clerk.type("2<f6>")
        assert isinstance(clerk.app.screen, DirectoryScreen)
    assert len(kept.held()) == 1


async def test_an_empty_role_is_filled_from_its_line(office: Archive, ids: dict[str, int]) -> None:
    async with at_work(office, "en") as clerk:
        await roles(clerk)
        await clerk.type("general<enter>王芳<enter><f6>")
        assert [h.role for h in Roles(office.store).held()] == ["gm"]
        assert clerk.message == "Saved: 王芳 General manager"


async def test_a_substitute_has_dates(office: Archive, ids: dict[str, int]) -> None:
    kept = Roles(office.store)
    async with at_work(office) as clerk:
        await roles(clerk)
        await clerk.type("<f8><f5>zxj<enter>zxj<enter>")
        await clerk.type("<enter>20261127<f6>")
        assert "不能代自己" in clerk.message
        await clerk.type("wangf<enter><f6>")
        found = kept.substitutes()
        assert [(s.person_id, s.for_id) for s in found] == [(ids["曾小军"], ids["王芳"])]
        assert (found[0].from_date, found[0].to_date) == (TODAY, TODAY + timedelta(3))
        await clerk.type("<f5>zxj<enter>wangf<enter><enter>20261125<f6>")
        assert "日期重叠" in clerk.message
        await clerk.type("<escape>2<f6><f4>1<enter>")
        assert kept.substitutes()[0].to_date == TODAY


async def test_heads_and_deputies_stand_in_the_list(office: Archive, ids: dict[str, int]) -> None:
    async with at_work(office) as clerk:
        await run(clerk, "directory")
        await clerk.type("<f7>销售部<f4>")
        assert "分管领导" in clerk.screen
        await clerk.type("分管<enter>王芳<enter>")
        dept = next(d for d in office.directory.depts() if d.name == "销售部")
        assert dept.deputy_id == ids["王芳"] and "王芳" in clerk.marked
        await clerk.type("<f4>分管<enter>(无<enter>")
        assert next(d for d in office.directory.depts() if d.name == "销售部").deputy_id is None


async def test_the_roles_of_somebody(office: Archive, ids: dict[str, int]) -> None:
    Roles(office.store).give(ids["王芳"], "hr", TODAY, at=NOW, by=LOGIN)
    Roles(office.store).give(ids["曾小军"], "gm", TODAY, at=NOW, by=LOGIN)
    async with at_work(office) as clerk:
        await run(clerk, "directory")
        await clerk.type("王芳<f4>角色<enter>")
        assert "人事部" in clerk.screen and "曾小军" not in clerk.screen and "王芳" in clerk.lines[1]


async def test_an_entry_that_somebody_changed_meanwhile_is_not_overwritten(
    office: Archive, ids: dict[str, int]
) -> None:
    kept = Roles(office.store)
    kept.give(ids["王芳"], "hr", TODAY, at=NOW, by=LOGIN)
    async with at_work(office) as clerk:
        await roles(clerk)
        await clerk.type("<f2>")
        kept.change(1, ids["王芳"], "hr", TODAY, to_date=TODAY + timedelta(1), at=NOW, by=LOGIN)
        await clerk.type("<down>20270101<f6>")
        assert "已被他人改动" in clerk.message and isinstance(clerk.app.screen, HoldingForm)
        assert kept.held()[0].to_date == TODAY + timedelta(1)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("at", ["<f8><f5>", "<f8><f8><f5>", "days"])
async def test_any_keys(office: Archive, ids: dict[str, int], seed: int, at: str) -> None:
    """Whatever is typed there leaves the program standing and no role twice on one day."""
    chosen, kept = random.Random(seed), Roles(office.store)
    async with at_work(office, "zh" if seed % 2 else "en", ((80, 24), (40, 10))[seed % 2]) as clerk:
        await run(clerk, "settings" if at == "days" else "directory")
        await clerk.type("节假日<enter>" if at == "days" else at)
        typed = ""
        for _ in range(15):
            keys = "".join(chosen.choice(KEYS) for _ in range(4))
            typed += keys
            await clerk.type(keys)
            if not clerk.app.is_running:
                break
            assert len(clerk.lines) == clerk.app.size.height, typed
        assert (clerk.app.return_code or 0) == 0, typed
    spans = [(h.person_id, h.role) for h in kept.held(TODAY)]
    assert len(spans) == len(set(spans)) and office.store.damage() == []


async def test_wide(office: Archive, ids: dict[str, int]) -> None:
    Roles(office.store).give(ids["王芳"], "hr", TODAY, at=NOW, by=LOGIN)
    async with at_work(office, "zh", (120, 40)) as clerk:
        await roles(clerk)
        compare("zh/wide_roles", clerk.screen)
        await clerk.type("<f5>wangf<enter>")
        compare("zh/wide_roles_form", clerk.screen)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_how_they_look(office: Archive, ids: dict[str, int], lang: str) -> None:
    kept = Roles(office.store)
    kept.give(ids["王芳"], "archivist", date(2026, 1, 1), at=NOW, by=LOGIN)
    kept.give(ids["欧阳建国"], "gm", date(2025, 1, 1), at=NOW, by=LOGIN, to_date=date(2027, 6, 30))
    kept.give(ids["曾小军"], "gm", date(2024, 1, 1), at=NOW, by=LOGIN, to_date=date(2024, 12, 31))
    kept.substitute(ids["曾小军"], ids["王芳"], TODAY, TODAY + timedelta(9), at=NOW, by=LOGIN)
    dept = next(d for d in office.directory.depts() if d.name == "销售部")
    office.directory.change("dept", dept.id, head_id=ids["欧阳建国"], deputy_id=ids["王芳"], at=NOW, by=LOGIN)
    async with at_work(office, lang) as clerk:
        await run(clerk, "directory")
        for name, keys in (
            ("roles_depts", "<f7>"), ("roles", "<f8><f8>"), ("roles_more", "<f4>"), ("roles_form", "<escape><f5>"),
            ("roles_choice", "王芳<enter>"),
            ("roles_wrong", "05<enter>20250101<f6>"), ("roles_substitutes", "<escape>2<f6><f8>"), ("roles_substitute", "<enter>"),
        ):  # fmt: skip
            await clerk.type(keys)
            compare(f"{lang}/{name}", clerk.screen)
