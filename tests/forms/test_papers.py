"""Each paper as text, in both languages, blank and with its sample: the layout that Excel draws, without a spreadsheet program.

`UPDATE_PAPERS=1` writes the files anew; look at them before they are kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dangan.exporting import Job
from dangan.values.text import cells
from forms_plugins.exporters.paper.export import laid_out
from forms_plugins.exporters.paper.text import pages
from tests.forms.every import Before, author, first_sample
from tests.forms.test_every_form import STORED

PAPERS = Path(__file__).parent / "papers"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", STORED)
def test_paper(name: str, lang: str, before: Before, tmp_path: Path) -> None:
    archive = before.open(name, tmp_path / "o" / "o.db")
    form = archive.registry.form(name)
    sample = first_sample(archive, before.staff, form, before.samples[name][0])
    env = author(archive, before.staff, sample, lang)
    record = archive.save(name, sample, env)
    drawn = [
        page
        for blank in (False, True)
        for sheet in laid_out(Job(form, [archive.read(name, record["_id"])], env, Path()), blank=blank)
        for page in pages(sheet)
    ]
    archive.close()
    assert all(cells(line) <= 80 for page in drawn for line in page)
    text = "\f\n".join("\n".join(page) + "\n" for page in drawn)
    kept = PAPERS / lang / f"{name}.txt"
    if os.environ.get("UPDATE_PAPERS"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, "utf-8")
    assert text == kept.read_text("utf-8"), f"{name}: the paper changed; look at it, then UPDATE_PAPERS=1"
