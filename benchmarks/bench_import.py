"""Excel in: reading a workbook, and the whole path of an import, against a raw insert of as many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import apsw
import xlsxwriter

from benchmarks import Row
from dangan import Choice, Date, Form, Head, Int, Money, Person, Phone, Register, Text, YesNo
from forms_plugins.employees.employee_record import EmployeeRecord
from forms_plugins.importers.convert import words
from forms_plugins.importers.reading import read
from forms_plugins.importers.run import run
from storage.archive import Archive

ROWS = 20_000
RECORDS = 5_000
NOW = datetime(2026, 3, 2, 9, 30)
KINDS = (("a", "甲", "A"), ("b", "乙", "B"))


class Wide(Register, id="wide", zh="宽表", en="Wide", title="{t0}", prefix="KB"):
    """Thirty columns of every usual type."""

    with Head() as head:
        t0 = Text("文零", "T0", required=True)
    t1, t2, t3, t4 = Text("文一", "T1"), Text("文二", "T2"), Text("文三", "T3"), Text("文四", "T4")
    t5, t6, t7, t8, t9 = (
        Text("文五", "T5"),
        Text("文六", "T6"),
        Text("文七", "T7"),
        Text("文八", "T8"),
        Text("文九", "T9"),
    )
    i0, i1, i2, i3, i4 = Int("数零", "I0"), Int("数一", "I1"), Int("数二", "I2"), Int("数三", "I3"), Int("数四", "I4")
    d0, d1, d2, d3, d4 = (
        Date("日零", "D0"),
        Date("日一", "D1"),
        Date("日二", "D2"),
        Date("日三", "D3"),
        Date("日四", "D4"),
    )
    m0, m1, m2, m3 = Money("钱零", "M0"), Money("钱一", "M1"), Money("钱二", "M2"), Money("钱三", "M3")
    c0, c1 = Choice("选零", "C0", KINDS), Choice("选一", "C1", KINDS)
    y0, y1 = YesNo("是零", "Y0"), YesNo("是一", "Y1")
    p0, h0 = Phone("话零", "P0"), Person("人零", "H0")


def measure() -> Iterator[Row]:
    """Rows a second of each job, and of the raw insert of the same values."""
    with TemporaryDirectory() as folder:
        wide = _wide(Path(folder) / "wide.xlsx")
        floor = _raw(Path(folder) / "raw.db", _plain(wide))
        yield _row(f"import, reading {ROWS:,} x 30", ROWS / _timed(lambda: _read(wide)), floor, 15_000)
        yield _row(
            f"import, whole path {ROWS:,} x 30", ROWS / _import(Path(folder) / "a", Wide, wide, ROWS), floor, 15_000
        )
        staff = _staff(Path(folder) / "staff.xlsx")
        seconds = _import(Path(folder) / "b", EmployeeRecord, staff, RECORDS)
        yield _row(f"import, A1 with 5 lines, {RECORDS:,} records", RECORDS / seconds, floor, 8_000)


def _row(job: str, figure: float, floor: float, goal: int) -> Row:
    return Row(job, figure, "rows/s", floor, "rows/s raw executemany", f">= {goal:,} rows/s", figure >= goal)


def _timed(job: Callable[[], object]) -> float:
    began = perf_counter()
    job()
    return perf_counter() - began


def _import(folder: Path, form: type[Form], workbook: Path, wanted: int) -> float:
    archive = Archive.open(folder / "office.db", [form.form_type], create=True, clock=lambda: NOW)
    archive.directory.add("company", "宏达公司", at=NOW, by="li")
    archive.directory.add("dept", "市场部", at=NOW, by="li")
    env = archive.env("li", "zh")
    began = perf_counter()
    result = run(archive, form.form_type.spec.id, workbook, env)
    seconds = perf_counter() - began
    archive.close()
    if result.created != wanted:
        raise RuntimeError("; ".join(f.line("en") for f in result.faults[:5]))
    return seconds


def _read(workbook: Path) -> int:
    return sum(len(part) for part in read(workbook) if isinstance(part, list))


def _plain(workbook: Path) -> list[list[Any]]:
    return [[words(cell) for cell in row[1:]] for part in read(workbook) if isinstance(part, list) for row in part]


def _raw(path: Path, rows: list[list[Any]]) -> float:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
    names = ", ".join(f"c{n}" for n in range(len(rows[0])))
    connection.execute(f"CREATE TABLE t ({names})")
    began = perf_counter()
    with connection:
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(rows[0]))})", rows)
    seconds = perf_counter() - began
    connection.close()
    return len(rows) / seconds


def _wide(path: Path) -> Path:
    fields = list(Wide.form_type.spec.fields.values())
    made: dict[str, Callable[[int], Any]] = {
        "text": lambda n: f"案卷材料{n}", "int": lambda n: n, "date": lambda n: date(2010, 1, 1) + timedelta(n % 5000),
        "money": lambda n: n + 0.25, "choice": lambda n: KINDS[n % 2][1], "bool": lambda n: "是" if n % 2 else "否",
        "phone": lambda n: f"138{n:08}", "person": lambda n: f"张{n % 100}",
    }  # fmt: skip
    rows = ([made[f.type](n) for f in fields] for n in range(ROWS))
    return _sheets(path, {"宽表": ([f.zh for f in fields], rows)})


def _staff(path: Path) -> Path:
    heads = ["编号", "单位", "报到日期", "姓名", "性别", "出生日期", "身份证号码", "最高学历", "联系电话", "紧急联系人",
             "紧急联系人关系", "紧急联系人电话", "所在部门", "现任岗位", "职级", "用工性质"]  # fmt: skip
    rows = ([f"新{n}", "宏达公司", date(2020, 3, 1), f"张{n}", "男", date(1990, 1, 2), _card(n), "本科", f"138{n:08}", f"李{n}",
             "配偶", f"139{n:08}", "市场部", "业务员", "三级", "正式"] for n in range(RECORDS))  # fmt: skip
    family = ([f"新{n}", who, f"{who}{n}", "1960-05"] for n in range(RECORDS) for who in ("父亲", "母亲", "配偶"))
    work = ([f"新{n}", "2010-09", "2014-06", f"工厂{n}"] for n in range(RECORDS))
    study = ([f"新{n}", "2006-09", "2010-06", f"大学{n}"] for n in range(RECORDS))
    return _sheets(path, {
        "员工人事档案记录表": (heads, rows), "家庭状况": (["编号", "称谓", "姓名", "出生年月"], family),
        "入职前工作经历": (["编号", "起始年月", "截止年月", "工作单位"], work),
        "入职前教育和培训经历": (["编号", "起始年月", "截止年月", "学校/培训机构"], study),
    })  # fmt: skip


def _card(n: int) -> str:
    """An identity number of 2 January 1990, male, with its check character."""
    digits = f"{110000 + n // 500:06}19900102{n % 500 * 2 + 1:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def _sheets(path: Path, sheets: dict[str, tuple[Sequence[str], Iterator[list[Any]]]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, (heads, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate([list(heads), *rows]):
                for n, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(at, n, value, day)
                    elif isinstance(value, int | float | Decimal):
                        sheet.write_number(at, n, value)
                    else:
                        sheet.write_string(at, n, value)
    return path
