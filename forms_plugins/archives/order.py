"""The order of the items in a volume: the three 前/后 orders of filing, their pages one after the other, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

import dangan as d
from dangan.sentences import problem

# Which of two papers of one matter stands first: the words of the first, those of the second (D2 `sequence_ok`).
ORDERS = (("批复", "请示"), ("复函", "函"), ("印件", "定稿"), ("正件", "附件"))
_MARKS = re.compile(
    r"[（(【\[]?(?:附件[一二三四五六七八九十\d]*|印件|定稿|正件|批复|请示|复函)[）)】\]]?[：:、]?|[《》\s]"
)


def in_order(items: Sequence[d.Values]) -> list[d.Values]:
    """The items as they stand: by their first page, those without behind in the order of entry."""
    return sorted(items, key=lambda i: (i.get("page_from") is None, i.get("page_from") or 0, i["_id"]))


def matter(title: str) -> str:
    """What a title is about, without the words that say which paper of the matter it is."""
    return _MARKS.sub("", title).removesuffix("的")


def rank(title: str) -> int:
    """0 of a paper that stands before the others of its matter, 2 of one that stands behind them, else 1."""
    for first, second in ORDERS:
        if first in title:
            return 0
        if second in title:
            return 2
    return 1


def filed_order(items: Sequence[d.Values]) -> list[d.Values]:
    """The items with the papers of one matter together, where the first of them stands: reply before request, document
    before attachment, print before final draft."""
    place: dict[str, int] = {}
    for at, item in enumerate(items):
        place.setdefault(matter(str(item["title"])), at)
    return sorted(items, key=lambda i: (place[matter(str(i["title"]))], rank(str(i["title"]))))


def paged(items: Sequence[d.Values]) -> dict[int, d.Values]:
    """The pages of each item in this order, from 1 on without gaps; none of an item whose pages nobody counted."""
    out: dict[int, d.Values] = {}
    last = 0
    for item in items:
        pages = item.get("pages")
        out[item["_id"]] = {"page_from": last + 1 if pages else None, "page_to": last + pages if pages else None}
        last += pages or 0
    return out


def faults(volume: d.Values, items: Sequence[d.Values]) -> list[d.Problem]:
    """What is wrong with the items as they are numbered now: gaps and overlaps, papers out of order, no pages, a sum of
    pages that is not the sheets of the volume."""
    number = str(volume.get("archive_no") or volume.get("record_no") or "")
    out: list[d.Problem] = []
    last = 0
    for line, item in enumerate(items, 1):
        begins = item.get("page_from")
        if not item.get("pages"):
            out.append(problem("FILE_NO_PAGES", "pages", line=line, title=item["title"]))
        elif begins is not None and begins != last + 1:
            out.append(
                problem("FILE_PAGE_GAP", "page_from", archive_no=number, line=line, expected=last + 1, value=begins)
            )
        last = max(last, item.get("page_to") or last)
    should = filed_order(items)
    for is_, first in zip(items, should, strict=True):
        if is_["_id"] != first["_id"]:
            out.append(problem("FILE_ORDER", "title", first=first["title"], second=is_["title"]))
            break
    counted = sum(item.get("pages") or 0 for item in items)
    if items and volume.get("sheets") is not None and volume["sheets"] != counted and not volume.get("sheets_reason"):
        out.append(_sheets(number, volume["sheets"], counted))
    return out


def _sheets(number: str, sheets: int, counted: int) -> d.Problem:
    return d.Problem(
        "sheets", "FILE_SHEETS", "warn",
        f"案卷 {number} 卷内张数是 {sheets}，各件页数合计 {counted}。",
        f"Volume {number} has {sheets} sheets, its items {counted} pages together.",
        "请核对；张数确实不同的，在案卷中写明原因。", "Check it; where it is so, give the reason in the volume.",
    )  # fmt: skip
