"""Every screen as it looks at 80x24 in both languages, and the wide ones at 120x40."""

from __future__ import annotations

import pytest

from storage.archive import Archive
from tests.tui.clerk import at_work, compare

WALK = (
    ("home", ""),
    ("menu", "<f9>"),
    ("menu_filtered", "cj"),
    ("help", "<escape><f1>"),
    ("search", "<escape>y"),
    ("family_digit", "<backspace>1"),
    ("list", "<enter>"),
    ("list_searched", "oyxl"),
    ("record", "<enter>"),
    ("record_rows", "2"),
    ("record_files", "3"),
    ("record_signs", "4"),
    ("record_history", "5"),
    ("record_version", "<enter>"),
    ("record_as_of", "<enter>"),
    ("record_links", "<escape><escape>6"),
    ("record_menu", "<f9>"),
    ("list_filter", "<escape><escape><escape><f4>"),
    ("list_filter_values", "xb<enter>"),
    ("list_filtered", "<space><f6>"),
    ("list_menu", "<f9>"),
    ("list_columns", "xzl<enter>"),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_walk(office: Archive, lang: str) -> None:
    async with at_work(office, lang) as clerk:
        for name, keys in WALK:
            await clerk.type(
                keys if lang == "zh" else keys.replace("xb<e", "sex<e").replace("cj", "plug").replace("xzl", "choose")
            )
            compare(f"{lang}/{name}", clerk.screen)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("batch", "batch"), ("directory", "directory"), ("settings", "settings"), ("lists", "lists"), ("forms", "forms"),
        ("plugins", "plugins"), ("works", "works"), ("import", "import"),
    ],
)  # fmt: skip
async def test_office_screens(office: Archive, lang: str, name: str, command: str) -> None:
    async with at_work(office, lang) as clerk:
        await run(clerk, command)
        compare(f"{lang}/{name}", clerk.screen)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_wide(office: Archive, lang: str) -> None:
    async with at_work(office, lang, (120, 40)) as clerk:
        for name, keys in (
            ("home", ""),
            ("list", "1<enter>"),
            ("record", "<end><enter>"),
            ("search", "<escape><escape><escape>y"),
        ):
            await clerk.type(keys)
            compare(f"{lang}/wide_{name}", clerk.screen)


async def run(clerk: object, command: str) -> None:
    """Run a command of the F9 menu by its id."""
    from tests.tui.clerk import Clerk
    from tui.screens.menu import MenuScreen

    assert isinstance(clerk, Clerk)
    await clerk.type("<f9>")
    menu = clerk.app.screen
    assert isinstance(menu, MenuScreen)
    at = next(i for i, c in enumerate(menu.shown) if c.id == command)
    await clerk.type("<down>" * at + "<enter>")
