"""Turn the catalogue's option lists and sentences (YAML) into the JSON that ships with the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "catalogue"
ENGLISH = ROOT / "scripts" / "lists_en.yml"
NAMES = ROOT / "scripts" / "lists_names.yml"
TARGET = ROOT / "dangan" / "data"


def lists() -> dict[str, Any]:
    """Option lists: name -> what it is called, codes (in printed order), their English, and whether the office may extend them."""
    raw = yaml.safe_load((SOURCE / "lists.yml").read_text("utf-8"))
    called = yaml.safe_load(NAMES.read_text("utf-8"))
    english = yaml.safe_load(ENGLISH.read_text("utf-8"))
    return {
        name: {
            "called": called[name],
            "codes": {str(code): str(label) for code, label in entry["codes"].items()},
            "en": {str(code): english.get(name, {}).get(str(code), words(str(code))) for code in entry["codes"]},
            "editable": entry["editable"],
        }
        for name, entry in raw.items()
    }


def words(code: str) -> str:
    """A code read as English words: `on_loan` is "On loan"."""
    return code.replace("_", " ").capitalize()


def refusals() -> dict[str, Any]:
    """Sentences: code -> kind, placeholders, and sentence and mend in both languages."""
    raw = yaml.safe_load((SOURCE / "refusals.yml").read_text("utf-8"))
    return {
        code: {key: entry[key] for key in ("kind", "with", "zh", "en", "mend_zh", "mend_en")}
        for code, entry in raw.items()
    }


def render(data: dict[str, Any]) -> str:
    """One entry a line, so that a change of one sentence is a change of one line."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


FILES = {"lists.json": lists, "refusals.json": refusals}


def main() -> None:
    """Write every file anew."""
    TARGET.mkdir(exist_ok=True)
    for name, make in FILES.items():
        (TARGET / name).write_text(render(make()), "utf-8")


if __name__ == "__main__":
    main()
