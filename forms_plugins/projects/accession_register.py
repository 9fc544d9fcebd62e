"""C4 档案登记本: the bound register of files received, each entry signed by both sides (W1 step 5)."""

from __future__ import annotations

from datetime import date

import dangan as d


class Receipt(d.Flow):
    """Who hands over signs, then the archivist: with his signature the entry gets its number and stands for ever."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="year registered_on title volume volumes pages")
    approved = d.State("已核准", "Approved")
    filed = d.State("已归档", "Filed", locks="*")

    hand_over = d.Step("移交签字", "Sign as handed over", draft, submitted, sign="transferred_by")
    receive = d.Step("接收签字", "Sign as received", (submitted, approved), filed, sign="received_by")
    send_back = d.Step("退回", "Send back", submitted, draft, by=d.role("archivist"), reason=True)


class AccessionRegister(
    d.Register, id="accession_register", no="C4", zh="档案登记本", en="Accession register", title="{title}", prefix="DJ",
    key="year seq", unique=["archive_no"], flow=Receipt, paper=d.Paper(landscape=True), practice="entries",
    columns="year seq registered_on title volume archive_no volumes pages status",
):  # fmt: skip
    """An entry; what is wrong in it is put right by another entry."""

    with d.Head() as head:
        year = d.Year("年度", "Year", required=True, sticky=True, default=d.like("registered_on.year"))
    with d.Section("", "Entries") as entries:
        seq = d.Serial("序号", "No.", required=True, auto=True, per="year", gapless=True)
        registered_on = d.Date("登记日期", "Registered on", required=True, past=True, default=d.TODAY)
        title = d.Text("档案名称", "Name of file", required=True, value=d.copied("volume.project"))
        volume = d.Ref("清单编号", "List number", "volume_contents")
        volumes = d.Int("册数", "Volumes", required=True, default=1, at_least=1)
        pages = d.Int("页数", "Pages", required=True, at_least=1)
        transferred_by = d.Sign("移交人", "Handed over by", required=True)
        received_by = d.Sign(
            "接收人(档案管理员)", "Received by (archivist)", required=True, who=d.role("archivist"), differs="transferred_by"
        )  # fmt: skip
        archive_no = d.Text("档案号", "File number", required=True, value=d.copied("volume.archive_no"))
        remarks = d.Text("备注", "Remarks")


@AccessionRegister.pages.default
def pages_of_the_list(volume: d.Link, office: d.Office) -> int | None:
    return sum(line["pages"] or 0 for line in (office.record(volume) or {}).get("items") or ()) or None


@AccessionRegister.year.must(
    "登记日期不在该年度。", "The entry is not of that year.", mend=("请登记在当年的登记本上。", "Enter it in the register of its year."),
)  # fmt: skip
def registered_in_its_year(year: int, registered_on: date) -> bool:
    return registered_on.year == year


@AccessionRegister.transferred_by.must(
    "移交人不能是档案管理员。", "The archivist does not hand over to himself.", mend=("请由移交的一方签字。", "Let the other side sign."),
)  # fmt: skip
def by_the_other_side(transferred_by: d.Signature, office: d.Office) -> bool:
    person = d.Link(transferred_by.name, transferred_by.id, "person")
    return transferred_by.id is None or d.role("archivist") not in office.acts_as(person)


register_forms = d.registering(AccessionRegister)

SAMPLES = (
    {"year": 0, "registered_on": -30, "title": "洞庭渔具厂小额贷款项目", "pages": 86, "archive_no": "XD-2026-011", "steps": "hand_over receive"},
    {"year": 0, "registered_on": -9, "title": "君山茶业担保项目", "volumes": 2, "pages": 173, "archive_no": "DB-2026-004", "steps": "hand_over receive"},
    {"year": 0, "registered_on": -1, "title": "巴陵建材小额贷款项目", "pages": 64, "archive_no": "XD-2026-012", "steps": "hand_over"},
)  # fmt: skip
