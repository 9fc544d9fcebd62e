"""Pinyin: initials, spellings, and finding labels by them."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.values.pinyin import MOST_SPELLINGS, full, initials, matches

CHINESE = st.text(st.sampled_from("欧阳晓岚曾单查解重行长乐和差会计A1 （"), max_size=12)


@pytest.mark.parametrize(
    "text, first",
    [("欧阳晓岚", "oyxl"), ("曾伟", "zw"), ("万俟春", "mqc"), ("尉迟恭", "ycg"), ("ABC公司", "abcgs"), ("Party member", "pm"), ("A角", "aj"),
     ("10年", "10n"), ("宏达建材（唐山）有限公司", "hdjctsyxgs"), ("单位", "dw"), ("归还", "gh"), ("𠮷野", "jy"), ("２０２４年", "2024n")],
)  # fmt: skip
def test_likeliest_initials_come_first(text: str, first: str) -> None:
    assert initials(text)[0] == first


@pytest.mark.parametrize(
    "name, surname",
    [("曾国藩", "zeng"), ("单雄信", "shan"), ("仇英", "qiu"), ("查良镛", "zha"), ("解珍", "xie"), ("区寄", "ou"), ("朴槿惠", "piao"),
     ("盖叫天", "ge"), ("任伟", "ren"), ("华佗", "hua"), ("乐毅", "yue"), ("覃伟", "qin"), ("缪希雍", "miao"), ("翟让", "zhai"), ("员半千", "yun")],
)  # fmt: skip
def test_surnames_are_found_as_they_are_read(name: str, surname: str) -> None:
    assert any(spelling.startswith(surname) for spelling in full(name))
    assert any(spelling.startswith(surname[0]) for spelling in initials(name))


def test_spellings() -> None:
    assert full("张三") == ["zhangsan"]
    assert full("单雄信")[:2] == ["danxiongxin", "shanxiongxin"]
    assert "kuaijidangan" in full("会计档案")
    assert full("吕布") == ["lvbu"]
    assert initials("") == initials("（·）") == full("") == []


@given(CHINESE)
def test_never_more_than_the_cap_and_all_different(text: str) -> None:
    for found in (initials(text), full(text)):
        assert len(found) == len(set(found)) <= MOST_SPELLINGS
        assert all(matches(spelling, text) for spelling in found)


@pytest.mark.parametrize(
    "typed, label, found",
    [
        ("zs", "张三", True), ("zhangs", "张三", True), ("zhs", "张三", True), ("ZhangSan", "张三", True), ("ｚｓ", "张三", True),
        ("三", "张三", True), ("zsx", "张三", False), ("san", "张三", False), ("ouyxl", "欧阳晓岚", True), ("xi'an", "西安", True),
        ("lyu", "吕布", True), ("lvb", "吕布", True), ("lubu", "吕布", True), ("lü", "吕布", True), ("yh", "银行", True),
        ("kj", "会计档案", True), ("pm", "Party member", True), ("MEMBER", "Party member", True), ("3n", "3年", True),
        ("（唐", "宏达(唐山)", True), ("王", "张三", False), ("", "张三", True), ("zz", "", False),
        ("cq", "重庆长安", True), ("chongqingchangan", "重庆长安", True),
    ],
)  # fmt: skip
def test_matches(typed: str, label: str, found: bool) -> None:
    assert matches(typed, label) is found


def test_values_are_imported_without_heavy_modules() -> None:
    code = (
        "import sys, dangan.values.pinyin as p, dangan.values.dates, dangan.values.numbers, dangan.values.ids;"
        "print(sorted({'pypinyin', 'stdnum', 'textual'} & set(sys.modules)),"
        " p._table.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.split("\n")[0] == "[] 0"


def test_the_table_covers_what_is_in_use() -> None:
    """Every character of GB 2312, the set of everyday writing, has its reading."""
    missing = []
    for row in range(0xB0, 0xF8):
        for column in range(0xA1, 0xFF):
            try:
                character = bytes((row, column)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            if not initials(character)[0].isascii():
                missing.append(character)
    assert missing == []
