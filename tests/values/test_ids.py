"""Identity cards, credit codes, telephones and addresses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.values import ids

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_of(birth: date, order: int = 1) -> str:
    """An identity number with its check character worked out as forms.md 0.3 writes it."""
    body = f"110101{birth:%Y%m%d}{order:03}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_identity_numbers(birth: date, order: int) -> None:
    number = id_of(birth, order)
    assert ids.id_card_ok(number) and ids.id_card_ok(number.lower())
    assert ids.id_card_birth(number) == birth
    assert ids.id_card_sex(number) == ("male" if order % 2 else "female")
    wrong = number[:16] + str((int(number[16]) + 1) % 10) + number[17]
    assert not ids.id_card_ok(wrong)
    assert ids.id_card_birth(wrong) is None and ids.id_card_sex(wrong) is None


def test_published_identity_number() -> None:
    assert ids.id_card_ok("11010519491231002X")  # the example of GB 11643-1999


@pytest.mark.parametrize(
    "bad", ["", "110105491231002", "11010519491331002X", "1101051949123100２X", "11010519491231002X ", "X" * 18]
)
def test_no_identity_number(bad: str) -> None:
    assert not ids.id_card_ok(bad)


def test_credit_codes() -> None:
    assert ids.uscc_ok("91110000600037341L")
    for bad in ("91110000600037341M", "91110000600037341", "91110000600037341l", "91110000O00037341L", ""):
        assert not ids.uscc_ok(bad)
    assert ids.clean_id(" ９１１１００００-600037341l ") == "91110000600037341L"


@pytest.mark.parametrize(
    "number, ok, usual",
    [
        ("13812345678", True, True), ("138-1234-5678", True, True), ("+86 138 1234 5678", True, True), ("0315-2801234", True, True),
        ("(0315) 2801234", True, True), ("010-62345678-801", True, True), ("03152801234", True, True), ("2801234", True, True),
        ("+86-315-2801234", True, True), ("+86 (10) 62345678", True, True), ("400-800-1234", True, True), ("95588", True, True),
        ("+1 415 555 2671", True, False), ("23812345678", True, False), ("1234", False, False), ("138123456789012345678", False, False),
        ("转801", False, False), ("١٢٣٤٥٦", False, False), ("", False, False),
    ],
)  # fmt: skip
def test_telephones(number: str, ok: bool, usual: bool) -> None:
    assert (ids.phone_ok(number), ids.phone_usual(number)) == (ok, usual)


def test_mail_web_and_post() -> None:
    assert all(map(ids.email_ok, ("a@b.cn", "张三@公司.中国", "first.last+x@sub.example.com")))
    assert not any(map(ids.email_ok, ("a@b", "a@@b.cn", "a b@c.cn", "@b.cn", "a@b.", "a@.cn", "a@b.cn\n", "")))
    assert all(
        map(ids.url_ok, ("www.example.com", "https://example.com:8080/a?b#c", "公司.中国", "http://localhost/x"))
    )
    assert not any(map(ids.url_ok, ("example", "http://", "a b.cn", "javascript:alert(1)", "http://a.cn/\x1b", "")))
    assert ids.postcode_ok("063000") and not ids.postcode_ok("63000") and not ids.postcode_ok("０６３０００")
