"""Sample records of C2, C3, B8, B9 and B10: handovers, loans with recalls and destruction lists as they went on lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dangan.record import Link, Values
from forms_plugins.demo.archives import FONDS
from forms_plugins.demo.diary import Diary, Process, link

C2, C3, B2, B3, B8, B9, B10 = (
    "volume_contents", "supplement_list", "file_catalogue", "item_catalogue", "destruction_list", "retrieval_slip",
    "recall_notice",
)  # fmt: skip
PAPERS = (
    ("approval", "项目立项申请表", 3), ("approval", "项目评审会决议", 4), ("contract", "借款合同", 12),
    ("contract", "保证合同", 8), ("contract", "客户未取的借款合同", 12), ("survey", "尽职调查报告", 26),
    ("customer", "营业执照副本复印件", 1), ("customer", "近三年财务报表", 18),
)  # fmt: skip
UNCODED = "客户未取的借款合同"  # an attachment
KEPT = (
    "岗位责任制汇编",
    "工程竣工验收资料",
    "设备采购合同",
    "年度财务决算",
    "产品检验报告",
    "职工代表大会文件",
    "对外投资协议",
)
EXPIRED = ("往来函件", "统计报表", "会议室使用登记")
AGO = 13  # years since the papers of the volumes that are to be burnt


def _short(firm: str) -> str:
    for kind in ("股份有限公司", "有限责任公司", "有限公司"):
        firm = firm.removesuffix(kind)
    return firm


class Processes:
    """The processes of a sample office; `customers` are those that projects are for."""

    def __init__(self, diary: Diary, customers: Sequence[Link]) -> None:
        self.diary, self.customers = diary, customers
        staff = diary.staff
        self.archivist, self.gm, self.deputy = (staff.holder(role) for role in ("archivist", "gm", "deputy_gm"))
        leaders = {self.gm, self.deputy, self.archivist}
        self.readers = [(person, dept) for person, dept, _ in staff.people if person not in leaders]
        sellers, bookkeepers = staff.of("市场营销部"), staff.of("财务部")
        self.pairs = [(sellers[-1], bookkeepers[-1]), (sellers[-2], bookkeepers[-2])]
        self._kept: list[Values] = []
        self._old: list[Values] = []
        self._projects = 0

    def all(self) -> Iterable[Process]:
        """Every process, to be run side by side."""
        return [
            self.volumes(),
            self.accepted(), self.handed_over(), self.waits_for_b(), self.late_with_b(), self.late_with_a(),
            self.papers_lacking(),
            self.recalled_and_returned(), self.recalled(), self.overdue(), self.lent(), self.returned(), self.requested(),
            self.to_be_burnt(), self.thought_of(),
        ]  # fmt: skip

    # Volumes that are lent and burnt

    def volumes(self) -> Process:
        """Volumes of two catalogues of the archive room, closed and filed."""
        yield 40
        last = self.diary.today.year - 2
        self._kept = [self._volume(last, n, title, "y30") for n, title in enumerate(KEPT, 1)]
        old = self.diary.today.year - AGO
        self._old = [self._volume(old, n, title, "y10") for n, title in enumerate(EXPIRED, 1)]

    def _volume(self, year: int, number: int, title: str, retention: str) -> Values:
        diary, dept = self.diary, self.diary.staff.dept("档案室")
        catalogue = f"{year}-DA"
        archive_no = f"{FONDS}-{catalogue}-{number:03}"
        volume = diary.save(self.archivist, B2, {
            "fonds_no": FONDS, "catalogue_no": catalogue, "dept": dept, "volume_seq": number, "archive_no": archive_no,
            "filing_class_no": "2", "title": f"{year}年{title}", "retention": retention,
            "checked_by": diary.signed(diary.staff.of("档案室")[-1]), "closing_note": "卷内文件齐全，页号连续。",
        })  # fmt: skip
        written = date(year, 3 + number, 10 + number)
        diary.save(self.archivist, B3, {
            "dept": dept, "item_no": str(diary.env.office.count(B3, dept=dept) + 1), "title": f"{year}年{title}", "filed_on": date(year, 12, 20), "archive_no": f"{archive_no}-001",
            "volume": link(B2, volume), "pages": 10 + number, "page_from": 1, "page_to": 10 + number,
            "author": self.diary.staff.company.text, "doc_date": written, "retention": retention,
        })  # fmt: skip
        diary.take(self.archivist, B2, volume, "submit")
        return diary.take(self.archivist, B2, volume, "file")

    # Handovers (W1)

    def _listed(self, ended: int, **more: object) -> tuple[Link, Link, Values]:
        self._projects += 1
        n = self._projects
        manager_a, manager_b = self.pairs[n % 2]
        customer = self.customers[n % len(self.customers)]
        kind = ("loan", "guarantee")[n % 2]
        return manager_a, manager_b, self.diary.save(manager_a, C2, {
            "project": f"{_short(customer.title)}{'小额贷款' if kind == 'loan' else '融资担保'}项目",
            "customer": customer, "project_no": f"XM-{self.diary.today.year}-{n:03}", "volume_no": 1,
            "ended_on": self.diary.day(ended), "business_type": kind, "manager_a": manager_a, "manager_b": manager_b,
            "items": [
                {"part": part, "title": title, "pages": pages, "copy_kind": "copy" if "复印件" in title else "original",
                 "signed_ok": True, "is_attachment": title == UNCODED}
                for part, title, pages in PAPERS[: 5 + n % 4]
            ], **more,
        })  # fmt: skip

    def _code(self, manager_b: Link, listed: Values) -> None:
        lines = self.diary.archive.read(C2, listed["_id"])["items"]
        coded = [{**x, "code": None if x["is_attachment"] else f"{n:02}"} for n, x in enumerate(lines, 1)]
        self.diary.save(manager_b, C2, {"_id": listed["_id"], "items": coded})

    def _both_sign(self, a: Link, b: Link, listed: Values) -> None:
        diary = self.diary
        diary.take(a, C2, listed, "sign_off_a")
        diary.take(b, C2, listed, "check")
        self._code(b, listed)
        diary.take(b, C2, listed, "sign_off_b")

    def accepted(self) -> Process:
        """Papers were lacking and were supplied; then handed over, checked and accepted."""
        diary = self.diary
        yield 15
        a, b, listed = self._listed(16)
        yield 14
        diary.take(a, C2, listed, "sign_off_a")
        diary.take(b, C2, listed, "check")
        diary.take(b, C2, listed, "ask")
        lacking = diary.save(
            b,
            C3,
            {"volume": link(C2, listed), "raised_by": b, "items": [{"title": "保证合同", "lack": "missing_sign"}]},
        )
        diary.take(b, C3, lacking, "submit")
        yield 13
        diary.take(a, C3, lacking, "acknowledge")
        diary.take(a, C2, listed, "supply")
        diary.take(b, C3, lacking, "confirm", lines=(0,))
        diary.take(b, C3, lacking, "close")
        yield 12
        self._code(b, listed)
        diary.take(b, C2, listed, "sign_off_b")
        diary.take(b, C2, listed, "submit")
        yield 10
        every = tuple(range(len(diary.archive.read(C2, listed["_id"])["items"])))
        numbers = {"archive_no": f"{FONDS}-XM-{diary.today.year}-001", "contract_no": f"HT-{diary.today.year}-018"}
        diary.take(self.archivist, C2, listed, "accept", lines=every, values=numbers)
        diary.take(b, C2, listed, "accept", lines=every)

    def handed_over(self) -> Process:
        """Signed by both, waits for the archivist."""
        yield 4
        a, b, listed = self._listed(4)
        yield 2
        self._both_sign(a, b, listed)
        yield 1
        self.diary.take(b, C2, listed, "submit")

    def waits_for_b(self) -> Process:
        """Signed by A yesterday."""
        yield 2
        a, _, listed = self._listed(3)
        yield 1
        self.diary.take(a, C2, listed, "sign_off_a")

    def late_with_b(self) -> Process:
        """B began to check and is beyond his two days."""
        yield 8
        a, b, listed = self._listed(9)
        yield 6
        self.diary.take(a, C2, listed, "sign_off_a")
        self.diary.take(b, C2, listed, "check")

    def late_with_a(self) -> Process:
        """Listed and never signed."""
        yield 5
        self._listed(7)

    def papers_lacking(self) -> Process:
        """B asked for two papers, one has come."""
        diary = self.diary
        yield 5
        a, b, listed = self._listed(5)
        yield 4
        diary.take(a, C2, listed, "sign_off_a")
        diary.take(b, C2, listed, "check")
        diary.take(b, C2, listed, "ask")
        lacking = diary.save(b, C3, {
            "volume": link(C2, listed), "raised_by": b,
            "items": [{"title": "股东会决议", "lack": "missing_doc"}, {"title": "抵押物清单", "lack": "wrong_pages", "remarks": "缺第3页"}],
        })  # fmt: skip
        diary.take(b, C3, lacking, "submit")
        yield 3
        diary.take(a, C3, lacking, "acknowledge")
        yield 2
        diary.take(b, C3, lacking, "confirm", lines=(0,))

    # Loans and recalls (W3, W4)

    def _asked(
        self, reader: int, *volumes: int, term: int = 7, purpose: str, mode: str = "loan"
    ) -> tuple[Link, Values]:
        person, dept = self.readers[reader]
        return person, self.diary.save(person, B9, {
            "applicant": person, "dept": dept, "purpose": purpose, "mode": mode,
            "term_days": term if mode == "loan" else None,
            "items": [{"archive_no": link(B2, self._kept[n]), "volumes": 1} for n in volumes],
        })  # fmt: skip

    def _out(self, reader: int, *volumes: int, term: int = 7, purpose: str) -> tuple[Link, Values]:
        person, slip = self._asked(reader, *volumes, term=term, purpose=purpose)
        self.diary.take(self.gm, B9, slip, "approve")
        return person, self.diary.take(self.archivist, B9, slip, "lend")

    def _back(self, person: Link, slip: Values) -> None:
        given = {"items.return_check": "intact", "items.returned_by": person}
        every = tuple(range(len(slip["items"])))
        self.diary.take(self.archivist, B9, slip, "take_back", lines=every, values=given)

    def _recall(self, person: Link) -> None:
        letter = self.diary.save(self.archivist, B10, {"borrower": person})
        self.diary.take(self.archivist, B10, letter, "send")

    def recalled_and_returned(self) -> Process:
        """Overdue, called back, returned."""
        yield 30
        person, slip = self._out(0, 0, purpose="核对岗位责任")
        yield 20
        self._recall(person)
        yield 18
        self._back(person, slip)

    def recalled(self) -> Process:
        """Overdue and called back a week ago, in vain."""
        yield 16
        person, _ = self._out(4, 1, 2, purpose="工程结算审计")
        yield 5
        self._recall(person)

    def overdue(self) -> Process:
        """Due lately, not called back yet."""
        yield 9
        self._out(7, 3, purpose="编制年度预算")

    def lent(self) -> Process:
        """Out for a fortnight since yesterday."""
        yield 2
        _, slip = self._asked(11, 4, term=14, purpose="质量问题追溯")
        self.diary.take(self.deputy, B9, slip, "approve")
        yield 1
        self.diary.take(self.archivist, B9, slip, "lend")

    def returned(self) -> Process:
        """Returned in time."""
        yield 12
        person, slip = self._out(13, 5, purpose="起草职代会报告")
        yield 10
        self._back(person, slip)

    def requested(self) -> Process:
        """Asked for yesterday, waits for approval."""
        yield 1
        self._asked(16, 5, 6, purpose="对外投资协议续签", term=10)

    # Destruction (W5)

    def _burning(self, volumes: Sequence[Values], planned: date) -> Values:
        judges = [self.diary.staff.of("档案室")[-1], self.readers[2][0]]
        return self.diary.save(self.archivist, B8, {
            "planned_on": planned, "items": [{"archive_no": link(B2, volume), "reason": "保管期满，无继续保存价值"} for volume in volumes],
            "appraisers": [{"person": judge} for judge in judges],
            "appraisal_opinion": "经逐卷鉴定，所列档案保管期限已满，无继续保存价值，同意焚毁。",
        })  # fmt: skip

    def to_be_burnt(self) -> Process:
        """Appraised and approved; to be burnt in two days."""
        yield 6
        made = self._burning(self._old[:2], self.diary.day(-2))
        yield 5
        self.diary.take(self.archivist, B8, made, "appraise")
        yield 3
        self.diary.take(self.gm, B8, made, "approve")

    def thought_of(self) -> Process:
        """A draft of yesterday."""
        yield 1
        self._burning(self._old[2:], self.diary.day(-15))
