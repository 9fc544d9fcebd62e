"""H6 归档范围: what each department has to file, and who collects it."""

from __future__ import annotations

import dangan as d
from forms_plugins.shared.retention import proposed

KIND = (
    ("document", "文书档案", "Documents"), ("audiovisual", "声像档案", "Audiovisual records"),
    ("electronic", "电子档案", "Electronic records"), ("other", "其他", "Other"),
)  # fmt: skip
COLLECTOR = (
    ("gm_office", "总经理办公室", "General manager's office"), ("lead_dept", "主办部门", "Leading department"),
    ("convening_dept", "会议召集部门", "Department that called the meeting"), ("own_dept", "本部门", "The department itself"),
)  # fmt: skip


class FilingScope(
    d.Register, id="filing_scope", no="H6", zh="归档范围", en="Filing scope", title="{title}", key="dept title",
    columns="dept kind title note collector scope_retention status",
    ledgers=[d.Ledger("归档范围", "dept kind title note collector scope_retention", en="Filing scope")],
    practice="note scope_retention",
):  # fmt: skip
    """One record is one line of the scope; without a department it holds for all."""

    with d.Section("", "Records to be filed") as entries:
        dept = d.Dept("部门", "Department")
        kind = d.Choice("材料类别", "Kind of records", KIND, required=True)
        title = d.Text("材料名称", "Records", required=True)
        note = d.Text("说明", "Note")
        collector = d.Choice("收集责任", "Collected by", COLLECTOR, required=True)
        scope_retention = d.Choice("保管期限", "Retention period", "retention_period", other=True)


@FilingScope.scope_retention.default
def by_the_schedule(title: str, office: d.Office) -> str | None:
    return proposed(office, title)


register_forms = d.registering(FilingScope)

STANDARD = (
    {"kind": "document", "title": "重要会议资料", "note": "包括会议的通知、报告、决议", "collector": "convening_dept",
     "scope_retention": "y10"},
)  # fmt: skip
SAMPLES = (
    {**STANDARD[0], "steps": "submit"},
    {"kind": "document", "title": "公司对外行政发文", "note": "公司缮印的公文", "collector": "gm_office", "scope_retention": "y10",
     "steps": "submit"},
    {"dept": "财务部", "kind": "document", "title": "年度财务决算", "collector": "own_dept", "scope_retention": "y30"},
    {"kind": "audiovisual", "title": "重大活动照片", "note": "附文字说明", "collector": "lead_dept", "scope_retention": "y15"},
)  # fmt: skip
