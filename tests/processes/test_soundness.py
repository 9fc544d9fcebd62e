"""What the check of the store says of signatures and states."""

from __future__ import annotations

from datetime import date

from dangan.intake import INTAKE
from storage import deciding, signatures
from storage.contents import verify
from storage.soundness import states
from tests.processes.conftest import Played

B2, B9 = "file_catalogue", "retrieval_slip"


def told(office: Played) -> tuple[list[str], list[str]]:
    """Codes of what is wrong with contents or signatures, and with states."""
    store, registry = office.archive.store, office.archive.registry
    wrong = verify(store, registry) + signatures.check(store, registry)
    return [p.code for p in wrong], [p.code for p in states(store, registry)]


def played(office: Played) -> int:
    """A slip lent, of a volume filed; another volume taken in, one void, one saved and undone."""
    volume = office.filed_volume("A-1", "案卷")
    slip = office.save("li", B9, {
        "applicant": office.person("li"), "dept": office.dept, "purpose": "查阅", "mode": "loan", "term_days": 7,
        "items": [{"archive_no": office.link(B2, volume), "volumes": 1}],
    })  # fmt: skip
    office.take("zong", B9, slip, "approve")
    office.take("dang", B9, slip, "lend")
    env = office.env("dang")
    deciding.set_setting(office.archive, "intake_forms", {B2: "2024-12-31"}, env.today, env)
    old = {"status": "filed", "fonds_no": "1", "catalogue_no": "1", "archive_no": "A-0907", "title": "旧卷",
           "retention": "y30", "filing_class_no": "1", "dept": None}  # fmt: skip
    office.archive.save(B2, {**office.archive.new(B2, env), **old}, env, action=INTAKE, reason="登记簿")
    other = office.save("dang", B2, {"title": "错卷", "fonds_no": "1", "catalogue_no": "1", "dept": office.dept})
    office.archive.void(B2, other["_id"], "重复", office.env("dang"))
    third = office.save("dang", B2, {"title": "改卷", "fonds_no": "1", "catalogue_no": "1", "dept": office.dept})
    office.save("dang", B2, {"_id": third["_id"], "title": "改了"})
    office.archive.undo(office.env("dang"))
    return int(slip["_id"])


def test_what_was_done_by_the_program_is_sound(office: Played) -> None:
    played(office)
    assert told(office) == ([], [])


def test_a_state_from_outside(office: Played) -> None:
    slip = played(office)
    table = office.archive.registry.sql(B9).table
    office.archive.store.connection().execute(f"UPDATE {table} SET status = 'returned' WHERE _id = ?", (slip,))
    number = office.archive.store.value("SELECT record_no FROM record WHERE _id = ?", (slip,))
    (problem,) = states(office.archive.store, office.archive.registry)
    assert problem.code == "STATE_STRANGE" and str(number) in problem.zh
    with office.archive.store.write() as cursor:
        cursor.execute("UPDATE record SET state = 'returned' WHERE _id = ?", (slip,))
    assert len(states(office.archive.store, office.archive.registry)) == 1


def test_a_step_that_was_taken_out(office: Played) -> None:
    slip = played(office)
    with office.archive.store.write() as cursor:
        cursor.execute("DELETE FROM step WHERE record_id = ? AND step = 'approve'", (slip,))
    assert len(states(office.archive.store, office.archive.registry)) == 1


def test_signed_contents_from_outside(office: Played) -> None:
    slip = played(office)
    table = office.archive.registry.sql(B9).table
    with office.archive.store.write() as cursor:
        cursor.execute(f"UPDATE {table} SET lent_on = ? WHERE _id = ?", (date(2024, 1, 1), slip))
    assert told(office) == (["GEN_DIGEST", "GEN_DIGEST"], [])  # contents, and who lent
