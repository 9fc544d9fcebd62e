"""Each kind of bad plugin is switched off and named with its reason; the sound one beside it works."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from dangan import plugins, types
from dangan.spec import FieldSpec
from storage.engine import Store
from tests.plugins.conftest import good, opened

FORM = good("other")
BAD = {
    "import_error": ("import no_such_module_at_all", "ModuleNotFoundError", "no_such_module_at_all"),
    "syntax": ("def (:", "SyntaxError", "invalid syntax"),
    "raises": ("raise RuntimeError('坏了 \\x1b[31m')", "RuntimeError", "坏了"),
    "exits": ("import sys; sys.exit(3)", "SystemExit", "3"),
    "exits_at_exit_code_0": ("raise SystemExit", "SystemExit", "import"),
    "misspelt": (
        "from dangan import hookimpl\n@hookimpl\ndef register_froms():\n    return []",
        "register_froms",
        "did you mean register_forms?",
    ),
    "arguments": ("from dangan import hookimpl\n@hookimpl\ndef register_forms(context):\n    return []", "context", "argument"),
    "hook_raises": ("from dangan import hookimpl\n@hookimpl\ndef register_forms():\n    1 / 0", "ZeroDivisionError", "register_forms"),
    "hook_exits": ("from dangan import hookimpl\n@hookimpl\ndef register_forms():\n    raise SystemExit(1)", "SystemExit", "register_forms"),
    "junk": ("from dangan import hookimpl\n@hookimpl\ndef register_forms():\n    return ['employee', 3]", "register_forms", "'str'"),
    "no_list": ("from dangan import hookimpl\n@hookimpl\ndef register_exporters():\n    return 7", "TypeError", "register_exporters"),
    "junk_screens": ("from dangan import hookimpl\n@hookimpl\ndef register_screens():\n    return [object()]", "register_screens", "'object'"),
    "junk_fields": ("from dangan import hookimpl\n@hookimpl\ndef register_fields():\n    return [{}]", "register_fields", "'dict'"),
    "endless_list": (
        "from dangan import Form, hookimpl\nimport itertools\n@hookimpl\ndef register_forms():\n    return itertools.repeat(Form)",
        "register_forms",
        "more than 1000",
    ),
    "no_id": (
        "from dangan import Form, hookimpl\nclass X(Form): ...\n@hookimpl\ndef register_forms():\n    return [X]",
        "X has no id",
        "",
    ),
    "bad_id": (FORM.replace('id="other"', 'id="Other; drop"'), "Other; drop", "identifier"),
    "bad_names": (FORM.replace('title="{name}"', 'title="{name}", key="nmae"'), "nmae", "did you mean 'name'?"),
    "bad_rule": (
        FORM.replace("@hookimpl", "@Permit.name.must('错', 'Wrong')\ndef right(nmae: str) -> bool:\n    return True\n\n@hookimpl", 1),
        "nmae",
        "did you mean",
    ),
    "misspelt_option": (FORM.replace("required=True", "requird=True"), "TypeError", "requird"),
    "thousands_of_fields": (
        "from dangan import Form, Text, hookimpl\n"
        "body = {f'f{i}': Text('字段', 'Field') for i in range(3000)}\n"
        "Wide = type(Form)('Wide', (Form,), body, id='wide', zh='宽', en='Wide')\n"
        "@hookimpl\ndef register_forms():\n    return [Wide]",
        "wide has 3000 fields",
        "1000",
    ),
    "no_such_type": (
        FORM.replace("from dangan import", "from dangan import Custom,").replace(
            "class Permit", "class Star(Custom[int]):\n    word = 'stars'\n\nclass Permit"
        ).replace('Text("名称", "Name", required=True)', 'Star("星级", "Stars")'),
        "stars",
        "No plugin brings",
    ),
    "no_master": (FORM.replace("Form,", "Edition, Form,", 1).replace("(Form,", "(Edition,").replace('prefix="XK"', 'prefix="XK", of="nobody"'), "nobody", "master"),
    "own_field_word": (
        "from dangan import FieldType, hookimpl\nclass Money(FieldType):\n    word = 'money'\n"
        "@hookimpl\ndef register_fields():\n    return [Money()]",
        "money",
        "brought by plugin dangan",
    ),
    "bad_kind": (
        "from dangan import FieldType, hookimpl\nclass Star(FieldType):\n    word = 'stars'\n    kind = 'blob'\n"
        "@hookimpl\ndef register_fields():\n    return [Star()]",
        "blob",
        "kind",
    ),
    "prints": ("print('noise'); raise ValueError('after noise')", "after noise", "ValueError"),
}  # fmt: skip


ENDLESS = {
    "import": "while True:\n    try:\n        pass\n    except Exception:\n        pass\n",
    "register_forms": "from dangan import hookimpl\n@hookimpl\ndef register_forms():\n    while True:\n        pass\n",
}


@pytest.mark.parametrize("where", ENDLESS)
def test_endless_loop_is_stopped(
    where: str, store: Store, drop: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "MOST_SECONDS", 0.2)
    monkeypatch.setattr(signal, "getitimer", lambda which: (0.0, 0.0))  # the test's own time limit uses it, too
    drop("bad.py", ENDLESS[where])
    drop("good.py", good())
    registry = opened(store)
    assert {p.name: p.state for p in registry.plugins()} == {"bad.py": "broken", "good.py": "on"}
    assert registry.book is not None and f"{where} did not end within 0.2 seconds" in registry.book.plugins[
        "bad.py"
    ].reason("en")


@pytest.mark.parametrize("kind", BAD)
def test_bad_plugin(
    kind: str, store: Store, drop: Callable[[str, str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    text, *words = BAD[kind]
    drop("bad.py", text)
    drop("good.py", good())
    registry = opened(store)
    states = {p.name: p.state for p in registry.plugins()}
    assert states == {"bad.py": "broken", "good.py": "on"}
    bad = next(p for p in registry.plugins() if p.name == "bad.py")
    for word in words:
        assert word in bad.reason("en")
    assert bad.reason("zh") and len(bad.reason("zh")) < 400
    assert not any(ord(c) < 32 or ord(c) == 127 for c in bad.reason("zh") + bad.reason("en"))
    assert registry.form("permit").alive
    assert capfd.readouterr() == ("", "")


def test_the_reason_outlives_the_session_without_a_second_import(
    store: Store, drop: Callable[[str, str], Path], tmp_path: Path
) -> None:
    counter = tmp_path / "count"
    drop("bad.py", f"open({str(counter)!r}, 'a').write('x'); raise ValueError('never again')")
    opened(store)
    again = opened(store)
    assert counter.read_text() == "x"
    assert "never again" in again.plugins()[0].reason("en")


def test_name_clash_spares_the_one_that_was_there(store: Store, drop: Callable[[str, str], Path]) -> None:
    drop("m.py", good())
    opened(store)
    drop("a.py", good())
    registry = opened(store)
    assert {p.name: p.state for p in registry.plugins()} == {"m.py": "on", "a.py": "broken"}
    assert "permit" in registry.book.plugins["a.py"].reason("zh") and "m.py" in registry.book.plugins["a.py"].reason(
        "zh"
    )
    assert registry.spec("permit").plugin == "m.py"


def test_the_clashing_one_comes_in_when_the_other_has_gone(store: Store, drop: Callable[[str, str], Path]) -> None:
    first = drop("a.py", good())
    drop("b.py", good())
    opened(store)
    first.unlink()
    registry = opened(store)
    assert {p.name: p.state for p in registry.plugins()} == {"a.py": "gone", "b.py": "on"}
    assert registry.form("permit").alive


def test_mended_plugin_comes_back(store: Store, drop: Callable[[str, str], Path]) -> None:
    drop("p.py", "raise ValueError")
    assert opened(store).plugins()[0].state == "broken"
    drop("p.py", good())
    registry = opened(store)
    assert registry.plugins()[0].state == "on" and registry.form("permit").alive


def test_a_type_word_of_the_program_stays_the_programs(store: Store, drop: Callable[[str, str], Path]) -> None:
    before = types.behaviour(FieldSpec("x", "money", "", ""))
    drop("bad.py", BAD["own_field_word"][0])
    opened(store)
    opened(store)
    assert types.behaviour(FieldSpec("x", "money", "", "")) is before
