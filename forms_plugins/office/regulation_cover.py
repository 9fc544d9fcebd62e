"""H7 制度封面: a regulation with its cover, from draft to repeal."""

from __future__ import annotations

import dangan as d


class InForce(d.Flow):
    """Checked, approved, put into force, repealed."""

    draft = d.State("草稿", "Draft")
    checked = d.State("审核", "Checked", locks="head body_text", late="valid_from valid_to")
    approved = d.State("审批", "Approved")
    in_force = d.State("生效", "In force", locks="valid_from")
    repealed = d.State("废止", "Repealed", locks="*")

    check = d.Step("审核", "Check", draft, checked, sign="checked_by")
    approve = d.Step("审批", "Approve", checked, approved, sign="approved_by")
    send_back = d.Step(
        "退回", "Send back", (checked, approved), draft, by="role:office role:gm role:deputy_gm", reason=True
    )
    enact = d.Step("生效", "Put into force", approved, in_force, by="role:office role:archivist", asks="valid_from")
    repeal = d.Step("废止", "Repeal", in_force, repealed, by="role:office role:archivist", asks="valid_to", reason=True)


class RegulationCover(
    d.Form,
    id="regulation_cover", no="H7", zh="制度封面", en="Regulation cover", title="{title}({edition})", prefix="ZD",
    key="title edition", flow=InForce,
    columns="record_no title edition unit prepared_by checked_by approved_by valid_from status",
    ledgers=[d.Ledger("制度目录", en="List of regulations")], practice="valid_from valid_to body_text",
    paper=d.Paper(heading="{title}", cover=d.Sheet("{title}\n({edition})", "{title}\n({edition})", "prepared_by checked_by approved_by unit prepared_on")),
):  # fmt: skip
    """A cover, then the text."""

    with d.Head() as head:
        title = d.Text("制度名称", "Title", required=True, also=("名称",), printed=False)
        edition = d.Text("版本", "Edition", required=True, default="最新版", printed=False)
        prepared_by = d.Person("编制人", "Compiled by", required=True, default=d.USER, printed=False)
        checked_by = d.Sign(
            "审核人", "Checked by", required=True, who="role:office role:admin_assistant role:deputy_gm",
            printed=False, differs="prepared_by", code="REG_SAME_PERSON"
        )  # fmt: skip
        approved_by = d.Sign(
            "审批人", "Approved by", required=True, who="role:gm role:chairman", differs="prepared_by",
            code="GEN_SELF_APPROVAL", printed=False,
        )  # fmt: skip
        unit = d.Org("编制单位", "Compiling unit", required=True, default=d.COMPANY, printed=False)
        prepared_on = d.Date("编制时间", "Date compiled", required=True, default=d.TODAY, printed=False)
        exec_dept = d.Dept("执行部门", "Executing department")
        supervise_dept = d.Dept("监督部门", "Supervising department")
        valid_from = d.Date("生效日期", "In force from", until="valid_to")
        valid_to = d.Date("废止日期", "In force until")
    with d.Section("正文", "Text", page=True, columns=2) as body_text:
        body = d.LongText("正文", "Text")
        body_file = d.File("正文文件", "Text as a file")


@RegulationCover.approved_by.should(code="REG_SAME_PERSON")
def approved_by_another(approved_by: d.Signature, checked_by: d.Signature) -> d.Verdict:
    roles = [RegulationCover.checked_by, RegulationCover.approved_by]
    same = checked_by.id is not None and checked_by.id == approved_by.id
    return not same or {"person": approved_by, "roles": roles}


InForce.enact.wants("valid_from", code="GEN_REQUIRED", at="valid_from")
InForce.repeal.wants("valid_to", code="GEN_REQUIRED", at="valid_to")

register_forms = d.registering(RegulationCover)

SAMPLES = (
    {
        "title": "客户回访管理规定", "edition": "最新版", "prepared_by": 14, "prepared_on": -300, "exec_dept": 4, "supervise_dept": 1,
        "valid_from": -280, "body": "第一条 为及时了解客户需要，规范客户回访工作，制定本规定。\n第二条 销售部负责制订回访计划。",
        "steps": "check approve enact",
    },
    {
        "title": "保密管理制度", "edition": "第2版", "prepared_by": 11, "prepared_on": -25, "exec_dept": 1,
        "body": "第一条 客户档案属公司秘密，未经批准不得查阅、复制、外传。", "steps": "check",
    },
)  # fmt: skip
