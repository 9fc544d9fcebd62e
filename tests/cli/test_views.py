"""Saved views on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.filters import Filter
from storage.pages import View
from tests.cli.conftest import Run


@pytest.fixture
def viewed(copy: Path) -> Iterator[Path]:
    archive = Archive.open(copy)
    env = archive.env("admin", "zh")
    one = archive.read("customer", archive.page("customer", View(), limit=1).rows[0]["_id"])
    only = View(("name", "_created_at"), "name", False, (Filter("name", "=", one["name"]),))
    archive.views.save("customer", "一户", only, env)
    archive.views.save("customer", "各户", View(), env, shared=True)
    archive.views.save("customer", "旧", View(filters=(Filter("shoe_size"),)), env)
    archive.close()
    return copy


def test_the_records_of_a_view(viewed: Path, dangan: Run) -> None:
    found = dangan(viewed, "list", "customer", "--view", "一户", "--json").json
    assert len(found) == 1 and found[0]["name"] == found[0]["title"]
    assert len(dangan(viewed, "list", "customer", "--view", "各户", "--json").json) == 7
    lines = dangan(viewed, "list", "customer", "--view", "一户").out.splitlines()
    assert len(lines) == 2 and len(lines[0].split()) == 1


def test_which_views_there_are(viewed: Path, dangan: Run) -> None:
    told = dangan(viewed, "list", "customer", "--views")
    assert [line.split()[1:] for line in told.out.splitlines()] == [["一户", "自用"], ["旧", "自用"], ["各户", "共用"]]
    listed = dangan(viewed, "list", "--views", "--json").json
    assert {"form": "customer", "name": "各户", "shared": True, "default": False} in listed


def test_no_such_view(viewed: Path, dangan: Run) -> None:
    told = dangan(viewed, "list", "customer", "--view", "两户")
    assert told.status == 1 and "两户" in told.err and "一户" in told.err and told.out == ""
    told = dangan(viewed, "list", "customer", "--view", "旧", lang="en")
    assert told.status == 1 and "shoe_size" in told.err
    assert dangan(viewed, "list").status == 2
