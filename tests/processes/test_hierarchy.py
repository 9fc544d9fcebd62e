"""Fonds, classes, volumes and items as one hierarchy: what stands where, and what may be moved with what it changes."""

from __future__ import annotations

from datetime import date

import pytest

from dangan.errors import Refused
from dangan.record import Link, Values
from forms_plugins.archives import order
from storage.hierarchy import Hierarchy, Place
from storage.moving import Moved, move
from tests.processes.conftest import Played

B2, B3 = "file_catalogue", "item_catalogue"


class Room:
    """An archive room: fonds J001 with class 2 and its subclass 21, and fonds J009 without a plan."""

    def __init__(self, office: Played) -> None:
        self.office, self.archive = office, office.archive
        fonds = {"creator": "公司", "year_from": 2000, "keeper_dept": office.dept}
        self.fonds = self.save("fonds", fonds_no="J001", fonds_name="公司", **fonds)
        self.other = self.save("fonds", fonds_no="J009", fonds_name="分厂", **fonds)
        self.two = self.plan("2", "行政")
        self.sub = self.plan("21", "会议", parent=office.link("filing_plan", self.two))

    def save(self, form: str, **values: object) -> Values:
        return self.office.save("dang", form, values)

    def plan(self, number: str, name: str, **more: object) -> Values:
        sheet = {"record_class": "adm", "class_retention": "y10", "valid_from": date(2020, 1, 1)}
        return self.save(
            "filing_plan",
            fonds=self.office.link("fonds", self.fonds),
            class_no=number,
            class_name=name,
            **sheet,
            **more,
        )

    def volume(self, title: str, class_no: str = "2", fonds_no: str = "J001", **more: object) -> Values:
        dates = {"date_from": date(2023, 1, 2), "date_to": date(2023, 12, 1), "retention": "y10"}
        sheet = {"fonds_no": fonds_no, "catalogue_no": "1", "dept": self.office.dept, "filing_class_no": class_no}
        return self.save(B2, title=title, **sheet, **dates, **more)

    def item(self, title: str, volume: Values | None = None, pages: int | None = 3, **more: object) -> Values:
        link = self.office.link(B2, volume) if volume else None
        number = str(self.archive.env("dang", "zh").office.count(B3) + 1)
        sheet = {"dept": self.office.dept, "item_no": number, "filed_on": date(2024, 1, 5)}
        said = {"page_from:FILE_PAGE_GAP": "实物如此"}
        return self.save(B3, title=title, volume=link, pages=pages, _reasons=said, **sheet, **more)

    def below(self, form: str = "", record: Values | None = None) -> list[tuple[str, list[str]]]:
        place = Place(form, record["_id"] if record else None)
        return [
            (b.spec.id, [r["_title"] for r in b.rows])
            for b in Hierarchy(self.archive).below(place)
            if b.rows or b.total
        ]

    def move(
        self, form: str, records: list[Values], to: tuple[str, Values], reason: str = "", dry: bool = False
    ) -> Moved:
        tree = Hierarchy(self.archive)
        given = tree.given(self.archive.registry.spec(form), Place(to[0], to[1]["_id"]))
        ids = [r["_id"] for r in records]
        return move(self.archive.saver, form, ids, given, self.office.env("dang"), reason=reason, dry_run=dry)


@pytest.fixture
def room(office: Played) -> Room:
    return Room(office)


def test_each_stands_in_its_place(room: Room) -> None:
    first, second = room.volume("甲卷"), room.volume("乙卷", "21")
    room.volume("无方案卷", "7", "J009")
    room.item("十", first, page_from=10, page_to=12)
    room.item("二", first, page_from=2, page_to=3)
    room.item("散件")
    assert room.below() == [("fonds", ["J001 公司", "J009 分厂"])]
    assert room.below("fonds", room.fonds) == [("filing_plan", ["2 行政"])]
    assert room.below("filing_plan", room.two) == [("filing_plan", ["21 会议"]), (B2, ["甲卷"])]
    assert room.below("filing_plan", room.sub) == [(B2, ["乙卷"])]
    assert room.below("fonds", room.other) == [(B2, ["无方案卷"])]
    assert room.below(B2, first) == [(B3, ["二", "十"])]  # as they lie, by their pages
    assert room.below(B2, second) == []
    assert Hierarchy(room.archive).nowhere() == {B3: 1}


