"""G2 我的客户档案管理表格: a salesperson's own notes on a customer, private to their author."""

from __future__ import annotations

from pathlib import Path

from tests.stories.beforehand import holds, new_sheet, prints, traders
from tests.stories.typing import ENTER, F6, NEW_LINE, leave, says, sheet


def test_profile_of_a_buyer(tmp_path: Path) -> None:
    db = traders(tmp_path)
    place = f"岳阳轧钢厂{NEW_LINE}岳阳市云溪区长炼路 18 号"
    with new_sheet(db, "我的客户档案管理表格", "swj") as t:
        t.send(sheet("2025.6.2", "", "", "刘宏", "老刘", "采购部部长", place, "0730-8452136", "13907301234") + ENTER)
        t.send(sheet("2025.8.16", "岳阳", "湖南平江", "172 厘米", "70 公斤", "略秃") + ENTER)
        t.send(sheet("湖南大学", "1997.13", "学士", "三好学生", "", "", "羽毛球", "校足球队", "", "", "", "") + ENTER)
        t.send(sheet("2", "陈丽", "大专", "合唱", "2001.10.2") + ENTER)
        t.send(sheet("1", "女儿", "在长沙读高中"))
        t.send(F6)
        says(t, "“出生年月日”（2025年8月16日）晚于今天。请填写今天或以前的日期。")
        t.send("1975.8.16" + F6)
        says(t, "“毕业日期”的日期“1997.13”不存在。")
        t.send("1997.6" + F6)
        says(t, "已保存 WD-2025-0001")
        leave(t)
    kept = holds(
        db,
        "my_customer",
        "WD-2025-0001",
        prepared_by="单文静",
        filled_on="2025-06-02",
        revised_on="2025-06-16",
        shared=False,
    )
    assert (kept["name"], kept["company_address"]) == ("刘宏", "岳阳轧钢厂\n岳阳市云溪区长炼路 18 号")
    assert (kept["birth_date"], kept["graduated_on"], kept["degree_sensitive"]) == ("1975-08-16", "1997-06", None)
    assert (kept["marital_status"], kept["spouse_name"], kept["wedding_date"]) == ("married", "陈丽", "2001-10-02")
    assert [(x["section"], x["topic"], x["content"]) for x in kept["extra"]] == [("children", "女儿", "在长沙读高中")]
    prints(
        db,
        "my_customer",
        "WD-2025-0001",
        ["1、姓名", "刘宏", "昵称(小名)", "老刘"],
        ["身体五官特征", "略秃(如秃头、关节炎、严重背部问题等)"],
        ["4、电话(公)", "0730-8452136", "(宅)", "13907301234"],
        ["16、结婚纪念日", "2001年10月02日"],
        ["子女", "女儿", "在长沙读高中"],
    )
