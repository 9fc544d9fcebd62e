"""Two numbers that look alike on paper never both stand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dangan.errors import Refused
from storage.archive import Archive
from tests.storage.small_forms import FORMS


@pytest.mark.parametrize("number", ["Q\x004", "Q\u202e5", "Q\u200b6", "\ufeffQ7"])
def test_a_number_with_a_hidden_character_is_refused_at_its_field(tmp_path: Path, number: str) -> None:
    archive = Archive.open(tmp_path / "office" / "o.db", FORMS, create=True, clock=lambda: datetime(2026, 3, 2, 9, 30))
    env = archive.env("li", "zh")
    with pytest.raises(Refused) as caught:
        archive.save("staff", {"name": "张三", "record_no": number}, env)
    (found,) = caught.value.problems
    assert found.path == "record_no" and "格式不对" in found.zh and found.mend_zh
    assert archive.search("张三") == []


def test_full_width_and_plain_are_one_number(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "office" / "o.db", FORMS, create=True, clock=lambda: datetime(2026, 3, 2, 9, 30))
    env = archive.env("li", "zh")
    assert archive.save("staff", {"name": "张三", "record_no": " Ｑ１ "}, env)["record_no"] == "Q1"
    with pytest.raises(Refused) as caught:
        archive.save("staff", {"name": "李四", "record_no": "Q1"}, env)
    assert caught.value.problems[0].code == "GEN_NUMBER_USED"
