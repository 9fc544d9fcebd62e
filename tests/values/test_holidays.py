"""The notice of holidays in every form in which people have it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangan.values.holidays import BadNotice, Notice, read_notice, year_of

GOLDEN = tuple(date(2026, 10, 1) + timedelta(days=n) for n in range(7))
MAKEUP = (date(2026, 9, 27), date(2026, 10, 10))
NATIONAL = Notice(GOLDEN, MAKEUP)

WHOLE = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府：
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。鼓励各单位安排职工在除夕（2月16日）休息。
国务院办公厅
2025年11月4日
"""


@pytest.mark.parametrize("text", [
    "放假 2026-10-01..2026-10-07; 上班 2026-09-27 2026-10-10",
    "10月1日至7日放假，9月27日、10月10日上班",
    "国庆节：10月1日(周四)至7日(周三)放假调休，共7天。9月27日（周日）、10月10日（星期六）上班。",
    "放假：10.1-10.7；上班：9.27、10.10",
    "10月1日—10月7日放假。9月27日上班，10月10日上班",
    "放假 20261001~20261007\n上班 20260927 20261010",
    "２０２６年１０月１日至７日放假 9月27日 10月10日上班",
    "holiday 2026-10-01..2026-10-07; work 2026-09-27, 2026-10-10",
    "2026/10/1-2026/10/7 放假\r\n2026/9/27、2026/10/10 上班",
    "放假10月1日、2日、3日至7日。上班9月27日、10月10日",
    "国庆节放假7天：10月1日至7日放假；9月27日、10月10日上班",
])  # fmt: skip
def test_the_forms_that_people_paste(text: str) -> None:
    assert read_notice(text, 2026) == NATIONAL


def test_a_whole_notice() -> None:
    found = read_notice(WHOLE, 2026)
    assert len(found.holidays) == 3 + 9 + 3 + 7 and found.holidays[3] == date(2026, 2, 15)
    assert found.makeup == tuple(date(2026, m, d) for m, d in ((1, 4), (2, 14), (2, 28), (9, 20), (10, 10)))


def test_one_day_without_makeup() -> None:
    assert read_notice("元旦：1月1日（周三）放假1天，不调休。", 2025) == Notice((date(2025, 1, 1),), ())


@pytest.mark.parametrize(("text", "word"), [
    ("", "没有读到"),
    ("国庆节照常", "没有读到"),
    ("10月1日至7日", "没有写明"),
    ("10月1日至7日放假，9月27日", "9月27日"),
    ("2月30日放假", "2月30日"),
    ("10月7日至1日放假", "顺序"),
    ("2025-10-01放假", "2025-10-01"),
    ("10月1日放假；10月1日上班", "又放假又上班"),
    ("10月9日上班", "周五"),
    ("10月1日（周三）放假", "周四"),
    ("10月1日至7日放假 33", "33"),
    ("放假 2026-1-1..2026-12-31", "相隔"),
    ("10月1日起放假7天", "7 天"),
    ("10月1日至8日放假，共7天", "8 天"),
    ("放假10月1日至7日，9月27日上班", "分不清"),
    ("10月1日-7日放假 上班9月27日", "没有写明"),
    ("Oct 1-7 off", "Oct"),
])  # fmt: skip
def test_what_is_not_understood_is_named(text: str, word: str) -> None:
    with pytest.raises(BadNotice) as bad:
        read_notice(text, 2026)
    assert word in bad.value.zh and bad.value.en and bad.value.mend_zh


def test_the_year_of_a_notice() -> None:
    assert year_of("放假 2027-01-01", date(2026, 5, 1)) == 2027
    assert year_of("10月1日放假", date(2026, 5, 1)) == 2026
    assert year_of("1月1日放假", date(2026, 11, 24)) == 2027
