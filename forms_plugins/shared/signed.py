"""The usual flow of a form that its author signs: signed at submission, approved by a manager, filed by the archivist."""

from __future__ import annotations

import dangan as d

MANAGER = (
    f"{d.head_of('dept')} {d.role('sales_manager')} {d.role('sales_director')} {d.role('deputy_gm')} {d.role('gm')}"
)


class Signed(d.Flow):
    """Draft, submitted with the signature of who prepared it, approved, filed."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="*")
    approved = d.State("已核准", "Approved")
    filed = d.State("已归档", "Filed")

    submit = d.Step("提交", "Submit", draft, submitted, sign="prepared_by")
    approve = d.Step("核准", "Approve", submitted, approved, by=MANAGER)
    send_back = d.Step("退回", "Send back", submitted, draft, by=MANAGER, reason=True)
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))
