"""A fresh store for each test."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.core import migrate
from storage.engine import Store, open_store

AT = datetime(2024, 3, 1, 9, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office" / "office.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path, create=True)
    migrate(opened, "0.1.0")
    yield opened
    opened.close()
