"""Whole numbers, decimals, money and yes/no as clerks type them, and amounts in capitals (大写)."""

import re
from decimal import Decimal

from dangan.values.pattern import pattern
from dangan.values.text import normal

_UNITS = {"千": 3, "万": 4, "w": 4, "亿": 8, "y": 8}
_DIGITS = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+"
_NUMBER = pattern(rf"([+-]?) ?({_DIGITS}) ?([千万亿wy]?)", re.IGNORECASE)
_YUAN_BEFORE = pattern(r"^([+-]?)\s*(?:[￥¥]|RMB|CNY|人民币)\s*", re.IGNORECASE)
_YUAN_AFTER = pattern(r"\s*(?:元整?|圆整?|RMB|CNY)\s*$", re.IGNORECASE)
# Above any count or sum of an office: what is longer is a card or licence number in the wrong field.
_TOO_LARGE = 10**16
# What Decimal keeps exactly by default.
_MOST_DIGITS = 28

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")

_YES = frozenset(["1", "是", "有", "对", "y", "yes", "t", "true", "√", "✓", "✔", "☑", "真"])
_NO = frozenset(["0", "否", "无", "错", "n", "no", "f", "false", "x", "×", "✗", "✘", "□", "☐", "假", "不", "没有"])


class TooManyPlaces(ValueError):
    """A number with more decimals than its field keeps; `places` is what it keeps."""

    def __init__(self, text: str, places: int) -> None:
        super().__init__(f"more than {places} decimals: {text!r}")
        self.places = places


def read_int(text: str) -> int:
    """A whole number: `1200` `1,200` `１２００` `1.2千` `3w`. Raises ValueError; TooManyPlaces for `1.5`."""
    return int(read_decimal(text, 0))


def read_decimal(text: str, places: int) -> Decimal:
    """A number with exactly `places` decimals: `3.5` `.5` `1,234.50` `3。5`, with 千, 万 or w, 亿 or y behind it.

    Raises ValueError for anything else, commas in odd places and amounts from 10^16 up; TooManyPlaces when the value
    would have to be rounded.
    """
    found = _NUMBER.fullmatch(normal(text.replace("−", "-")).strip())
    if found is None:
        raise ValueError(f"not a number: {text!r}")
    sign, digits, unit = found.groups()
    digits = digits.replace(",", "")
    shift = _UNITS.get(unit.lower(), 0)
    value = Decimal(sign + digits).scaleb(shift) if len(digits) <= _MOST_DIGITS else None
    if value is None or abs(value) >= _TOO_LARGE:
        raise ValueError(f"too long for a number: {text!r}")
    kept = value.quantize(Decimal(1).scaleb(-places))
    if kept != value:
        raise TooManyPlaces(text, places)
    return abs(kept) if kept == 0 else kept


def read_money(text: str) -> Decimal:
    """Yuan with two decimals: as `read_decimal`, with `￥` `RMB` before or `元` after it; `12w` `3.5万元` `1y`.

    Raises ValueError, also for `$`; TooManyPlaces below one fen.
    """
    bare = _YUAN_AFTER.sub("", _YUAN_BEFORE.sub(r"\1", text.strip()))
    return read_decimal(bare, 2)


def in_capitals(amount: Decimal) -> str:
    """`amount` in yuan as paper wants it: 壹佰贰拾叁元肆角伍分, 伍角整, 零元整, 负 before what is owed.

    The optional 零 (1680.32) is left out. Raises TooManyPlaces below one fen and ValueError from 10^16 yuan up.
    Source: 正确填写票据和结算凭证的基本规定 (People's Bank of China), parts 1 to 3.
    """
    if not amount.is_finite() or abs(amount) >= _TOO_LARGE:
        raise ValueError(f"no amount for capitals: {amount}")
    fen_total = abs(amount) * 100
    if fen_total != int(fen_total):
        raise TooManyPlaces(str(amount), 2)
    yuan, cents = divmod(int(fen_total), 100)
    jiao, fen = divmod(cents, 10)
    said = _whole(yuan) + "元" if yuan or not cents else ""
    if jiao:
        said += _FIGURES[jiao] + "角"
    elif fen and yuan:
        said += "零"
    said += _FIGURES[fen] + "分" if fen else "整"
    return "负" + said if amount < 0 else said


def show_number(value: int | Decimal, places: int | None = None) -> str:
    """`1,234.5`: commas between thousands; `places` decimals, rounded half up as on paper, or as many as it has."""
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return f"{abs(number) if number == 0 else number:,f}"


def show_money(value: Decimal) -> str:
    """`1,234.50`: commas between thousands and two decimals, without the sign of the currency."""
    return show_number(value, 2)


def read_bool(text: str) -> bool:
    """Yes: `1` `是` `有` `y` `t` `√` and their like. No: `0` `否` `无` `n` `f` `x` `×`. Raises ValueError."""
    typed = normal(text).strip().casefold()
    if typed in _YES:
        return True
    if typed in _NO:
        return False
    raise ValueError(f"neither yes nor no: {text!r}")


def _whole(n: int) -> str:
    """A whole number from 0 up in capitals, split at 亿, then at 万."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if n >= unit:
            high, low = divmod(n, unit)
            gap = low and (low < unit // 10 or high % 10**4 == 0)
            return _whole(high) + name + ("零" if gap else "") + (_whole(low) if low else "")
    return _below_ten_thousand(n) or "零"


def _below_ten_thousand(n: int) -> str:
    said = ""
    for place in (3, 2, 1, 0):
        figure = n // 10**place % 10
        if figure:
            said += _FIGURES[figure] + _PLACES[place]
        elif said and not said.endswith("零"):
            said += "零"
    return said.rstrip("零")
