"""Stores to measure on, made once a run: an empty office, one with 75 form types more, and very many people."""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import OPTIONS, forms
from dangan.record import Values
from storage import names, search
from storage.archive import Archive
from storage.layout import Layout

NOW = datetime(2026, 3, 2, 9, 30)
CHUNK = 10_000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文辉志鹏飞宇浩然子涵欣怡思雨佳琪晓岚嘉豪俊峰雪莹立新海燕春生东升永康少云世杰光荣德福成林振华家辉国栋"
PLACES = ("办公室", "人事处", "财务科", "档案科", "信息中心", "后勤服务公司", "长沙机床厂", "城建集团第三工程处")
POSTS = ("科员", "副科长", "科长", "会计", "档案管理员", "工程师", "司机", "经理")
STREETS = ("岳麓区麓山南路", "天心区书院路", "雨花区韶山中路", "开福区芙蓉北路", "芙蓉区五一大道")


@cache
def folder() -> Path:
    """Where this run keeps its stores."""
    if OPTIONS.folder:
        OPTIONS.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return OPTIONS.folder
    made = Path(tempfile.mkdtemp(prefix="dangan-bench-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def make(name: str, plugins: dict[str, str]) -> Path:
    """A store with a company and these plugin files beside it; opened once, so that the next start is warm."""
    home = folder() / name
    path = home / "office.db"
    if path.exists():  # kept from another run: forms may have changed since
        with closing(Archive.open(path, clock=lambda: NOW)) as kept:
            kept.upgrade()
        return path
    (home / "plugins").mkdir(mode=0o700, parents=True)
    home.chmod(0o700)
    for plugin, source in plugins.items():
        file = home / "plugins" / f"{plugin}.py"
        file.write_text(source, "utf-8")
        file.chmod(0o600)
    archive = Archive.open(path, create=True, clock=lambda: NOW)
    archive.directory.add("company", "宏图集团", at=NOW, by="bench")
    archive.close()
    return path


@cache
def office() -> Path:
    """The built-in forms and three to measure with, no records."""
    plain = {f"bench_{n}": forms.plain(f"bench_{n}", n) for n in (10, 60)}
    return make("office", {"bench_person": forms.person(), **plain})


@cache
def crowded() -> Path:
    """75 form types more."""
    return make("crowded", {f"crowd_{n}": forms.plain(f"crowd_{n}", 40) for n in range(75)})


@cache
def people(count: int) -> Path:
    """`count` records of `bench_person`, with search and readings, without history."""
    path = make(f"people_{count}", {"bench_person": forms.person()})
    archive = Archive.open(path, clock=lambda: NOW)
    if not archive.store.value("SELECT count(*) FROM (SELECT 1 FROM record LIMIT 1)"):
        _fill(archive, count)
    archive.close()
    return path


def _fill(archive: Archive, count: int) -> None:
    sql = archive.registry.sql("bench_person")
    blank = {**archive.new("bench_person", archive.env("bench", "zh")), "_lock": 1, "_lines": 0}
    made = _records(sql.layout, blank, count)
    archive.store.execute_sql("PRAGMA synchronous = OFF")
    while chunk := list(islice(made, CHUNK)):
        with archive.store.write() as cursor:
            cursor.executemany(
                "INSERT INTO record (_id, form, record_no, title, state, updated_at, updated_by) "
                "VALUES (?, 'bench_person', ?, ?, 'draft', '2026-03-02 09:30:00', 'bench')",
                [(v["_id"], v["record_no"], v["_title"]) for v in chunk],
            )
            cursor.executemany(sql.insert, [_row(sql.layout, v) for v in chunk])
            found = [
                search.rows_of(v["_id"], v["record_no"], search.index_of(sql.layout, v, v["_title"])) for v in chunk
            ]
            cursor.executemany(search.INSERT, [row for row, _ in found])
            cursor.executemany(names.INSERT, [name for _, name in found])
    archive.store.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _row(of: Layout, v: Values) -> list[Any]:
    at, by = "2026-03-02 09:30:00", "bench"
    return [v["_id"], 1, v["_title"], by, at, by, at, by, "{}", 0, *of.main.to_row(v)]


def _records(of: Layout, blank: Values, count: int) -> Iterator[Values]:
    rng = random.Random(7)
    known = {cell.id: None for cell in of.main.cells}
    for n in range(1, count + 1):
        name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))
        yield {
            **known, **blank, "_id": n, "_title": name, "name": name, "record_no": f"RY-2026-{n:07}", "status": "draft" if n % 5000 else "void",
            "sex": rng.choice(("male", "female")), "born_on": date(1960, 1, 1) + timedelta(rng.randrange(16_000)),
            "phone": f"13{rng.randrange(10**9):09}", "place": rng.choice(PLACES), "post": rng.choice(POSTS),
            "salary": Decimal(rng.randrange(3_000, 30_000)), "address": f"长沙市{rng.choice(STREETS)}{rng.randrange(900)}号",
            "active": rng.random() < 0.9, "revision": 0,
        }  # fmt: skip


def copy(store: Path, name: str) -> Path:
    """A copy of a store and its plugins, which a benchmark may write to."""
    target = folder() / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(store.parent, target)
    return target / store.name


def employee(n: int) -> Values:
    """A new A1 with three lines of family, two of education and two of work."""
    kin = [{"relation": r, "name": f"欧阳{r}{n}", "birth_month": "1965-02", "phone": "13907312201"} for r in "父母妻"]
    study = {"from_month": "2008-09", "to_month": "2012-06", "institution": "湖南大学", "subject": "机械工程"}
    job = {"from_month": "2012-07", "to_month": "2020-08", "employer": "长沙机床厂", "position": "工程师"}
    return {
        "name": f"欧阳晓岚{n}", "former_name": "晓晓", "sex": "female", "birth_date": date(1994, 3, 17), "native_place": "湖南长沙",
        "marital_status": "married", "education": "bachelor", "school": "湖南大学", "major": "机械工程", "phone": "13812345678",
        "address": "长沙市岳麓区麓山南路1号", "emergency_name": "欧阳建国", "report_date": date(2026, 3, 2), "grade": "三级",
        "family": kin, "prior_education": [study, {**study, "institution": "长沙一中"}], "prior_work": [job, job],
    }  # fmt: skip


def plain_record(n: int, fields: int) -> Values:
    """A record of a form made by `forms.plain`, every field filled."""
    each = (
        f"欧阳晓岚{n}", "晓晓", "female", date(1994, 3, 17), "13812345678", "长沙机床厂", 165, Decimal("8200.50"), True, "备注若干字",
    )  # fmt: skip
    return {f"field_{at}": each[at % 10] for at in range(fields)}
