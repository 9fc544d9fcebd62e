"""D4 opened in the program: the files of the customers in columns of its own, a file opened and a new one begun from it."""

from __future__ import annotations

from pathlib import Path

from tests.stories.typing import ENTER, ESC, F5, archive, leave, office, program, says


def test_the_report_is_the_list_of_the_files(tmp_path: Path) -> None:
    db = office(tmp_path)
    store = archive(db)
    env = store.env("wf", "zh")
    file = {"name": "岳阳洞庭渔具有限公司", "legal_rep": "彭志强", "route_area": "岳阳", "route_seq": 71}
    store.save("customer", {**store.new("customer", env), **file}, env)
    store.close()
    with program(db) as t:
        t.send("4" + ENTER)  # customers
        says(t, "客户一览表")
        t.send("4")
        t.send(ENTER)
        says(t, "岳阳洞庭渔具有限公司")
        says(t, "路序")  # a column of the report, not of the files' own list
        says(t, "彭志强")
        t.send(ENTER)
        says(t, "客户档案")
        says(t, "下一步 确认  销售总监")
        t.send(ESC)
        says(t, "路序")
        t.send(F5)
        says(t, "客户名称")
        t.send(ESC)
        leave(t)
