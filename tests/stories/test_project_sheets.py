"""C1 and C4 to C8: what a project file holds, the book and the ledger of files, certificates, and papers lent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dangan.record import Link
from tests.stories.beforehand import (
    FIRM,
    FIRM_NO,
    appoint,
    entry,
    holds,
    keep,
    new_sheet,
    prints,
    record,
    take,
    traders,
)
from tests.stories.typing import CTRL_U, ENTER, F3, F5, F6, TAB, leave, office, says, sheet


def test_checklist_of_a_project_file(tmp_path: Path) -> None:
    """C1 档案清单: the usual papers of the four parts stand there, an office adds its own."""
    db = office(tmp_path)
    with new_sheet(db, "档案清单") as t:
        t.send(sheet("3", "2025版", "2025.1.1") + F6)
        says(t, "“业务类型”没有“3”这个选项。请从下列选项中选择：小贷、担保。")
        t.send(CTRL_U + "2" + F6)
        says(t, "已保存 QD-2025-0001")
        t.send(F3 + "资料名称" + ENTER + F5 + sheet("5", "反担保合同", "", "1", "双方盖章", "") + F6)
        says(
            t,
            "“部分”没有“5”这个选项。请从下列选项中选择：立项审批资料、重要合同或单据等、项目调查资料、客户或企业资料。",
        )
        t.send(CTRL_U + "1" + F6)
        says(t, "已保存 QD-2025-0001")
        leave(t)
    kept = holds(
        db, "project_checklist", "QD-2025-0001", business_type="guarantee", edition="2025版", valid_from="2025-01-01"
    )  # fmt: skip
    assert len(kept["items"]) == 18
    assert ["反担保合同", "双方盖章"] in [[x["title"], x["signatures"]] for x in kept["items"]]
    prints(
        db,
        "project_checklist",
        "QD-2025-0001",
        ["业务类型", "担保", "版本", "2025版", "生效日期", "2025年01月01日"],
        ["部分", "序号", "资料名称", "必备", "原件/复印件", "签字要求", "备注"],
        ["立项申请表", "是", "原件"],
        ["反担保合同", "是", "原件", "双方盖章"],
    )


def test_entry_of_the_register(tmp_path: Path) -> None:
    """C4 档案登记本: the running number comes with the second signature."""
    db = office(tmp_path)
    with new_sheet(db, "档案登记本") as t:
        t.send(sheet("2025", "2025.6.17", "鑫源担保项目档案", "", "0", "86", "DA-2025-031", "") + F6)
        says(t, "“登记日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "." + F6)
        says(t, "“册数”填写 0，应不少于 1。请核对后改正。")
        t.send(CTRL_U + "2" + F6)
        says(t, "已保存 DJ-2025-0001")
        says(t, "待编")
        leave(t)
    holds(
        db, "accession_register", "DJ-2025-0001", year=2025, seq=None, registered_on="2025-06-16", volumes=2, pages=86
    )
    prints(
        db,
        "accession_register",
        "DJ-2025-0001",
        ["年度", "2025"],
        ["序号", "登记日期", "档案名称", "清单编号", "册数", "页数", "移交人", "接收人(档案管理员)", "档案号", "备注"],
        ["2025年06月16日", "鑫源担保项目档案", "2", "86", "DA-2025-031"],
    )


def listed(db: Path) -> Link:
    """A list by which a certificate was handed over."""
    certificate = {"kind": "other_rights", "name": "他项权证", "cert_no": "长房他证第0719号"}
    customer = record(db, "customer", FIRM_NO)
    return keep(
        db, "certificate_transfer", project="宏达担保项目", customer=customer, transferred_on=date(2025, 6, 13),
        items=[certificate],
    )  # fmt: skip


def place(db: Path) -> Link:
    """A place on a shelf."""
    return keep(
        db, "storage_location", record_class="biz", title="担保项目", archive_no_from="DA-2025-001",
        archive_no_to="DA-2025-999", quantity=20, room="三楼库房", cabinet="C1",
    )  # fmt: skip


def test_file_in_the_ledger(tmp_path: Path) -> None:
    """C5 档案台帐."""
    db = traders(tmp_path)
    place(db)
    head = ["DA-2025-031", "hdjc", "宏达担保项目", "DB-2025-18", "2", "300w", "2025.3.3", "2025.3.2", "lw", "lw"]
    with new_sheet(db, "档案台帐") as t:
        t.send(sheet(*head, "2025.6.13", "1", "86", "三楼库房", "4") + F6)
        says(t, "“到期日期”（2025年3月2日）早于“放款日期”（2025年3月3日）。请核对两个日期。")
        t.send(CTRL_U + "2026.3.2" + F6)
        says(t, "A角和B角不能是同一个人（李伟）。请另选一人担任B角。")
        t.send(CTRL_U + "zjg" + F6)
        says(t, "已保存 DA-2025-0001")
        leave(t)
    kept = holds(
        db, "archive_ledger", "DA-2025-0001", archive_no="DA-2025-031", customer=FIRM_NO, business_type="guarantee",
        amount=3_000_000, manager_b="张建国", holding="in_stock", retention="y10",
    )  # fmt: skip
    assert kept["movements"] == []
    prints(
        db,
        "archive_ledger",
        "DA-2025-0001",
        ["1", "DA-2025-031", f"{FIRM_NO} {FIRM}", "宏达担保项目", "DB-2025-18", "担保", "3,000,000.00"],
        ["2025年03月03日", "2026年03月02日", "李伟", "张建国", "2025年06月13日", "1", "86"],
        ["10年", "在库"],
    )


def test_certificates_handed_over(tmp_path: Path) -> None:
    """C6 重要权证移交清单: in three copies."""
    db = traders(tmp_path)
    paper = ["1", "房屋所有权证", "长房权证第0718号", "", "宏达建材", "长沙市房产局", "2019.6.1", "260w", "0", "1", "1"]
    with new_sheet(db, "重要权证移交清单") as t:
        t.send(sheet("宏达担保项目", "hdjc", "2025.6.17", "", *paper, "", "", "") + F6)
        says(t, "“移交日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "." + F6)
        says(t, "这类权证必须是原件。请移交原件。")
        t.send(CTRL_U + "1" + F6)
        says(t, "已保存 QZ-2025-0001")
        leave(t)
    kept = holds(
        db, "certificate_transfer", "QZ-2025-0001", customer=FIRM_NO, transferred_on="2025-06-16", secrecy="secret"
    )
    (line,) = kept["items"]
    assert (line["kind"], line["quantity"], line["value"], line["is_original"]) == (
        "property_customer",
        1,
        2_600_000,
        True,
    )
    assert (line["check_a"], line["check_b"], line["check_archivist"]) == (True, True, False)
    prints(
        db,
        "certificate_transfer",
        "QZ-2025-0001",
        ["A角联"],
        ["B角联"],
        ["档案联"],
        ["贷款或者担保客户的财产权属证明原件", "房屋所有权证", "长房权证第0718号", "1", "宏达建材", "长沙市房产局"],
        ["2019年06月01日", "2,600,000.00", "是", "是", "是", "否", "否"],
        ["A角：", "B角：", "档案员："],
    )


def test_certificate_in_the_ledger(tmp_path: Path) -> None:
    """C7 权证档案台帐."""
    db = traders(tmp_path)
    listed(db)
    head = ["3", "他项权证", "长房他证第0719号", "0", "宏达建材", "hdjc", "DB-2025-18", "QZ-2025-0001", "2025.6.17"]
    with new_sheet(db, "权证档案台帐") as t:
        t.send(sheet(*head, "1号柜-03", "", "", "", "", "", "", "正本") + F6)
        says(t, "“数量”填写 0，应不少于 1。请核对后改正。")
        t.send(CTRL_U + "1" + F6)
        says(t, "“入库日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "2025.6.13" + F6)
        says(t, "已保存 QT-2025-0001")
        leave(t)
    holds(
        db, "certificate_ledger", "QT-2025-0001", kind="other_rights", cert_no="长房他证第0719号", quantity=1,
        transfer="QZ-2025-0001", in_date="2025-06-13", safe_no="1号柜-03", state="held", secrecy="secret",
    )  # fmt: skip
    prints(
        db,
        "certificate_ledger",
        "QT-2025-0001",
        ["1", "他项权证原件", "他项权证", "长房他证第0719号", "1", "宏达建材", f"{FIRM_NO} {FIRM}", "DB-2025-18"],
        ["2025年06月13日", "1号柜-03", "在库"],
        ["正本"],
    )


def test_papers_lent(tmp_path: Path) -> None:
    """C8 档案资料出借单."""
    db = traders(tmp_path)
    person = {"manager_a": entry(db, "person", "李伟"), "manager_b": entry(db, "person", "张建国")}
    file = {"archive_no": "DA-2025-031", "project": "宏达担保项目", "volumes": 1, "pages": 86, "retention": "y10"}
    ledger = keep(db, "archive_ledger", **file, **person, customer=record(db, "customer", FIRM_NO), location=place(db), filed_on=date(2025, 6, 13))  # fmt: skip
    appoint(db, "王芳", "archivist")
    take(db, ledger, "file")
    with new_sheet(db, "档案资料出借单") as t:
        t.send(sheet("zxj", "xseb", "续保审查", "2", "DA-2025-031", "委托担保合同", "0") + TAB)
        t.send(sheet("", "31") + F6)
        says(t, "“页数”填写 0，应不少于 1。请核对后改正。")
        t.send(CTRL_U + "12" + F6)
        says(t, "借期 31 天（2025年6月16日至2025年7月17日）不符合规定，最长 30 天，归还日期不得早于借出日期。")
        t.send(CTRL_U + "14" + F6)
        says(t, "已保存 CJ-2025-0001")
        leave(t)
    kept = holds(
        db, "loan_slip", "CJ-2025-0001", borrower="曾小军", dept="销售二部", purpose="续保审查", mode="loan", term_days=14,
        due_on="2025-06-30", status="requested",
    )  # fmt: skip
    assert [(x["title"], x["pages"], x["copies"], x["secrecy"]) for x in kept["items"]] == [
        ("委托担保合同", 12, 1, "internal")
    ]
    assert [x["ground"] for x in kept["extra_approvals"]] == ["customer"]
    prints(
        db,
        "loan_slip",
        "CJ-2025-0001",
        ["部门", "销售二部", "借阅事由", "续保审查"],
        ["DA-2025-031 宏达担保项目", "委托担保合同", "12", "1", "原件", "内部"],
        ["归还期限", "2025年06月30日", "批准人"],
    )
