"""A1 员工人事档案记录表: the file of 欧阳晓岚 as the personnel office fills it."""

from __future__ import annotations

import signal
import time
from datetime import date, datetime
from pathlib import Path

from storage.roles import Roles
from tests.stories.typing import (
    BACKSPACE,
    CTRL_U,
    ENTER,
    ESC,
    F3,
    F5,
    F6,
    archive,
    leave,
    lines,
    missing,
    office,
    program,
    says,
    sheet,
    stored,
    workbook,
)

HEAD = {"单位": "", "报到日期": "2024.3.1"}
BASICS = {
    "姓名": "欧阳晓岚", "曾用名": "", "性别": "2", "出生日期": "1994-03-17", "民族": "", "籍贯": "湖南长沙", "出生地": "湖南长沙",
    "政治面貌": "1", "婚姻状况": "2", "身份证号码": "430102199403170020", "户口所在地": "长沙市芙蓉区", "户口性质": "1",
    "最高学历": "6", "毕业院校": "湖南大学", "专业": "会计学", "职称/职业资格": "会计师", "外语及程度": "英语六级",
    "计算机水平": "计算机二级", "健康状况": "良好", "身高": "165", "体重": "52.5", "血型": "4", "联系电话": "13812345678",
    "电子邮箱": "xl.ouyang@xiangjiang.cn", "现住址": "长沙市芙蓉区五一大道 88 号 3 栋 502", "邮编": "410011",
    "紧急联系人": "刘波", "紧急联系人关系": "丈夫", "紧急联系人电话": "13787310090", "照片": "",
}  # fmt: skip
FAMILY = [
    "父亲", "欧阳建国", "1965.2", "长沙机床厂", "退休", "13907312201",
    "丈夫", "刘波", "1992-11", "中南设计院", "工程师", "13787310090",
    "女儿", "刘小满", "202005", "", "", "",
    "",
]  # fmt: skip
SCHOOLS = [
    "2009.9", "2012.6", "长沙市第一中学", "高中", "高中毕业", "1", "周老师",
    "2012.9", "2016.6", "湖南大学", "会计学", "学士", "1", "何志强",
    "",
]  # fmt: skip
JOBS = [
    "2016.7", "2024.2", "湖南天成会计师事务所", "审计部审计员", "年报审计\x0f内部控制咨询", "家庭原因", "谢敏 13907310055",
    "",
]  # fmt: skip
WORK = {
    "所在部门": "xsyb", "现任岗位": "会计", "职级": "四级", "重点人才": "1", "用工性质": "1", "试用期至": "2024.8.31",
    "转正日期": "2024.9.1", "员工状态": "",
}  # fmt: skip
CONTRACT = ["HT-2024-018", "2024.3.1", "2027.2.28", "1", "2024.2.26", ""]
APPRAISAL = ["2024", "1", "工作认真负责，账目清楚。", ""]
POSTS = [""]
AWARDS = [
    "2025.1.20",
    "1",
    "年度先进个人",
    "全年账目无差错",
    "通报表扬",
    "2000",
    "总经理办公会",
    "湘机〔2025〕3号",
    "",
    "",
]
TRAININGS = ["2024.5.6", "2024.5.10", "新会计准则", "省财政厅", "2", "24.5", "合格", "CZ240511", "1800", "", "", ""]
SELF = ["本人热爱会计工作，遵守纪律。"]
PAPERS = ["身份证复印件", "", "", "1", "", "学历证书", "2016.6.20", "1", "2", "复印件", ""]
FOOT = [""]
EXPECTED = {
    "report_date": "2024-03-01", "name": "欧阳晓岚", "former_name": None, "sex": "female", "birth_date": "1994-03-17",
    "ethnicity": "汉族", "native_place": "湖南长沙", "birth_place": "湖南长沙", "political_status": "party_member",
    "marital_status": "married", "id_card": "430102199403170020", "hukou_place": "长沙市芙蓉区", "hukou_type": "urban",
    "education": "bachelor", "school": "湖南大学", "major": "会计学", "prof_title": "会计师", "language_skill": "英语六级",
    "computer_skill": "计算机二级", "health": "良好", "height_cm": 165, "weight_kg": 52.5, "blood_type": "o",
    "phone": "13812345678", "email": "xl.ouyang@xiangjiang.cn", "address": "长沙市芙蓉区五一大道 88 号 3 栋 502",
    "postcode": "410011", "emergency_name": "刘波", "emergency_relation": "丈夫", "emergency_phone": "13787310090",
    "photo": None, "post": "会计", "grade": "四级", "key_talent": True, "employment_type": "regular",
    "probation_end": "2024-08-31", "confirmed_on": "2024-09-01", "emp_status": "active", "left_on": None,
    "leave_reason": None, "self_evaluation": "本人热爱会计工作，遵守纪律。", "status": "draft",
}  # fmt: skip
PRINTED = [
    ["性别", "女"],
    ["出生日期", "1994年03月17日"],
    ["民族", "汉族"],
    ["籍贯", "湖南长沙"],
    ["婚姻状况", "已婚"],
    ["身份证号码", "430102199403170020"],
    ["紧急联系人", "刘波", "紧急联系人关系", "丈夫", "紧急联系人电话", "13787310090"],
    ["父亲", "欧阳建国", "1965年2月", "长沙机床厂", "退休", "13907312201"],
    ["女儿", "刘小满", "2020年5月"],
    ["2012年9月 至 2016年6月", "湖南大学", "会计学", "学士", "全日制", "何志强"],
    ["2016年7月 至 2024年2月", "湖南天成会计师事务所", "审计部审计员", "年报审计\n内部控制咨询", "家庭原因", "谢敏 13907310055"],
    ["所在部门", "销售一部"],
    ["现任岗位", "会计"],
    ["HT-2024-018", "2024年03月01日 至 2027年02月28日", "固定期限", "2024年02月26日"],
    ["2025年01月20日", "奖励", "年度先进个人", "全年账目无差错", "通报表扬", "2,000.00", "总经理办公会", "湘机〔2025〕3号"],
    ["2024年05月06日 至 2024年05月10日", "新会计准则", "省财政厅", "外训", "24.5"],
    ["合格", "CZ240511", "1,800.00"],
    ["2", "学历证书", "2016年06月20日", "1", "2", "复印件"],
    ["本人热爱会计工作，遵守纪律。"],
]  # fmt: skip


