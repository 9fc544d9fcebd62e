"""Sample records of B2 and B3."""

from __future__ import annotations

from datetime import timedelta

from dangan.env import Env
from dangan.record import Link, Values
from forms_plugins.demo import words
from forms_plugins.demo.maker import Maker
from forms_plugins.demo.office import Staff, signed

FONDS = "J001"
CLASSES = {"BG": "21", "RL": "1", "SC": "4", "WZ": "4", "KF": "4"}  # of the filing plan, by department; else 2
YEARS = 8  # the catalogues go back so far


class Volumes:
    """Volumes one after the other, numbered without gaps within their catalogue."""

    def __init__(self, maker: Maker, staff: Staff) -> None:
        self.maker, self.staff = maker, staff
        self._last: dict[str, int] = {}

    def next(self, env: Env) -> Values:
        """The next volume of some department and year."""
        maker = self.maker
        dept, year = maker.one(self.staff.depts), maker.today.year - maker.number(1, YEARS)
        title, retention = maker.one(words.VOLUME_KINDS)
        catalogue = f"{year}-{dict(words.DEPTS)[dept.text]}"
        number = self._last[catalogue] = self._last.get(catalogue, 0) + 1
        people = self.staff.of("档案室")
        return {
            "fonds_no": FONDS, "catalogue_no": catalogue, "dept": dept, "volume_seq": number,
            "archive_no": f"{FONDS}-{catalogue}-{number:03}", "filing_class_no": CLASSES.get(dict(words.DEPTS)[dept.text], "2"),
            "title": title.format(year=year, dept=dept.text), "retention": retention,
            "prepared_by": env.user, "prepared_on": maker.back(1, 300),
            "checked_by": signed(people[-1], env.now, env.user) if people[-1].text != env.user.text else None,
            "closing_note": "卷内文件齐全，页号连续。",
        }  # fmt: skip


class Items:
    """Items in the volumes, numbered and paged one after the other."""

    def __init__(self, maker: Maker, volumes: list[tuple[Link, Values]], staff: Staff) -> None:
        self.maker, self.volumes, self.staff = maker, volumes, staff
        self._count: dict[str, int] = {}
        self._in: dict[str, tuple[int, int]] = {}  # items and pages of a volume

    def next(self, env: Env) -> Values:
        """The next item of some volume."""
        maker = self.maker
        volume, of = maker.one(self.volumes)
        dept: Link = of["dept"]
        year = int(of["catalogue_no"][:4])
        title, retention = maker.one([paper for paper in words.PAPERS if paper[1] == of["retention"]] or words.PAPERS)
        count = self._count[dept.text] = self._count.get(dept.text, 0) + 1
        number, used = self._in.get(of["archive_no"], (0, 0))
        pages = maker.number(1, 12)
        self._in[of["archive_no"]] = number + 1, used + pages
        month = maker.number(1, 12)
        written = maker.day(
            maker.today.replace(year=year, month=month, day=1), maker.today.replace(year=year, month=month, day=28)
        )
        trade = maker.one(words.FIRM_TRADES)[0]
        firm = f"{maker.place()[1].partition('市')[0]}{maker.one(words.FIRM_NAMES)}{trade}有限公司"
        return {
            "dept": dept, "item_no": str(count), "doc_no": f"岳实〔{year}〕{maker.number(1, 180)}号" if maker.chance(0.7) else None,
            "title": title.format(year=year, month=month, dept=dept.text, firm=firm),
            "filed_on": min(written + timedelta(days=maker.number(10, 120)), maker.today),
            "archive_no": f"{of['archive_no']}-{number + 1:03}", "volume": volume, "pages": pages, "page_from": used + 1,
            "page_to": used + pages, "author": maker.one((dept.text, self.staff.company.text)), "doc_date": written,
            "secrecy": maker.one(("internal", "internal", "internal", "public", "confidential")), "retention": retention,
        }  # fmt: skip
