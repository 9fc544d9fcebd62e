"""The audit chain: whole when only the program wrote, torn by anything done around it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import audit
from storage.core import migrate
from storage.engine import Store, open_store
from tests.effort import times

AT = datetime(2024, 3, 1, 9, 30)
EVENTS = 12


def fill(store: Store, count: int = EVENTS) -> list[str]:
    heads = []
    for number in range(count):
        with store.write() as cursor:
            heads.append(
                audit.append(
                    cursor, AT, "li", f"save{number}", record_id=number if number % 3 else None, form="item_catalogue",
                    record_no=f"DJ-{number}", detail={"标题": "年报", "n": number}, content_hash=f"{number:064x}",
                )
            )  # fmt: skip
    return heads


def codes(store: Store, *known: str) -> set[str]:
    return {problem.code for problem in audit.verify(store, known)}


def test_whole_chain(store: Store) -> None:
    assert audit.head(store) == "" and audit.verify(store) == []
    heads = fill(store)
    assert len(set(heads)) == EVENTS
    assert audit.head(store) == heads[-1]
    assert audit.verify(store, [*heads, ""]) == []


def test_rolled_back_event_leaves_no_gap(store: Store) -> None:
    fill(store, 2)
    with pytest.raises(ZeroDivisionError), store.write() as cursor:
        audit.append(cursor, AT, "li", "save")
        _ = 1 / 0
    fill(store, 2)
    assert audit.verify(store) == []


def test_cut_tail_shows_and_goes_on_showing(store: Store) -> None:
    heads = fill(store)
    with store.write() as cursor:
        cursor.execute("DELETE FROM audit WHERE _id > 8")
    assert codes(store) == {"AUDIT_CUT"}
    fill(store, 2)
    assert "AUDIT_GAP" in codes(store)
    assert "AUDIT_HEAD" in codes(store, heads[-1])


def test_cut_tail_with_the_counter_mended_shows_by_a_printed_head(store: Store) -> None:
    heads = fill(store)
    with store.write() as cursor:
        cursor.execute("DELETE FROM audit WHERE _id > 8")
        cursor.execute("UPDATE sqlite_sequence SET seq = 8 WHERE name = 'audit'")
    assert codes(store, heads[7]) == set()
    assert codes(store, heads[-1]) == {"AUDIT_HEAD"}


def test_emptied_audit_shows(store: Store) -> None:
    fill(store)
    with store.write() as cursor:
        cursor.execute("DELETE FROM audit")
    assert codes(store) == {"AUDIT_CUT"}


def test_reading_in_chunks_sees_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "CHUNK", 5)
    heads = fill(store)
    assert audit.verify(store, heads) == []
    with store.write() as cursor:
        cursor.execute("UPDATE audit SET detail = '{}' WHERE _id = 11")
    assert [problem.path for problem in audit.verify(store)] == ["11"]


def test_salted_contents_can_be_erased(store: Store) -> None:
    salt = audit.new_salt()
    digest = audit.content_hash(salt, '{"姓名":"李芳"}')
    assert digest != audit.content_hash(audit.new_salt(), '{"姓名":"李芳"}')
    with store.write() as cursor:
        audit.append(cursor, AT, "li", "save", content_hash=digest)
        cursor.execute(
            'INSERT INTO history (record_id, version, at, "by", action, changes, salt, digest) VALUES (1,1,?,?,?,?,?,?)',
            (AT, "li", "save", '{"姓名":"李芳"}', salt, digest),
        )
    with store.write() as cursor:
        cursor.execute("UPDATE history SET changes = '', salt = ''")
    assert audit.verify(store) == []


def test_canonical_spelling() -> None:
    assert audit.canonical({"b": 1, "a": "年"}) == audit.canonical({"a": "年", "b": 1}) == '{"a":"年","b":1}'


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    store = open_store(Path(tmp_path_factory.mktemp("audit")) / "office" / "office.db", create=True)
    migrate(store)
    fill(store)
    yield store
    store.close()


TEXTS = ("at", '"by"', "event", "form", "record_no", "detail", "content_hash", "prev", "hash")
number = st.integers(1, EVENTS)
edit = st.tuples(st.just("edit"), number, st.sampled_from(TEXTS), st.text(max_size=8))
owner = st.tuples(st.just("edit"), number, st.just("record_id"), st.one_of(st.none(), st.integers(-5, 99), st.just("")))
delete = st.tuples(st.just("delete"), number)
swap = st.tuples(st.just("swap"), number, number).filter(lambda s: s[1] != s[2])
move = st.tuples(st.just("move"), number, st.integers(-3, 0) | st.integers(EVENTS + 1, 30))
insert = st.tuples(st.just("insert"), st.integers(-3, 0) | st.integers(EVENTS + 1, 30))
copy = st.tuples(st.just("copy"), number, number).filter(lambda s: s[1] != s[2])


@settings(max_examples=times(120), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=edit | owner | delete | swap | move | insert | copy)
def test_any_tampering_is_found(filled: Store, change: tuple[Any, ...]) -> None:
    before = filled.rows("SELECT * FROM audit ORDER BY _id")
    with filled.write() as cursor:
        tamper(cursor, change)
    after = filled.rows("SELECT * FROM audit ORDER BY _id")
    found = audit.verify(filled)
    with filled.write() as cursor:
        cursor.execute("DELETE FROM audit")
        cursor.executemany(f"INSERT INTO audit VALUES ({','.join('?' * 11)})", before)
        cursor.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'", (EVENTS,))
    assert bool(found) == (before != after)
    assert audit.verify(filled) == []


def tamper(cursor: Any, change: tuple[Any, ...]) -> None:
    what, *args = change
    columns = f"{', '.join(TEXTS)}, record_id"
    if what == "edit":
        cursor.execute(f"UPDATE audit SET {args[1]} = ? WHERE _id = ?", (args[2], args[0]))
    elif what == "delete":
        cursor.execute("DELETE FROM audit WHERE _id = ?", args)
    elif what == "swap":
        cursor.execute("UPDATE audit SET _id = 1000 WHERE _id = ?", (args[0],))
        cursor.execute("UPDATE audit SET _id = ? WHERE _id = ?", args)
        cursor.execute("UPDATE audit SET _id = ? WHERE _id = 1000", (args[1],))
    elif what == "move":
        cursor.execute("UPDATE audit SET _id = ? WHERE _id = ?", (args[1], args[0]))
    elif what == "insert":
        cursor.execute(f"INSERT INTO audit (_id, {columns}) SELECT ?, {columns} FROM audit WHERE _id = 3", args)
    else:
        cursor.execute(
            f"UPDATE audit SET ({columns}) = (SELECT {columns} FROM audit WHERE _id = ?) WHERE _id = ?", args
        )


def test_mark_on_a_sheet_tells_events_and_is_a_known_head(store: Store) -> None:
    assert audit.mark(store) == ""
    heads = fill(store)
    mark = audit.mark(store)
    assert mark == f"{EVENTS}-{heads[-1][:16]}"
    assert audit.verify(store, [mark, heads[0], f"1-{heads[0][:16]}"]) == []
    assert codes(store, f"2-{heads[0][:16]}") == {"AUDIT_HEAD"}
