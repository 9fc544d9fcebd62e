"""Pages of papers that lie one behind the other: each begins after the last page of the one before."""

from __future__ import annotations

from typing import Any


def run_on(line: Any) -> None:
    """Hang the computing of `page_from` and `page_to` on a line that has `pages`."""
    line.page_from.calc(first_page)
    line.page_to.calc(last_page)


def first_page(prev: Any | None) -> int:
    """The page after the last one of the line before."""
    return 1 if prev is None else (prev.page_to or 0) + 1


def last_page(page_from: int, pages: int) -> int:
    """The page on which a paper ends."""
    return page_from + pages - 1
