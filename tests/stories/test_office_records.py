"""I1, I2 and I4 to I9: fonds and their plan, appraisal, incidents, stock-taking, thresholds, contracts and who may look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.beforehand import FIRM, FIRM_NO, entry, holds, keep, new_sheet, prints, record, traders
from tests.stories.typing import CTRL_U, ENTER, F3, F6, TAB, leave, office, says, sheet


def test_fonds(tmp_path: Path) -> None:
    """I1 全宗名册."""
    db = office(tmp_path)
    with new_sheet(db, "全宗名册") as t:
        t.send(sheet("J012", "湘江机械总公司全宗", "xjjx", "湘江机械厂(1986-1998)", "1986", "1985", "", "bgs", "建厂以来的全部档案", "", "", "", "2025.6.17") + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "2025.6.13" + F6)
        t.read(0.5); print(t.text)
        says(t, "已保存 QH-001")
        leave(t)
    holds(db, "fonds", "QH-001", fonds_no="J012", creator="湘江机械总公司", year_from=1986, year_to=None, keeper_dept="办公室", volumes_count=0, status="active")
    prints(db, "fonds", "QH-001", ["1111"])


def test_class_of_the_plan(tmp_path: Path) -> None:
    """I2 分类方案."""
    db = office(tmp_path)
    fonds = keep(db, "fonds", fonds_no="J012", fonds_name="湘江机械总公司全宗", creator=entry(db, "company", "湘江机械总公司"), year_from=1986, keeper_dept=entry(db, "dept", "办公室"))
    keep(db, "filing_plan", fonds=fonds, class_no="4", class_name="经营业务", record_class="biz", class_retention="y10", valid_from=date(2025, 1, 1))
    with new_sheet(db, "分类方案") as t:
        t.send(sheet("J012", "3.1", "销售合同", "经营业务", "", "", "3", "xsyb", "", "不含意向书", "2025.1.1", "2024.12.31", "", "", "") + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "4.1" + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + F6)
        t.read(0.5); print(t.text)
        says(t, "已保存 FL-0002")
        leave(t)
    holds(db, "filing_plan", "FL-0002", class_no="4.1", class_level=2, record_class="biz", class_retention="y15", owner_dept="销售一部", compile_by="volume", valid_to=None, status="draft")
    prints(db, "filing_plan", "FL-0002", ["1111"])


def test_incident(tmp_path: Path) -> None:
    """I5 违规事件登记."""
    db = traders(tmp_path)
    with new_sheet(db, "违规事件登记") as t:
        t.send(sheet("2025.6.16 8:30", "2025.6.16 8:45", "lw", "2", "2", "xsyb", "擅自复印客户报价", "2", "收回复印件", "") + ENTER)
        t.send(sheet("", "报价单三页", "") + ENTER + ENTER + sheet("zxj", "") + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "2025.6.13 17:20" + F6)
        t.read(0.5); print(t.text)
        says(t, "已保存 WG-2025-0001")
        leave(t)
    holds(db, "confidentiality_incident", "WG-2025-0001", found_by="check", kind="copy", dept="销售一部", level_concerned="internal", status="reported")
    prints(db, "confidentiality_incident", "WG-2025-0001", ["1111"])


def test_stocktaking(tmp_path: Path) -> None:
    """I6 权证盘点表."""
    db = traders(tmp_path)
    customer = record(db, "customer", FIRM_NO)
    certificate = {"kind": "other_rights", "name": "他项权证", "cert_no": "长房他证第0719号"}
    list_ = keep(db, "certificate_transfer", project="宏达担保项目", customer=customer, transferred_on=date(2025, 6, 13), items=[certificate])
    keep(db, "certificate_ledger", **certificate, customer=customer, transfer=list_, in_date=date(2025, 6, 13), safe_no="1号柜-03")
    with new_sheet(db, "权证盘点表") as t:
        t.send(sheet("2", "2025.6.17", "lw", "lw") + ENTER)
        t.read(0.5); print(t.text)
        t.send(F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "." + F6)
        t.read(0.5); print(t.text)
        says(t, "已保存 PD-2025-001")
        leave(t)
    holds(db, "certificate_stocktaking", "PD-2025-001", occasion="change")
    prints(db, "certificate_stocktaking", "PD-2025-001", ["1111"])


def test_threshold(tmp_path: Path) -> None:
    """I7 建档标准变更申请."""
    db = traders(tmp_path)
    with new_sheet(db, "建档标准变更申请") as t:
        t.send(sheet("xjmy", "swj", "", "3000", "本公司客户规模较小", "2025.6.13", "") + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "1500.5" + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "2025.7.1" + F6)
        t.read(0.5); print(t.text)
        says(t, "已保存 BZ-2025-001")
        leave(t)
    holds(db, "threshold_change", "BZ-2025-001", subsidiary="湘江贸易公司", prepared_by="单文静", old_value=3000, new_value=1500.5, effective_on="2025-07-01")
    prints(db, "threshold_change", "BZ-2025-001", ["1111"])


def test_contract_of_sale(tmp_path: Path) -> None:
    """I8 销售合同台帐."""
    db = traders(tmp_path)
    with new_sheet(db, "销售合同台帐") as t:
        t.send(sheet("XS-2025-118", "hdjc", "xjmy", "水泥", "1200.5", "36w", "", "2025.6.17", "2025.6.1", "swj", "", "") + ENTER)
        t.send(sheet("2025.6.13", "-200", "", "减供二百吨") + ENTER + ENTER + sheet("lw", "", "lw", "") + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "2025.6.12" + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "2025.12.31" + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "zjg" + F6)
        t.read(0.5); print(t.text)
        says(t, "已保存 XH-2025-0001")
        leave(t)
    holds(db, "sales_contract", "XH-2025-0001", year=2025, contract_no="XS-2025-118", quantity_t=1200.5, amount=360000, on_credit=False)
    prints(db, "sales_contract", "XH-2025-0001", ["1111"])


def test_leave_to_consult(tmp_path: Path) -> None:
    """I9 客户档案查阅授权单."""
    db = traders(tmp_path)
    with new_sheet(db, "客户档案查阅授权单") as t:
        t.send(sheet("zxj", "xseb", "2025.6.16", "接替走访", "3", "", "2025.6.16", "2025.6.15") + ENTER + sheet("hdjc", "", "联系人和合同") + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "2025.7.31" + F6)
        t.read(0.5); print(t.text)
        t.send(CTRL_U + "2025.7.15" + F6)
        t.read(0.5); print(t.text)
        says(t, "已保存 SQ-2025-0001")
        leave(t)
    holds(db, "access_authorisation", "SQ-2025-0001", applicant="曾小军", dept="销售二部", mode="pass_on")
    prints(db, "access_authorisation", "SQ-2025-0001", ["1111"])
