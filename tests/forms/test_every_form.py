"""Every form of the catalogue: typed, refused, listed, found, exported, printed, brought back equal.

What is expected is read from the catalogue and `refusals.yml`, which are the specification; the records are the samples
that stand with the forms, filled up with anything that the catalogue allows.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from dangan.checking import check
from dangan.env import Env
from dangan.errors import Refused
from dangan.exporting import Job, layouts
from dangan.form import FormType
from dangan.spec import FieldSpec
from dangan.types import parse
from forms_plugins.exporters import register_exporters
from forms_plugins.importers.run import run
from storage.archive import Archive
from storage.pages import View
from tests.forms.every import AT, Before, at, author, fill_up, first_sample, plain, put_back
from tests.forms.test_catalogue import CATALOGUE, catalogue, declared

STORED = sorted(name for name, form in declared().items() if form.spec.kept)
WRONG = {
    "int": ("十二个半", "GEN_NOT_NUMBER"), "decimal": ("约三吨", "GEN_NOT_NUMBER"), "money": ("若干", "GEN_NOT_NUMBER"),
    "date": ("2025-02-30", "GEN_DATE_INVALID"), "datetime": ("2025-02-30 9:00", "GEN_DATE_INVALID"),
    "month": ("2025-13", "GEN_DATE_INVALID"), "idcard": ("430602199808160320", "GEN_IDCARD"),
    "uscc": ("91430600MA4L2XJ871", "GEN_USCC"), "choice": ("没有这一项", "GEN_OPTION_UNKNOWN"),
    "multi": ("没有这一项", "GEN_OPTION_UNKNOWN"), "email": ("dangan#yuelu", "GEN_FORMAT"), "postcode": ("41400", "GEN_FORMAT"),
    "time": ("25:61", "GEN_FORMAT"), "bool": ("也许", "GEN_FORMAT"),
}  # fmt: skip


@cache
def sentences() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((CATALOGUE / "refusals.yml").read_text("utf-8"))


@pytest.fixture
def place(before: Before, tmp_path: Path) -> Path:
    return tmp_path / "o" / "o.db"


def opened(before: Before, name: str, place: Path) -> tuple[Archive, Env, FormType]:
    archive = before.open(name, place)
    return archive, archive.env("admin", "zh", AT), archive.registry.form(name)


def test_every_form_of_the_catalogue_is_there() -> None:
    assert sorted(declared()) == sorted(catalogue())


def test_every_form_has_samples(before: Before) -> None:
    assert sorted(before.samples) == STORED


@pytest.mark.parametrize("name", STORED)
def test_typed_listed_found_exported_and_brought_back(name: str, before: Before, place: Path, tmp_path: Path) -> None:
    archive, env, form = opened(before, name, place)
    own = first_sample(archive, before.staff, form, before.samples[name][0])
    env = author(archive, before.staff, own)
    whole, put = fill_up(form, own, env, before.staff)
    refused: set[str] = set()
    while True:
        try:
            saved = archive.save(name, whole, env)
            break
        except Refused as refusal:
            wrong = {p.path for p in refusal.problems} & set(put) - refused
            assert wrong, [p.text("zh") for p in refusal.problems]  # never what the sample says itself
            refused |= wrong
            for path in wrong:
                put_back(whole, own, path)
    kept = [path for path in put if path not in refused]
    assert len(kept) >= 0.6 * len(put) or len(put) < 4
    stored = archive.read(name, saved["_id"])
    lost = [path for path in kept if plain(at(stored, path)) != plain(at(whole, path))]
    assert [path for path in lost if not _conditional(form, path)] == []

    assert archive.page(name, View()).rows[0]["_id"] == saved["_id"]  # steps of other forms may have made more before
    assert saved["_id"] in [hit.id for hit in archive.search(stored["record_no"], form=name)]
    assert archive.search(archive.page(name, View()).rows[0]["_title"], form=name)[0].id == saved["_id"]

    if form.spec.kind == "report":  # its figures come from the program alone
        archive.close()
        return
    book = tmp_path / "whole.xlsx"
    exporters = layouts(register_exporters(None), form.spec)
    write, options = exporters["whole"]
    write.write(Job(form, [stored], env, book, options=options))
    archive.close()
    other, _, form = opened(before, name, tmp_path / "other" / "o.db")
    result = run(other, name, book, author(other, before.staff, own))
    assert result.ok, [fault.line("zh") for fault in result.faults]
    again = other.read(name, stored["record_no"])
    names = [n for n, f in form.spec.fields.items() if f.type not in ("sign", "file")]
    names += [n for n, rows in form.spec.rows.items()]
    assert {n: plain(again.get(n)) for n in names} == {n: plain(stored.get(n)) for n in names}
    other.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", STORED)
def test_printed_with_the_labels_of_its_paper(
    name: str, lang: str, before: Before, place: Path, tmp_path: Path
) -> None:
    archive, _, form = opened(before, name, place)
    sample = first_sample(archive, before.staff, form, before.samples[name][0])
    env = author(archive, before.staff, sample, lang)
    stored = archive.save(name, sample, env)
    for layout, (exporter, options) in layouts(register_exporters(None), form.spec).items():
        if lang == "en" and layout not in ("form_a4", "form_blank"):
            continue  # tables and further papers differ in their words alone
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx"
        exporter.write(Job(form, [archive.read(name, stored["_id"])], env, path, options=options))
        cells = [c for ws in load_workbook(path).worksheets for row in ws.values for c in row if c is not None]
        assert cells, layout
        if layout in ("form_a4", "form_blank"):
            words = "".join("".join(str(c).split()) for c in cells)
            for section in catalogue()[name]["sections"]:
                for field in section["fields"]:
                    if _always_printed(form, section, field["id"]):
                        assert "".join(field[lang].split()) in words, (layout, field["id"])
    archive.close()


def _conditional(form: FormType, path: str) -> bool:
    """Whether a field is asked only in some cases: what is not asked is not kept."""
    rows, _, name = path.rpartition(".")
    block, field = next(
        (b, f)
        for b, f in form.spec.walk()
        if f.id == name and (b.id == rows.partition(".")[0] if rows else b.part != "rows")
    )
    return bool(block.relevant or field.relevant)


def _always_printed(form: FormType, section: dict[str, Any], name: str) -> bool:
    """Whether the paper must bear the label as it stands: not where cells share a caption, nothing is asked, no line is."""
    spec, block = _declared_field(form, section, name), next(b for b in form.spec.blocks if b.id == section["id"])
    ends = {f.until for f in block.fields}
    shared = spec.under is not None or bool(spec.until) or spec.id in ends
    asked = spec.relevant is None and block.relevant is None and not block.copies
    lines = block.part != "rows" or block.min > 0
    return spec.printed and not shared and asked and lines and not form.spec.paper.letter and not form.spec.register


def _declared_field(form: FormType, section: dict[str, Any], name: str) -> FieldSpec:
    return form.spec.find(f"{section['id']}.{name}" if section["part"] == "rows" else name)


@pytest.mark.parametrize("name", STORED)
def test_every_wrong_value_is_refused_with_its_sentence(name: str, before: Before, place: Path) -> None:
    archive, env, form = opened(before, name, place)
    tried = 0
    for section in catalogue()[name]["sections"]:
        for field in section["fields"]:
            spec = _declared_field(form, section, field["id"])
            typed, code = WRONG.get(field["type"], ("", ""))
            free = field.get("other") and "other" not in (field.get("options") or _codes(field))
            if not typed or (field["type"] in ("choice", "multi") and free):
                continue
            with pytest.raises(Refused) as refused:
                problems = [parse(spec, typed, env), *check_alone(form, section, spec, typed, env)]
                raise AssertionError(f"{field['id']}: {problems}")
            assert refused.value.problems[0].zh.startswith(_said(code, field["zh"], typed)), field["id"]
            tried += 1
    archive.close()
    assert tried or not any(f["type"] in WRONG for s in catalogue()[name]["sections"] for f in s["fields"])


def _codes(field: dict[str, Any]) -> Any:
    return yaml.safe_load((CATALOGUE / "lists.yml").read_text("utf-8"))[field["list"]]["codes"]


def _said(code: str, label: str, value: str) -> str:
    """The sentence of the specification up to what depends on the field's type."""
    return str(sentences()[code]["zh"]).replace("{field}", label).replace("{value}", value).partition("{")[0]


