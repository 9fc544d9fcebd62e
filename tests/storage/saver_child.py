"""Saves records until it is killed, telling each number on stdout once it is acknowledged."""

import sys
from datetime import datetime

from storage.archive import Archive
from tests.storage.small_forms import FORMS


def main(path: str, name: str, count: str = "100000") -> None:
    """Save so many new records with lines, and change each."""
    archive = Archive.open(path, FORMS, clock=lambda: datetime(2026, 3, 2, 9, 30))
    env = archive.env(name, "zh")
    assert archive.saver  # what it imports is loaded before it says so
    print("ready", flush=True)
    for n in range(int(count)):
        family = [{"relation": "父", "name": f"老{n}", "skills": ("typing",)}, {"relation": "母", "name": f"母{n}"}]
        saved = archive.save("staff", {"name": f"欧阳{name}{n}", "family": family}, env)
        print(saved["record_no"], 1, flush=True)
        archive.save("staff", {"_id": saved["_id"], "notes": "改", "family": saved["family"][:1]}, env)
        print(saved["record_no"], 2, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
