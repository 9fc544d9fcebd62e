"""D7 客户档案的原始资料: the checklist of a contract, its ten lines given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.typing import (
    BACKSPACE,
    BACKTAB,
    ENTER,
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

NUMBER = f"YS-{date.today().year}-0001"
CUSTOMER = f"KH-{date.today().year}-00001"
HEAD = ["hdjc", "HT-2025-066", "lw", "2025.11.3"]
LINES = [
    "1", "1", "18", "", "2025.6.1", "", "", "谈判记录两份",
    "1", "1", "2", "", "2025-05-20", "", "", "",
    "0", "", "", "", "", "",
    "1", "1", "0", "1", "2025.5.20", "", "", "授权委托书",
]  # fmt: skip
PRINTED = [
    ["编号", NUMBER, "客户", "KH-2026-00001 宏达建材有限公司"],
    ["整理日期", "2025年11月03日", "完整率", "30.0"],
    ["客户营业执照的副本复印件", "有", "1", "2", "复印件", "2025年05月20日"],
    ["签证、公证等文书材料", "无", "原件"],
]


def test_checklist(tmp_path: Path) -> None:
    db = office(tmp_path)
    store = archive(db)
    env = store.env("wf", "zh")
    customer = store.new("customer", env) | {
        "name": "宏达建材有限公司",
        "salesperson": env.user,
        "phone": "0731-84556677",
    }
    store.save("customer", customer, env)
    store.close()
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send("7" + ENTER + F5)
        says(t, "整理人")
        t.send(sheet(*HEAD) + ENTER + sheet(*LINES))
        says(t, "完整率(%) 30.0")
        t.send(F6)
        says(t, "“页数”填写 0，应不少于 1。请核对后改正。")
        t.send("3" + F6)
        says(t, f"已保存 {NUMBER}")
        t.send(F5 + sheet(*HEAD[:2]) + ENTER)
        says(t, f"客户档案的原始资料中已有相同的客户、合同编号（{NUMBER}）。请打开已有记录，或更正客户、合同编号。")
        t.send(BACKTAB + BACKSPACE + F6)
        says(t, f"已保存 {NUMBER[:-1]}2")
        leave(t)
    kept = stored(db, "source_documents", NUMBER)
    assert (kept["customer"], kept["contract_no"]) == (CUSTOMER, "HT-2025-066")
    assert (kept["prepared_by"], kept["prepared_on"], kept["completeness"]) == ("李伟", "2025-11-03", 30)
    assert len(kept["items"]) == 10
    there = [line for line in kept["items"] if line["present"]]
    assert [(line["kind"], line["copies"], line["pages"], line["copy_kind"]) for line in there] == [
        ("contract_dossier", 1, 18, "original"),
        ("licence_copy", 1, 2, "copy"),
        ("authority_proof", 1, 3, "original"),
    ]
    assert stored(db, "source_documents", f"{NUMBER[:-1]}2")["contract_no"] is None
    (paper,) = workbook(db, "source_documents", "form_a4", NUMBER)
    assert missing(paper, PRINTED) == []
    (ledger,) = workbook(db, "source_documents", "ledger", NUMBER)
    assert lines(ledger)[1][2:4] == ["HT-2025-066", "李伟"]
