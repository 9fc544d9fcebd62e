"""Of a record with dated copies of its blocks, the one that stands on the paper is picked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dangan.exporting import Exporter, Job
from dangan.record import Link
from tests.importers.conftest import office
from tests.tui.clerk import at_work
from tui.screens.record import RecordScreen


async def test_the_dated_copy_to_print_is_picked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = office(tmp_path)
    monkeypatch.chdir(tmp_path)
    printed: list[object] = []

    def write(job: Job) -> None:
        printed.append(job.options.get("snapshot"))
        list(job.each())

    monkeypatch.setattr(archive.registry, "exporters", lambda: [Exporter("form_a4", "表单打印", "Form", write)])
    env = archive.env("li", "zh")
    rows = next(b for b in archive.registry.spec("skin_customer").rows.values() if b.copies)
    lines = [{"diagnosed_on": date(2026, 1, n), "diagnosed_by": Link("李敏"), "moisture": None} for n in (5, 6)]
    record = archive.save("skin_customer", {**archive.new("skin_customer", env), "name": "刘芳", rows.id: lines}, env)
    ids = [line["_id"] for line in record[rows.id]]
    async with at_work(archive) as clerk:
        for digit in "123":
            await clerk.app.push_screen(RecordScreen("skin_customer", record["_id"]))
            await clerk.type("<f9>dybd<enter>")
            assert "2026-01-06 李敏" in clerk.screen
            await clerk.type(f"{digit}{digit}<enter>")
            await clerk.app.workers.wait_for_complete()
    assert printed == [None, ids[1], ids[0]]
    archive.close()
