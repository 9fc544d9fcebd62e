"""One sample office for all tests that only look, a copy for those that change, and commands run in this process."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dangan.cli.main import run


@dataclass
class Told:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Told]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "office" / "office.db"
    assert run(["--db", str(path), "--lang", "zh", "--as", "admin", "demo", "--records", "40"]) == 0
    return path


@pytest.fixture
def copy(sample: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    shutil.copytree(sample.parent, folder)
    return folder / sample.name


@pytest.fixture
def dangan(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a store: `dangan(path, "list", "customer")`."""

    def call(db: Path | None, *words: str, lang: str = "zh") -> Told:
        capsys.readouterr()
        before = ["--lang", lang, "--as", "admin", *(["--db", str(db)] if db else [])]
        status = run([*before, *words])
        out, err = capsys.readouterr()
        return Told(status, out, err)

    return call
