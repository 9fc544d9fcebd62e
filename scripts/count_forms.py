"""How much each form's declaration takes: lines and functions by module, and the average of a form.

Lines without blanks, imports, docstrings and sample values. Rows and options that several forms of a family share stand
in modules of their own: they are listed apart and not part of the average.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent / "forms_plugins"
OTHERS = {"demo", "exporters", "importers"}  # packages without forms
SAMPLES = ("SAMPLES", "SAMPLES_AFTER", "STANDARD", "BOARD", "TEN")
KINDS = {"Form", "Register", "Edition", "Copy", "Report"}


class Size(NamedTuple):
    """Of one module: its forms (none = shared by those of the family), lines and functions."""

    module: str
    forms: tuple[str, ...]
    lines: int
    functions: int


def measure(path: Path) -> Size:
    """The size of one module."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            left_out |= _lines(node.body[0])
    registered = next((n.lineno for n in tree.body if _named(n) == "register_forms"), len(source))
    helps = [n for n in tree.body if n.lineno > registered and _named(n).startswith("_")]  # what the samples repeat
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom) or _named(node) in SAMPLES or node in helps:
            left_out |= _lines(node)
    code = [n for n, line in enumerate(source.splitlines(), 1) if line.strip() and n not in left_out]
    forms = tuple(name for node in tree.body if isinstance(node, ast.ClassDef) for name in _forms(node))
    functions = sum(isinstance(node, ast.FunctionDef) for node in tree.body if node not in helps)
    return Size(str(path.relative_to(ROOT).with_suffix("")), forms, len(code), functions)


def _lines(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _named(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return target.id if isinstance(target, ast.Name) else ""


def _forms(node: ast.ClassDef) -> Iterator[str]:
    """The identifier, where the class is a form."""
    if any(getattr(base, "attr", getattr(base, "id", "")) in KINDS for base in node.bases):
        yield from (k.value.value for k in node.keywords if k.arg == "id" and isinstance(k.value, ast.Constant))


def sizes() -> list[Size]:
    """Every module of the families of forms, the longest first."""
    paths = (path for path in ROOT.glob("*/*.py") if path.parent.name not in OTHERS and path.stem != "__init__")
    return sorted((measure(path) for path in paths), key=lambda size: (-size.lines, size.module))


def averages(found: list[Size]) -> tuple[int, float, float]:
    """Number of forms, lines and functions of a form."""
    of_forms = [size for size in found if size.forms]
    count = sum(len(size.forms) for size in of_forms)
    return count, sum(s.lines for s in of_forms) / count, sum(s.functions for s in of_forms) / count


def main() -> int:
    """Print the table."""
    found = sizes()
    for title, chosen in (("form", [s for s in found if s.forms]), ("shared", [s for s in found if not s.forms])):
        print(f"{title:60} lines functions")
        for size in chosen:
            print(f"{' '.join(size.forms) or size.module:60} {size.lines:5} {size.functions:9}")
    count, lines, functions = averages(found)
    print(f"{count} forms: on average {lines:.1f} lines and {functions:.2f} functions a form")
    return 0


if __name__ == "__main__":
    sys.exit(main())
