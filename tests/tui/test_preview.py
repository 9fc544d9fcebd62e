"""F9, preview: the paper on the screen, from the record, the list, and a form that is being typed."""

from __future__ import annotations

import pytest

from storage.archive import Archive
from tests.tui.clerk import at_work, compare


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_paper_of_a_record_is_seen_before_it_is_printed(office: Archive, lang: str) -> None:
    word = "yl" if lang == "zh" else "preview"
    async with at_work(office, lang) as clerk:
        await clerk.type("1<enter>oyxl<enter><f9>" + word + "<enter>")
        compare(f"{lang}/preview", clerk.screen)
        await clerk.type("<escape>")
        assert "欧阳晓岚" in clerk.screen


async def test_what_is_typed_stands_on_the_paper_before_it_is_saved(office: Archive) -> None:
    async with at_work(office, "zh") as clerk:
        await clerk.type("1<enter><f5><enter>易小满")
        await clerk.type("<f9>yl<enter>")
        assert "易小满" in clerk.screen and "第 1 页，共" in clerk.screen
        await clerk.type("<escape>")
        assert "易小满" in clerk.screen
