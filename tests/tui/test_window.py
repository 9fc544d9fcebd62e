"""The window over keyset pages against a plain list."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.widgets.window import Window

HEIGHT = 5
MOVES = st.sampled_from(["up", "down", "page_up", "page_down", "home", "end", "far_down", "far_up"])
STEPS = {"up": -1, "down": 1, "page_up": -HEIGHT, "page_down": HEIGHT, "far_down": 40, "far_up": -40}


def window_over(numbers: list[int], block: int = 7, most: int = 30) -> Window[int]:
    def fetch(*, after: int | None = None, before: int | None = None, end: bool = False, limit: int) -> list[int]:
        if after is not None:
            return [n for n in numbers if n > after][:limit]
        if before is not None or end:
            return [n for n in numbers if before is None or n < before][-limit:]
        return numbers[:limit]

    made = Window(fetch, lambda: (len(numbers), True), block, most)
    made.home()
    return made


@given(st.integers(0, 120), st.lists(MOVES, max_size=60))
@settings(max_examples=200, deadline=None)
def test_moves_like_a_plain_list(length: int, moves: list[str]) -> None:
    numbers = list(range(length))
    window, at = window_over(numbers), 0
    for move in moves:
        if move == "home":
            window.home()
            at = 0
        elif move == "end":
            window.end(HEIGHT)
            at = max(0, length - 1)
        else:
            window.move(STEPS[move], HEIGHT)
            at = max(0, min(length - 1, at + STEPS[move]))
        assert window.current == (numbers[at] if numbers else None)
        assert window.number == (at + 1 if numbers else None)
        assert len(window.rows) <= 30 + 7 + 40
        assert 0 <= window.at - window.top < HEIGHT
        shown = window.rows[window.top : window.top + HEIGHT]
        assert shown == numbers[at - (window.at - window.top) :][:HEIGHT]


def test_refresh_keeps_the_spot() -> None:
    numbers = list(range(100))
    window = window_over(numbers)
    window.move(50, HEIGHT)
    numbers.remove(10)
    window.refresh(lambda n: n, HEIGHT)
    assert window.current == 50
    numbers.remove(50)
    window.refresh(lambda n: n, HEIGHT)
    assert window.current is not None and abs(window.current - 50) <= HEIGHT


def test_refresh_of_a_list_that_became_empty() -> None:
    numbers = list(range(3))
    window = window_over(numbers)
    numbers.clear()
    window.refresh(lambda n: n, HEIGHT)
    assert window.current is None
    window.move(1, HEIGHT)
    window.end(HEIGHT)
    assert window.current is None
