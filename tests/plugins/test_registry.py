"""Warm starts import nothing, changes are noticed, absent plugins leave readable forms, switching off and on."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dangan import discovery, types
from dangan.form import FormType
from dangan.spec import FieldSpec
from storage.archive import Archive
from storage.engine import Store, StoreOutdated, StoreReadOnly
from storage.layout import table_name
from storage.plugin_book import UnknownPlugin
from storage.registry import FormBehind, Registry, UnknownForm
from storage.tables import upgrade
from tests.plugins.conftest import AT, VERSION, good, opened

Drop = Callable[[str, str], Path]
STAR = """
from dangan import Custom, FieldType, Form, Head, hookimpl

class StarType(FieldType):
    word = "stars"
    kind = "int"

    def parse(self, spec, typed, env):
        return len(typed)

    def show(self, spec, value, lang, style, options):
        return "*" * value

class Star(Custom[int]):
    word = "stars"

class Review(Form, id="review", zh="评审", en="Review"):
    with Head() as head:
        mark = Star("星级", "Stars")

@hookimpl
def register_fields():
    return [StarType()]

@hookimpl
def register_forms():
    return [Review]
"""


@pytest.fixture
def built_in(no_built_ins: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = no_built_ins.joinpath(*name.split(".")).with_suffix(".py")
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, "utf-8")
        return path

    return write


def touched(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))


def imported(name: str) -> bool:
    return any(name in module for module in sys.modules)


def forget(name: str) -> None:
    for module in [m for m in sys.modules if name in m]:
        del sys.modules[module]


def test_warm_start_imports_no_form_module_until_it_is_opened(store: Store, built_in: Drop) -> None:
    built_in("families.warm_one", good("warm_one"))
    built_in("families.helper", "raise RuntimeError('a helper is no plugin and is not imported')")
    assert [p.name for p in opened(store).plugins()] == ["families.warm_one"]
    forget("warm_one")
    registry = Registry.open(store, AT, VERSION)
    assert registry.behind() == []
    assert [(h.id, h.zh, h.alive) for h in registry.heads()] == [("warm_one", "许可证", True)]
    assert [s.id for s in registry.specs()] == ["warm_one"]
    assert registry.layout("warm_one").fields["name"].label("zh") == "名称"
    assert not imported("warm_one")
    assert registry.form("warm_one").alive and imported("warm_one")


def test_warm_start_reads_the_declarations_in_one_query(
    store: Store, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        drop(f"p{number}.py", good(f"permit{number}"))
    opened(store)
    asked: list[str] = []
    rows = Store.rows
    monkeypatch.setattr(Store, "rows", lambda self, sql, params=(): asked.append(sql) or rows(self, sql, params))
    registry = Registry.open(store, AT, VERSION)
    assert len(registry.specs()) == 5
    assert len([sql for sql in asked if " spec FROM" in sql]) == 1 and len(asked) <= 4


def test_one_changed_file_is_looked_at_and_no_other(store: Store, drop: Drop, tmp_path: Path) -> None:
    log = tmp_path / "log"
    tell = "open({!r}, 'a').write('{} ')\n"
    one = drop("one.py", tell.format(str(log), "one") + good("one"))
    drop("two.py", tell.format(str(log), "two") + good("two"))
    opened(store)
    opened(store)
    assert log.read_text() == "one two "
    touched(one, one.read_text().replace("名称", "许可证名称"))
    registry = opened(store)
    assert log.read_text() == "one two one "
    assert registry.spec("one").fields["name"].zh == "许可证名称"


def test_a_change_beside_a_built_in_is_noticed(store: Store, built_in: Drop) -> None:
    path = built_in("families.words", "NAME = '名称'\n")
    built_in("families.changing", good("changing"))
    opened(store)
    before = discovery.find("builtin", store.path.parent)[0].fingerprint
    touched(path, "NAME = '姓名'\n")
    assert discovery.find("builtin", store.path.parent)[0].fingerprint != before


def test_entry_points_are_scanned_only_when_packages_changed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    scans = []
    monkeypatch.setattr(discovery, "_find_packages", lambda: scans.append(1) or [])
    opened(store)
    opened(store)
    assert scans == [1]
    monkeypatch.setattr(discovery, "_site_marks", lambda: ["changed"])
    opened(store)
    assert scans == [1, 1]


def test_new_form_waits_for_its_tables(store: Store, drop: Drop) -> None:
    drop("p.py", good())
    registry = Registry.open(store, AT, VERSION)
    assert registry.behind() == ["permit"] and not registry.has("permit")
    with pytest.raises(FormBehind):
        registry.form("permit")
    upgrade(store, registry, AT, VERSION, None)
    assert registry.behind() == [] and registry.form("permit").alive
    assert registry.spec("permit").plugin == "p.py"


def test_changed_form_is_read_with_its_old_declaration_until_the_upgrade(store: Store, drop: Drop) -> None:
    path = drop("p.py", good())
    opened(store)
    touched(
        path,
        good()
        + "\n"
        + good().split("@hookimpl")[0].replace("required=True)", 'required=True)\n        more = Text("更多", "More")')
        + "\n",
    )
    registry = Registry.open(store, AT, VERSION)
    assert registry.behind() == ["permit"]
    assert not registry.form("permit").alive and "more" not in registry.spec("permit").fields
    made = []
    upgrade(store, registry, AT, VERSION, lambda: made.append("backup"))
    assert made == ["backup"]
    assert registry.form("permit").alive and "more" in registry.spec("permit").fields
    assert "more" in store.columns(registry.layout("permit").main.name)


def test_gone_plugin_leaves_a_readable_form(store: Store, drop: Drop) -> None:
    path = drop("p.py", good())
    opened(store)
    path.unlink()
    registry = opened(store)
    form = registry.form("permit")
    assert not form.alive and form.spec.fields["name"].zh == "名称"
    assert [(p.name, p.state) for p in registry.plugins()] == [("p.py", "gone")]
    assert registry.heads()[0].alive is False
    with pytest.raises(UnknownForm):
        registry.form("nothing")


def test_foreign_field_type_is_there_before_the_form_is_laid_out(store: Store, drop: Drop) -> None:
    path = drop("star.py", STAR)
    opened(store)
    forget("dangan_dropped_star")
    types._TYPES.pop("stars")
    registry = Registry.open(store, AT, VERSION)
    assert dict(registry.layout("review").main.columns)["mark"].split()[0] == "INTEGER"
    assert types.show(registry.spec("review").fields["mark"], 3, "zh") == "***"
    path.unlink()
    gone = opened(store)
    assert types.column_kind(gone.spec("review").fields["mark"]) == "int"
    assert types.show(gone.spec("review").fields["mark"], 3, "zh") == "3"


@pytest.mark.parametrize("kind", ["text", "int", "scaled", "date", "datetime", "bool", "link", "sign", "multi"])
def test_stand_in_keeps_the_kind_of_storage(kind: str) -> None:
    assert types.stand_in("foreign", kind).kind == kind
    assert types.behaviour(FieldSpec("x", "never_heard_of", "", "")).kind == "text"


def test_switched_off_and_on_by_the_administrator(store: Store, drop: Drop) -> None:
    drop("p.py", good())
    registry = opened(store)
    assert registry.switch("p.py", False, AT, "admin").state == "off"
    assert not registry.form("permit").alive
    again = opened(store)
    assert [(p.name, p.state) for p in again.plugins()] == [("p.py", "off")] and not again.form("permit").alive
    assert again.switch("p.py", True, AT, "admin").state == "on"
    assert again.form("permit").alive
    events = [event for (event,) in store.rows("SELECT event FROM audit ORDER BY _id")]
    assert events == ["plugin_off", "plugin_on"]
    with pytest.raises(UnknownPlugin):
        registry.switch("nobody", True, AT, "admin")


def test_switching_on_a_broken_one_tells_why(store: Store, drop: Drop) -> None:
    drop("p.py", "raise ValueError('still broken')")
    registry = opened(store)
    plugin = registry.switch("p.py", True, AT, "admin")
    assert plugin.state == "broken" and "still broken" in plugin.reason("en")


def test_plugin_that_breaks_when_it_is_opened(store: Store, drop: Drop, tmp_path: Path) -> None:
    needed = tmp_path / "needed"
    needed.touch()
    drop("p.py", f"open({str(needed)!r})\n" + good())
    opened(store)
    needed.unlink()
    forget("dangan_dropped_p")
    registry = Registry.open(store, AT, VERSION)
    assert registry.has("permit")
    assert not registry.form("permit").alive
    assert registry.plugins()[0].state == "broken" and "FileNotFoundError" in registry.plugins()[0].reason("en")


def test_a_store_that_cannot_be_written_still_opens(store: Store, drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop("p.py", good())

    def refuse(self: Store) -> None:
        raise StoreReadOnly("不能写。", "Cannot write.")

    monkeypatch.setattr(Store, "write", refuse)
    registry = Registry.open(store, AT, VERSION)
    assert registry.behind() == ["permit"]


def test_registry_of_given_forms(store: Store) -> None:
    from dangan import Form, Head, Text

    class Slip(Form, id="slip", zh="单", en="Slip"):
        with Head() as head:
            name = Text("名称", "Name")

    registry = Registry.of([Slip.form_type])
    upgrade(store, registry, AT, VERSION, None)
    assert isinstance(registry.form("slip"), FormType) and registry.kept() == [Slip.form_type.spec]
    assert registry.exporters() == [] and registry.screens() == [] and registry.plugins() == []


def test_the_contract_imports_nothing_heavy() -> None:
    code = (
        "import sys, dangan, dangan.plugins; print(sorted({'textual','peewee','apsw','xlsxwriter'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_plugins_of_one_name_from_two_origins(store: Store, built_in: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    built_in("same", good("one_same"))
    other = discovery.Found("same", "package", "two_same_module", "", "x")
    monkeypatch.setattr(discovery, "_find_packages", lambda: [other])
    module = type(sys)("two_same_module")
    exec(good("two_same"), module.__dict__)
    monkeypatch.setitem(sys.modules, "two_same_module", module)
    for _ in range(2):
        registry = opened(store)
        assert {p.name: p.state for p in registry.plugins()} == {"same": "on", "package:same": "on"}
        assert registry.form("one_same").alive and registry.form("two_same").alive
    registry.switch("package:same", False, AT, "admin")
    assert registry.switch("package:same", True, AT, "admin").state == "on"


def test_two_sessions_start_at_once_after_an_install(store: Store, drop: Drop) -> None:
    for number in range(6):
        drop(f"p{number}.py", good(f"form_{number}"))
    code = (
        "import sys; from datetime import datetime; from storage.archive import Archive\n"
        "a = Archive.open(sys.argv[1]); a.upgrade(); print(sorted(s.id for s in a.registry.specs() if s.id.startswith('form_')))"
    )
    root = Path(__file__).parents[2]
    call = [sys.executable, "-c", code, str(store.path)]
    running = [
        subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root) for _ in range(4)
    ]
    told = [process.communicate(timeout=60) for process in running]
    assert [out.strip() for out, _ in told] == [str([f"form_{n}" for n in range(6)])] * 4, [err for _, err in told]
    assert store.damage() == []


def test_an_upgrade_by_another_version_is_not_taken_over(store: Store, drop: Drop) -> None:
    archive = Archive.open(store.path)
    drop("p.py", good())
    archive.registry.refresh(AT)
    with store.write() as cursor:
        cursor.execute("UPDATE epoch SET value = value + 1, version = '9.9'")
    with pytest.raises(StoreOutdated, match=r"9\.9"):
        archive.upgrade()
    archive.close()


def test_several_sessions_make_the_store(tmp_path: Path) -> None:
    path = tmp_path / "new" / "office.db"
    code = "import sys; from storage.archive import Archive; print(len(Archive.open(sys.argv[1], create=True).registry.specs()))"
    call = [sys.executable, "-c", code, str(path)]
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root) for _ in range(3)
    ]
    told = [process.communicate(timeout=60) for process in running]
    counts = [out.strip() for out, _ in told]
    assert len(set(counts)) == 1 and int(counts[0] or 0) >= 13, [err for _, err in told]


def test_a_wholly_new_form_has_its_tables_at_once(store: Store, drop: Drop) -> None:
    drop("first.py", good("first"))
    other = Archive.open(store.path)
    drop("p.py", good())
    archive = Archive.open(store.path)
    assert archive.registry.behind() == [] and archive.registry.form("permit").alive
    env = archive.env("admin", "zh", AT)
    assert archive.save("permit", {"name": "甲"}, env)["record_no"] == "XK-2024-0001"
    other.set_preference(env, "lang", "en")  # a session that was open before goes on writing
    assert not (store.path.parent / "backups").exists()
    archive.close()
    other.close()


def test_a_new_form_over_a_table_that_is_there_waits(store: Store, drop: Drop) -> None:
    drop("first.py", good("first"))
    Archive.open(store.path).close()
    with store.write(outdated=True) as cursor:
        cursor.execute(f"CREATE TABLE {table_name('permit')} (x)")
    drop("p.py", good())
    archive = Archive.open(store.path)
    assert archive.registry.behind() == ["permit"] and store.columns(table_name("permit")) == ["x"]
    archive.close()


def test_a_new_form_of_a_store_that_cannot_be_written_waits(
    store: Store, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("first.py", good("first"))
    Archive.open(store.path).close()
    drop("p.py", good())

    def refuse(self: Store) -> None:
        raise StoreReadOnly("不能写。", "Cannot write.")

    monkeypatch.setattr(Store, "write", refuse)
    archive = Archive.open(store.path)
    assert archive.registry.behind() == ["permit"]
    archive.close()
