"""In English nothing of the seven forms is Chinese: labels, units, options, states, ledgers, settings, screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dangan.env import shipped_lists, shipped_options
from dangan.spec import FieldSpec, FormSpec
from dangan.types import options_of, parse, show
from dangan.values.text import cells
from storage.archive import Archive
from tests.storage.conftest import NOW
from tests.tui.clerk import at_work
from tui.widgets.form.layout import label_of

HAN = re.compile("[\u3400-\u9fff]")
SEVEN = (
    "employee_record", "file_catalogue", "item_catalogue", "customer", "customer_form", "source_documents",
    "skin_customer",
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("english") / "office" / "office.db"
    opened = Archive.open(path, create=True, clock=lambda: NOW)
    opened.directory.add("company", "Acme Ltd", at=NOW, by="wang")
    yield opened
    opened.close()


def words(spec: FormSpec, archive: Archive) -> Iterator[tuple[str, str]]:
    """Everything that a screen shows of a declaration, with where it stands."""
    yield "form", spec.label("en")
    yield from ((f"state {s.code}", s.text("en")) for s in spec.states)
    yield from ((f"ledger {ledger.zh}", ledger.en) for ledger in spec.ledgers)
    office = archive.env("wang", "en").office
    for block, f in spec.walk():
        yield block.id, block.label("en")
        yield block.id, block.tab("en")
        yield f.id, label_of(f, "en")
        yield f.id, f.under.text("en") if f.under else ""
        yield from (
            (f"{f.id} {o.code}", show(f, o.code, "en", options=(o,)))
            for o in options_of(f, office)
            if f.type == "choice"
        )
        yield from ((f"{f.id} {o.code}", o.text("en")) for o in options_of(f, office))
        if f.type == "bool":
            yield f.id, show(f, True, "en") + show(f, False, "en")


@pytest.mark.parametrize("form", SEVEN)
def test_a_form_in_english(form: str, archive: Archive) -> None:
    shown = list(words(archive.registry.spec(form), archive))
    assert len(shown) > 20
    assert [(where, text) for where, text in shown if HAN.search(text)] == []


@pytest.mark.parametrize("form", SEVEN)
async def test_its_entry_screen_in_english(form: str, archive: Archive) -> None:
    async with at_work(archive, lang="en", size=(100, 60)) as c:
        await c.app.edit(form)
        assert archive.registry.spec(form).label("en") in c.screen
        seen = c.screen
        for _ in range(12):
            await c.type("<f8>")
            seen += c.screen
        seen = seen.replace("汉族", "")  # a value, not a word of the program
        assert [line for line in seen.splitlines() if HAN.search(line)] == []


@pytest.mark.parametrize("form", SEVEN)
async def test_no_section_of_it_is_cut_on_eighty_cells(form: str, archive: Archive) -> None:
    async with at_work(archive, lang="en") as c:
        await c.app.edit(form)
        seen = []
        for _ in range(14):
            seen.append(c.lines[1].rpartition(" filled ")[0])
            await c.type("<f8>")
        assert [line for line in seen if "~" in line] == []
        assert all(len(word) <= 8 for line in seen for word in line.split()), seen


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", SEVEN)
def test_every_section_has_a_name_that_fits_a_tab(form: str, lang: str, archive: Archive) -> None:
    blocks = [b for b in archive.registry.spec(form).blocks if b.part in ("section", "rows")]
    assert [b.id for b in blocks if cells(b.tab(lang)) > (8 if lang == "zh" else 6)] == []


def test_every_option_that_is_shipped_has_english() -> None:
    for name in shipped_lists():
        for option in shipped_options(name):
            assert option.en and not HAN.search(option.en), (name, option.code)
        english = [option.en for option in shipped_options(name)]
        assert len(set(english)) == len(english), name


def test_settings_have_english(archive: Archive) -> None:
    assert [name for name, setting in archive.settings.known.items() if HAN.search(setting.en) or not setting.en] == []


def test_a_number_is_read_with_its_unit_in_either_language(archive: Archive) -> None:
    env = archive.env("wang", "en")
    people = FieldSpec("size", "int", "人数", "Staff", unit="人")
    assert (people.unit_text("zh"), people.unit_text("en")) == ("人", "persons")
    assert parse(people, "35 persons", env) == parse(people, "35人", env) == 35
    assert FieldSpec("x", "int", "", "", unit="kg").unit_text("en") == "kg"
