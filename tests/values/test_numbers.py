"""Numbers, money, capitals and yes/no."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.values.numbers import (
    TooManyPlaces,
    in_capitals,
    read_bool,
    read_decimal,
    read_int,
    read_money,
    show_money,
    show_number,
)  # fmt: skip

AMOUNTS = st.decimals(-(10**15), 10**15, places=2)


@pytest.mark.parametrize(
    "typed, fen",
    [
        ("12w", 12_000_000), ("3.5W", 3_500_000), ("1y", 10_000_000_000), ("3.5万元", 3_500_000), ("2亿", 20_000_000_000),
        ("5千", 500_000), ("1.2345w", 1_234_500), ("￥1,234.50", 123_450), ("¥5", 500), ("RMB 5", 500), ("人民币5元整", 500),
        ("１，２３４，５６７", 123_456_700), ("3。5", 350), (".5", 50), ("5.", 500), ("-￥5", -500), ("－5", -500), ("−5", -500), ("+5", 500),
        ("0012", 1200), ("3.500", 350),
    ],
)  # fmt: skip
def test_read_money(typed: str, fen: int) -> None:
    assert read_money(typed) * 100 == fen
    assert read_money(typed).as_tuple().exponent == -2


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "$5",
        "1,23",
        "1e5",
        "NaN",
        "Infinity",
        "五",
        "12ww",
        "3万5",
        "1 2",
        "--5",
        "1.2.3",
        "٣",
        "9" * 17,
        "9" * 40,
        "999999999y",
    ],
)
def test_no_amount(typed: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_money(typed)
    assert not isinstance(caught.value, TooManyPlaces)


def test_too_many_places_are_not_rounded() -> None:
    for read in (
        lambda: read_money("0.001"),
        lambda: read_int("1.5"),
        lambda: read_decimal("1.23", 1),
        lambda: read_money("1.2345678w"),
    ):
        with pytest.raises(TooManyPlaces):
            read()
    assert TooManyPlaces("1.23", 1).places == 1


def test_whole_numbers_and_zero() -> None:
    assert [read_int(t) for t in ("1,200", "12.0", "3w", "1.2千", "-7")] == [1200, 12, 30000, 1200, -7]
    assert str(read_money("-0")) == "0.00"


@given(AMOUNTS)
def test_what_is_shown_can_be_typed(amount: Decimal) -> None:
    assert read_money(show_money(amount)) == amount


# Written out by hand; the first six are the examples of the rules, without the 零 they leave to choice.
CAPITALS = {
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "15": "壹拾伍元整",
    "100000": "壹拾万元整",
    "123.45": "壹佰贰拾叁元肆角伍分",
    "0": "零元整",
    "-0.00": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "1.05": "壹元零伍分",
    "10": "壹拾元整",
    "1001": "壹仟零壹元整",
    "10010": "壹万零壹拾元整",
    "50000000": "伍仟万元整",
    "100010000": "壹亿零壹万元整",
    "100005000": "壹亿零伍仟元整",
    "1234567890.12": "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
    "1000000000000": "壹万亿元整",
    "1000200000000": "壹万零贰亿元整",
    "-3": "负叁元整",
}


@pytest.mark.parametrize("amount", CAPITALS)
def test_in_capitals(amount: str) -> None:
    assert in_capitals(Decimal(amount)) == CAPITALS[amount]


def test_no_capitals() -> None:
    with pytest.raises(TooManyPlaces):
        in_capitals(Decimal("0.001"))
    for amount in ("1e16", "NaN", "Infinity"):
        with pytest.raises(ValueError):
            in_capitals(Decimal(amount))


@given(AMOUNTS)
def test_capitals_read_back_as_the_amount(amount: Decimal) -> None:
    assert spoken(in_capitals(amount)) == amount


def spoken(capitals: str) -> Decimal:
    """The amount that capitals say, read from left to right: a second way, independent of how they are written."""
    total = section = large = figure = 0
    fen = 0
    for sign in capitals.removeprefix("负").removesuffix("整"):
        if sign in "零壹贰叁肆伍陆柒捌玖":
            figure = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in "拾佰仟":
            section += figure * 10 ** ("拾佰仟".index(sign) + 1)
            figure = 0
        elif sign == "万":
            large, section, figure = large + (section + figure) * 10**4, 0, 0
        elif sign == "亿":
            total, large, section, figure = (large + section + figure) * 10**8, 0, 0, 0
        elif sign == "元":
            total, large, section, figure = total + large + section + figure, 0, 0, 0
        else:
            fen, figure = fen + figure * {"角": 10, "分": 1}[sign], 0
    value = Decimal(total) + Decimal(fen) / 100
    return -value if capitals.startswith("负") else value


def test_show_number() -> None:
    assert show_number(1234567) == "1,234,567"
    assert show_number(Decimal("1234.5")) == "1,234.5"
    assert show_number(Decimal("2.345"), 2) == "2.35"
    assert show_money(Decimal("-0.00")) == "0.00"
    assert show_money(Decimal("-1234")) == "-1,234.00"


def test_read_bool() -> None:
    assert all(read_bool(t) for t in ("1", "１", "是", "有", "Y", "yes", "T", "true", "√", " ✓ "))
    assert not any(read_bool(t) for t in ("0", "否", "无", "n", "ｎ", "F", "false", "x", "×", "X"))
    for typed in ("", "2", "是否", "maybe"):
        with pytest.raises(ValueError):
            read_bool(typed)
