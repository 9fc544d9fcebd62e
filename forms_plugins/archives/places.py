"""Where records stand: the place of an archive number, told by the ranges of B4."""

from __future__ import annotations

import dangan as d


def location_code(place: d.Values) -> str:
    """Room, cabinet, shelf and box as one text."""
    return " ".join(place[name] for name in ("room", "cabinet", "shelf", "box") if place.get(name))


def place_of(archive_no: str, office: d.Office) -> d.Link | None:
    """The place whose range holds the number; None where it stands nowhere."""
    ranges = ({"archive_no_from": archive_no},
              {"archive_no_from": slice(None, archive_no), "archive_no_to": slice(archive_no, None)})  # fmt: skip
    found = next((place for where in ranges for place in office.find("storage_location", **where)), None)
    return d.Link(found["record_no"], found["_id"], "storage_location", location_code(found)) if found else None
