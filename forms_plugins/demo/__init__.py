"""The sample office: a company with its departments and people, and records of every built-in form; no plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from dangan.env import Env
from dangan.errors import DanganError, Refused
from dangan.record import Link, Values
from forms_plugins.demo.archives import Items, Volumes
from forms_plugins.demo.customers import Customers, customer_form, source_documents
from forms_plugins.demo.diary import Diary
from forms_plugins.demo.employees import employee
from forms_plugins.demo.maker import Maker
from forms_plugins.demo.office import Staff, make_office
from forms_plugins.demo.processes import Processes
from forms_plugins.demo.salon import skin_customer
from forms_plugins.demo.samples import Samples
from storage.archive import Archive

SEED = 20_240_301
USUAL = 200  # records
LEAST = 20
ARCHIVE_NO = "{fonds}-{yyyy}-{dept}-{seq:3}"  # the rule of the sample office
BATCH = 1_000  # records saved in one transaction
CLIENTS = 6  # customers with a project
CONFIRMED = 40  # days ago
SUBMITTED = 12  # records of each form that are submitted, at most; the others stay as they were saved
# of a hundred records; items take what is left
SHARES = {
    "employee_record": 18,
    "file_catalogue": 10,
    "customer": 12,
    "customer_form": 5,
    "source_documents": 6,
    "skin_customer": 9,
}


class NotEmpty(DanganError):
    """The store holds records: the sample office is never put among them."""

    def __init__(self) -> None:
        super().__init__(
            "数据库中已有记录，不能建立示例单位。", "The store holds records: no sample office is made in it.",
            "请换一个新的数据库。", "Give the path of a new store.", "DEMO_NOT_EMPTY",
        )  # fmt: skip


def fill(
    archive: Archive,
    env: Env,
    records: int = USUAL,
    seed: int = SEED,
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, int]:
    """Make the sample office, so many records (at least 20) and the few of what goes on in it; gives how many of each
    form. Raises NotEmpty.

    `progress` is told the number of records made so far.
    """
    if archive.store.value("SELECT 1 FROM record LIMIT 1") or archive.directory.people(closed=True):
        raise NotEmpty()
    archive.settings.set("archive_no_pattern", {"*": ARCHIVE_NO}, date(env.today.year - 9, 1, 1), env.login, at=env.now)
    maker = Maker(seed, env.today)
    staff = make_office(archive, maker, env.login, env.now)
    return _Filler(archive, archive.env(env.login, env.lang, env.now), maker, staff, progress).fill(max(records, LEAST))


class _Filler:
    def __init__(self, archive: Archive, env: Env, maker: Maker, staff: Staff, progress: Callable[[int], None]) -> None:
        self.archive, self.env, self.maker, self.staff, self.progress = archive, env, maker, staff, progress
        self.made: dict[str, int] = {}

    def fill(self, records: int) -> dict[str, int]:
        maker, staff, env = self.maker, self.staff, self.env
        counts = {form: max(2, records * share // 100) for form, share in SHARES.items()}
        volumes, customers = Volumes(maker, staff), Customers(maker, staff)
        staffed = self.save("employee_record", (employee(maker, staff) for _ in range(counts["employee_record"])))
        self.sign("employee_record", staffed)
        shelves = self.save("file_catalogue", (volumes.next(env) for _ in range(counts["file_catalogue"])))
        items = Items(maker, shelves, staff)
        left = records - sum(counts.values())
        self.save("item_catalogue", (items.next(env) for _ in range(max(left, 2))))
        self.submit("file_catalogue", shelves)  # now that their items tell dates and sheets
        known = self.save("customer", (customers.next(env) for _ in range(counts["customer"])))
        self.confirm(known)
        self.save("customer_form", (customer_form(maker, staff, env, *one) for one in known[: counts["customer_form"]]))
        checked = (maker.one(known) for _ in range(counts["source_documents"]))
        self.save("source_documents", (source_documents(maker, staff, env, *one) for one in checked))
        spec = self.archive.registry.spec("skin_customer")
        self.save("skin_customer", (skin_customer(maker, staff, env, spec) for _ in range(counts["skin_customer"])))
        diary = Diary(self.archive, env, staff, self._one_more)
        diary.run(Processes(diary, [customer for customer, _ in known[:CLIENTS]]).all())
        Samples(diary).make()
        return self.made

    def _one_more(self, form: str) -> None:
        self.made[form] = self.made.get(form, 0) + 1
        self.progress(sum(self.made.values()))

    def save(self, form: str, every: Iterator[Values]) -> list[tuple[Link, Values]]:
        """Save them in batches and submit the first few; gives links to them."""
        saved: list[tuple[Link, Values]] = []
        while batch := list(islice(every, BATCH)):
            result = self.archive.save_many(form, batch, self.env, source="demo")
            if not result.ok:
                raise Refused([problem for found in result.problems.values() for problem in found])
            saved += zip(self._links(form, result.created), batch, strict=True)
            self.made[form] = len(saved)
            self.progress(sum(self.made.values()))
        if form not in ("file_catalogue", "employee_record", "customer"):
            self.submit(form, saved)
        return saved

    def _links(self, form: str, ids: list[int]) -> list[Link]:
        found: dict[int, tuple[str, str]] = {}
        sql = "SELECT _id, record_no, title FROM record WHERE form = ? AND _id BETWEEN ? AND ?"
        for number, record_no, title in self.archive.store.rows(sql, (form, min(ids), max(ids))):
            found[number] = (record_no, title)
        return [Link(found[number][0], number, form, found[number][1]) for number in ids]

    def submit(self, form: str, saved: list[tuple[Link, Values]]) -> None:
        """Submit the first few; what still lacks something stays a draft, as in any office."""
        for link, _ in saved[:SUBMITTED]:
            with suppress(Refused):
                self.archive.submit(form, link.id or 0, self.env)
        if self.archive.registry.spec(form).flow.step("approve"):
            self.approve(form, saved)

    def sign(self, form: str, saved: list[tuple[Link, Values]]) -> None:
        """A clerk of personnel signs the first few, the head of personnel every second one of them."""
        for place, (link, _) in enumerate(saved[:SUBMITTED]):
            for person in (self.staff.of("人力资源部")[1], self.staff.holder("hr"))[: 2 - place % 2]:
                env = replace(self.env, user=person, login="")
                self.archive.stepper.take(form, link.id or 0, "approve", env, confirm=True)

    def confirm(self, known: list[tuple[Link, Values]]) -> None:
        """The head of sales has confirmed the first few files, and taken most of them into use."""
        day = self.env.now - timedelta(days=CONFIRMED)
        env = replace(self.archive.env("", self.env.lang, day), user=self.staff.holder("sales_director"))
        for place, (link, _) in enumerate(known[:SUBMITTED]):
            for step in ("confirm", "use")[: 2 if place % 3 else 1]:
                self.archive.stepper.take("customer", link.id or 0, step, env, confirm=True)

    def approve(self, form: str, saved: list[tuple[Link, Values]]) -> None:
        """The general manager signs every second one that was submitted."""
        env = replace(self.env, user=self.staff.holder("gm"), login="")
        for link, _ in saved[:SUBMITTED:2]:
            with suppress(Refused):
                self.archive.stepper.take(form, link.id or 0, "approve", env, confirm=True)
