"""From bytes to Textual's key names: each row of the table in docs, and the doors of Textual that it leans on."""

import pytest
from textual import events, messages

from tui.frontend.sequences import Cutter
from tui.frontend.translate import NotUtf8, PasteTooLong, Translator


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def typed(data: bytes) -> list[object]:
    """What the app gets of `data`, with 2 seconds of silence behind it."""
    clock = Clock()
    cutter, translator = Cutter(clock), Translator()
    pieces = cutter.feed(data)
    while (wait := cutter.wait()) is not None:
        clock.now += wait
        pieces += cutter.tick()
    return [message for piece in pieces for message in translator.messages(piece)]


def keys(data: bytes) -> list[tuple[str, str | None]]:
    found = typed(data)
    assert all(isinstance(message, events.Key) for message in found), found
    return [(message.key, message.character) for message in found if isinstance(message, events.Key)]


F_XTERM = dict(
    zip(
        ("OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~"),
        range(1, 13),
        strict=True,
    )
)
F_PUTTY = {"[11~": 1, "[12~": 2, "[13~": 3, "[14~": 4}
F_LINUX = {"[[A": 1, "[[B": 2, "[[C": 3, "[[D": 4, "[[E": 5}
F_SHIFTED = dict(zip(("[25~", "[26~", "[28~", "[29~", "[31~", "[32~", "[33~", "[34~"), range(13, 21), strict=True))
F_MODIFIED = {
    f"[{number};{code}~": f"{name}+f{f}"
    for code, name in ((2, "shift"), (3, "alt"), (5, "ctrl"))
    for number, f in ((15, 5), (17, 6), (20, 9))
}
NAVIGATION = {
    "[A": "up", "[B": "down", "[C": "right", "[D": "left", "OA": "up", "OB": "down", "OC": "right", "OD": "left",
    "[H": "home", "[F": "end", "OH": "home", "OF": "end", "[1~": "home", "[4~": "end", "[7~": "home", "[8~": "end",
    "[2~": "insert", "[3~": "delete", "[5~": "pageup", "[6~": "pagedown", "[Z": "shift+tab", "\t": "shift+tab",
    "[1;5A": "ctrl+up", "[1;2B": "shift+down", "[1;5H": "ctrl+home", "[5;5~": "ctrl+pageup",
    "[5A": "ctrl+up", "[5D": "ctrl+left", "OM": "enter", "[27;5;13~": "enter", "[27;2;13~": "enter",
    "\x1b[A": "up", "\x1bOD": "left", "\x1b[15~": "f5",
}  # fmt: skip


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        *(
            (sequence, f"f{number}")
            for table in (F_XTERM, F_PUTTY, F_LINUX, F_SHIFTED)
            for sequence, number in table.items()
        ),
        *F_MODIFIED.items(),
        *NAVIGATION.items(),
    ],
)
def test_sequences(sequence: str, key: str) -> None:
    found = keys(b"\x1b" + sequence.encode())
    assert [name for name, _ in found] == [key]
    assert found[0][1] in (None, "\r")


CTRL_NAMES = {"h": "backspace", "i": "tab", "m": "enter", "[": "escape", "\\": "ctrl+backslash", "@": "ctrl+@"}


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz\\[@")
def test_ctrl_letters(letter: str) -> None:
    expected = CTRL_NAMES.get(letter, f"ctrl+{letter}")
    assert [name for name, _ in keys(bytes([ord(letter.upper()) & 31]))] == [expected]


@pytest.mark.parametrize(
    ("character", "key"),
    [
        ("a", "alt+a"),
        ("b", "alt+b"),
        ("f", "alt+f"),
        ("1", "alt+1"),
        ("0", "alt+0"),
        ("A", "alt+shift+a"),
        ("-", "alt+minus"),
        (" ", "alt+space"),
    ],
)
def test_alt_types_nothing(character: str, key: str) -> None:
    assert keys(b"\x1b" + character.encode()) == [(key, None)]


@pytest.mark.parametrize(
    ("letter", "character"),
    [*zip("pqrstuvwxy", "0123456789", strict=True), *zip("jklmno", "*++-./", strict=True), ("X", "=")],
)
def test_keypad(letter: str, character: str) -> None:
    assert [typed for _, typed in keys(b"\x1bO" + letter.encode())] == [character]


def test_keypad_plus_and_delete() -> None:
    assert keys(b"\x1bOl") == [("plus", "+")]
    assert keys(b"\x7f") == [("backspace", "\x7f")]
    assert keys(b"\n") == [("ctrl+j", "\n")]


@pytest.mark.parametrize("character", "中𠮷１ａ，。、；：？！“”‘’（）【】《》〈〉「」『』〔〕—…·～￥％＋－＝×÷〇　")
def test_chinese_text(character: str) -> None:
    assert [typed for _, typed in keys(character.encode())] == [character]


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("中", "中"),
        ("１", "１"),
        ("，", "fullwidth_comma"),
        ("？", "fullwidth_question_mark"),
        ("。", "ideographic_full_stop"),
        ("、", "ideographic_comma"),
        ("　", "ideographic_space"),
    ],
)
def test_chinese_names(character: str, name: str) -> None:
    assert keys(character.encode()) == [(name, character)]


@pytest.mark.parametrize(
    "sequence",
    [
        "[57~",
        "[99~",
        "[9A",
        "[32;2~",
        "[999z",
        "[1;2;3;4x",
        "OZ",
        "O5P",
        "[E",
        "[G",
        "]0;title\x07",
        "P1$r\x1b\\",
        "[?1;2c",
        "[>0;1;0c",
        "[27;5;65~",
        "[" + "1;" * 30 + "u",
    ],
)
def test_unknown_sequences_type_nothing(sequence: str) -> None:
    assert keys(b"\x1b" + sequence.encode() + b"\x1b[15~") == [("f5", None)]
    assert keys(b"\x1b" + sequence.encode() + b"a")[-1:] == [("a", "a")]


def test_other_messages() -> None:
    (paste,) = typed(b"\x1b[200~a\r\x1bb\x1b[201~")
    assert isinstance(paste, events.Paste) and paste.text == "a\nb"
    assert [type(message) for message in typed(b"\xff\x1b[I\x1b[O")] == [NotUtf8, events.AppFocus, events.AppBlur]
    assert [type(message) for message in typed(b"\x1b[200~" + b"x" * 1_000_001 + b"\x1b[201~")] == [
        events.Paste,
        PasteTooLong,
    ]
    assert isinstance(typed(b"\x1b[?2026;2$y")[0], messages.TerminalSupportsSynchronizedOutput)


def test_a_parser_that_waits_is_replaced() -> None:
    """Guard: Textual's parser keeps an unknown sequence and would eat the next key."""
    translator, cutter = Translator(), Cutter()
    found = [message for piece in cutter.feed(b"\x1b[999za") for message in translator.messages(piece)]
    assert [message.key for message in found if isinstance(message, events.Key)] == ["a"]
