"""Fields of practice that an office does not use: on no screen and no paper, while what they hold stays."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from dangan.exporting import Job
from forms_plugins.exporters.paper.export import laid_out
from forms_plugins.exporters.paper.text import pages
from storage.settings import BadSetting
from tests.stories.typing import ENTER, F2, F5, F6, archive, leave, office, program, says, sheet, stored

LONG_AGO = date(2020, 1, 1)


def hide(db: Path, **names: str) -> None:
    store = archive(db)
    store.settings.set("practice_fields", names, LONG_AGO, "wf", at=datetime(2020, 1, 1))
    store.close()


def test_hidden_fields_are_neither_typed_nor_read_nor_printed_and_keep_what_they_hold(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("客户名单" + ENTER)
        says(t, "还没有档案")
        t.send(F5)
        says(t, "选取条件")
        t.send(sheet("2026-3", "重点客户") + F6)
        says(t, "已保存 MD-202603-001")
        leave(t)
    hide(db, visit_list="criteria items.reason")
    with program(db) as t:
        t.send("客户名单" + ENTER)
        says(t, "MD-202603-001")
        t.send(ENTER)
        says(t, "期间")
        assert "选取条件" not in t.text
        t.send(F2)
        says(t, "编制人")
        assert "选取条件" not in t.text and "回访理由" not in t.text
        t.send("2026-4" + F6)
        says(t, "已保存 MD-202603-001")
        leave(t)
    kept = stored(db, "visit_list", "MD-202603-001")
    assert (kept["period"], kept["criteria"]) == ("2026-04", "重点客户")
    store = archive(db)
    env = store.env("wf", "zh")
    job = Job(store.registry.form("visit_list"), [store.read("visit_list", "MD-202603-001")], env, Path())
    drawn = "".join(line for paper in laid_out(job) for page in pages(paper) for line in page)
    assert "编制人" in drawn.replace(" ", "") and "选取条件" not in drawn and "回访理由" not in drawn
    store.close()


@pytest.mark.parametrize("names", ["period", "items.customer", "record_no", "nothing", "criteria items.seq"])
def test_what_the_source_has_or_the_form_requires_is_never_hidden(names: str, tmp_path: Path) -> None:
    db = office(tmp_path)
    store = archive(db)
    with pytest.raises(BadSetting) as refused:
        store.settings.set("practice_fields", {"visit_list": names}, LONG_AGO, "wf", at=datetime(2020, 1, 1))
    assert "不能隐藏" in refused.value.zh and "criteria" in str(refused.value.mend_zh)
    store.close()
