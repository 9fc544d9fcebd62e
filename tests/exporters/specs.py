"""Specs of the catalogue with what only forms.md says of their paper, and records with hard values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dangan.env import Env, shipped_options
from dangan.exporting import Job
from dangan.form import FormType
from dangan.record import Link, Signature, Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec, Label, LedgerSpec, Option, PaperSpec

CATALOGUE = Path(__file__).parent.parent / "catalogue"
FREE = "发展方向"


@cache
def _forms() -> dict[str, Any]:
    return {
        form["name"]: form
        for path in CATALOGUE.glob("?.yaml")
        for form in yaml.safe_load(path.read_text(encoding="utf-8"))
    }


@cache
def spec(name: str) -> FormSpec:
    """The form of the catalogue called `name`."""
    form = _forms()[name]
    blocks = tuple(_block(name, section) for section in form["sections"])
    ledgers = (LedgerSpec(form["ledger_zh"], "", tuple(form.get("ledger", ()))),) if "ledger_zh" in form else ()
    cover = ("顾客档案", "Customer file", ("name", "record_no")) if name == "skin_customer" else None
    return FormSpec(
        name,
        form["id"],
        form["zh"],
        form["en"],
        register=form.get("sheet", False),
        sheet_by=tuple(form.get("sheet_by", ())),
        states=(Option("draft", "草稿"), Option("filed", "已归档"), Option("void", "作废")),
        blocks=blocks,
        ledgers=ledgers,
        paper=PaperSpec(landscape=form["orientation"] == "landscape", cover=cover),
    )


def _block(form: str, section: dict[str, Any]) -> BlockSpec:
    fields = tuple(_field(form, section["id"], f) for f in section["fields"])
    key = (form, section["id"])
    return BlockSpec(
        section["id"],
        section["part"],
        section["zh"],
        section["en"],
        fields,
        numbered=(form == "employee_record" and section["part"] in ("section", "rows")) or key[1] == "conditions",
        after_foot=key == ("employee_record", "evaluation"),
        copies=("diagnosis", "conditions") if key == ("skin_customer", "diagnoses") else (),
    )


_UNTIL = {"from_month": "to_month", "start_date": "end_date", "date_from": "date_to", "from_date": "to_date"}
_ALSO = {"from_month": "起止时间", "start_date": "起止日期", "from_date": "培训日期(起止)", "record_no": "档案编号"}


def _field(form: str, block: str, f: dict[str, Any]) -> FieldSpec:
    made = FieldSpec(
        f["id"],
        f["type"],
        f["zh"],
        f["en"],
        options=tuple(Option(str(c), str(t)) for c, t in f.get("options", {}).items()),
        list=f.get("list", ""),
        other=f.get("other", False),
        unit=f.get("unit", ""),
        places=f.get("places", 2),
        until=_UNTIL.get(f["id"], ""),
        also=(_ALSO[f["id"]],) if f["id"] in _ALSO else (),
        printed=not f["id"].startswith("present_"),
    )
    if f["id"].startswith("emergency_"):
        made = replace(made, under=Label("紧急联系人", "Emergency contact"))
    if form == "skin_customer" and (
        f["type"] == "multi" or f["id"] in ("elasticity", "sebum", "moisture", "visit_source")
    ):
        made = replace(
            made, across={"skin_state": 5, "visit_source": 5}.get(f["id"], 6 if f["id"] == "eye_area" else 4)
        )
    return made


def record(of: FormSpec, n: int = 1, *, lines: int = 3, long: str = "") -> Values:
    """A filled record; every long text is `long` where given."""
    values: Values = {"_id": n, "status": "draft", "_title": f"第{n}份", "_updated_at": datetime(2026, 3, 1, 9, 30)}
    for block in of.blocks:
        if block.part == "rows":
            values[block.id] = [_line(block.fields, k, "") for k in range(lines)]
        else:
            values.update(_line(block.fields, n, long))
    return values


def _line(fields: Iterable[FieldSpec], n: int, long: str) -> Values:
    return {f.id: _value(f, n, long) for f in fields}


def _value(f: FieldSpec, n: int, long: str) -> Any:
    codes = [o.code for o in f.options or (shipped_options(f.list) if f.list else ())]
    samples: dict[str, Any] = {
        "text": f"{f.zh}之一"[:8] if "number" not in f.en.lower() else f"NO-2026-{n:04}",
        "longtext": long or f"{f.zh}：按规定办理，情况属实。",
        "int": n,
        "year": 2020 + n % 7,
        "decimal": Decimal("61.5"),
        "money": Decimal("12345.60"),
        "date": date(2020, 3, n % 28 + 1),
        "datetime": datetime(2026, 3, 1, 14, 5),
        "month": "2019-09",
        "bool": n % 2 == 0,
        "phone": "13912345678",
        "email": "zhang.wei@example.com.cn",
        "idcard": "11010519491231002X",
        "uscc": "91350100M000100Y43",
        "postcode": "063000",
        "url": "www.example.com.cn",
        "multi": tuple(codes[:2]),
        "person": Link("欧阳建国", 3, "person"),
        "dept": Link("综合管理部", 2, "dept"),
        "org": Link("唐山宏达实业有限公司", 1, "org"),
        "ref": Link("KH-2026-00012", 9, "customer"),
        "file": Link("照片.jpg", 4, "attachment"),
        "sign": Signature("张伟", 5, date(2026, 3, 1)),
    }
    if f.type == "choice":
        return codes[n % len(codes)] if codes else "自填"
    return samples[f.type]


def job(of: FormSpec, records: Iterable[Values], path: Path, *, lang: str = "zh", **more: Any) -> Job:
    """An export of `records` to `path`."""
    return Job(FormType.bare(of), records, Env(datetime(2026, 3, 1), Link("张伟"), lang=lang), path, **more)
