"""W5 at the keyboard: what may not be burnt, appraised, approved, burnt before three persons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage import holding, signatures
from storage.archive import Archive
from tests.processes.conftest import opened
from tests.processes.test_loans import lent
from tests.stories.desk import open_form, sits, step
from tests.stories.typing import CTRL_U, ENTER, ESC, F2, F3, F5, F6, HOME, leave, says
from tests.terminal import Terminal

MONDAY = date(2025, 3, 3)
LIST = "作废档案焚毁清单"
REFUSED = {
    "DA-2": "《永久卷》（DA-2）的保管期限是永久，不能销毁。",
    "DA-3": "DA-3 保管到2030年12月31日，尚未到期。",
    "DA-4": "DA-4 目前借出，不能列入焚毁清单，也不能焚毁。",
    "DA-5": "DA-5 目前因“诉讼”冻结，不能列入焚毁清单，也不能焚毁。",
}


def office(folder: Path) -> Path:
    """An old volume, and one each that is kept for ever, not expired, lent, on hold."""
    place = folder / "o.db"
    played = opened(place, MONDAY)
    played.filed_volume("DA-1", "旧卷")
    played.filed_volume("DA-2", "永久卷", retention="permanent")
    played.filed_volume("DA-3", "新卷", last=date(2020, 5, 1))
    lent(played, "li", played.filed_volume("DA-4", "借出卷"), term_days=30)
    held = played.filed_volume("DA-5", "冻结卷")
    holding.put(played.archive.store, held["_id"], "诉讼", played.env("zong"))
    played.archive.close()
    return place


def opens(t: Terminal) -> None:
    """Open the list from the first screen by its number."""
    t.send("FH-2025-001")
    says(t, "FH-2025-001")
    t.send(ENTER)
    says(t, "1表单")


def test_burnt_before_three_persons(tmp_path: Path) -> None:
    db = office(tmp_path)
    with sits(db, "dang", MONDAY) as t:
        open_form(t, "2", LIST)
        t.send(F5)
        says(t, "新建")
        t.send(F3 + "档号" + ENTER)
        for number, sentence in REFUSED.items():
            t.send(number + ENTER + F6)
            says(t, sentence)
            t.send(F3 + "档号" + ENTER + CTRL_U)
        t.send("DA-1" + ENTER)
        t.send(F3 + "计划焚毁" + ENTER + "20250310" + ENTER)
        t.send(F3 + "意见" + ENTER + "期满，同意焚毁" + F6)
        says(t, "已保存 FH-2025-001")
        t.send(ESC)
        says(t, "视图")
        t.send(HOME + ENTER)
        says(t, "1表单")
        step(t, "鉴定")
        says(t, "鉴定人不足规定人数。请补充鉴定人。")
        t.send(F2 + F3 + "鉴定人" + ENTER + "科长" + ENTER + "李员工" + F6)
        says(t, "已保存 FH-2025-001")
        t.send(ESC)
        says(t, "1表单")
        step(t, "鉴定")
        says(t, "鉴定:已办,草稿 -> 已鉴定")
        says(t, "核准  总经理 总经理")
        step(t, "核准")
        says(t, "“核准”只能由总经理本人签字。")
        leave(t)
    with sits(db, "zong", MONDAY) as t:
        opens(t)
        step(t, "核准")
        t.send("1")
        says(t, "核准:已办,已鉴定 -> 已核准")
        t.send(F2 + F3 + "简由" + ENTER)
        says(t, "焚毁清单 FH-2025-001 已于2025年3月3日核准，不能再增减或更改。")
        leave(t)
    with sits(db, "jian", date(2025, 3, 7)) as t:
        opens(t)
        step(t, "焚毁")
        t.send(ENTER + "1")
        says(t, "焚毁清单 FH-2025-001 尚未核准，或未到核准的焚毁日期（2025年3月10日）。")
        leave(t)
    with sits(db, "zong", date(2025, 3, 10)) as t:
        opens(t)
        step(t, "焚毁")
        t.send(ENTER + "1")
        says(t, "总经理同时担任")
        says(t, "核准、监焚和焚毁执行人必须是三个不同的人。")
        leave(t)
    with sits(db, "jian", date(2025, 3, 10)) as t:
        opens(t)
        step(t, "焚毁")
        says(t, "年月日焚毁: 2025-03-10")
        t.send(ENTER + "1")
        says(t, "焚毁:已签,还缺 焚毁执行人")
        step(t, "焚毁")
        says(t, "监督员同时担任")
        leave(t)
    with sits(db, "li", date(2025, 3, 10)) as t:
        opens(t)
        step(t, "焚毁")
        says(t, "签字人 李员工")
        t.send("1")
        says(t, "焚毁:已办,已核准 -> 已焚毁")
        leave(t)
    archive = Archive.open(db)
    assert archive.read("destruction_list", "FH-2025-001")["status"] == "executed"
    assert archive.read("file_catalogue", "AJ-2025-0001")["status"] == "destroyed"
    assert signatures.check(archive.store, archive.registry) == []
    archive.close()
