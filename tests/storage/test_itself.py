"""A rule is told of which record it is asked, while the record is saved and stepped, too; a slice asks for a range of values."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dangan import Form, Head, Link, Office, Refused, Text
from storage.archive import Archive


class Shelf(Form, id="shelf", zh="柜", en="Shelf", title="{first}", prefix="SH"):
    with Head() as head:
        first = Text("起", "First", required=True)
        last = Text("止", "Last")


@Shelf.first.must("重叠。", "They overlap.")
def stands_apart(first: str, last: str, itself: Link | None, office: Office) -> bool:
    found = office.find("shelf", first=slice(None, last), last=slice(first, None))
    return all(itself is not None and other["_id"] == itself.id for other in found)


def test_a_record_is_not_compared_with_itself(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o.db", [Shelf.form_type], create=True, clock=lambda: datetime(2024, 3, 1, 9, 30))
    env = archive.env("li", "zh")
    made = archive.save("shelf", {"first": "B", "last": "D"}, env)
    assert archive.save("shelf", {"_id": made["_id"], "last": "E"}, env)["last"] == "E"
    assert archive.submit("shelf", made["_id"], env)["status"] == "submitted"
    for first, last, apart in (
        ("A", "AZ", True),
        ("A", "B", False),
        ("C", "C", False),
        ("E", "G", False),
        ("F", "G", True),
    ):
        if apart:
            assert archive.save("shelf", {"first": first, "last": last}, env)
            continue
        with pytest.raises(Refused) as refused:
            archive.save("shelf", {"first": first, "last": last}, env)
        assert [p.path for p in refused.value.problems] == ["first"]
    archive.close()
