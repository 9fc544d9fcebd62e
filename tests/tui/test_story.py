"""A record typed as bytes through the real driver: one write, then the screen, the caret and what was stored."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal

F2, F5, F6, F8, F9 = "\x1bOQ", "\x1b[15~", "\x1b[17~", "\x1b[19~", "\x1b[20~"
ENTER, DOWN, UP, CTRL_D, CTRL_Q = "\r", "\x1b[B", "\x1b[A", "\x04", "\x11"


def start(tmp_path: Path, form: str = "sample", lang: str = "zh") -> Terminal:
    t = Terminal([sys.executable, "-m", "tests.tui.app", form, lang, str(tmp_path / "out.json")])
    t.wait_for("Esc返回" if lang == "zh" else "EscBack")
    t.wait_for("已填" if lang == "zh" else "filled")
    return t


def finish(t: Terminal, tmp_path: Path) -> dict[str, Any]:
    t.send(CTRL_Q)
    assert t.wait_exit() == 0
    found: dict[str, Any] = json.loads((tmp_path / "out.json").read_text("utf-8"))
    return found


RECORD = ENTER.join(
    [
        "zgs", "1124", "欧阳晓岚", "晓晓", "2", "19940317", "1", "11010119940317002X", "06", "13812345678",
        "xl@example.com", "1.2w", "165", "1", "0317", "13", "oy",
        "父亲", "欧阳建国", "1965-02", "长沙机床厂", "退休", "13907312201",
        "母亲", "李梅", "1967-05", "", "", "",
        "", "认真\x0f负责", "。",
    ]
)  # fmt: skip


def test_a_whole_record_in_one_write(tmp_path: Path) -> None:
    with start(tmp_path) as t:
        t.send(RECORD + ENTER + ENTER)
        t.wait_for("已保存 YG-2026-0001")
        record = finish(t, tmp_path)["records"]["sample"][0]
    assert record["unit"][0] == "总公司"
    assert (record["report_date"], record["name"], record["former_name"], record["sex"]) == (
        "2026-11-24",
        "欧阳晓岚",
        "晓晓",
        "female",
    )
    assert (record["birth_date"], record["marital_status"], record["id_card"]) == (
        "1994-03-17",
        "single",
        "11010119940317002X",
    )
    assert (record["education"], record["phone"], record["email"]) == ("bachelor", "13812345678", "xl@example.com")
    assert (float(record["salary"]), record["height"], record["key_talent"], record["lunar"]) == (
        12000,
        165,
        True,
        "--03-17",
    )
    assert record["skills"] == ["word", "english"]
    assert record["manager"][:2] == ["欧阳建国", 2]
    assert [line["name"] for line in record["family"]] == ["欧阳建国", "李梅"]
    assert record["family"][0]["birth_month"] == "1965-02"
    assert record["note"] == "认真\n负责"
    assert record["prepared"][0] == "王芳" and record["prepared"][2] == "2026-11-24"


def test_lines_of_a_register_in_one_write(tmp_path: Path) -> None:
    with start(tmp_path, "lines") as t:
        lines = ENTER.join(
            f"{i}{ENTER}第{i}件{ENTER}1101{ENTER}{i + 1}{ENTER}" + ("办公室" if i == 1 else "") + ENTER
            for i in range(1, 31)
        )
        t.send("A1" + ENTER + lines + ENTER)
        t.wait_for("第30件")
        records = finish(t, tmp_path)["records"]["lines"]
    assert len(records) == 30
    assert records[29]["title"] == "第30件" and records[29]["volume"] == "A1" and records[29]["author"] == "办公室"


def test_keys_behind_a_function_key_find_it_done(tmp_path: Path) -> None:
    with start(tmp_path) as t:
        t.send(F8 + F8 + "父亲" + F5 + "母亲" + DOWN + CTRL_D + UP + UP)
        t.wait_for("母亲")
        t.send(F9 + "3")
        t.wait_for("母亲")
        rows = finish(t, tmp_path)["scratch"][0]["family"]
    assert [r["relation"] for r in rows][:2] == ["父亲", "母亲"]


def test_the_caret_is_where_the_text_ends(tmp_path: Path) -> None:
    with start(tmp_path) as t:
        t.send(DOWN + ENTER + "欧阳𠮷a")
        t.wait_for("欧阳")
        t.read(0.2)
        row = next(i for i, line in enumerate(t.screen.display) if "*姓名" in line.replace(" ", ""))
        assert t.screen.cursor.y == row
        assert t.screen.cursor.x == 12 + 7
        assert not t.screen.cursor.hidden


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_dropped_connection_keeps_what_was_typed(tmp_path: Path, lang: str) -> None:
    with start(tmp_path, lang=lang) as t:
        t.send(DOWN + "1124")
        t.wait_for("1124")
        t.kill()
        t.wait_exit()
        kept = json.loads((tmp_path / "out.json").read_text("utf-8"))["scratch"]
    assert kept[0]["_raw"] == {"report_date": "1124"}


def test_few_bytes_a_key_and_a_field(tmp_path: Path) -> None:
    with start(tmp_path) as t:
        t.send(DOWN + ENTER)
        t.read(0.3)
        keys = [_cost(t, c) for c in "欧阳晓岚abcd"]
        fields = [_cost(t, ENTER) for _ in range(8)]
    assert sorted(keys)[-2] <= 300, keys
    assert sorted(fields)[-3] <= 700, fields


def _cost(t: Terminal, keys: str) -> int:
    before = len(t.output)
    t.send(keys)
    t.read(0.15)
    return len(t.output) - before