def test_counts_stand_at_each_line(room: Room) -> None:
    volume = room.volume("甲卷")
    for title in "一二三":
        room.item(title, volume)
    tree = Hierarchy(room.archive)
    (fonds,) = tree.below(Place())
    assert fonds.counts["filing_plan"] == {room.fonds["_id"]: 1}
    classes, volumes = tree.below(Place("filing_plan", room.two["_id"]))
    assert classes.counts[B2] == {} and volumes.counts[B3] == {volume["_id"]: 3}
    (top,) = tree.below(Place("fonds", room.fonds["_id"]))[:1]
    assert top.counts["filing_plan"] == {room.two["_id"]: 1} and top.counts[B2] == {room.two["_id"]: 1}


def test_the_way_up_and_the_search(room: Room) -> None:
    volume = room.volume("甲卷", "21")
    item = room.item("任命通知", volume)
    room.item("会议纪要", volume)
    tree = Hierarchy(room.archive)
    names = [p.title for p in tree.trail(tree.place(B3, item["_id"]))]
    assert names == ["J001 公司", "2 行政", "21 会议", "甲卷", "任命通知"]
    (found,) = tree.below(Place(B2, volume["_id"]), "rmtz")
    assert [r["_title"] for r in found.rows] == ["任命通知"]


def test_void_records_stand_nowhere(room: Room) -> None:
    volume = room.volume("甲卷")
    room.archive.void(B2, volume["_id"], "重复", room.office.env("dang"))
    assert room.below("filing_plan", room.two) == [("filing_plan", ["21 会议"])]


def test_items_go_behind_those_of_their_new_volume(room: Room) -> None:
    one, two = room.volume("甲卷", archive_no="J001-2-1"), room.volume("乙卷", archive_no="J001-2-2")
    moved = [room.item(t, one, page_from=p, page_to=p + 2, archive_no=f"J001-2-1-{n:03}") for n, (t, p) in
             enumerate((("一", 1), ("二", 4)), 1)]  # fmt: skip
    room.item("原有", two, page_from=1, page_to=3, archive_no="J001-2-2-001")
    tried = room.move(B3, moved, (B2, two), dry=True)
    assert room.below(B2, two) == [(B3, ["原有"])] and not tried.refused
    done = room.move(B3, moved, (B2, two), "放错卷")
    assert not done.refused
    found = [room.archive.read(B3, m["_id"]) for m in moved]
    assert [(f["page_from"], f["page_to"], f["archive_no"]) for f in found] == [
        (4, 6, "J001-2-2-002"), (7, 9, "J001-2-2-003"),
    ]  # fmt: skip
    assert [(t["page_from"], t["archive_no"]) for t in tried.new.values()] == [(4, "J001-2-2-002"), (7, "J001-2-2-003")]
    assert room.archive.history(B3, moved[0]["_id"])[0].reason == "放错卷"
    assert (room.archive.read(B2, one["_id"])["sheets"], room.archive.read(B2, two["_id"])["sheets"]) == (None, 9)


def test_a_move_is_taken_back_as_one(room: Room) -> None:
    one, two = room.volume("甲卷"), room.volume("乙卷")
    moved = [room.item(t, one) for t in "一二"]
    room.move(B3, moved, (B2, two), "放错卷")
    room.archive.undo(room.office.env("dang"))
    assert room.below(B2, one) == [(B3, ["一", "二"])] and room.below(B2, two) == []


def test_a_number_given_to_a_loose_item_stays(room: Room) -> None:
    volume = room.volume("甲卷", archive_no="J001-2-1")
    loose = room.item("散件", archive_no="J001-2-2023-10-BG-0007")
    room.move(B3, [loose], (B2, volume), "入卷")
    assert room.archive.read(B3, loose["_id"])["archive_no"] == "J001-2-2023-10-BG-0007"


def test_nothing_leaves_or_enters_a_filed_volume(room: Room) -> None:
    filed = room.office.filed_volume("J001-9", "归档卷")
    volume = room.volume("甲卷")
    inside, outside = room.item("内", filed), room.item("外", volume)
    for record, to in ((inside, volume), (outside, filed)):
        result = room.move(B3, [record], (B2, to), "放错")
        (problem,) = [p for p in result.refused[record["_id"]] if p.path == "volume"]
        assert "归档，不能再放入或取出文件" in problem.zh and "filed" in problem.en
    assert room.below(B2, volume) == [(B3, ["外"])]


