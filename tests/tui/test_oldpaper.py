"""Old paper typed on the screen: number, state, signatures with their scans, one after the other out of a book."""

from __future__ import annotations

import pytest

from storage import deciding
from tests.processes.conftest import Played, office  # noqa: F401
from tests.tui.clerk import Clerk, compare
from tests.tui.test_steps import desk
from tui.screens.oldpaper import OldPaperScreen

B9, C2, B2 = "retrieval_slip", "volume_contents", "file_catalogue"
BOOK = "2009年案卷登记簿"


def opened(office: Played, *forms: str, until: str = "2024-12-31") -> None:  # noqa: F811
    env = office.env("dang")
    deciding.set_setting(office.archive, "intake_forms", dict.fromkeys(forms, until), env.today, env)


async def begun(clerk: Clerk, form: str, name: str = "补录旧件") -> OldPaperScreen:
    from tui.screens.list import ListScreen

    await clerk.app.show(ListScreen(form))
    await clerk.settle()
    await clerk.type("<f9>" + name + "<enter>")
    await clerk.type(BOOK + "<enter>")
    screen = clerk.app.screen
    assert isinstance(screen, OldPaperScreen)
    return screen


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_look(office: Played, lang: str) -> None:  # noqa: F811
    opened(office, B9)
    async with desk(office, "dang", lang) as clerk:
        await begun(clerk, B9, "补录旧件" if lang == "zh" else "Take in")
        print(clerk.screen)
        compare(f"{lang}/oldpaper", clerk.screen)


async def test_one_after_the_other(office: Played, tmp_path: object) -> None:  # noqa: F811
    opened(office, B9, B2)
    async with desk(office, "dang") as clerk:
        screen = await begun(clerk, B2)
        print([f"{f.id}" for b in screen.model.walk.blocks for f in screen.model.walk.fields[b.id]])
        print(clerk.screen)
        await clerk.type("<escape><escape>")
        screen = await begun(clerk, B9)
        print([f"{f.id}" for b in screen.model.walk.blocks for f in screen.model.walk.fields[b.id]])
        print(clerk.screen)
        await clerk.type("旧-9<enter>")
        print(clerk.screen)
        await clerk.type("4<enter>")
        print(clerk.screen)
