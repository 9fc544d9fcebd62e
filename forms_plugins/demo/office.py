"""The sample company: its departments with their heads, its people, and links to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from dangan.record import Link, Signature
from forms_plugins.demo import words
from forms_plugins.demo.maker import Maker
from storage.archive import Archive
from storage.roles import Roles

COMPANY = "湖南岳麓实业有限公司"
STAFF = 36


@dataclass
class Staff:
    """The people of the sample company, to be named in records."""

    company: Link
    depts: list[Link]
    people: list[tuple[Link, Link, str]] = field(default_factory=list)  # person, department, post
    roles: dict[str, Link] = field(default_factory=dict)

    def of(self, dept: str) -> list[Link]:
        """The people of a department."""
        return [person for person, home, _ in self.people if home.text == dept]

    def holder(self, role: str) -> Link:
        """Who holds a role."""
        return self.roles[role]

    def dept(self, name: str) -> Link:
        """A department by name."""
        return next(dept for dept in self.depts if dept.text == name)


def make_office(archive: Archive, maker: Maker, login: str, at: datetime) -> Staff:
    """Enter company, departments, people and the office's name; `login` becomes the archivist."""
    book = archive.directory
    company = book.add("company", COMPANY, code="YL", en="Yuelu Industry Co., Ltd.", at=at, by=login)
    numbers = {
        name: book.add("dept", name, code=code, company_id=company, at=at, by=login) for name, code in words.DEPTS
    }
    staff = Staff(Link(COMPANY, company, "org"), [Link(name, number, "dept") for name, number in numbers.items()])
    names = list(numbers)
    for place in range(STAFF):
        home = "档案室" if place == 0 else names[place % len(names)]
        posts = words.POSTS[home]
        post = "档案管理员" if place == 0 else posts[min(place // len(names), len(posts) - 1)]
        name = maker.name(maker.sex())
        number = book.add(
            "person", name, login=login if place == 0 else None, dept_id=numbers[home], post=post,
            phone=maker.mobile(), at=at, by=login,
        )  # fmt: skip
        staff.people.append((Link(name, number, "person"), Link(home, numbers[home], "dept"), post))
    for person, dept, post in staff.people:
        if post == words.POSTS[dept.text][0] and dept.id is not None:
            book.change("dept", dept.id, head_id=person.id, at=at, by=login)
    _give_roles(archive, staff, login, at)
    archive.settings.set("unit", COMPANY, at.date(), login, at=at)
    return staff


def _give_roles(archive: Archive, staff: Staff, login: str, at: datetime) -> None:
    """The archivist at the login; leaders and heads of the office's functions from the others."""
    chiefs = [person for person, dept, post in staff.people if post == words.POSTS[dept.text][0]]
    wanted = {"gm": chiefs[0], "deputy_gm": chiefs[3], "hr": chiefs[1], "sales_director": staff.of("市场营销部")[0]}
    sales, quality, finance = (staff.of(name) for name in ("市场营销部", "质量管理部", "财务部"))
    wanted |= {
        "sales_manager": sales[0], "salesperson": sales[1], "sales_clerk": sales[2], "quality": quality[0],
        "finance": finance[0], "office": chiefs[0], "cert_custodian": staff.of("档案室")[-1],
        "market_dept": chiefs[4],
    }  # fmt: skip
    staff.roles = {"archivist": staff.people[0][0], **wanted}
    roles = Roles(archive.store)
    for role, person in staff.roles.items():
        roles.give(person.id or 0, role, date(at.year - 9, 1, 1), at=at, by=login)
    for dept in staff.depts:
        archive.directory.change("dept", dept.id or 0, deputy_id=staff.roles["deputy_gm"].id, at=at, by=login)


def signed(person: Link, on: datetime, by: Link) -> Signature:
    """A sign-off given on paper."""
    return Signature(person.text, person.id, on.date(), by.text, True)
