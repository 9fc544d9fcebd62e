"""A fresh store, and a fresh archive of small forms, for each test."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dangan.env import Env
from storage.archive import Archive
from storage.core import migrate
from storage.engine import Store, open_store
from tests.storage.small_forms import FORMS

AT = datetime(2024, 3, 1, 9, 30)
NOW = datetime(2026, 3, 2, 9, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office" / "office.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path, create=True)
    migrate(opened, "0.1.0")
    yield opened
    opened.close()


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    opened = Archive.open(path, FORMS, create=True, clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def env(archive: Archive) -> Env:
    return archive.env("li", "zh")
