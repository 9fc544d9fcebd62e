"""Saves records until it is killed, telling each write on stdout once it is acknowledged."""

import sys
from datetime import datetime

from dangan.record import Link
from storage.archive import Archive
from tests.storage.small_forms import FORMS


def main(path: str, name: str, count: str = "100000", client: str = "", volume: str = "") -> None:
    """Save so many new records with lines, and change each; with a client and a volume given by `_id`, also change both
    together with a record that stands for them (an edition, a sum)."""
    archive = Archive.open(path, FORMS, clock=lambda: datetime(2026, 3, 2, 9, 30))
    env = archive.env(name, "zh")
    assert archive.saver  # what it imports is loaded before it says so
    print("ready", flush=True)
    for n in range(int(count)):
        family = [{"relation": "父", "name": f"老{n}", "skills": ("typing",)}, {"relation": "母", "name": f"母{n}"}]
        saved = archive.save("staff", {"name": f"欧阳{name}{n}", "family": family}, env)
        print(saved["_id"], 1, flush=True)
        archive.save("staff", {"_id": saved["_id"], "notes": "改", "family": saved["family"][:1]}, env)
        print(saved["_id"], 2, flush=True)
        if client:
            card = {"client": Link("", int(client), "client"), "leader": f"{name}-{n}", "address": f"{name}-{n}"}
            print(archive.save("client_card", card, env)["_id"], 1, flush=True)
            paper = {"title": f"{name}-{n}", "volume": Link("", int(volume), "volume"), "pages": n + 1}
            print(archive.save("paper", paper, env)["_id"], 1, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
