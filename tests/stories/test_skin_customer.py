"""G1 皮肤管理顾客档案表: a salon's customer, typed in English."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.typing import ENTER, F5, F6, leave, lines, missing, office, program, says, sheet, stored, workbook

NUMBER = f"PF-{date.today().year}-00001"
HEAD = {
    "Name": "林婉如", "Sex": "2", "Birthday": "0317", "Married": "2", "Height": "62", "Weight": "52.55", "Occupation": "教师",
    "Telephone": "13974800123", "Address": "长沙市天心区书院路 9 号", "Blood type": "1", "Medical history": "无",
    "Family history": "母亲有荨麻疹", "First visit": "2025.10.2", "Source of visit": "1",
}  # fmt: skip
DIAGNOSIS = {"Skin state": "010812", "Elasticity": "2", "Sebum": "1", "Moisture": "3"}
CONDITIONS = ["", "14", "", "", "", "2", "", "3", "", "", "", "", "", "", "", ""]
FACE = {"Eye area": "0204", "Forehead": "1", "Nose": "0204", "Mouth area": "3", "Chin": "1"}
CARE = {
    "Contraindications": "酒精过敏",
    "Products in use": "保湿乳",
    "Care advice": "每周一次补水",
    "Card": "V0088",
    "Card type": "3",
}
KEPT = {
    "name": "林婉如", "sex": "female", "birthday": "--03-17", "married": "single", "height_cm": 162, "weight_kg": 52.5,
    "occupation": "教师", "phone": "13974800123", "blood_type": "a", "first_visit": "2025-10-02", "visit_source": "friend",
    "skin_state": ["age_matches", "sensitive", "combination"], "elasticity": "fair", "sebum": "abundant", "moisture": "dry",
    "present_comedones": True, "cond_comedones": ["lead_cosmetics", "excess_sebum"], "present_acne": None, "cond_acne": [],
    "present_freckles": True, "cond_freckles": ["sun"], "present_pores": True, "cond_pores": ["diet"],
    "eye_area": ["dark_circles", "fine_lines"], "forehead": ["oily"], "nose": ["pores_slightly_large", "many_blackheads"],
    "mouth_area": ["clear_wrinkles"], "chin": ["double_chin"], "contraindications": "酒精过敏", "card_no": "V0088",
    "card_type": "gold", "last_treatment": "2025-10-02", "treatment_count": 1,
}  # fmt: skip
PRINTED = [
    ["性别", "女"],
    ["生日", "03月17日"],
    ["到店来源", "☑亲友介绍", "□广告宣传", "□媒体", "□路过", "□其他"],
    ["□鼻沟纹较重", "□干性缺胶原蛋白", "☑敏感皮肤", "□干性缺油", "□干性缺水"],
    ["1、粉刺", "☑化妆品铅质阻塞", "□脂肪污物堵塞", "□清洁保养不当", "☑皮脂分泌过旺"],
    ["眼部情况", "□眼部松弛", "☑黑眼圈", "□油脂粒", "☑细皱纹", "□深鱼尾纹", "□浅鱼尾纹"],
    ["2025年10月02日", "清洁补水", "玻尿酸", "良好", "满意", "298.00", "2025-11-01 14:30", "单文静"],
]  # fmt: skip
VISITS = ["2025.10.2", "清洁补水", "玻尿酸", "良好", "满意", "298", "2025-11-1 14:30", "swj", ""]


def test_file_in_english(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db, lang="en") as t:
        t.send("7" + ENTER + "1" + ENTER + F5)
        says(t, "Customer file number (given when saved)")
        t.send(sheet(*HEAD.values(), *DIAGNOSIS.values(), *CONDITIONS, *FACE.values(), *CARE.values(), *VISITS))
        t.wait_for("14:30")
        t.send(F6)
        says(t, "Weight takes at most 1 decimals; 52.55 has more. Round it.")
        t.send("52.5" + F6)
        says(t, "Height: 62 is unusual; it is mostly between 100 and 250. Check it; you can go on if it is right.")
        t.send("162" + F6)
        says(t, f"Saved {NUMBER}. F5 next record, Ctrl+Z takes it back, Esc back")
        leave(t)
    kept = stored(db, "skin_customer", NUMBER)
    assert {name: kept[name] for name in KEPT} == KEPT
    (visit,) = kept["visits"]
    assert (visit["treated_on"], visit["amount"], visit["therapist"]) == ("2025-10-02", 298, "单文静")
    assert visit["next_visit"].startswith("2025-11-01 14:30")
    (paper,) = workbook(db, "skin_customer", "form_a4", NUMBER)
    printed = lines(paper)
    assert printed[:3] == [["顾客档案"], ["顾客姓名：", "林婉如"], ["档案编号：", NUMBER]]
    assert missing(paper, PRINTED) == []
    (ledger,) = workbook(db, "skin_customer", "ledger", NUMBER)
    row = dict(zip(*([cell.value for cell in line] for line in ledger.iter_rows(max_row=2)), strict=True))
    assert (row["生日"], row["到店来源"], row["次数"]) == ("--03-17", "亲友介绍", 1)
