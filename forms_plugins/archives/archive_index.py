"""B5 档案索引表: terms of a finding aid and where they stand; a term of an item takes the rest from the catalogues."""

from __future__ import annotations

import dangan as d
from forms_plugins.archives.places import place_of

KIND = (
    ("person", "人名", "Person"), ("place", "地名", "Place"), ("org", "单位", "Organisation"), ("subject", "主题", "Subject"),
    ("doc_no", "文号", "Document number"), ("customer", "客户", "Customer"),
)  # fmt: skip


class Entry(d.Row):
    """A term and where it leads."""

    term = d.Text("索引词", "Index term", required=True)
    kind = d.Choice("索引类型", "Kind", KIND, required=True, sticky=True)
    archive_no = d.Text("档号", "Archive number", required=True, value=d.copied("item.archive_no"))
    volume = d.Ref("案卷号", "Volume", "file_catalogue", value=d.copied("item.volume"))
    item = d.Ref("件号", "Item", "item_catalogue")
    page = d.Int("页号", "Page", at_least=1, value=d.copied("item.page_from"))
    title = d.Text("题名", "Title", required=True, value=d.copied("item.title"))
    location = d.Ref("存放位置", "Location", "storage_location", auto=True, value=d.computed())
    remarks = d.Text("备注", "Remarks")


class ArchiveIndex(
    d.Form, id="archive_index", no="B5", zh="档案索引表", en="Archive index", title="{index_name}", prefix="SY",
    key="entries.kind entries.term entries.archive_no entries.page",
    columns="record_no index_name dept prepared_by prepared_on status",
    ledgers=[d.Ledger("档案索引", en="Archive index", per="entries")],
    practice="dept entries.volume entries.item entries.location entries.remarks",
):  # fmt: skip
    """One index, of a department or of the company."""

    with d.Head() as head:
        index_name = d.Text("索引名称", "Name of index", required=True)
        dept = d.Dept("部门", "Department")
        prepared_by = d.Person("编制人", "Compiled by", required=True, default=d.USER)
        prepared_on = d.Date("编制日期", "Compiled on", required=True, default=d.TODAY)
    entries = d.Rows(Entry, "", "Entries", order="term")


Entry.location.calc(place_of)

register_forms = d.registering(ArchiveIndex)

SAMPLES = (
    {"index_name": "人名索引", "prepared_on": -30, "entries": [
        {"term": "陈建军", "kind": "person", "archive_no": "J001-2-2023-10-BGS-0007", "page": 2, "title": "关于陈建军等任职的通知"},
        {"term": "李秀兰", "kind": "person", "archive_no": "J001-2-2023-10-BGS-0012", "title": "劳动模范表彰决定"}], "steps": "submit"},
    {"index_name": "合同单位索引", "dept": 2, "prepared_on": -12, "entries": [
        {"term": "岳阳恒泰机械有限公司", "kind": "org", "archive_no": "J001-4-2023-10-SC-0003", "page": 1, "title": "钢材采购合同"}]},
)  # fmt: skip
