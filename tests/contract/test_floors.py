"""The ground floor stands alone: importing it, or asking for the version, loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"textual", "peewee", "apsw", "xlsxwriter", "openpyxl", "python_calamine", "pypinyin", "click", "rich"}


def _loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return {name.partition(".")[0] for name in done.stderr.splitlines()}


def test_import_dangan_is_light() -> None:
    loaded = _loaded("import dangan")
    assert "dangan" in loaded
    assert not loaded & HEAVY


def test_version_is_light() -> None:
    loaded = _loaded(
        "import runpy\nsys.argv = ['dangan', '--version']\ntry:\n runpy.run_module('dangan', run_name='__main__')\nexcept SystemExit as e:\n assert not e.code, e.code"
    )
    assert "dangan" in loaded
    assert not loaded & (HEAVY - {"click"})
