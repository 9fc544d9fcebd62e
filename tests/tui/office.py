"""A small office in a real store for the tests of the screens; run as a program it opens it in the terminal."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from dangan.record import Link, Values
from storage.archive import Archive
from tests.tui.office_forms import Customer, Employee, Item
from tui.screens import home
from tui.start import Program, run_archive

home.PAINTED = 0.001  # tests wait for the counts

NOW = datetime(2026, 11, 24, 10, 42)
NAMES = ("欧阳晓岚", "曾小军", "单文静", "仇国强", "解放", "查良镛", "王芳", "李伟", "赵敏", "刘波")
LOGIN = "wang"


class Clock:
    """A minute later at each question."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def people(n: int) -> Values:
    """The n-th employee."""
    name = NAMES[n % len(NAMES)] + ("" if n < len(NAMES) else str(n))
    return {
        "name": name, "sex": "female" if n % 2 == 0 else "male", "report_date": date(2026, 11, 2) - timedelta(days=13 * n % 900),
        "department": ("销售部", "办公室")[n % 2], "education": ("bachelor", "master", "college")[n % 3],
        "phone": f"138{n:08}",
    }  # fmt: skip


def open_office(folder: Path, records: int = 10, now: datetime = NOW) -> Archive:
    """A store in `folder` with a company, two departments, three people, and employees."""
    archive = Archive.open(
        folder / "office" / "dangan.db",
        [Employee.form_type, Item.form_type, Customer.form_type],
        create=True,
        clock=Clock(now),
    )
    if archive.directory.companies():
        return archive
    at = archive.clock()
    company = archive.directory.add("company", "总公司", at=at, by=LOGIN)
    archive.directory.paste_lines(
        "办公室\t王芳\t档案员\n销售部\t欧阳建国\t经理\n销售部\t曾小军\t业务员", at=at, by=LOGIN, company_id=company
    )
    archive.directory.change("person", archive.directory.people()[-1].id, at=at, by=LOGIN, login=LOGIN)
    env = archive.env(LOGIN, "zh")
    staff = [{**archive.new("employee", env), **people(n)} for n in range(records)]
    if staff:
        staff[0]["relatives"] = [
            {"relation": "父亲", "name": "欧阳建国", "birth_month": "1965-02", "employer": "长沙机床厂"}
        ]
    made = archive.save_many("employee", staff, env, source="test")
    for n in range(min(records, 3)):
        link = Link(f"YG-2026-{n + 1:04}", made.created[0], "employee")
        values = {
            "volume": "2026-1",
            "title": f"任职文件之{n + 1}",
            "pages": 3 + n,
            "dated": date(2026, 3, n + 1),
            "employee": link,
        }
        archive.save("item", {**archive.new("item", env), **values}, env)
    archive.save("customer", {**archive.new("customer", env), "name": "长沙宏达建材有限公司", "city": "长沙"}, env)
    return archive


class Office(Program):
    """The program with a fixed clock."""

    def now(self) -> Any:
        """A fixed time."""
        return NOW


def main() -> None:
    """Run FOLDER LANG [RECORDS]."""
    archive = open_office(Path(sys.argv[1]), int(sys.argv[3]) if len(sys.argv) > 3 else 10)
    sys.exit(run_archive(archive, sys.argv[2], LOGIN))


if __name__ == "__main__":
    main()
