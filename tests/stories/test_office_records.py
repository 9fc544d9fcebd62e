"""I1, I2 and I4 to I9: fonds and their plan, appraisal, incidents, stock-taking, thresholds, contracts and who may look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.processes.conftest import opened
from tests.stories.beforehand import (
    FIRM,
    FIRM_NO,
    MONDAY,
    appoint,
    entry,
    holds,
    keep,
    new_sheet,
    prints,
    record,
    traders,
)
from tests.stories.typing import CTRL_U, ENTER, F6, TAB, leave, office, says, sheet


def test_fonds(tmp_path: Path) -> None:
    """I1 全宗名册."""
    db = office(tmp_path)
    head = ["J012", "湘江机械总公司全宗", "xjjx", "湘江机械厂(1986-1998)", "1986", "1985", "", "bgs"]
    with new_sheet(db, "全宗名册") as t:
        t.send(sheet(*head, "建厂以来的全部档案", "", "", "", "2025.6.17") + F6)
        says(t, "“截止年度”（1985）早于“起始年度”（1986）。请核对两项。")
        t.send(CTRL_U + F6)
        says(t, "“登记日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "2025.6.13" + F6)
        says(t, "已保存 QH-001")
        leave(t)
    holds(
        db, "fonds", "QH-001", fonds_no="J012", creator="湘江机械总公司", former_names="湘江机械厂(1986-1998)",
        year_from=1986, year_to=None, keeper_dept="办公室", volumes_count=0, status="active", prepared_on="2025-06-13",
    )  # fmt: skip
    prints(
        db,
        "fonds",
        "QH-001",
        ["全宗号", "全宗名称", "立档单位", "起始年度", "截止年度", "保管部门", "案卷数", "状态"],
        ["1", "J012", "湘江机械总公司全宗", "湘江机械总公司", "1986", "办公室", "0", "在用"],
        ["登记人：", "王芳", "登记日期：", "2025年06月13日"],
    )


def test_class_of_the_plan(tmp_path: Path) -> None:
    """I2 分类方案: a class below another one takes its record class."""
    db = office(tmp_path)
    keeper, creator = entry(db, "dept", "办公室"), entry(db, "company", "湘江机械总公司")
    fonds = keep(
        db, "fonds", fonds_no="J012", fonds_name="总公司全宗", creator=creator, year_from=1986, keeper_dept=keeper
    )  # fmt: skip
    top = {"class_no": "4", "class_name": "经营业务", "record_class": "biz", "class_retention": "y10"}
    keep(db, "filing_plan", fonds=fonds, **top, valid_from=date(2025, 1, 1))
    below = ["J012", "3.1", "销售合同", "经营业务", "", "", "3", "xsyb", "", "不含意向书", "2025.1.1", "2024.12.31"]
    with new_sheet(db, "分类方案") as t:
        t.send(sheet(*below, "", "", "") + F6)
        says(t, "类目号须以上级类目的号开头。请更正类目号，或另选上级类目。")
        t.send(CTRL_U + "4.1" + F6)
        says(t, "“停用日期”（2024年12月31日）早于“启用日期”（2025年1月1日）。请核对两个日期。")
        t.send(CTRL_U + F6)
        says(t, "已保存 FL-0002")
        leave(t)
    holds(
        db, "filing_plan", "FL-0002", class_no="4.1", class_level=2, record_class="biz", class_retention="y15",
        owner_dept="销售一部", compile_by="volume", scope_note="不含意向书", valid_to=None, status="draft",
    )  # fmt: skip
    prints(
        db,
        "filing_plan",
        "FL-0002",
        ["全宗", "QH-001 J012 总公司全宗"],
        [
            "4.1",
            "销售合同",
            "FL-0001 4 经营业务",
            "经营业务",
            "15年",
            "销售一部",
            "按卷",
            "2025年01月01日",
            "0",
            "草稿",
        ],
        ["编制人：", "王芳", "编制日期：", "2025年06月16日", "批准人："],
    )


def test_appraisal(tmp_path: Path) -> None:
    """I4 档案鉴定意见: filled with the volume whose ten years are over."""
    db = tmp_path / "o.db"
    played = opened(db, MONDAY)
    played.filed_volume("DA-1", "二〇一四年担保合同")
    played.archive.directory.add("person", "王芳", login="wf", at=played.env("dang").now, by="root")
    played.archive.close()
    appoint(db, "王芳", "archivist")
    with new_sheet(db, "档案鉴定意见") as t:
        t.send(sheet("2025", "2025.6.17", "担保合同") + ENTER)
        says(t, "2024-12-31")
        t.send(sheet("", "1", "5", "仍有查考价值") + TAB + sheet("科长", "1", "", "监督员", "", "") + F6)
        says(t, "“鉴定日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "." + F6)
        says(t, "的新到期日2019年12月31日不晚于原到期日2024年12月31日。续存必须延长期限，请选择更长的保管期限。")
        t.send(CTRL_U + "2" + F6)
        says(t, "已保存 JDY-2025-001")
        leave(t)
    kept = holds(
        db, "appraisal", "JDY-2025-001", year=2025, appraised_on="2025-06-16", scope="担保合同", status="draft"
    )
    (line,) = kept["items"]
    assert (line["expired_on"], line["opinion"], line["new_until"]) == ("2024-12-31", "keep", "2044-12-31")
    assert [(x["person"], x["part_in"]) for x in kept["appraisers"]] == [("科长", "leader"), ("监督员", "member")]
    prints(
        db,
        "appraisal",
        "JDY-2025-001",
        ["鉴定年度", "2025", "鉴定日期", "2025年06月16日"],
        ["二〇一四年担保合同", "10年", "2024年12月31日", "续存", "30年", "2044年12月31日", "仍有查考价值"],
        ["科长", "组长"],
    )


def test_incident(tmp_path: Path) -> None:
    """I5 违规事件登记."""
    db = traders(tmp_path)
    head = ["2025.6.17 8:30", "2025.6.16 8:45", "lw", "2", "2", "xsyb", "擅自复印客户报价", "3", "收回复印件", ""]
    with new_sheet(db, "违规事件登记") as t:
        t.send(sheet(*head, "hdjc", "", "") + TAB + sheet("zxj", "") + F6)
        says(t, "“发现时间”（2025年6月17日 08:30）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "2025.6.16 8:30" + F6)
        says(t, "“发现时间”（2025年6月16日 08:30）早于“发生时间”（2025年6月16日 08:45）。请核对两个日期。")
        t.send(CTRL_U + "2025.6.16 8:50" + F6)
        says(t, "擅自复制 WG-2025-0001")
        leave(t)
    kept = holds(
        db, "confidentiality_incident", "WG-2025-0001", found_by="check", kind="copy", dept="销售一部",
        level_concerned="confidential", reported_by="李伟", status="reported", secrecy="secret",
    )  # fmt: skip
    assert [(x["object"], x["title"]) for x in kept["objects"]] == [(FIRM_NO, FIRM)]
    assert [x["person"] for x in kept["persons"]] == ["曾小军"]
    prints(
        db,
        "confidentiality_incident",
        "WG-2025-0001",
        ["发现途径", "检查盘点", "事件类别", "擅自复制"],
        ["事件经过", "擅自复印客户报价", "涉及密级", "秘密"],
        [FIRM_NO, FIRM],
        ["登记人：", "王芳", "登记日期：", "2025年06月16日", "决定人："],
    )


def test_stocktaking(tmp_path: Path) -> None:
    """I6 权证盘点表: nobody takes over from himself."""
    db = traders(tmp_path)
    customer = record(db, "customer", FIRM_NO)
    certificate = {"kind": "other_rights", "name": "他项权证", "cert_no": "长房他证第0719号"}
    handed = keep(
        db, "certificate_transfer", project="宏达", customer=customer, transferred_on=MONDAY, items=[certificate]
    )  # fmt: skip
    keep(
        db, "certificate_ledger", **certificate, customer=customer, transfer=handed, in_date=MONDAY, safe_no="1号柜-03"
    )  # fmt: skip
    with new_sheet(db, "权证盘点表") as t:
        t.send(sheet("2", "2025.6.17", "lw", "lw", "长房他证", "", "", "", "1", "", "权证完好") + F6)
        says(t, "“盘点日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "." + F6)
        says(t, "“接管人”和“权证管理人员”都是李伟，这两项必须是不同的人。")
        t.send(CTRL_U + "zjg" + F6)
        says(t, "已保存 PD-2025-001")
        leave(t)
    kept = holds(
        db, "certificate_stocktaking", "PD-2025-001", occasion="change", taken_on="2025-06-16", custodian="李伟",
        new_custodian="张建国", counted_total=1, status="counting", secrecy="secret",
    )  # fmt: skip
    (line,) = kept["lines"]
    assert (line["kind"], line["cert_no"], line["counted_qty"]) == ("other_rights", "长房他证第0719号", 1)
    prints(
        db,
        "certificate_stocktaking",
        "PD-2025-001",
        ["盘点事由", "保管人变更", "盘点日期", "2025年06月16日"],
        ["他项权证原件", "长房他证第0719号"],
        ["权证完好"],
    )


def test_threshold(tmp_path: Path) -> None:
    """I7 建档标准变更申请."""
    db = traders(tmp_path)
    with new_sheet(db, "建档标准变更申请") as t:
        t.send(sheet("xjmy", "swj", "", "一千五", "本公司客户规模较小", "2025.7.1", "") + F6)
        says(t, "“新标准(吨)”要填数字，“一千五”不是数字。请只填数字和小数点，不要带单位。")
        t.send(CTRL_U + "3000" + F6)
        says(t, "新标准与原标准相同。请填写变更后的标准。")
        t.send(CTRL_U + "1500.5" + F6)
        says(t, "已保存 BZ-2025-001")
        leave(t)
    holds(
        db, "threshold_change", "BZ-2025-001", subsidiary="湘江贸易公司", prepared_by="单文静", old_value=3000,
        new_value=1500.5, reason="本公司客户规模较小", effective_on="2025-07-01", customers_new=0,
    )  # fmt: skip
    prints(
        db,
        "threshold_change",
        "BZ-2025-001",
        ["原标准(吨)", "3,000.000", "新标准(吨)", "1,500.500"],
        ["生效日期", "2025年07月01日"],
        ["申请人(销售管理部)", "单文静", "申请日期", "2025年06月16日"],
    )


def test_contract_of_sale(tmp_path: Path) -> None:
    """I8 销售合同台帐."""
    db = traders(tmp_path)
    head = ["XS-2025-118", "hdjc", "xjmy", "水泥", "1200.5", "36w", "", "2025.6.12", "2025.6.1", "swj", "", ""]
    with new_sheet(db, "销售合同台帐") as t:
        t.send(sheet(*head, "2025.6.13", "-200", "", "减供二百吨") + TAB + sheet("lw", "", "lw", "") + F6)
        says(t, "“到期日期”（2025年6月1日）早于“签订日期”（2025年6月12日）。请核对两个日期。")
        t.send(CTRL_U + "2025.12.31" + F6)
        says(t, "“评审人员”第 2 行与第 1 行重复（李伟）。请删去其中一行。")
        t.send(CTRL_U + "zjg" + F6)
        says(t, "已保存 XH-2025-0001")
        leave(t)
    kept = holds(
        db, "sales_contract", "XH-2025-0001", year=2025, contract_no="XS-2025-118", subsidiary="湘江贸易公司",
        quantity_t=1200.5, amount=360_000, on_credit=False, valid_to="2025-12-31", salesperson="单文静",
    )  # fmt: skip
    assert [(x["agreed_on"], x["quantity_change"], x["content"]) for x in kept["supplements"]] == [
        ("2025-06-13", -200, "减供二百吨")
    ]
    assert [x["person"] for x in kept["reviewers"]] == ["李伟", "张建国"]
    prints(
        db,
        "sales_contract",
        "XH-2025-0001",
        ["年度", "2025"],
        [
            "1",
            "XH-2025-0001",
            "XS-2025-118",
            f"{FIRM_NO} {FIRM}",
            "湘江贸易公司",
            "水泥",
            "1,200.500",
            "360,000.00",
            "否",
        ],
        ["2025年06月12日", "2025年12月31日", "单文静", "草稿"],
    )


def test_leave_to_consult(tmp_path: Path) -> None:
    """I9 客户档案查阅授权单."""
    db = traders(tmp_path)
    head = ["zxj", "xseb", "", "接替走访", "3", "", "2025.6.16", "2025.6.15"]
    with new_sheet(db, "客户档案查阅授权单") as t:
        t.send(sheet(*head, "hdjc", "", "联系人和合同") + F6)
        says(t, "“授权方式”为对外提供时必须填写“提供对象”。请填写“提供对象”。")
        t.send("湘江贸易公司审计组" + F6)
        says(t, "“授权截止日期”（2025年6月15日）早于“授权起始日期”（2025年6月16日）。请核对两个日期。")
        t.send(CTRL_U + "2025.7.31" + F6)
        t.read(0.5)
        print(t.text)
        t.send(CTRL_U + "2025.7.15" + F6)
        says(t, "已保存 SQ-2025-0001")
        leave(t)
    kept = holds(
        db, "access_authorisation", "SQ-2025-0001", applicant="曾小军", dept="销售二部", prepared_on="2025-06-16",
        mode="pass_on", recipient="湘江贸易公司审计组", valid_from="2025-06-16", valid_to="2025-07-15", status="requested",
    )  # fmt: skip
    assert [(x["customer"], x["name"], x["parts"]) for x in kept["items"]] == [(FIRM_NO, FIRM, "联系人和合同")]
    prints(
        db,
        "access_authorisation",
        "SQ-2025-0001",
        ["查阅事由", "接替走访", "授权方式", "对外提供"],
        ["授权日期", "2025年06月16日至2025年07月15日"],
        [FIRM_NO, FIRM, "联系人和合同"],
    )
