"""B3 档案目录表: the items of a department, one record an item."""

from __future__ import annotations

from collections.abc import Iterable

import dangan as d


class ItemCatalogue(
    d.Register, id="item_catalogue", no="B3", zh="档案目录表", en="Catalogue of items", title="{title}", prefix="ML",
    key="dept item_no", unique=[d.Unique("archive_no")],
    states="open filed on_loan proposed_disposal destroyed missing", above="volume",
    order="page_from archive_no item_no", counted=("件", "items"),
    columns="dept item_no doc_no title filed_on volume pages archive_no status",
    ledgers=[d.Ledger("档案目录", en="Catalogue of items")],
):  # fmt: skip
    """An item: a paper or a bound set of papers under one number."""

    with d.Head() as head:
        dept = d.Dept("部门", "Department", required=True)
    with d.Section("", "Item") as item:
        item_no = d.Text("编号", "Item number", required=True)
        doc_no = d.Text("文号", "Document number")
        title = d.Text("名称", "Title", required=True)
        content = d.LongText("内容", "Content")
        filed_on = d.Date("归档日期", "Filing date", required=True, past=True, sticky=True)
        remarks = d.LongText("备注", "Remarks")
        archive_no = d.ArchiveNo("档号", "Archive number", required=d.since("filed"))
        volume = d.Ref("所属案卷", "Volume", "file_catalogue", required=d.since("filed"), sticky=True, printed=False)
        pages = d.Int("页数", "Pages", at_least=1)
        page_from = d.Int(
            "起始页号", "First page", at_least=1, also=("页号",), until="page_to", under=("页号", "Page numbers"),
            printed=False,
        )  # fmt: skip
        page_to = d.Int(
            "截止页号", "Last page", at_least=1, also=("页号",), under=("页号", "Page numbers"), printed=False
        )
        author = d.Text("责任者", "Author", printed=False)
        doc_date = d.Date("文件日期", "Document date", past=True, printed=False)
        secrecy = d.Choice("密级", "Secrecy level", "secrecy", default="internal", printed=False)
        retention = d.Choice("保管期限", "Retention period", "retention_period", other=True, sticky=True, printed=False)


@ItemCatalogue.item_no.default
def next_item_no(dept: d.Link, office: d.Office) -> str:
    """The next row of the department's book."""
    number = office.count("item_catalogue", dept=dept) + 1
    while office.count("item_catalogue", dept=dept, item_no=str(number)):
        number += 1
    return str(number)


@ItemCatalogue.archive_no.default
def next_in_volume(volume: d.Link, office: d.Office) -> str | None:
    """The volume's 档号 and three digits, once the volume has one."""
    stem = (office.record(volume) or {}).get("archive_no")
    if not stem:
        return None
    number = office.count("item_catalogue", volume=volume) + 1
    while office.count("item_catalogue", archive_no=f"{stem}-{number:03}"):
        number += 1
    return f"{stem}-{number:03}"


@ItemCatalogue.volume.must(
    "案卷已经立卷或归档，不能再放入或取出文件。",
    "The volume is closed or filed: nothing is put into it or taken out.",
    mend=("请另选一个还没有立卷完毕的案卷。", "Choose a volume that is still open."),
)
def moves_between_open_volumes(volume: d.Link, itself: d.Link, office: d.Office) -> bool:
    """What is entered for the first time may stand in any; what is there already moves only while both are open."""
    before = (office.record(itself) or {}).get("volume")
    if before is not None and before.id == volume.id:
        return True
    found = [office.record(each) or {} for each in (before, volume) if each is not None]
    return all(each.get("status") in (None, "open") for each in found)


@ItemCatalogue.page_from.moved
def behind_the_last(volume: d.Link, pages: int, office: d.Office) -> int:
    """A paper that is moved stands behind those of its new volume."""
    return int(office.extreme("item_catalogue.page_to", "volume", volume, "max") or 0) + 1


@ItemCatalogue.page_to.moved
def its_last_page(page_from: int, pages: int) -> int:
    return page_from + pages - 1


@ItemCatalogue.page_from.should(code="FILE_PAGE_GAP")
def runs_on(page_from: int, volume: d.Link, office: d.Office, record_no: str | None, item_no: str | None) -> d.Verdict:
    """Page 1, or the page after another item's last; no two items begin at the same page."""
    others = [
        item
        for item in (
            *office.find("item_catalogue", volume=volume, page_to=page_from - 1),
            *office.find("item_catalogue", volume=volume, page_from=page_from),
        )
        if item.get("record_no") != record_no
    ]
    follows = page_from == 1 or any(item.get("page_to") == page_from - 1 for item in others)
    if follows and all(item.get("page_from") != page_from for item in others):
        return True
    last = office.extreme("item_catalogue.page_to", "volume", volume, "max") or 0
    return {"archive_no": volume.text, "line": item_no or "", "expected": last + 1}


@ItemCatalogue.page_to.should(
    "页号与同卷另一件重叠。", "The pages overlap those of another item of the volume.",
    mend=("请核对起止页号；一页确属两件的，请在备注中说明。", "Check the page numbers; if a page belongs to both, say it in the remarks.",),
)  # fmt: skip
def overlaps_none(page_from: int, page_to: int, volume: d.Link, office: d.Office, record_no: str | None) -> bool:
    """No other item of the volume begins on these pages, none that began before goes on to them."""
    last = office.extreme("item_catalogue.page_to", "volume", volume, "max") or 0
    begun = office.find("item_catalogue", volume=volume, page_from=range(page_from + 1, page_to + 1))
    going_on = office.find(
        "item_catalogue", volume=volume, page_from=range(1, page_from), page_to=range(page_from, last + 1)
    )
    return all(item.get("record_no") == record_no for item in (*begun, *going_on))


@d.listens("filing_form.accept")
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """Each paper received is entered, to be put into a volume."""
    new, office = stepping.new, stepping.env.office
    for line in new["items"]:
        same = {name: line[name] for name in ("doc_no", "title", "pages", "archive_no", "author", "doc_date", "secrecy",
                                              "retention", "remarks")}  # fmt: skip
        head = {"dept": new["dept"], "filed_on": new["received_on"], "item_no": next_item_no(new["dept"], office)}
        yield d.Change("item_catalogue", {**head, **same})


register_forms = d.registering(ItemCatalogue)


SAMPLES = (
    {
        "dept": "办公室", "item_no": "901", "doc_no": "岳实办〔2024〕7号", "title": "关于调整办公用房的会议纪要",
        "content": "三楼东侧改作档案库房，五月底前完成。", "filed_on": -500, "archive_no": "J101-2024-BG-061-001",
        "volume": "2024年公司办公会议纪要", "pages": 4, "page_from": 1, "page_to": 4, "author": "办公室", "doc_date": -720,
        "secrecy": "internal", "retention": "permanent",
    },
)  # fmt: skip