SHEET = [
    *HEAD.values(), *BASICS.values(), *FAMILY, *SCHOOLS, *JOBS, *WORK.values(), *CONTRACT, *APPRAISAL, *POSTS, *AWARDS,
    *TRAININGS, *SELF, *PAPERS, *FOOT,
]  # fmt: skip


def test_a_whole_record_in_one_write(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("1" + ENTER + F5 + sheet(*SHEET) + ENTER)
        says(t, "已到最后一项,保存吗?  1 保存  2 继续录入")
        t.send(ENTER)
        says(t, "已保存 YG-")
        leave(t)
    number = f"YG-{date.today().year}-0001"
    kept = stored(db, "employee_record", number)
    assert (kept["unit"], kept["dept"]) == ("湘江机械总公司", "销售一部")
    assert {name: kept[name] for name in EXPECTED} == EXPECTED
    assert [(line["relation"], line["birth_month"]) for line in kept["family"]] == [
        ("父亲", "1965-02"),
        ("丈夫", "1992-11"),
        ("女儿", "2020-05"),
    ]
    assert [(line["from_month"], line["mode"]) for line in kept["prior_education"]] == [
        ("2009-09", "full_time"),
        ("2012-09", "full_time"),
    ]
    assert kept["prior_work"][0]["duties"] == "年报审计\n内部控制咨询"
    assert kept["contracts"][0]["end_date"] == "2027-02-28" and kept["contracts"][0]["term_type"] == "fixed"
    assert (kept["appraisals"][0]["year"], kept["appraisals"][0]["grade"]) == (2024, "excellent")
    assert kept["post_changes"] == []
    assert (kept["awards"][0]["kind"], kept["awards"][0]["amount"]) == ("reward", 2000)
    assert (kept["trainings"][0]["hours"], kept["trainings"][0]["cost"]) == (24.5, 1800)
    assert [(line["seq"], line["copies"], line["pages"]) for line in kept["materials"]] == [(1, 1, 1), (2, 1, 2)]
    assert kept["prepared_by"] is kept["approved_by"] is None and kept["opened_on"] == f"{date.today()}"
    _signed_by_both(db, number)
    kept = stored(db, "employee_record", number)
    assert (kept["prepared_by"]["name"], kept["prepared_by"]["on"]) == ("王芳", f"{date.today()}")
    assert (kept["approved_by"]["name"], kept["status"]) == ("张建国", "approved")

    (paper,) = workbook(db, "employee_record", "form_a4", number)
    assert lines(paper)[0] == ["员工人事档案记录表"] and missing(paper, PRINTED) == []
    (ledger,) = workbook(db, "employee_record", "ledger", number)
    assert ledger.title == "员工人事档案记录表"
    row = dict(zip(*([cell.value for cell in line] for line in ledger.iter_rows(max_row=2)), strict=True))
    assert (row["编号"], row["姓名"], row["性别"], row["学历"]) == (number, "欧阳晓岚", "女", "本科")
    assert row["报到日期"].date() == date(2024, 3, 1) and row["联系电话"] == "13812345678"


def _signed_by_both(db: Path, number: str) -> None:
    """She who prepared it signs, then the head of personnel."""
    store = archive(db)
    (head,) = (p for p in store.directory.people() if p.login == "zjg")
    Roles(store.store).give(head.id, "hr", date.today(), at=datetime.now(), by="wf")
    for login in ("wf", "zjg"):
        store.stepper.take("employee_record", number, "approve", store.env(login, "zh"))
    store.close()


def test_a_number_that_the_paper_bears(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("1" + ENTER + F5)
        says(t, "编号 (保存时编号)")
        t.send(F3 + "编号" + ENTER)
        t.send("YG-2019-0042" + ENTER + sheet("2019.7.1", "曾小军") + F6)
        says(t, "已保存 YG-2019-0042")
        t.send(F5)
        says(t, "新建")
        t.send(F3 + "编号" + ENTER + "YG-2019-0042" + F6)
        says(t, "员工人事档案记录表中已有相同的单位、编号（YG-2019-0042）。请打开已有记录，或更正单位、编号。")
        t.send(F3 + "编号" + ENTER + BACKSPACE + F6)
        says(t, f"已保存 YG-{date.today().year}-0001")
        leave(t)
    assert stored(db, "employee_record", "YG-2019-0042")["name"] == "曾小军"


def test_wrong_entries_lost_connections_and_finding(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("1" + ENTER + F5)
        says(t, "编号 (保存时编号)")
        t.send(sheet("", "2004-2-1", "单文静", "", "2", "1990-02-30", "", "", "", "", "", "430104199005130011", ""))
        says(t, "错 2")
        t.send(F6)
        says(t, "“出生日期”的日期“1990-02-30”不存在。请按年月日填写")
        t.send("1990-05-13" + F6)
        says(t, "单文静（1990年5月13日出生）到2004年2月1日报到时未满 16 周岁。请核对出生日期和报到日期。")
        t.send("2024-2-1" + F6)
        says(t, "“身份证号码”的号码不对，应为 18 位且校验码相符。请对照证件重新填写，末位可以是 X。")
        t.send("430104199005130018" + ENTER + "长沙市岳麓区")
        t.wait_for("长沙市岳麓区")
        t.kill(signal.SIGHUP)
        assert t.wait_exit() == 128 + signal.SIGHUP
    with program(db) as t:
        says(t, "员工人事档案记录表")
        t.send("1" + ENTER + F5)
        says(t, "1 继续录入  2 丢弃")
        t.send(ENTER)
        says(t, "单文静")
        says(t, "430104199005130018")
        says(t, "长沙市岳麓区")
        t.send(ENTER + sheet("", "6", "", "", "", "", "", "良好", "1650", "", "", "138-12345", "sw.jing@"))
        t.wait_for("sw.jing@")
        t.wait_until(lambda: "暂存" in t.lines[0], "the scratch")
        time.sleep(1.2)
        t.kill(signal.SIGKILL)
        t.wait_exit()
    with program(db) as t:
        t.send("1" + ENTER + F5)
        says(t, "1 继续录入  2 丢弃")
        t.send("1" + ENTER)
        says(t, "sw.jing@")
        t.send(F6)
        says(t, "“电子邮箱”的内容“sw.jing@”格式不对。请按此格式填写：name@company.com。")
        t.send("swj@xiangjiang.cn" + F6)
        says(t, "“身高”填写 1650，通常在 100 到 250 之间。请核对；无误的可以继续。 1 照样保存  2 去改")
        t.send("165" + F6)
        says(t, "“联系电话”138-12345 不像大陆的手机或电话号码。请核对；国外号码可以继续。")
        t.send("1" + ENTER)
        says(t, "性别与身份证号码的第 17 位不符。请对照身份证核对；无误的可以继续。")
        t.send("1" + ENTER)
        says(t, "已保存 YG-")
        t.send(ESC)
        says(t, "共 1 份")
        for typed in ("swj", "shanwenjing", "单文"):
            t.send(typed)
            says(t, f"查找: {typed}")
            t.wait_for("单文静")
            t.send(CTRL_U)
        leave(t)
    number = f"YG-{date.today().year}-0001"
    kept = stored(db, "employee_record", number)
    assert (kept["name"], kept["birth_date"], kept["report_date"]) == ("单文静", "1990-05-13", "2024-02-01")
    assert (kept["hukou_place"], kept["education"], kept["height_cm"]) == ("长沙市岳麓区", "bachelor", 165)
    assert (kept["phone"], kept["email"]) == ("138-12345", "swj@xiangjiang.cn")
