"""Forms compared with the catalogue of the specification, key by key: a difference in either direction fails."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from dangan import FormSpec
from dangan.catalogue import printed_form
from dangan.env import NoOffice
from dangan.form import Form

CATALOGUE = Path(__file__).parents[1] / "catalogue"
MODULES = {
    "A1": "forms_plugins.employees.employee_record",
    "B2": "forms_plugins.archives.file_catalogue",
    "B3": "forms_plugins.archives.item_catalogue",
    "B8": "forms_plugins.archives.destruction_list",
    "B9": "forms_plugins.archives.retrieval_slip",
    "B10": "forms_plugins.archives.recall_notice",
    "B11": "forms_plugins.archives.recall_notice",
    "C2": "forms_plugins.projects.volume_contents",
    "C3": "forms_plugins.projects.supplement_list",
    "D1": "forms_plugins.customers.customer",
    "D2": "forms_plugins.customers.customer_form",
    "D7": "forms_plugins.customers.source_documents",
    "G1": "forms_plugins.salon.skin_customer",
}
DEFAULT_STATES = ["draft", "submitted", "approved", "filed", "void"]
NOT_COMPARED_OF_FORM = {"source", "links", "extras", "note", "snapshots", "min_rows", "ledger_zh", "sections"}
NOT_COMPARED_OF_FIELD = {"rule", "origin"}
MARKERS = {"today", "current user"}  # said in words there, given by the program


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Every form of the catalogue by its number."""
    return {f["id"]: f for path in sorted(CATALOGUE.glob("?.yaml")) for f in yaml.safe_load(path.read_text("utf-8"))}


@cache
def lists() -> dict[str, Any]:
    return yaml.safe_load((CATALOGUE / "lists.yml").read_text("utf-8"))


def declared(no: str) -> type[Form]:
    """The class that the plugin of a form registers."""
    return next(f for f in import_module(MODULES[no]).register_forms(None) if f.form_type.spec.no == no)


def said_form(entry: dict[str, Any]) -> dict[str, Any]:
    """The catalogue's form with everything that it leaves out because it is the default."""
    prefix = entry.get("prefix", "")
    entry = {k: v for k, v in entry.items() if v != ""}
    if entry["kind"] == "copy":  # numbered by the form that it copies, without states
        return {
            **{k: v for k, v in entry.items() if k not in NOT_COMPARED_OF_FORM},
            "secrecy": "internal",
            "unique": [],
        }
    return {
        "number": f"{prefix}-{{yyyy}}-{{seq:4}}",
        "states": DEFAULT_STATES,
        "secrecy": "internal",
        "orientation": "portrait",
        "unique": [],
        **{k: v for k, v in entry.items() if k not in NOT_COMPARED_OF_FORM},
    }


def said_field(entry: dict[str, Any]) -> dict[str, Any]:
    """The catalogue's field in the words of the program: options of its list, no markers."""
    out = {k: v for k, v in entry.items() if k not in NOT_COMPARED_OF_FIELD}
    if "list" in out:
        out["options"] = lists()[out["list"]]["codes"]
    if out.get("default") in MARKERS and isinstance(out["default"], str):
        del out["default"]
    if "options" in out:
        out["options"] = list(out["options"].items())  # the printed order counts
    return out


def printed(no: str) -> dict[str, Any]:
    printed = printed_form(declared(no).form_type.spec, NoOffice())
    printed.pop("plugin", None)  # said once a registry has loaded the form
    if printed["kind"] == "copy":
        assert not printed.pop("states") and printed.pop("number")
    return printed


@pytest.mark.parametrize("no", MODULES)
def test_form(no: str) -> None:
    wanted, found = said_form(catalogue()[no]), printed(no)
    unique = [(u["fields"], "while" in u) for u in found.pop("unique")]
    assert unique == [(u["fields"], "while" in u) for u in wanted.pop("unique")]
    if found.get("ledger") == [] and "ledger" not in wanted:
        del found["ledger"]  # a ledger of the columns that the sheet has
    del found["sections"]
    assert found == wanted


@pytest.mark.parametrize("no", MODULES)
def test_sections(no: str) -> None:
    def heads(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{k: s.get(k) for k in ("id", "zh", "en", "part")} for s in sections]

    assert heads(printed(no)["sections"]) == heads(catalogue()[no]["sections"])


@pytest.mark.parametrize("no", MODULES)
def test_fields(no: str) -> None:
    wanted = {s["id"]: [said_field(f) for f in s["fields"]] for s in catalogue()[no]["sections"]}
    found = {s["id"]: s["fields"] for s in printed(no)["sections"]}
    for section, fields in wanted.items():
        ours = [{**f, **({"options": list(f["options"].items())} if "options" in f else {})} for f in found[section]]
        assert [f["id"] for f in ours] == [f["id"] for f in fields], section
        for our, their in zip(ours, fields, strict=True):
            assert our == their, f"{section}.{their['id']}"


@pytest.mark.parametrize("no", MODULES)
def test_minimum_of_lines(no: str) -> None:
    """The program does not print these, they hold all the same."""
    spec = declared(no).form_type.spec
    wanted = {s["id"]: s.get("min", 0) for s in catalogue()[no]["sections"] if s["part"] == "rows"}
    assert {name: block.min for name, block in spec.rows.items()} == wanted


@pytest.mark.parametrize("no", MODULES)
def test_name_of_ledger(no: str) -> None:
    wanted = catalogue()[no].get("ledger_zh")
    if wanted:
        assert [ledger.zh for ledger in declared(no).form_type.spec.ledgers] == [wanted]


@pytest.mark.parametrize("no", MODULES)
def test_names_in_it_are_known(no: str) -> None:
    declared(no).form_type.verify()


@pytest.mark.parametrize("no", MODULES)
def test_stored_spec_reads_back(no: str) -> None:
    spec = declared(no).form_type.spec
    assert FormSpec.from_json(spec.json) == spec


@pytest.mark.parametrize("no", MODULES)
def test_every_option_has_english(no: str) -> None:
    spec = declared(no).form_type.spec
    missing = [f"{f.id}.{o.code}" for _, f in spec.walk() for o in f.options if not o.en or not o.en.isascii()]
    assert missing == []
