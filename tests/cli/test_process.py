"""The command as a process of its own: what it loads, its environment, its streams, and the way into the program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dangan import __version__
from dangan.cli.main import run
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
HEAVY = {"textual", "peewee", "apsw", "xlsxwriter"}
PROBE = """
import sys
sys.argv = ["dangan", *sys.argv[1:]]
from dangan.__main__ import main
try:
    main()
finally:
    print("LOADED", *sorted(sys.modules), file=sys.stderr)
"""


def process(*words: str, stdin: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it with an environment of its own; `probe` as the first word tells which modules were loaded."""
    given = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONPATH": str(ROOT), **env}
    how = ["-c", PROBE] if words[0] == "probe" else ["-m", "dangan"]
    call = [sys.executable, *how, *(words[1:] if words[0] == "probe" else words)]
    return subprocess.run(call, capture_output=True, encoding="utf-8", env=given, timeout=60, cwd=ROOT, input=stdin)


def loaded(done: subprocess.CompletedProcess[str]) -> set[str]:
    line = next(line for line in done.stderr.splitlines() if line.startswith("LOADED"))
    return set(line.split()[1:])


def test_version_loads_nothing_heavy() -> None:
    done = process("probe", "--version")
    assert done.stdout == f"dangan {__version__}\n" and done.returncode == 0
    assert not HEAVY & loaded(done)


def test_import_dangan_loads_nothing_heavy() -> None:
    code = "import sys, dangan; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    assert not HEAVY & set(done.stdout.split())


def test_help_names_every_command_without_the_floors() -> None:
    done = process("probe", "--help")
    assert done.returncode == 0 and not HEAVY & loaded(done)
    for command in ("forms", "list", "show", "search", "submit", "void", "template", "import", "export", "directory", "settings",
                    "plugins", "backup", "restore", "upgrade", "check", "audit", "demo"):  # fmt: skip
        assert f"\n  {command} " in done.stdout


def test_a_list_imports_no_form_and_no_screen(sample: Path) -> None:
    done = process("probe", "list", "customer", DANGAN_DB=str(sample))
    assert done.returncode == 0 and "KH-" in done.stdout
    modules = loaded(done)
    assert not {"textual", "xlsxwriter"} & modules
    assert not [name for name in modules if name.startswith(("forms_plugins.customers", "forms_plugins.employees"))]


def test_store_and_language_from_the_environment(sample: Path) -> None:
    assert "客户档案" in process("forms", DANGAN_DB=str(sample)).stdout
    assert "Customer file" in process("forms", DANGAN_DB=str(sample), LC_ALL="en_GB.UTF-8").stdout
    assert "客户档案" in process("--lang", "zh", "forms", DANGAN_DB=str(sample), LC_ALL="en_GB.UTF-8").stdout


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK"])
def test_chinese_in_any_locale(locale: str, sample: Path) -> None:
    done = process("forms", "--json", DANGAN_DB=str(sample), LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "客户档案" in [form["zh"] for form in json.loads(done.stdout)]


def test_status_and_streams(sample: Path) -> None:
    done = process("show", "customer", "nothing", DANGAN_DB=str(sample))
    assert (done.returncode, done.stdout) == (1, "") and len(done.stderr.splitlines()) == 1
    done = process("show", DANGAN_DB=str(sample))
    assert (done.returncode, done.stdout) == (2, "") and len(done.stderr.splitlines()) == 1


def test_a_reader_that_leaves_early(sample: Path) -> None:
    call = f"{sys.executable} -m dangan forms --json | head -c 10"
    env = {**os.environ, "DANGAN_DB": str(sample), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, env=env, timeout=60, cwd=ROOT)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


def test_without_a_command_the_program_opens(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, str, str]] = []
    monkeypatch.setattr("tui.app.run", lambda db, lang, login: called.append((db, lang, login)) or 3)
    assert run(["--db", str(sample), "--lang", "en", "--as", "clerk"]) == 3
    assert called == [(str(sample), "en", "clerk")]


def test_the_default_store_and_user(dangan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("DANGAN_DB", raising=False)
    told = dangan(None, "forms")
    assert told.status == 1 and str(tmp_path / "dangan" / "dangan.db") in told.err


def test_common_options_stand_before_or_behind_the_command(sample: Path) -> None:
    first = process("--db", str(sample), "--lang", "en", "list", "customer").stdout
    assert first and first == process("list", "customer", f"--db={sample}", "--lang", "en").stdout
    assert process("list", "customer", "--db").returncode == 2
    assert process("search", "--db", str(sample), "--", "--lang").returncode == 0


@pytest.mark.parametrize(
    "words",
    [["show", "customer", "{}"], ["--as", "{}", "list", "customer"], ["export", "customer", "{}.xlsx"], ["backup", "{}"],
     ["void", "customer", "KH-1", "--reason", "{}"], ["template", "customer", "{}"], ["--as", "{}"], ["search", "{}"]],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused(sample: Path, tmp_path: Path, words: list[str]) -> None:
    """What a terminal set to GBK sends for 档案."""
    sent = [word.encode().replace(b"{}", "档案".encode("gbk")) for word in words]
    call = [sys.executable, "-m", "dangan", "--lang", "en", "--db", str(sample), *sent]
    done = subprocess.run(
        call, capture_output=True, cwd=tmp_path, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 1 and done.stdout == b""
    said = done.stderr.decode()
    assert "no UTF-8 text" in said and said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def _shell(line: str, sample: Path) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m dangan --lang en --db {sample} {line}"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, env=env, cwd=ROOT)


def test_streams_that_are_closed_or_full(sample: Path) -> None:
    assert (closed := _shell("list customer >&-", sample)).returncode == 0 and closed.stderr == ""
    assert (missing := _shell("show customer none 2>&-", sample)).returncode == 1 and missing.stdout == ""
    full = _shell("list customer >/dev/full", sample)
    assert full.returncode == 1 and full.stderr == "output: No space left on device.\n"


@pytest.mark.parametrize("how", ["</dev/null", "<&-", "2>/dev/null </dev/null"])
def test_the_program_needs_a_terminal(sample: Path, how: str) -> None:
    done = _shell(how, sample)
    assert done.returncode == 1 and done.stdout == ""
    assert "2>" in how or done.stderr.startswith("There is no terminal here")
    assert not list(sample.parent.glob("*.log"))
