"""C1 档案清单: what the file of a project has to contain, in which order (W1)."""

from __future__ import annotations

import dangan as d
from forms_plugins.projects.options import BUSINESS

USUAL = {
    "approval": "立项申请表 审批表/贷审会决议 放款通知书", "contract": "借款/委托担保合同 保证合同 抵(质)押合同 借据 收据/进帐单",
    "survey": "调查报告 风险审查意见 征信报告 现场照片", "customer": "身份证/营业执照 公司章程 财务报表 银行流水 财产证明复印件",
}  # fmt: skip
COPIES = ("收据/进帐单", "身份证/营业执照", "公司章程", "银行流水", "财产证明复印件")


class Wanted(d.Row):
    """A paper that belongs in the file."""

    part = d.Choice("部分", "Part", "project_part", required=True, sticky=True)
    seq = d.Serial("序号", "No.", required=True, auto=True)
    title = d.Text("资料名称", "Paper", required=True)
    mandatory = d.YesNo("必备", "Required", required=True, default=True)
    copy_kind = d.Choice("原件/复印件", "Original or copy", "copy_kind")
    signatures = d.Text("签字要求", "Signatures needed")
    remarks = d.Text("备注", "Remarks")


class ProjectChecklist(
    d.Form, id="project_checklist", no="C1", zh="档案清单", en="Project file checklist", title="{business_type} {edition}",
    prefix="QD", key="business_type edition", columns="record_no business_type edition valid_from status",
    practice="items",
):  # fmt: skip
    """The standard list for one type of business; a contents list is compared with the edition in force."""

    with d.Head() as head:
        business_type = d.Choice("业务类型", "Business type", BUSINESS, required=True)
        edition = d.Text("版本", "Edition", required=True)
        valid_from = d.Date("生效日期", "Valid from", required=True)
    items = d.Rows(Wanted, "", "Papers", min=1, order="part")


@ProjectChecklist.items.fill
def usual_papers(business_type: str) -> list[dict[str, object]]:
    """The suggested content, to be changed at will."""
    return [
        {"part": part, "title": title, "mandatory": True, "copy_kind": "copy" if title in COPIES else "original"}
        for part, titles in USUAL.items()
        for title in titles.split()
    ]


register_forms = d.registering(ProjectChecklist)

SAMPLES = (
    {"business_type": "loan", "edition": "2024版", "valid_from": -700, "steps": "submit approve file"},
    {"business_type": "guarantee", "edition": "2024版", "valid_from": -700, "steps": "submit approve file"},
    {"business_type": "loan", "edition": "2026版(征求意见)", "valid_from": 30},
)
