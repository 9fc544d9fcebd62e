"""The seven in a real store: filled sheets are saved, submitted and read back; rules that ask other records get answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dangan import Env, FormType, Link, Refused, Values
from dangan.behaviours import link_absent
from dangan.checking import settle
from dangan.settling import enliven
from dangan.types import parse
from forms_plugins.archives.file_catalogue import FileCatalogue
from forms_plugins.archives.item_catalogue import ItemCatalogue
from forms_plugins.customers.customer import Customer
from forms_plugins.customers.source_documents import SourceDocuments
from storage import contents
from storage.archive import Archive
from storage.pages import View
from tests.forms.office import CLERK, COMPANY, NOW, OFFICE, SALES
from tests.forms.test_catalogue import declared
from tests.forms.test_customer import LICENCE, OTHER_LICENCE
from tests.forms.test_customer import customer as customer_sheet
from tests.forms.test_customer_form import form as customer_form_sheet
from tests.forms.test_employee_record import sheet as employee_sheet
from tests.forms.test_file_catalogue import volume as volume_sheet
from tests.forms.test_skin_customer import customer as skin_sheet
from tests.forms.test_source_documents import with_lines

HEAD_OF_PERSONNEL = Link("王建国", 2, "person")
PEOPLE = {CLERK.id: CLERK.text, 2: "王建国", 9: "陈志强", 11: "周敏"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    forms = [form for name, form in declared().items() if name != "storage_location"]  # a link names it all the same
    opened = Archive.open(tmp_path / "office.db", forms, create=True, clock=lambda: NOW)
    with opened.store.write() as cursor:  # who and what the sheets name
        cursor.execute("INSERT INTO company (_id, name) VALUES (?, ?)", (COMPANY.id, COMPANY.text))
        cursor.executemany("INSERT INTO dept (_id, name) VALUES (?, ?)", [(d.id, d.text) for d in (SALES, OFFICE)])
        cursor.executemany("INSERT INTO person (_id, name) VALUES (?, ?)", PEOPLE.items())
        cursor.execute(
            "INSERT INTO role (person_id, role, from_date) VALUES (?, 'hr', '2020-01-01')", (HEAD_OF_PERSONNEL.id,)
        )
    yield opened
    opened.close()


@pytest.fixture
def env(archive: Archive) -> Env:
    return archive.env("lijing", "zh")


def new(form: str, values: Values) -> Values:
    """The sheet as typed, without a number of its own and unsigned where signing is a step."""
    own = {k: v for k, v in values.items() if k not in ("_id", "record_no")}
    unsigned = {"employee_record": ("prepared_by", "approved_by"), "customer": ("approved_by",)}
    return own | dict.fromkeys(unsigned.get(form, ()))


def saved(archive: Archive, env: Env, form: str, values: Values) -> Values:
    return archive.save(form, new(form, values), env)


def link(form: str, record: Values) -> Link:
    return Link(record["record_no"], record["_id"], form)


def test_employee(archive: Archive, env: Env) -> None:
    kept = saved(archive, env, "employee_record", employee_sheet(family=[{"relation": "父亲", "name": "陈国华"}]))
    assert kept["record_no"] == "YG-2024-0001"
    assert kept["prepared_by"] is kept["approved_by"] is None
    for person, state in ((CLERK, "draft"), (HEAD_OF_PERSONNEL, "approved")):
        taken = archive.stepper.take("employee_record", kept["_id"], "approve", replace(env, user=person))
        assert taken["status"] == state
    again = archive.read("employee_record", "YG-2024-0001")
    assert (again["name"], again["birth_date"], again["family"][0]["name"]) == ("陈志强", date(1990, 5, 20), "陈国华")


def test_second_active_employee_of_the_same_card(archive: Archive, env: Env) -> None:
    saved(archive, env, "employee_record", employee_sheet())
    with pytest.raises(Refused) as refused:
        saved(archive, env, "employee_record", employee_sheet(name="陈志刚"))
    assert refused.value.code == "GEN_DUPLICATE"
    saved(
        archive,
        env,
        "employee_record",
        employee_sheet(emp_status="left", left_on=date(2021, 1, 1), leave_reason="辞职"),
    )


def item(volume: Link, number: str, first: int, last: int, on: date) -> dict[str, Any]:
    return {
        "dept": Link("办公室", 4, "dept"), "item_no": number, "title": f"文件{number}", "filed_on": date(2024, 6, 1),
        "volume": volume, "pages": last - first + 1, "page_from": first, "page_to": last, "doc_date": on, "retention": "y10",
    }  # fmt: skip


def test_volume_adds_up_its_items(archive: Archive, env: Env) -> None:
    volume = saved(archive, env, "file_catalogue", volume_sheet())
    here = link("file_catalogue", volume)
    for line in (item(here, "1", 1, 12, date(2023, 2, 1)), item(here, "2", 13, 17, date(2023, 11, 30))):
        archive.save("item_catalogue", {**archive.new("item_catalogue", env), **line}, env)
    again = archive.save("file_catalogue", archive.read("file_catalogue", volume["_id"]), env)
    assert (again["sheets"], again["date_from"], again["date_to"]) == (17, date(2023, 2, 1), date(2023, 11, 30))
    assert archive.submit("file_catalogue", volume["_id"], env)["status"] == "closed"


def test_items_are_numbered_and_run_on(archive: Archive, env: Env) -> None:
    here = link(
        "file_catalogue", saved(archive, env, "file_catalogue", volume_sheet(archive_no="XJ-2-2023-30-BGS-0003"))
    )
    first = item(here, "1", 1, 12, date(2023, 2, 1))
    archive.save("item_catalogue", {**archive.new("item_catalogue", env), **first}, env)
    second = {**archive.new("item_catalogue", env), **item(here, "", 14, 17, date(2023, 3, 1)), "item_no": None}
    form = ItemCatalogue.form_type
    second = settle(form, settle(form, second, env, "dept"), env, "volume")
    assert (second["item_no"], second["archive_no"]) == ("2", "XJ-2-2023-30-BGS-0003-002")
    with pytest.raises(Refused) as refused:
        archive.save("item_catalogue", second, env)
    assert refused.value.code == "FILE_PAGE_GAP"
    archive.save("item_catalogue", {**second, "page_from": 13}, env)


def test_pages_that_overlap_are_told_in_a_volume_of_many_items(archive: Archive, env: Env) -> None:
    here = link("file_catalogue", saved(archive, env, "file_catalogue", volume_sheet()))
    lines = [item(here, str(n), 2 * n - 1, 2 * n, date(2023, 2, 1)) for n in range(1, 61)]
    archive.save_many("item_catalogue", [{**archive.new("item_catalogue", env), **v} for v in lines], env, source="甲")
    second = archive.read("item_catalogue", "ML-2024-0002")
    with pytest.raises(Refused) as refused:
        archive.save("item_catalogue", {**second, "page_to": 11, "pages": 9}, env)
    assert [(p.path, p.zh) for p in refused.value.problems] == [("page_to", "页号与同卷另一件重叠。")]
    last = archive.read("item_catalogue", "ML-2024-0060")
    with pytest.raises(Refused) as refused:
        archive.save("item_catalogue", {**last, "page_from": 4}, env)
    assert "page_to" in {p.path for p in refused.value.problems}


def test_customer_and_its_form_are_one(archive: Archive, env: Env) -> None:
    customer = saved(archive, env, "customer", customer_sheet())
    assert customer["record_no"] == "KH-2024-00001"
    edition = customer_form_sheet(customer_no=link("customer", customer), business_scope="轧辊贸易", approved_by=None)
    kept = saved(archive, env, "customer_form", edition)
    assert archive.submit("customer_form", kept["_id"], env)["status"] == "submitted"
    assert archive.read("customer", customer["_id"])["business_scope"] == "轧辊贸易"


@pytest.mark.parametrize(
    "name",
    [
        "长沙宏达钢铁股份有限公司",
        "长沙 宏达钢铁",
        "长沙宏达钢铁有限责任公司",
        "长沙宏达钢铁（有限公司）",
        "长沙宏达钢铁(有限公司)",
        "长沙宏达钢铁（有限）公司",
    ],
)
def test_one_customer_one_file(archive: Archive, env: Env, name: str) -> None:
    saved(archive, env, "customer", customer_sheet())
    with pytest.raises(Refused) as refused:
        saved(archive, env, "customer", customer_sheet(name=name, licence_no=OTHER_LICENCE))
    assert refused.value.code == "CUST_DUP"


def test_a_place_in_brackets_tells_firms_apart(archive: Archive, env: Env) -> None:
    saved(archive, env, "customer", customer_sheet())
    kept = saved(archive, env, "customer", customer_sheet(name="宏达钢铁（长沙）有限公司", licence_no=OTHER_LICENCE))
    assert kept["name"] == "宏达钢铁（长沙）有限公司"


def test_one_licence_one_file(archive: Archive, env: Env) -> None:
    saved(archive, env, "customer", customer_sheet())
    with pytest.raises(Refused) as refused:
        saved(archive, env, "customer", customer_sheet(name="湘潭炼钢厂", licence_no=LICENCE))
    assert refused.value.code == "CUST_DUP"


def test_checklist(archive: Archive, env: Env) -> None:
    customer = saved(archive, env, "customer", customer_sheet())
    values = {**with_lines(1, 2, 10), "customer": link("customer", customer)}
    kept = saved(archive, env, "source_documents", values)
    assert archive.submit("source_documents", kept["_id"], env)["status"] == "submitted"
    again = archive.read("source_documents", kept["_id"])
    assert (str(again["completeness"]), len(again["items"])) == ("30.0", 10)


def test_a_link_to_a_form_that_is_not_installed_is_kept_as_typed(archive: Archive, env: Env) -> None:
    location = SourceDocuments.form_type.spec.find("items.location")
    assert parse(location, "KW-2-14", env) == Link("KW-2-14")
    values = with_lines(1)
    values["customer"] = link("customer", saved(archive, env, "customer", customer_sheet()))
    values["items"][0]["location"] = Link("KW-2-14")
    with pytest.raises(Refused) as refused:
        saved(archive, env, "source_documents", values)
    (told,) = refused.value.problems
    assert (told.path, told.code, told.level) == ("items.0.location", "GEN_LINK_ABSENT", "warn")
    assert told.zh == "“存放位置”指向的“表”没有安装，按文字保存。" and "storage_location" not in told.en
    done = archive.save_many("source_documents", [new("source_documents", values)], env, source="甲.xlsx")
    kept = archive.read("source_documents", done.created[0])
    assert kept["items"][0]["location"] == Link("KW-2-14")
    reference = FileCatalogue.form_type.spec.find("volume_seq")
    assert not link_absent(reference, env.office) and not link_absent(
        ItemCatalogue.form_type.spec.find("volume"), env.office
    )


def test_skin_customer(archive: Archive, env: Env) -> None:
    kept = saved(archive, env, "skin_customer", skin_sheet(cond_acne=("endocrine",), skin_state=("sallow", "fair")))
    assert archive.submit("skin_customer", kept["_id"], env)["status"] == "submitted"
    again = archive.read("skin_customer", "PF-2024-00001")
    assert (again["present_acne"], again["skin_state"], again["birthday"]) == (True, ("sallow", "fair"), "--08-15")
    with pytest.raises(Refused) as refused:
        saved(archive, env, "skin_customer", skin_sheet())
    assert refused.value.code == "GEN_DUPLICATE"


@pytest.mark.parametrize(
    ("name", "phone", "card", "path"),
    [("张三", "138 0000 1111", "D9", "phone"), ("张　三", "138-0000-1111", "D9", "phone"),
     ("张三", "+86 13800001111", "D9", "phone"), ("李四", "13900001111", "Ｃ1", "card_no"), ("李四", "13900001111", "c1", "card_no"),
     ("张三", "13800002222", "D9", "")],
)  # fmt: skip
def test_a_salon_customer_spelled_otherwise_is_the_same(
    archive: Archive, env: Env, name: str, phone: str, card: str, path: str
) -> None:
    saved(archive, env, "skin_customer", skin_sheet(name="张三", phone="13800001111", card_no="C1"))
    other = skin_sheet(name=name, phone=phone, card_no=card)
    if not path:
        saved(archive, env, "skin_customer", other)
        return
    with pytest.raises(Refused) as refused:
        saved(archive, env, "skin_customer", other)
    found = next(p for p in refused.value.problems if p.code == "GEN_DUPLICATE")
    assert (found.path, found.values["record_no"]) == (path, "PF-2024-00001")


def test_a_salon_customer_stored_with_blanks_is_the_same(archive: Archive, env: Env) -> None:
    saved(archive, env, "skin_customer", skin_sheet(name="张　三", phone="138-0000-1111", card_no="Ｃ 1"))
    with pytest.raises(Refused) as refused:
        saved(archive, env, "skin_customer", skin_sheet(name="张三", phone="13800001111", card_no="D9"))
    assert refused.value.problems[0].code == "GEN_DUPLICATE"


def test_persons_are_told_apart_by_the_digits_of_their_telephones(archive: Archive, env: Env) -> None:
    person = {"class_nature": "individual", "name": "张三"}
    saved(archive, env, "customer", customer_sheet(**person, phone="13800001111", licence_no=None))
    for name, phone in (("张三", "138 0000 1111"), ("张　三", "138-0000-1111")):
        with pytest.raises(Refused) as refused:
            saved(archive, env, "customer", customer_sheet(**{**person, "name": name}, phone=phone, licence_no=None))
        assert "CUST_DUP" in {p.code for p in refused.value.problems}


def test_years_of_cooperation_are_those_of_the_day(archive: Archive, env: Env) -> None:
    kept = saved(archive, env, "customer", customer_sheet(dealing_since=date(2014, 12, 15)))
    assert str(archive.read("customer", kept["_id"])["years_of_cooperation"]) == "9.5"
    archive.clock = lambda: NOW.replace(year=2025)
    assert str(archive.read("customer", kept["_id"])["years_of_cooperation"]) == "10.5"
    assert str(archive.read_many("customer", [kept["_id"]])[0]["years_of_cooperation"]) == "10.5"


def test_record_is_read_without_its_plugin(archive: Archive, env: Env) -> None:
    kept = saved(archive, env, "customer", customer_sheet(dealing_since=date(2014, 12, 15)))
    values = enliven(FormType.bare(Customer.form_type.spec), kept, env)
    assert values["name"] == "长沙宏达钢铁有限公司"


def test_a_post_change_made_ahead_is_in_force_on_its_day_without_a_save(
    archive: Archive, env: Env, tmp_path: Path
) -> None:
    kept = saved(archive, env, "employee_record", employee_sheet())
    dept, post = kept["dept"], kept["post"]
    change = {"changed_on": date(2024, 12, 1), "kind": "transfer", "from_dept": dept, "from_post": post,
              "to_dept": Link("办公室", 4, "dept"), "to_post": "主任"}  # fmt: skip
    ahead = archive.save("employee_record", {**kept, "post_changes": [change]}, env)
    assert (ahead["post"], ahead["dept"]) == (post, dept)
    archive.clock = lambda: datetime(2024, 12, 1, 8)
    assert archive.read("employee_record", kept["_id"])["post"] == "主任"
    listed = View(columns=("post", "dept"))
    assert archive.page("employee_record", listed).rows[0]["post"] == post  # until the store is opened on that day
    forms = list(declared().values())
    for hour in (8, 9):
        with closing(Archive.open(tmp_path / "office.db", forms, clock=partial(datetime, 2024, 12, 1, hour))) as later:
            row = later.page("employee_record", listed).rows[0]
            assert (row["post"], row["dept"].text) == ("主任", "办公室")
            assert [v.action for v in later.history("employee_record", kept["_id"])] == ["total", "save", "save"]
            assert contents.verify(later.store, later.registry) == []
            assert later.read("employee_record", kept["_id"])["_lock"] == 3
