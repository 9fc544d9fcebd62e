"""Which numbers have been used: twice in a batch, typed or given, and what an undo sets free."""

from dangan.env import Env
from storage.archive import Archive
from storage.numbers import Numbering


def used(archive: Archive) -> dict[str, int]:
    return dict(archive.store.rows("SELECT record_no, given FROM number_used WHERE form = 'staff'"))


def test_a_number_typed_twice_in_a_batch_is_refused(archive: Archive, env: Env) -> None:
    records = [{"name": name, "record_no": number} for name, number in (("甲", "旧-1"), ("乙", "旧-2"), ("丙", "旧-1"))]
    result = archive.save_many("staff", records, env, source="a.xlsx")
    codes = {n: {p.code for p in found} for n, found in result.problems.items()}
    assert codes == {0: {"GEN_NUMBER_USED"}, 2: {"GEN_NUMBER_USED"}}  # every row that bears it
    assert used(archive) == {}
    with archive.store.write() as cursor:
        found = Numbering(cursor, archive.registry.spec("staff")).refused(["旧-1", "旧-2", "旧-1"])
    assert [p.values["record_no"] for p in found] == ["旧-1"]


def test_a_given_number_stays_given_and_a_typed_one_is_free_after_an_undo(archive: Archive, env: Env) -> None:
    given = archive.save("staff", {"name": "甲"}, env)["record_no"]
    archive.undo(env)
    archive.save("staff", {"name": "乙", "record_no": "旧-1"}, env)
    assert used(archive) == {given: 1, "旧-1": 0}
    archive.undo(env)
    assert used(archive) == {given: 1}
    with archive.store.write() as cursor:
        again = Numbering(cursor, archive.registry.spec("staff"))
        assert [p.code for p in again.refused([given])] == ["GEN_NUMBER_USED"]
        again.finish()
    assert used(archive) == {given: 1}
