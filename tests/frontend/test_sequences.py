"""The cutter: bytes in, whole pieces out, with a clock that the test moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.frontend.sequences import PASTE_WAIT, SEQUENCE_LIMIT, Cutter, Kind, Piece


class Typist:
    """Feeds a cutter and moves its clock."""

    def __init__(self, **options: int) -> None:
        self.now = 0.0
        self.cutter = Cutter(lambda: self.now, **options)

    def type(self, *chunks: bytes | float) -> list[Piece]:
        """Feed bytes; a number is a silence of so many seconds."""
        pieces: list[Piece] = []
        for chunk in chunks:
            if isinstance(chunk, bytes):
                pieces += self.cutter.feed(chunk)
                continue
            until = self.now + chunk
            while (wait := self.cutter.wait()) is not None and self.now + wait <= until:
                self.now += wait
                pieces += self.cutter.tick()
            self.now = until
        return pieces


def text(characters: str) -> list[Piece]:
    return [Piece(Kind.TEXT, character) for character in characters]


ESCAPE = [Piece(Kind.ESCAPE)]
F5 = [Piece(Kind.SEQUENCE, "\x1b[15~")]
UP = [Piece(Kind.SEQUENCE, "\x1b[A")]


@pytest.mark.parametrize(
    ("chunks", "pieces"),
    [
        ((b"\x1b", 0.09), []),
        ((b"\x1b", 0.11), ESCAPE),
        ((b"\x1b\x1b", 0.11), ESCAPE * 2),
        ((b"\x1b\x1b\x1b", 0.11), ESCAPE * 3),
        ((b"\x1b", 0.05, b"[15~"), F5),
        ((b"\x1b[", 0.9, b"15~"), F5),
        ((b"\x1b[1", 0.5, b"5~"), F5),
        ((b"\x1bO", 0.9, b"P"), [Piece(Kind.SEQUENCE, "\x1bOP")]),
        ((b"\x1b[", 1.1), [Piece(Kind.ALT, "[")]),
        ((b"\x1bO", 1.1), [Piece(Kind.ALT, "O")]),
        ((b"\x1b[15", 1.1, b"x"), text("x")),
        ((b"\x1b", 0.3, b"[15~", b"a"), ESCAPE + text("a")),
        ((b"\x1b", 0.3, b"[", 0.3, b"15~", b"a"), ESCAPE + text("a")),
        ((b"\x1b", 0.3, b"[1", b"5", b"~"), ESCAPE),
        ((b"\x1b", 0.3, b"OP", b"a"), ESCAPE + text("a")),
        ((b"\x1b", 0.3, b"[[A"), ESCAPE),
        ((b"\x1b", 0.3, b"O", b"u"), ESCAPE + text("Ou")),
        ((b"\x1b", 0.3, b"[", 2.0), ESCAPE + text("[")),
        ((b"\x1b", 1.5, b"[15~"), ESCAPE + text("[15~")),
        ((b"\x1b", 0.3, "中[A".encode()), ESCAPE + text("中[A")),
        ((b"\x1ba",), [Piece(Kind.ALT, "a")]),
        ((b"\x1b1",), [Piece(Kind.ALT, "1")]),
        ((b"\x1b ",), [Piece(Kind.ALT, " ")]),
        (("\x1b中".encode(),), ESCAPE + text("中")),
        ((b"\x1b\r",), ESCAPE + text("\r")),
        ((b"\x1b\x1b[A",), UP),
        ((b"\x1b\x1bOA",), [Piece(Kind.SEQUENCE, "\x1bOA")]),
        ((b"\x1b\x1ba",), [*ESCAPE, Piece(Kind.ALT, "a")]),
        ((b"\x1b[\x1b[A",), [Piece(Kind.ALT, "["), *UP]),
        (("\x1b[1中".encode(),), text("中")),
        ((b"\x1b]52;c;aGk=\x07a",), text("a")),
        ((b"\x1b]11;rgb:0/0/0\x1b\\a",), text("a")),
        ((b"\x1b]11;rgb", 0.5, b":0\x1b", b"\\a"), text("a")),
        ((b"\x1bP1$r0m\x1b\\a",), text("a")),
        ((b"\x1b_Gi=1;OK\x1b\\\x1b^x\x1b\\\x1bXy\x1b\\a",), text("a")),
        ((b"\x1b]11;open\x1b[A",), UP),
        ((b"\x1b]", 1.1, b"a"), [Piece(Kind.ALT, "]"), *text("a")]),
        ((b"\x1bP", b"a", 0.6, b"b", 0.6, b"c"), text("c")),
        ((b"\x1b[" + b"1;" * 40 + b"u", b"a"), text("a")),
        ((b"\x1b[" + b"1" * 10_000, b"1" * 10_000, b"ua"), text("a")),
        ((b"\x1b]" + b"x" * 10_000, b"x" * 10_000 + b"\x1b", b"\\a"), text("a")),
        ((b"\x1b[3$",), [Piece(Kind.SEQUENCE, "\x1b[3$")]),
        ((b"\x1b[?2026;2$y",), [Piece(Kind.SEQUENCE, "\x1b[?2026;2$y")]),
        ((b"\xff",), [Piece(Kind.NOT_UTF8)]),
        ((b"a\xff\xfe\xffb",), [*text("a"), Piece(Kind.NOT_UTF8), *text("b")]),
        (("你好".encode("gbk"), 1.1), [Piece(Kind.NOT_UTF8)] * 2),
        (("中".encode()[:2], 1.1), [Piece(Kind.NOT_UTF8)]),
        (("中".encode()[:2], b"a"), [Piece(Kind.NOT_UTF8), *text("a")]),
        (("中".encode()[:1], 0.5, "中".encode()[1:]), text("中")),
        (("\x9b1a".encode(),), text("1a")),
    ],
)
def test_cuts(chunks: tuple[bytes | float, ...], pieces: list[Piece]) -> None:
    assert Typist().type(*chunks) == pieces


@pytest.mark.parametrize(
    ("chunks", "pieces"),
    [
        ((b"\x1b[200~a\rb\r\nc\nd\te\x1b[201~",), [Piece(Kind.PASTE, "a\nb\nc\nd\te")]),
        ((b"\x1b[200~a\x1b[Ab\x1bc\x00\x07\x7f\x1b[201~x",), [Piece(Kind.PASTE, "a[Abc"), *text("x")]),
        ((b"\x1b[200~a\x1b", b"[20", b"1~x"), [Piece(Kind.PASTE, "a"), *text("x")]),
        ((b"\x1b[200~a\x1b", 0.5, b"[201~x"), [Piece(Kind.PASTE, "a"), *text("x")]),
        ((b"\x1b[200~a", PASTE_WAIT - 0.1, b"b"), []),
        ((b"\x1b[200~a", PASTE_WAIT + 0.1, b"b"), [Piece(Kind.PASTE, "a"), *text("b")]),
        ((b"\x1b[200~a\x1b[2", PASTE_WAIT + 0.1, b"b"), [Piece(Kind.PASTE, "a[2"), *text("b")]),
        ((b"\x1b[200~a", PASTE_WAIT + 0.1, b"\x1b[201~b"), [Piece(Kind.PASTE, "a"), *text("b")]),
        ((b"\x1b[201~b",), text("b")),
        ((b"\x1b[200~\x1b[201~",), [Piece(Kind.PASTE, "")]),
        ((b"\x1b[200~" + "你好".encode("gbk") + b"\x1b[201~b",), [Piece(Kind.NOT_UTF8), *text("b")]),
        (
            (b"\x1b[200~0123456789", b"0123456789\x1b[201~b"),
            [Piece(Kind.PASTE, "0123456789012"), Piece(Kind.PASTE_CUT), *text("b")],
        ),
        ((b"\x1b[200~0123456789012\x1b[201~",), [Piece(Kind.PASTE, "0123456789012")]),
    ],
)
def test_takes_pastes(chunks: tuple[bytes | float, ...], pieces: list[Piece]) -> None:
    assert Typist(paste_limit=13).type(*chunks) == pieces


def test_late_reading_does_not_split_a_sequence() -> None:
    typist = Typist()
    typist.type(b"\x1b")
    typist.now += 5.0
    assert typist.type(b"[15~") == F5


KEYS = st.sampled_from(
    [
        b"a",
        "中".encode(),
        "，".encode(),
        b"\r",
        b"\x1b[15~",
        b"\x1bOP",
        b"\x1b[[A",
        b"\x1bx",
        b"\x1b[200~p\x1bq\x1b[201~",
    ]
)


@given(st.lists(KEYS), st.data())
def test_packets_do_not_matter(keys: list[bytes], data: st.DataObject) -> None:
    """The same bytes in any packets, close together, give the same pieces."""
    stream = b"".join(keys)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)))))
    chunks = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert Typist().type(*chunks) == Typist().type(stream)


@given(st.lists(st.one_of(st.binary(max_size=12), st.text("\x1b[]O<200~1;PX\\\x07ua中", max_size=8).map(str.encode))))
def test_no_bytes_lock_the_keyboard(chunks: list[bytes]) -> None:
    """Whatever came: after 5 s of silence nothing is held, and the next key arrives."""
    typist = Typist()
    typist.type(*chunks, 5.0)
    assert typist.cutter.wait() is None
    assert typist.type(b"z", 5.0) == text("z")


def test_a_long_paste_is_cheap() -> None:
    typist = Typist()
    typist.type(b"\x1b[200~")
    pieces = typist.type(*[b"0123456789abcdef" * 4096] * 160, b"\x1b[201~")
    assert [piece.kind for piece in pieces] == [Kind.PASTE, Kind.PASTE_CUT]
    assert len(pieces[0].text) == 1_000_000


def test_in_band_resize_is_short_enough() -> None:
    assert len("\x1b[48;200;500;9999;99999t") <= SEQUENCE_LIMIT
