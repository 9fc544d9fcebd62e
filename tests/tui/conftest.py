"""A small office for each test, copied from one that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.tui.office import open_office


@pytest.fixture(scope="session")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    open_office(folder).close()
    return folder


@pytest.fixture
def folder(made_office: Path, tmp_path: Path) -> Path:
    shutil.copytree(made_office, tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def office(folder: Path) -> Iterator[Archive]:
    archive = open_office(folder)
    yield archive
    archive.close()
