"""Forms compared with the catalogue of the specification, key by key: a difference in either direction fails."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dangan import FormSpec, __version__
from dangan.catalogue import printed_form
from dangan.discovery import find
from dangan.env import NoOffice
from dangan.form import FormType
from dangan.plugins import Context, load

CATALOGUE = Path(__file__).parents[1] / "catalogue"
DEFAULT_STATES = ["draft", "submitted", "approved", "filed", "void"]
NOT_COMPARED_OF_FORM = {"source", "links", "extras", "note", "snapshots", "min_rows", "ledger_zh", "sections"}
NOT_COMPARED_OF_FIELD = {"rule", "origin"}
MARKERS = {"today", "current user", "user's department"}  # said in words there, given by the program


@cache
def declared() -> dict[str, FormType]:
    """Every form that a built-in plugin registers, by its identifier."""
    loaded = [load(found, Context(__version__)) for found in find("builtin", Path("none"))]
    return {form.spec.id: form for plugin in loaded for form in plugin.forms}


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Every form of the catalogue by its identifier."""
    return {f["name"]: f for path in sorted(CATALOGUE.glob("?.yaml")) for f in yaml.safe_load(path.read_text("utf-8"))}


@cache
def lists() -> dict[str, Any]:
    return yaml.safe_load((CATALOGUE / "lists.yml").read_text("utf-8"))


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
    if entry["kind"] == "report":  # without states; a run that is kept is numbered all the same
        return {
            "secrecy": "internal", "orientation": "portrait", "unique": [],
            **{k: v for k, v in entry.items() if k not in NOT_COMPARED_OF_FORM},
        }  # fmt: skip
    return {
        "number": f"{prefix}-{{yyyy}}-{{seq:4}}" if prefix else "{seq:4}",
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


def printed(name: str) -> dict[str, Any]:
    printed = printed_form(declared()[name].spec, NoOffice())
    printed.pop("plugin", None)  # said once a registry has loaded the form
    if printed["kind"] == "copy":
        assert not printed.pop("states") and printed.pop("number")
    if printed["kind"] == "report":
        assert not printed.pop("states") and not {"number", "key"} & printed.keys()
    return printed


@pytest.mark.parametrize("name", sorted(declared()))
def test_form(name: str) -> None:
    wanted, found = said_form(catalogue()[name]), printed(name)
    unique = [(u["fields"], "while" in u) for u in found.pop("unique")]
    assert unique == [(u["fields"], "while" in u) for u in wanted.pop("unique")]
    if found.get("ledger") == [] and "ledger" not in wanted:
        del found["ledger"]  # a ledger of the columns that the sheet has
    del found["sections"]
    assert found == wanted


@pytest.mark.parametrize("name", sorted(declared()))
def test_sections(name: str) -> None:
    def heads(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{k: s.get(k) for k in ("id", "zh", "en", "part")} for s in sections]

    assert heads(printed(name)["sections"]) == heads(catalogue()[name]["sections"])


@pytest.mark.parametrize("name", sorted(declared()))
def test_fields(name: str) -> None:
    wanted = {s["id"]: [said_field(f) for f in s["fields"]] for s in catalogue()[name]["sections"]}
    found = {s["id"]: s["fields"] for s in printed(name)["sections"]}
    for section, fields in wanted.items():
        ours = [{**f, **({"options": list(f["options"].items())} if "options" in f else {})} for f in found[section]]
        assert [f["id"] for f in ours] == [f["id"] for f in fields], section
        for our, their in zip(ours, fields, strict=True):
            assert our == their, f"{section}.{their['id']}"


@pytest.mark.parametrize("name", sorted(declared()))
def test_minimum_of_lines(name: str) -> None:
    """The program does not print these, they hold all the same."""
    spec = declared()[name].spec
    wanted = {s["id"]: s.get("min", 0) for s in catalogue()[name]["sections"] if s["part"] == "rows"}
    assert {name: block.min for name, block in spec.rows.items()} == wanted


@pytest.mark.parametrize("name", sorted(declared()))
def test_name_of_ledger(name: str) -> None:
    wanted = catalogue()[name].get("ledger_zh")
    if wanted:
        assert declared()[name].spec.ledgers[0].zh == wanted


@pytest.mark.parametrize("name", sorted(declared()))
def test_names_in_it_are_known(name: str) -> None:
    declared()[name].verify()


@pytest.mark.parametrize("name", sorted(declared()))
def test_stored_spec_reads_back(name: str) -> None:
    spec = declared()[name].spec
    assert FormSpec.from_json(spec.json) == spec


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_option_has_english(name: str) -> None:
    spec = declared()[name].spec
    missing = [f"{f.id}.{o.code}" for _, f in spec.walk() for o in f.options if not o.en or not o.en.isascii()]
    assert missing == []


@pytest.mark.parametrize("name", sorted(declared()))
def test_only_fields_of_practice_may_be_hidden(name: str) -> None:
    """Never what stands on the source's paper, a part of the key, a required field or a signature."""
    entry, spec = catalogue()[name], declared()[name].spec
    source = {(s["id"], f["id"]) for s in entry["sections"] for f in s["fields"] if f["origin"] == "source"}
    for block, field in spec.walk():
        if field.practice and not block.copies:
            path = f"{block.id}.{field.id}" if block.part == "rows" else field.id
            assert (block.id, field.id) not in source, field.id
            assert path not in spec.key and field.type != "sign" and field.required is not True, field.id
