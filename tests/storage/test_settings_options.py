"""Settings and option lists: what the office may change, from when, and what stays closed."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dangan.spec import Option
from storage import audit
from storage.engine import Store
from storage.options import BadOption, OptionList, Options, shipped
from storage.settings import SETTINGS, BadSetting, Settings

AT = datetime(2024, 3, 1, 9, 30)
TODAY = AT.date()


def test_every_default_is_allowed() -> None:
    assert [name for name, setting in SETTINGS.items() if not setting.check(setting.default)] == []
    assert all(setting.zh and setting.en and setting.allowed_zh and setting.allowed_en for setting in SETTINGS.values())


def test_value_on_a_day(store: Store) -> None:
    kept = Settings(store)
    assert kept.get("attachment_max_mb", TODAY) == 50
    kept.set("attachment_max_mb", 80, date(2024, 5, 1), "li", at=AT)
    kept.set("attachment_max_mb", 60, date(2024, 3, 1), "li", at=AT)
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 4, 30), date(2024, 5, 1)]
    assert [kept.get("attachment_max_mb", day) for day in days] == [50, 60, 60, 80]
    kept.set("attachment_max_mb", 70, date(2024, 5, 1), "wang", at=AT)
    assert kept.get("attachment_max_mb", date(2024, 6, 1)) == 70
    assert [(change.value, change.set_by) for change in kept.history("attachment_max_mb")] == [
        (80, "li"), (60, "li"), (70, "wang"),
    ]  # fmt: skip
    assert store.value("SELECT count(*) FROM audit WHERE event = 'setting'") == 3
    assert audit.verify(store) == []


def test_a_default_cannot_be_changed_by_its_reader(store: Store) -> None:
    kept = Settings(store)
    kept.get("attachment_types", TODAY).append("exe")
    assert "exe" not in kept.get("attachment_types", TODAY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("attachment_max_mb", 0), ("attachment_max_mb", "50"), ("attachment_max_mb", True), ("attachment_max_mb", 50.5),
        ("backup_schedule", "some"), ("backup_schedule", ["daily"]), ("second_supervisor", 1), ("attachment_types", ["PDF"]),
        ("attachment_types", ["pdf", "pdf"]), ("attachment_types", "pdf"), ("attachment_types", ["../x"]),
        ("holidays", ["2024-02-30"]), ("holidays", ["20240210"]),
        ("unit", "甲\n乙"), ("unit", "\x1b[2J"), ("number_patterns", {"item_catalogue": "DJ"}),
        ("number_patterns", {"": "DJ-{seq:4}"}),
    ],
)  # fmt: skip
def test_refused_values(store: Store, name: str, value: Any) -> None:
    kept = Settings(store)
    with pytest.raises(BadSetting) as told:
        kept.set(name, value, TODAY, "li", at=AT)
    assert told.value.code == "GEN_SETTING"
    assert SETTINGS[name].zh in told.value.text("zh") and SETTINGS[name].allowed_en in told.value.text("en")
    assert kept.history(name) == [] and store.value("SELECT count(*) FROM audit") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("holidays", ["2024-10-01", "2024-10-02"]), ("unit", "冀东砂石骨料有限公司"),
     ("number_patterns", {"item_catalogue": "DJ-{yyyy}-{seq:4}"}), ("second_supervisor", True),
     ("intake_forms", {"customer": "2024-12-31"})],
)  # fmt: skip
def test_allowed_values_come_back_equal(store: Store, name: str, value: Any) -> None:
    Settings(store).set(name, value, TODAY, "li", at=AT)
    assert Settings(store).get(name, TODAY) == value == Settings(store).all(TODAY)[name]


def test_unknown_setting(store: Store) -> None:
    with pytest.raises(BadSetting, match="no setting colour"):
        Settings(store).get("colour", TODAY)


def test_office_adds_to_an_open_list(store: Store) -> None:
    lists = Options(store)
    lists.add("record_class", "safety", "安全生产", "Safety", at=AT, by="li")
    assert [option.code for option in lists.options("record_class")] == ["org", "adm", "hr", "biz", "safety"]
    assert lists.options("record_class")[-1] == Option("safety", "安全生产", "Safety")
    assert store.value("SELECT event FROM audit") == "option_add"


def test_relabel_and_retire_keep_code_and_place(store: Store) -> None:
    lists = Options(store)
    lists.relabel("record_class", "hr", "人力资源", at=AT, by="li")
    lists.retire("record_class", "org", at=AT, by="li")
    assert [(o.code, o.zh, o.retired) for o in lists.options("record_class")][:3] == [
        ("org", "组织类", True), ("adm", "行政事务", False), ("hr", "人力资源", False),
    ]  # fmt: skip
    lists.retire("record_class", "org", False, at=AT, by="li")
    assert not lists.options("record_class")[0].retired


def test_labels_of_the_form_win_over_shipped_ones_and_the_office_over_both(store: Store) -> None:
    lists = Options(store)
    base = (Option("org", "组织类", "Organisation"), Option("hr", "人事", "Personnel"))
    lists.relabel("record_class", "hr", "人力资源", at=AT, by="li")
    assert lists.options("record_class", base) == (base[0], Option("hr", "人力资源", "Personnel"))


@pytest.mark.parametrize(
    ("name", "code", "zh", "said"),
    [
        ("sex", "other", "其他", "LIST_CLOSED"), ("colours", "red", "红", "LIST_UNKNOWN"),
        ("record_class", "hr", "另一类", "OPTION_EXISTS"), ("record_class", "hr2", "人事", "OPTION_EXISTS"),
        ("record_class", "A类", "甲", "OPTION_CODE"), ("record_class", "x", "  ", "OPTION_LABEL"),
        ("record_class", "x", "\x1b]52;", "OPTION_LABEL"), ("record_class", "x", "长" * 101, "OPTION_LABEL"),
    ],
)  # fmt: skip
def test_refused_additions(store: Store, name: str, code: str, zh: str, said: str) -> None:
    with pytest.raises(BadOption) as told:
        Options(store).add(name, code, zh, at=AT, by="li")
    assert told.value.code == said
    assert store.value("SELECT count(*) FROM option") == store.value("SELECT count(*) FROM audit") == 0


def test_closed_lists_and_unknown_codes_refuse_changes(store: Store) -> None:
    for change in (
        lambda: Options(store).relabel("sex", "male", "先生", at=AT, by="li"),
        lambda: Options(store).retire("sex", "male", at=AT, by="li"),
        lambda: Options(store).retire("record_class", "nothing", at=AT, by="li"),
    ):
        with pytest.raises(BadOption):
            change()


def test_lists_of_plugins_stand_beside_the_shipped(store: Store) -> None:
    lists = Options(store, {**shipped(), "moods": OptionList((Option("good", "好"),), editable=True)})
    lists.add("moods", "bad", "差", at=AT, by="li")
    assert [option.zh for option in lists.options("moods")] == ["好", "差"]


def test_every_setting_is_read_by_something() -> None:
    roots = [Path(__file__).parents[2] / name for name in ("dangan", "storage", "forms_plugins", "tui")]
    own = ("storage/settings.py", "tui/settingwords.py")
    code = "".join(p.read_text("utf-8") for root in roots for p in root.rglob("*.py") if not p.as_posix().endswith(own))
    assert [name for name in SETTINGS if not re.search(rf"\b{name}\b", code)] == []
