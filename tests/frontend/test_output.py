"""What may reach the terminal."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.frontend.output import SIGN, TerminalFile, VisibleControls, clean, hides, visible

HIDDEN = [
    *map(chr, range(32)),
    *map(chr, range(127, 160)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u2028\u2029\ud800",
]
BLACK = Color(0, 0, 0)


def shown(*texts: str) -> str:
    segments = VisibleControls().apply([Segment(text, Style()) for text in texts], BLACK)
    return "".join(segment.text for segment in segments)


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_each_is_shown(character: str) -> None:
    assert hides(character)
    assert visible(f"中{character}b") == f"中{SIGN}b"
    assert shown(f"中{character}b   ") == f"中{SIGN}b" + " " * (2 + cell_len(character))


def test_the_cells_come_from_the_next_blanks() -> None:
    assert shown("│", "a\x1b]52;c;x\x07b      ", "│") == "│a?]52;c;x?b    │"
    assert shown("│a\x1b\x07 ", "x", "   |") == "│a?? x |"


def test_without_blanks_the_end_goes() -> None:
    assert shown("a\x1b\x07bcd") == "a??b"
    assert shown("\x1b中文") == "?中 "


def test_the_sign_is_reversed_and_clean_lines_are_left_alone() -> None:
    red = Style(color="red")
    assert VisibleControls().apply([Segment("a\x1bb  ", red)], BLACK) == [
        Segment("a", red), Segment(SIGN, red + Style(reverse=True)), Segment("b ", red),
    ]  # fmt: skip
    line = [Segment("what? 中·“”", None)]
    assert VisibleControls().apply(line, BLACK) is line


TEXTS = st.text(st.one_of(st.sampled_from("\x1b\x07\x9b\u202e 中a?"), st.characters(codec="utf-8")))


@given(st.lists(TEXTS, min_size=1))
def test_a_line_keeps_its_width(texts: list[str]) -> None:
    line = shown(*texts)
    assert not hides(line)
    if any(hides(text) for text in texts):
        assert cell_len(line) == sum(map(cell_len, texts))


@pytest.mark.parametrize(
    ("data", "out"),
    [
        ("\x1b[1;1H\x1b[38;5;1m中\x1b[0m\r\n", "\x1b[1;1H\x1b[38;5;1m中\x1b[0m\r\n"),
        ("\x1b[?25h\x1b[?2026$p\x07", "\x1b[?25h\x1b[?2026$p\x07"),
        ("a\x1b[>25ub\x1b[<uc\x1b[=1;1ud", "abcd"),
        ("a\x1b]52;c;aGk=\x07b\x1b]0;t\x1b\\c\x1bP1$r\x1b\\d\x1b_x\x1b\\e", "abcde"),
        ("a\x1b]52;c;open", "a"),
        ("a\x1bcb\x9bc\u202ed\x00", "a?cb?c?d?"),
    ],
)
def test_writes_are_cleaned(data: str, out: str) -> None:
    assert clean(data) == out


def test_the_file_writes_utf8_in_any_locale_and_outlives_the_line() -> None:
    raw = io.BytesIO()
    file = TerminalFile(io.TextIOWrapper(raw, encoding="ascii"))
    file.write("中\x1b]52;c;x\x07")
    file.flush()
    assert raw.getvalue() == "中".encode()

    class Gone(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(5, "Input/output error")

    lost = TerminalFile(io.TextIOWrapper(Gone()))
    lost.write("x")
    assert lost.gone
    lost.write("y")
    lost.flush()
