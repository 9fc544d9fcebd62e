"""Group D, what is kept about a customer beside its file: each sheet filled once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.stories.beforehand import FIRM, FIRM_NO, MILL_NO, holds, keep, new_sheet, prints, record, traders
from tests.stories.typing import ENTER, F3, F6, NEW_LINE, TAB, leave, says, sheet


def test_evaluation_of_a_quarter(tmp_path: Path) -> None:
    db = traders(tmp_path)
    said = {"usage": "用量平稳", "credit_change": "无变化", "person_change": "无变化", "conclusion": "stable"}
    firm = record(db, "customer", FIRM_NO)
    earlier = keep(
        db, "customer_evaluation", customer=firm, year=2025, quarter="q1", usage_t=Decimal("1260"), **said
    ).text
    with new_sheet(db, "客户评价", "swj") as t:
        t.send(
            sheet("hdjc", "2025", "1", f"新增一条产线{NEW_LINE}用量上升", "1480.5", "", "无变化", "财务经理换为陈会计")
        )
        t.send(ENTER + sheet("按月结算", "", "1", "建议签订年度合同。", "2025.6.17"))
        t.send(F6)
        says(
            t,
            f"{FIRM} 2025 年第 1 季度已有评价（{earlier}）。请打开原评价修改；已核准的，请在下一季度评价中说明。",
        )
        t.send("2" + F6)
        says(t, "“评价日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("." + F6)
        says(t, "已保存 PJ-2025Q2-0001")
        leave(t)
    kept = holds(
        db, "customer_evaluation", "PJ-2025Q2-0001", customer=FIRM_NO, year=2025, quarter="q2", conclusion="growing"
    )
    assert (kept["usage"], kept["usage_t"], kept["prev_usage_t"]) == ("新增一条产线\n用量上升", 1480.5, 1260)
    assert (kept["person_change"], kept["evaluated_on"]) == ("财务经理换为陈会计", "2025-06-16")
    prints(
        db,
        "customer_evaluation",
        "PJ-2025Q2-0001",
        ["客户", f"{FIRM_NO} {FIRM}"],
        ["评价季度", "第二季度"],
        ["本季使用量(吨)", "1,480.500"],
    )


def test_account_renamed(tmp_path: Path) -> None:
    db = traders(tmp_path)
    proof = tmp_path / "notice.pdf"
    proof.write_bytes(b"%PDF-1.4 notice of the change of name")
    with new_sheet(db, "开户、更改户名申请") as t:
        t.send(sheet("2", "hdjc", "", FIRM, "改制为股份公司", str(proof), "", "") + ENTER)
        t.send(sheet("lw", "2025.6.13") + ENTER + sheet("swj", "2025.6.31"))
        t.send(F6)
        says(t, f"新户名与原户名相同（{FIRM}）。请填写变更后的户名。")
        t.send("宏达建材股份有限公司" + F6)
        says(t, "“沟通日期”的日期“2025.6.31”不存在。请按年月日填写，例如 2024-03-01、20240301 或 3.1。")
        t.send("." + F6)
        says(t, "已保存 HM-2025-0001")
        leave(t)
    kept = holds(
        db, "account_change", "HM-2025-0001", kind="rename", customer=FIRM_NO, old_name=FIRM, reason="改制为股份公司"
    )
    assert (kept["new_name"], kept["prepared_by"], kept["prepared_on"]) == (
        "宏达建材股份有限公司",
        "王芳",
        "2025-06-16",
    )
    assert [(line["person"], line["informed_on"]) for line in kept["informed"]] == [
        ("李伟", "2025-06-13"),
        ("单文静", "2025-06-16"),
    ]
    prints(
        db,
        "account_change",
        "HM-2025-0001",
        ["原户名", FIRM],
        ["新户名", "宏达建材股份有限公司"],
        ["李伟", "2025年06月13日"],
        ["销售中心存档："],
    )


def test_risk_reported_at_once(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "重点/风险客户情况汇报", "swj") as t:
        t.send(sheet("2", "", "", "zjg", "") + ENTER)
        t.send(sheet("yyzg", "27", f"被诉 86 万元{NEW_LINE}付款逾期 45 天", "14", "四十万", "已停止发货", "转法务处理"))
        t.send(F6)
        says(t, "“风险信号”没有“7”这个选项。请从下列选项中选择：经营状况差、欠账、信誉度下降、面临破产改制、其他。")
        t.send("23" + F6)
        says(t, "“欠款金额”要填数字，“四十万”不是数字。请只填数字和小数点，不要带单位。")
        t.send("41.2w" + F6)
        says(t, "已保存 HB-2025-0001")
        leave(t)
    kept = holds(
        db, "customer_briefing", "HB-2025-0001", kind="urgent", period=None, prepared_by="单文静", addressee="张建国"
    )
    (line,) = kept["items"]
    assert (line["customer"], line["signals"], line["sources"]) == (
        MILL_NO,
        ["arrears", "credit_down"],
        ["salesperson", "web"],
    )
    assert (line["description"], line["arrears"]) == ("被诉 86 万元\n付款逾期 45 天", 412_000)
    prints(
        db,
        "customer_briefing",
        "HB-2025-0001",
        ["类别", "异常上报"],
        ["412,000.00", "已停止发货", "转法务处理"],
        ["批示领导签字："],
    )


def test_dealings_of_a_customer(tmp_path: Path) -> None:
    db = traders(tmp_path)
    other = keep(db, "customer_dealings", customer=record(db, "customer", MILL_NO)).text
    with new_sheet(db, "客户交易资料") as t:
        t.send(sheet("yyzg", "swj", "") + ENTER)
        t.send(sheet("大冶钢贸", "年度框架", "320w", "月结30天", "2025.6.17", "采购主管") + TAB)
        t.send(
            sheet("2025.4.1", "XS-0931", "轧辊 Φ750", "4", "412000", "货到30天", "2025.5.10", "2025.5.16", "延付")
            + ENTER
        )
        t.send(sheet("2025.3.3", "", "轧辊 Φ650", "2.5", "15w", "", "2025.4.2", "2025.4.1", ""))
        t.send(F6)
        says(t, "“信息日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("2025.6.11" + F6)
        says(t, f"客户交易资料中已有相同的客户（{other}）。请打开已有记录，或更正客户。")
        t.send("hdjc" + F6)
        says(t, "已保存 JJ-2025-0002")
        leave(t)
    kept = holds(
        db, "customer_dealings", "JJ-2025-0002", customer=FIRM_NO, prepared_by="单文静", prepared_on="2025-06-16"
    )
    assert [(x["competitor"], x["amount"], x["info_date"]) for x in kept["competitor_deals"]] == [
        ("大冶钢贸", 3_200_000, "2025-06-11")
    ]
    assert [(x["product"], x["quantity"], x["amount"], x["overdue_days"]) for x in kept["own_deals"]] == [
        ("轧辊 Φ650", 2.5, 150_000, 0),  # kept by their dates
        ("轧辊 Φ750", 4, 412_000, 6),
    ]
    prints(
        db,
        "customer_dealings",
        "JJ-2025-0002",
        ["大冶钢贸", "年度框架", "3,200,000.00", "月结30天", "2025年06月11日", "采购主管"],
        ["轧辊 Φ750", "4.000", "412,000.00", "货到30天", "2025年05月10日", "2025年05月16日", "6", "延付"],
        ["记录人", "单文静"],
    )


def test_state_of_business(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户经营状况记录", "swj") as t:
        t.send(sheet("hdjc", "2025.5", "", "") + ENTER)
        t.send(sheet("CG-0611", "1", "2025.3.31", "湘潭钢铁", "连铸坯", "八百", "3420", "270w", "2025.4.25") + TAB)
        t.send(sheet("XS-0702", "2", "2025.5.9", "岳阳二建", "中板", "260.5", "", "1088890", "") + TAB)
        t.send(sheet("2025.4", "3100", "1000w") + ENTER + sheet("2025.5", "3350.5", "1250w") + TAB)
        t.send(sheet("中板库存约 900 吨", "按月回款", ""))
        t.send(F6)
        says(t, "“数量”要填数字，“八百”不是数字。请只填数字和小数点，不要带单位。")
        t.send("800" + F6)
        says(t, "“金额”填写 2700000.00，计算得 2736000.00。请核对；按原件如此的可以继续。")
        t.send("2736000" + F6)
        says(t, "已保存 JY-202505-0001")
        leave(t)
    kept = holds(
        db,
        "business_status",
        "JY-202505-0001",
        customer=FIRM_NO,
        period="2025-05",
        prepared_by="单文静",
        stock="中板库存约 900 吨",
    )
    assert [(x["kind"], x["party"], x["quantity"], x["amount"]) for x in (*kept["purchases"], *kept["sales"])] == [
        ("contract", "湘潭钢铁", 800, 2_736_000),
        ("order", "岳阳二建", 260.5, 1_088_890),
    ]
    assert [(x["month"], x["sold_amount"], x["yoy"], x["mom"]) for x in kept["sales_data"]] == [
        ("2025-04", 10_000_000, None, None),
        ("2025-05", 12_500_000, None, 25),
    ]
    prints(
        db,
        "business_status",
        "JY-202505-0001",
        [
            "CG-0611",
            "合同",
            "2025年03月31日",
            "湘潭钢铁",
            "连铸坯",
            "800.000",
            "3,420.00",
            "2,736,000.00",
            "2025年04月25日",
        ],
        ["合同/订单号", "类别", "日期", "需方", "产品", "数量", "单价", "金额", "交货期"],
        ["2025年5月", "3,350.500", "12,500,000.00", "25.00"],
    )


def test_files_gone_through(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户档案修订核查") as t:
        t.send(sheet("2025.6.2", "", "lw") + ENTER)
        t.send(sheet("hdjc", "", "2025.5.30", "2", "12", "1", "新产线投产", "", "列为重点服务客户") + ENTER)
        t.send(sheet("hdjc", "swj", "2025.6.13", "3", "", "", "", "", ""))
        t.send(F6)
        says(t, "“核查日期”（2025年5月30日）早于“核查期起”（2025年6月2日）。请核对两个日期。")
        t.send("2025.6.12" + F6)
        says(t, f"“核查客户”第 2 行与第 1 行重复（{FIRM_NO}）。请删去其中一行。")
        t.send("yyzg" + F6)
        says(t, "已保存 HC-2025-01")
        leave(t)
    kept = holds(db, "customer_review", "HC-2025-01", round_from="2025-06-02", round_to="2025-08-02", leader="李伟")
    told = ("customer", "reviewer", "reviewed_on", "grade_before", "grade_after", "changes", "trend", "watch")
    assert [tuple(line[name] for name in told) for line in kept["items"]] == [
        (FIRM_NO, "李伟", "2025-06-12", "important", "special", ["operations", "market"], "fast", True),
        (MILL_NO, "单文静", "2025-06-13", "important", "ordinary", [], "normal", False),
    ]
    prints(
        db,
        "customer_review",
        "HC-2025-01",
        ["2025年06月02日 至 2025年08月02日", "负责人", "李伟"],
        [
            "李伟",
            "2025年06月12日",
            "重要",
            "特殊",
            "经营动态、市场变化",
            "成长快",
            "新产线投产",
            "是",
            "列为重点服务客户",
        ],
        ["审核人："],
    )


def test_questionnaire_returned(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户资料表") as t:
        t.send(sheet("", "hdjc", "2025.6.2", "1", "2025.5.30", "赵宏达", "1") + ENTER)
        t.send(
            sheet("", "", "赵宏达", "", "建筑业企业资质二级", "2015.6.1", "", "3", "jz", "2000w", "", "86", "1.2y")
            + ENTER
        )
        t.send(
            sheet(f"钢材批发{NEW_LINE}建筑装饰", "长沙市雨花区", "410007", "0731-84556677", "", "zhao@hongda", "")
            + ENTER
        )
        t.send(sheet("赵宏达", "总经理", "1", "13907311234", "", "", "11-27") + TAB + "湖南省内")
        t.send(F6)
        says(t, "“收回日期”（2025年5月30日）早于“发出日期”（2025年6月2日）。请核对两个日期。")
        t.send("2025.6.12" + F6)
        says(t, "“邮箱”的内容“zhao@hongda”格式不对。请按此格式填写：name@company.com。")
        t.send("zhao@hongda.com" + F6)
        says(t, "已保存 KZ-2025-0001")
        leave(t)
    kept = holds(
        db,
        "customer_questionnaire",
        "KZ-2025-0001",
        name=FIRM,
        customer=FIRM_NO,
        send_mode="post",
        received_on="2025-06-12",
    )
    assert (kept["filled_by"], kept["sealed"], kept["service_area"]) == ("赵宏达", True, "湖南省内")
    assert (kept["registered_capital"], kept["turnover"], kept["email"]) == (20_000_000, 120_000_000, "zhao@hongda.com")
    assert [(x["name"], x["role"], x["birthday"]) for x in kept["contacts"]] == [
        ("赵宏达", "actual_controller", "--11-27")
    ]
    prints(
        db,
        "customer_questionnaire",
        "KZ-2025-0001",
        ["客户名称", FIRM],
        ["收回日期", "2025年06月12日"],
        ["注册资本", "20,000,000.00"],
        ["服务区域", "湖南省内"],
    )


def test_credit_investigated(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户资信调查报告", "swj") as t:
        t.send(sheet("hdjc", "2", "2025.6.3", "2025.6.6", "", "2025.6.10", "") + ENTER + "2025.5.31")
        t.send(F3 + "股东" + ENTER)
        t.send(sheet("赵宏达", "600w", "60") + ENTER + sheet("长沙宏远投资", "", "50") + TAB + TAB)
        t.send(sheet("2024", "5360w", "2310w", "1.08y", "410w") + TAB + TAB)
        t.send(sheet("2025.4.1", "120w", "2025.4.11", "120w"))
        t.send(F3 + "总体评价" + ENTER + sheet("付款及时，同意授信。", "2", "200w", "45", "月结") + F6)
        says(t, "股东出资比例合计 110.00%，超过 100%。请核对各股东的比例。")
        t.send(ENTER + ENTER + "50" + F6)
        says(t, f"{FIRM}是信用客户，客户档案还没有确认，不能授信或签订赊销合同。")
        t.send("0" + F6)
        says(t, "已保存 ZX-2025-0001")
        leave(t)
    kept = holds(
        db,
        "credit_report",
        "ZX-2025-0001",
        customer=FIRM_NO,
        reason="credit",
        report_on="2025-06-10",
        valid_until="2026-06-10",
    )
    assert (kept["profile_name"], kept["as_of"], kept["grade_credit"]) == (FIRM, "2025-05-31", "aa")
    assert [(x["holder"], x["share"]) for x in kept["shareholders"]] == [("赵宏达", 50), ("长沙宏远投资", 50)]
    assert [(x["year"], x["debt_ratio"]) for x in kept["finance"]] == [(2024, 43.1)]
    assert [x["overdue_days"] for x in kept["payments"]] == [10]
    prints(
        db,
        "credit_report",
        "ZX-2025-0001",
        ["赵宏达", "6,000,000.00", "50.00"],
        ["2024", "53,600,000.00", "23,100,000.00"],
        ["108,000,000.00", "4,100,000.00", "43.10"],
        ["信用等级", "AA"],
    )


def test_file_at_a_subsidiary(tmp_path: Path) -> None:
    db = traders(tmp_path)
    other = keep(db, "aggregate_customer_file", customer=record(db, "customer", MILL_NO), ground="dept_need").text
    with new_sheet(db, "客户档案(冀东骨料)") as t:
        t.send(sheet("", "yyzg", "2", "五千", "swj", "2025.6.13") + ENTER)
        t.send(F3 + "有/无" + ENTER + "1" + ENTER + sheet("3", "1", "2025.3.1", "", "加盖公章") + ENTER)
        t.send(F6)
        says(t, "“年度合同量(吨)”要填数字，“五千”不是数字。请只填数字和小数点，不要带单位。")
        t.send("5200" + F6)
        says(t, f"客户档案(冀东骨料)中已有相同的子(分)公司、客户（{other}）。请打开已有记录，或更正子(分)公司、客户。")
        t.send("hdjc" + F6)
        says(t, "已保存 JD-2025-00002")
        leave(t)
    kept = holds(
        db,
        "aggregate_customer_file",
        "JD-2025-00002",
        customer=FIRM_NO,
        subsidiary="湘江机械总公司",
        ground="volume",
        annual_contract_t=5200,
    )
    first = kept["items"][0]
    assert (first["title"], first["present"], first["copy_kind"], first["copies"], first["remarks"]) == (
        "qual_profile",
        True,
        "copy",
        1,
        "加盖公章",
    )
    prints(
        db,
        "aggregate_customer_file",
        "JD-2025-00002",
        ["卷内目录"],
        ["年度合同量(吨)", "5,200.000"],
        ["客户资质", "公司简介", "是", "有", "复印件", "1", "2025年03月01日", "加盖公章"],
    )


def test_run_of_the_composition(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户构成分析", "lw") as t:
        t.send(sheet("2025.4.1", "2025.3.31", "", "", "4", "") + F6)
        says(t, "“截止日期”（2025年3月31日）早于“起始日期”（2025年4月1日）。请核对两个日期。")
        t.send("2025.5.31" + F6)
        says(t, "“销售口径”没有“4”这个选项。请从下列选项中选择：合同、发货、回款。")
        t.send("2" + F3 + "未来的营销重点" + ENTER)
        t.send(sheet("巩固重点客户", f"回款慢{NEW_LINE}单次用量小", "款到发货") + F6)
        says(t, "已保存 2025-0001")
        leave(t)
    kept = holds(
        db, "composition_analysis", "2025-0001", period_from="2025-04-01", period_to="2025-05-31", currency="cny"
    )
    assert (kept["sales_basis"], kept["run_by"], kept["run_on"]) == ("shipped", "李伟", "2025-06-16 09:00:00")
    assert ("product_mix" in kept["analyses"], len(kept["analyses"])) == (True, 7)
    assert (kept["shortcomings"], kept["countermeasures"]) == ("回款慢\n单次用量小", "款到发货")
    prints(
        db,
        "composition_analysis",
        "2025-0001",
        ["2025年04月01日 至 2025年05月31日"],
        ["☑销售构成分析"],
        ["未来的营销重点", "巩固重点客户"],
    )
