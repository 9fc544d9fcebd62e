"""What records are called that stand for another one: its name, also after it has another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dangan.record import Link
from storage.archive import Archive
from storage.pages import View
from tests.stories.typing import ENTER, ESC, archive, leave, office, program, says

YEAR = date.today().year
NAME, RENAMED = "宏达建材有限公司", "宏远建材集团"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A store with a customer, its originals, and its table, to which only the number was given."""
    place = office(tmp_path)
    store = archive(place)
    env = store.env("wf", "zh")
    new = store.new("customer", env)
    customer = store.save("customer", new | {"name": NAME, "salesperson": env.user, "phone": "0731-84556677"}, env)
    link = Link(customer["record_no"], customer["_id"], "customer")
    store.save("source_documents", store.new("source_documents", env) | {"customer": link, "contract_no": "HT-1"}, env)
    store.save("customer_form", store.new("customer_form", env) | {"customer_no": link}, env)
    store.close()
    return place


def called(store: Archive) -> dict[str, str]:
    """The titles by form, as the register of records and as the forms have them."""
    titles = dict(store.store.rows("SELECT form, title FROM record"))
    for form, title in titles.items():
        assert [row["_title"] for row in store.page(form, View()).rows] == [title]
    return titles


def test_a_title_made_of_a_link_is_what_the_linked_record_is_called(db: Path) -> None:
    store = archive(db)
    assert called(store) == dict.fromkeys(("customer", "source_documents", "customer_form"), NAME)
    store.close()


def test_it_follows_the_record_that_is_renamed(db: Path) -> None:
    store = archive(db)
    env = store.env("wf", "zh")
    customer = store.read("customer", f"KH-{YEAR}-00001")
    store.save("customer", {**customer, "name": RENAMED}, env)
    assert called(store) == dict.fromkeys(("customer", "source_documents", "customer_form"), RENAMED)
    assert {h.form for h in store.search("宏远")} == {"customer", "source_documents", "customer_form"}
    assert {h.form for h in store.search("hyjcjt")} == {"customer", "source_documents", "customer_form"}
    assert store.search("宏达") == []
    store.undo(env)
    assert called(store) == dict.fromkeys(("customer", "source_documents", "customer_form"), NAME)
    store.close()


def test_lists_show_the_name(db: Path) -> None:
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send("7" + ENTER)
        says(t, f"YS-{YEAR}-0001 {NAME}")
        t.send(ENTER)
        says(t, f"客户档案的原始资料 > {NAME} YS-{YEAR}-0001")
        t.send(ESC + ESC)
        leave(t)