def test_one_refused_moves_none(room: Room) -> None:
    filed, one, two = room.office.filed_volume("J001-9", "归档卷"), room.volume("甲卷"), room.volume("乙卷")
    records = [room.item("可移", one), room.item("内", filed)]
    result = room.move(B3, records, (B2, two), "放错")
    assert list(result.refused) == [records[1]["_id"]] and room.below(B2, two) == []


def test_a_move_has_a_reason(room: Room) -> None:
    one, two = room.volume("甲卷"), room.volume("乙卷")
    with pytest.raises(Refused) as refused:
        room.move(B3, [room.item("一", one)], (B2, two))
    assert [p.code for p in refused.value.problems] == ["GEN_REASON"]


def test_a_volume_goes_to_another_class_while_it_is_open(room: Room) -> None:
    volume = room.volume("甲卷")
    assert not room.move(B2, [volume], ("filing_plan", room.sub), "分类有误").refused
    assert room.archive.read(B2, volume["_id"])["filing_class_no"] == "21"
    filed = room.office.filed_volume("J001-9", "归档卷", fonds_no="J001", filing_class_no="2")
    found = room.move(B2, [filed], ("filing_plan", room.sub), "分类有误").refused[filed["_id"]]
    assert [p.zh for p in found if p.path == "filing_class_no"] == ["案卷已经立卷或归档，不能改到别的类目。"]


def paper(number: int, title: str, pages: int | None = 2, page_from: int | None = None) -> Values:
    last = page_from + pages - 1 if page_from and pages else None
    return {"_id": number, "title": title, "pages": pages, "page_from": page_from, "page_to": last}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["关于购车的请示", "通知", "关于购车的批复"], ["关于购车的批复", "关于购车的请示", "通知"]),
        (["附件：合同", "正件：合同"], ["正件：合同", "附件：合同"]),
        (["管理办法（定稿）", "管理办法（印件）"], ["管理办法（印件）", "管理办法（定稿）"]),
        (["甲的请示", "乙的批复"], ["甲的请示", "乙的批复"]),  # papers of different matters stay
    ],
)
def test_the_three_orders(before: list[str], after: list[str]) -> None:
    papers = [paper(n, title) for n, title in enumerate(before)]
    assert [p["title"] for p in order.filed_order(papers)] == after


def test_pages_run_on_without_gaps() -> None:
    found = order.paged([paper(1, "一", 3), paper(2, "未点页", None), paper(3, "三", 1)])
    assert [tuple(v.values()) for v in found.values()] == [(1, 3), (None, None), (4, 4)]


def test_what_is_wrong_is_named() -> None:
    papers = [
        paper(1, "关于购车的请示", 3, 1),
        paper(2, "二", 2, 6),
        paper(3, "关于购车的批复", 4, 7),
        paper(4, "四", None),
    ]
    found = order.faults({"archive_no": "J001-1", "sheets": 12}, papers)
    assert [p.code for p in found] == ["FILE_PAGE_GAP", "FILE_PAGE_GAP", "FILE_NO_PAGES", "FILE_ORDER", "FILE_SHEETS"]
    assert found[0].values["expected"] == 4 and "12" in found[4].zh and "9" in found[4].zh
    fine = [paper(1, "关于购车的批复", 4, 1), paper(2, "关于购车的请示", 3, 5)]
    assert order.faults({"archive_no": "J001-1", "sheets": 7}, fine) == []


def test_pages_of_a_volume_are_written_with_a_reason(room: Room) -> None:
    from storage.moving import change_each

    volume = room.volume("甲卷")
    items = [room.item(t, volume, page_from=p, page_to=p + 2) for t, p in (("一", 4), ("二", 1))]
    link = Link(volume["record_no"], volume["_id"], B2)
    lying = order.in_order(list(room.archive.env("dang", "zh").office.each(B3, volume=link)))
    assert [i["title"] for i in lying] == ["二", "一"]
    pages = order.paged(list(reversed(lying)))
    result = change_each(
        room.archive.saver, B3, list(pages), lambda old, env: pages[old["_id"]], room.office.env("dang"), "重新排序"
    )
    assert not result.refused
    assert [room.archive.read(B3, i["_id"])["page_from"] for i in items] == [1, 4]