def check_alone(form: FormType, section: dict[str, Any], spec: FieldSpec, typed: str, env: Env) -> list[Any]:
    """What the form says of a value that could be read."""
    value = parse(spec, typed, env)
    values = {section["id"]: [{spec.id: value}]} if section["part"] == "rows" else {spec.id: value}
    found = [p for p in check(form, values, env, state="draft") if p.path.rpartition(".")[2] == spec.id]
    if found:
        raise Refused(found)
    return found


@pytest.mark.parametrize("name", STORED)
def test_what_is_required_is_asked_for_with_its_label(name: str, before: Before, place: Path) -> None:
    archive, env, form = opened(before, name, place)
    last = form.spec.course[-1]
    found = {p.path: p.zh for p in check(form, {}, env, state=last)}
    for section in catalogue()[name]["sections"]:
        for field in section["fields"]:
            plainly = field["req"] == "Y" and not field.get("auto") and field["type"] != "sign"
            if plainly and section["part"] != "rows":
                sentence = str(sentences()["GEN_REQUIRED"]["zh"]).replace("{field}", field["zh"])
                assert found.get(field["id"]) == sentence, field["id"]
        if section["part"] == "rows" and section.get("min"):
            assert found.get(section["id"], "").endswith(f"至少要有 {section['min']} 行。"), section["id"]
    archive.close()
