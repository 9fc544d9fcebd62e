"""Keys pressed against characters on the paper: A1 as an office fills it, with its stops set, and thirty lines of B3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks import Row
from dangan.env import Env
from storage.archive import Archive
from storage.pages import View
from tests.stories.typing import DOWN, ENTER, F5, F6, TAB, archive, leave, office, program, says

GOAL = "paper + 1 a filled field + 2 a record"
KEY = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Z]|.", re.DOTALL)


class Filled(NamedTuple):
    """A field filled on the paper: what stands there, what is typed for it, and the key that ends it."""

    name: str
    paper: str
    typed: str
    end: str = ENTER


def same(name: str, text: str, end: str = ENTER) -> Filled:
    """A field typed as it stands on the paper."""
    return Filled(name, text, text, end)


RECORD = [
    Filled("unit", "湘江机械总公司", ""),
    Filled("report_date", "2024-03-01", "20240301"),
    same("name", "欧阳晓岚"),
    Filled("sex", "女", "2"),
    Filled("birth_date", "1994-03-17", ""),  # the identity number fills it
    Filled("ethnicity", "汉族", ""),
    same("native_place", "湖南长沙"),
    Filled("political_status", "群众", "6"),
    Filled("marital_status", "已婚", "2"),
    same("id_card", "430102199403170020"),
    same("hukou_place", "长沙市芙蓉区"),
    Filled("education", "本科", "6"),
    same("school", "湖南大学"),
    same("major", "会计学"),
    same("prof_title", "会计师"),
    same("phone", "13812345678"),
    same("email", "xl.ouyang@xiangjiang.cn"),
    same("address", "长沙市芙蓉区五一大道88号"),
    same("emergency_name", "刘波"),
    same("emergency_relation", "丈夫"),
    same("emergency_phone", "13787310090"),
    *(
        same("family.relation", "父亲"),
        same("family.name", "欧阳建国"),
        Filled("family.birth_month", "1965-02", "196502"),
    ),
    *(same("family.employer", "长沙机床厂"), same("family.position", "退休"), same("family.phone", "13907312201")),
    *(same("family.relation", "丈夫"), same("family.name", "刘波"), Filled("family.birth_month", "1992-11", "199211")),
    *(
        same("family.employer", "中南设计院"),
        same("family.position", "工程师"),
        same("family.phone", "13787310090", TAB),
    ),
    *(
        Filled("prior_education.from_month", "2012-09", "201209"),
        Filled("prior_education.to_month", "2016-06", "201606"),
    ),
    *(same("prior_education.institution", "湖南大学"), same("prior_education.subject", "会计学")),
    *(same("prior_education.award", "学士"), Filled("prior_education.mode", "全日制", "1", TAB)),
    *(Filled("prior_work.from_month", "2016-07", "201607"), Filled("prior_work.to_month", "2024-02", "202402")),
    *(same("prior_work.employer", "天成会计师事务所"), same("prior_work.position", "审计员", TAB)),
    Filled("dept", "人事部", "rsb"),
    same("post", "会计"),
    same("grade", "四级"),
    Filled("employment_type", "正式", "1"),
    Filled("emp_status", "在职", ""),
    *(same("contracts.contract_no", "HT-2024-018"), Filled("contracts.start_date", "2024-03-01", "20240301")),
    *(Filled("contracts.end_date", "2027-02-28", "20270228"), Filled("contracts.term_type", "固定期限", "1")),
    Filled("contracts.signed_on", "2024-02-26", "20240226", TAB),
    Filled("opened_on", "2024-03-01", "", F6),
]
LINES = [
    (
        Filled("item_no", str(n), ""),
        same("doc_no", f"湘机办〔2025〕{n}号"),
        same("title", f"关于做好第{n}批档案移交工作的通知"),
        Filled("filed_on", f"2025-{n // 5 + 1:02}-10", f"2025{n // 5 + 1:02}10" if n % 5 == 0 or n == 1 else ""),
    )
    for n in range(1, 31)
]
TABLES = ["appraisals", "post_changes", "awards", "trainings", "materials"]


def measure() -> Iterator[Row]:
    """Type both into the real program; the records are read back before a figure is given."""
    with TemporaryDirectory() as folder:
        db = office(Path(folder))
        store = archive(db)
        env = store.env("wf", "zh")
        _set_stops(store, env, "employee_record", {f.name for f in RECORD}, TABLES)
        _set_stops(store, env, "item_catalogue", {"dept", *(f.name for line in LINES for f in line)}, [])
        store.close()
        yield _record(db)
        yield _lines(db)


def _set_stops(store: Archive, env: Env, form: str, filled: set[str], tables: Sequence[str]) -> None:
    spec = store.registry.spec(form)
    passed = [
        path
        for block, f in spec.walk()
        if (path := f"{block.id}.{f.id}" if block.part == "rows" else f.id) not in filled and block.id not in tables
    ]
    store.set_preference(env, f"stops.{form}", [*passed, *tables], office=True)


def _record(db: Path) -> Row:
    keys = F5 + "".join(f.typed + f.end for f in RECORD)
    with program(db) as t:
        t.send("1" + ENTER)
        says(t, "还没有档案。F5 录入第一份")
        t.send(keys)
        says(t, "已保存")
        leave(t)
    kept = _all(db, "employee_record")
    values: dict[str, Any] = kept[0]
    wrong = [f.name for f in RECORD if not _holds(values, f.name)]
    assert len(kept) == 1 and not wrong, wrong
    assert values["birth_date"].isoformat() == "1994-03-17" and values["sex"] == "female"
    assert [len(values[name]) for name in ("family", "prior_education", "prior_work", "contracts")] == [2, 1, 1, 1]
    return _row("keys: one A1, stops set", keys, RECORD, 1)


def _lines(db: Path) -> Row:
    keys = F5 + "bgs" + ENTER + "".join(f.typed + f.end for line in LINES for f in line)
    with program(db) as t:
        t.send("2" + ENTER + DOWN + ENTER)
        says(t, "还没有档案。F5 录入第一份")
        t.send(keys)
        t.wait_for("30 30")
        leave(t)
    kept = _all(db, "item_catalogue")
    assert len(kept) == len(LINES)
    assert sorted(str(v["title"]) for v in kept) == sorted(line[2].paper for line in LINES)
    filled = [Filled("dept", "办公室", "bgs"), *(f for line in LINES for f in line)]
    return _row("keys: thirty lines of B3, stops set", keys, filled, len(LINES))


def _row(job: str, keys: str, filled: Sequence[Filled], records: int) -> Row:
    pressed, written = len(KEY.findall(keys)), sum(len(f.paper) for f in filled)
    met = pressed <= written + len(filled) + 2 * records
    return Row(job, pressed, "keys", written, f"characters, {len(filled)} fields", GOAL, met)


def _all(db: Path, form: str) -> list[dict[str, Any]]:
    store = archive(db)
    ids = [row["_id"] for row in store.page(form, View(columns=("record_no",)), None, limit=100).rows]
    found = [store.read(form, record) for record in ids]
    store.close()
    return found


def _holds(values: dict[str, Any], path: str) -> bool:
    table, _, name = path.rpartition(".")
    lines = values[table] if table else [values]
    return bool(lines) and all(line[name] not in (None, "", ()) for line in lines)
