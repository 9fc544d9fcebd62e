"""The shipped data are the catalogue's, word for word."""

import json
import re
import runpy
from pathlib import Path

import yaml

from dangan.env import shipped_lists
from dangan.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "tests" / "catalogue"


def test_lists_equal_the_catalogue() -> None:
    wanted = yaml.safe_load((CATALOGUE / "lists.yml").read_text("utf-8"))
    assert list(shipped_lists()) == list(wanted)
    for name, entry in wanted.items():
        shown = shipped_lists()[name]
        assert list(shown["codes"].items()) == [(str(code), str(zh)) for code, zh in entry["codes"].items()]
        assert shown["editable"] is entry["editable"]


def test_every_list_has_a_name_of_its_own_in_both_languages() -> None:
    for names in zip(*(entry["called"] for entry in shipped_lists().values()), strict=True):
        assert all(names) and len(set(names)) == len(names)
    assert not any(re.search("[\u3400-\u9fff]", entry["called"][1]) for entry in shipped_lists().values())


def test_sentences_equal_the_catalogue() -> None:
    wanted = yaml.safe_load((CATALOGUE / "refusals.yml").read_text("utf-8"))
    assert list(sentences()) == list(wanted)
    for code, entry in wanted.items():
        assert {key: entry[key] for key in sentences()[code]} == sentences()[code]


def test_the_script_writes_what_is_shipped() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_data.py"))
    for name, make in script["FILES"].items():
        text = (ROOT / "dangan" / "data" / name).read_text("utf-8")
        assert script["render"](make()) == text
        assert json.loads(text) == make()
