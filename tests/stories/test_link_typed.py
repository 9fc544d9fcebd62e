"""A link that is typed: what is called so is taken by Enter, what merely holds the words somewhere is not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.stories.typing import BACKTAB, CTRL_U, DOWN, ENTER, F5, F6, archive, command, leave, office, program, says

YEAR = date.today().year


def test_a_hit_of_the_contents_alone_is_marked_by_hand(tmp_path: Path) -> None:
    db = office(tmp_path)
    store = archive(db)
    env = store.env("wf", "zh")
    other = {
        "name": "岳阳洞庭渔具有限公司",
        "salesperson": env.user,
        "phone": "0730-8823416",
        "address": "湖南岳麓大道5号",
    }
    store.save("customer", store.new("customer", env) | other, env)
    store.close()
    with program(db) as t:
        t.send("开户、更改户名申请" + ENTER)
        says(t, "还没有档案")
        t.send(F5)
        says(t, "申请类别")
        t.send("1" + ENTER + "湖南岳麓")
        says(t, "岳阳洞庭渔具有限公司")  # found by its address
        t.send(ENTER)
        says(t, "没有找到客户档案 湖南岳麓")
        t.send(BACKTAB + CTRL_U + "湖南岳麓" + DOWN + ENTER + "岳阳洞庭网具有限公司" + F6)
        says(t, "已保存 HM-")
        leave(t)
    made = json.loads(command(db, "list", "account_change", "--json"))
    assert [one["customer"] for one in made] == [f"KH-{YEAR}-00001"]
