"""The office's settings: what each may be, its value on a day, and who set it from when."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import apsw

from dangan.errors import DanganError
from dangan.frozen import frozen
from dangan.sentences import error
from storage import audit
from storage.core import stamp
from storage.engine import Store

if TYPE_CHECKING:
    from dangan.spec import FormSpec
    from storage.registry import Registry

Check = Callable[[Any], bool]


class BadSetting(DanganError):
    """A setting that does not exist, or a value it cannot have."""


@frozen
class Setting:
    """One setting: identifier, labels, default, the test a value must pass, and that test in words."""

    name: str
    zh: str
    en: str
    default: Any
    check: Check
    allowed_zh: str
    allowed_en: str


@frozen
class SettingChange:
    """One entry of a setting's history."""

    name: str
    value: Any
    from_date: date
    set_at: str
    set_by: str


def whole(name: str, zh: str, en: str, default: int, least: int, most: int) -> Setting:
    """A whole number between two limits, both allowed."""

    def check(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    return Setting(name, zh, en, default, check, f"{least} 到 {most} 的整数", f"a whole number from {least} to {most}")


def one_of(name: str, zh: str, en: str, *allowed: str) -> Setting:
    """One of some codes; the first is the default."""
    listed = ", ".join(allowed)
    return Setting(name, zh, en, allowed[0], lambda value: isinstance(value, str) and value in allowed, listed, listed)


def flag(name: str, zh: str, en: str, default: bool) -> Setting:
    """On or off."""
    return Setting(name, zh, en, default, lambda value: isinstance(value, bool), "true, false", "true, false")


def text(name: str, zh: str, en: str, default: str, most: int = 200) -> Setting:
    """A text of one line."""

    def check(value: Any) -> bool:
        return isinstance(value, str) and len(value) <= most and value.isprintable()

    return Setting(
        name, zh, en, default, check, f"一行文字，最多 {most} 字", f"one line of text, at most {most} characters"
    )


def words(name: str, zh: str, en: str, default: Iterable[str], check: Check, zh_words: str, en_words: str) -> Setting:
    """A list of texts without repetition, each passing `check`."""

    def each(value: Any) -> bool:
        whole_list = isinstance(value, list) and all(isinstance(item, str) and check(item) for item in value)
        return whole_list and len(set(value)) == len(value)

    return Setting(name, zh, en, list(default), each, zh_words, en_words)


def table(
    name: str, zh: str, en: str, zh_words: str, en_words: str, check: Check, default: Mapping[str, str] | None = None
) -> Setting:
    """Texts by text (a form's identifier, a field's path), each value passing `check`."""

    def each(value: Any) -> bool:
        return isinstance(value, dict) and all(
            isinstance(key, str) and key and check(item) for key, item in value.items()
        )

    return Setting(name, zh, en, dict(default or {}), each, zh_words, en_words)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200 and value.isprintable()


def _is_ending(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isalnum() and value == value.lower() and len(value) <= 8


def _are_keys(value: Any) -> bool:
    """Keys by name, parted by commas; none that types a character."""
    return _is_line(value) and all(_KEY.fullmatch(key.strip().lower()) for key in value.split(","))


def _is_rule(value: Any) -> bool:
    from dangan.archive_no import fitting

    return _is_line(value) and fitting(value)


def _is_pattern(value: Any) -> bool:
    return _is_line(value) and value.count("{seq") == 1 and value.count("{") == value.count("}")


_KEY = re.compile(
    r"f([1-9]|1[0-9]|20)|(ctrl|alt|shift)\+[a-z0-9]+|insert|delete|home|end|pageup|pagedown|escape|tab|enter"
)
FILE_TYPES = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "docx", "xlsx", "pptx", "txt", "ofd", "wps", "et", "zip")
_DAYS = (
    "放假通知的原文（10月1日至7日放假；9月27日上班），或日期列表，如 2024-10-01",
    "the notice (holiday 2026-10-01..2026-10-07; work 2026-09-27), or a list of dates such as 2024-10-01",
)

# processes-data.md (h): name, default, limits. A setting stands here once a form or service reads it.
SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        text("unit", "单位", "Unit", ""),
        table("number_patterns", "编号规则", "Number patterns", "表：编号规则，含一个 {seq}", "form: pattern with one {seq}",
              _is_pattern),
        table("archive_no_pattern", "档号规则", "Rules of archive numbers", "类目号（* 为其余）：规则，如 {fonds}-{class}-{yyyy}-{seq:4}",
              "class number (* the others): rule, such as {fonds}-{class}-{yyyy}-{seq:4}", _is_rule),
        table("practice_fields", "不用的惯例项目", "Fields of practice not used", "表：项目标识，空格分开，如 visit_record: place items.note",
              "form: identifiers of fields, such as visit_record: place", _is_line),
        table("keymap", "按键", "Keys", "功能标识：键名，如 edit: f4; pick: f2", "function: keys, such as edit: f4; pick: f2",
              _are_keys),
        table("intake_forms", "补录的表与截止日期", "Forms open for intake", "表：截止日期", "form: last day", _is_day),
        words("holidays", "节假日", "Holidays", (), _is_day, *_DAYS),
        words("makeup_days", "调休上班日", "Make-up working days", (), _is_day, *_DAYS),
        whole("a_handover_days", "A角移交期限（工作日）", "Working days of manager A", 3, 0, 60),
        whole("b_handover_days", "B角移交期限（工作日）", "Working days of manager B", 2, 0, 60),
        whole("supplement_days", "补充资料期限（工作日）", "Working days to supply papers", 3, 0, 60),
        whole("filing_day", "每月归档截止日", "Day of the month until which departments file", 10, 1, 28),
        whole("loan_default_days", "默认借期（天）", "Usual loan term (days)", 7, 1, 365),
        whole("loan_max_days", "最长借期（天）", "Longest loan term (days)", 30, 1, 365),
        whole("loan_renewals", "可续借次数", "Renewals of a loan", 1, 0, 9),
        flag("loan_block_overdue", "有逾期时不再借出", "No loan while one is overdue", True),
        flag("slip_opinions", "调阅单须主管意见", "Slips need both opinions", False),
        one_of("customer_access_authority", "客户档案查阅批准人", "Who allows access to customer files",
               "gm", "marketing_gm", "sales_manager"),
        one_of("customer_confirm_role", "客户档案确认人", "Who confirms customer files", "sales_director", "marketing_gm"),
        whole("customer_file_threshold_t", "建档标准（吨）", "Volume that needs a customer file (t)", 3000, 0, 1_000_000),
        whole("review_months", "客户档案核查周期（月）", "Months of a customer review", 2, 1, 12),
        whole("recall_return_days", "催还后送还期限（工作日）", "Working days to return after a recall", 3, 1, 60),
        whole("recall_repeat_days", "再次催还间隔（天）", "Days until the next recall", 7, 1, 60),
        text("recall_letter", "催还单正文", "Text of the recall letter",
             "您调阅的下列档案已超过归还日期。为便于他人使用，并按照档案调阅的规定，请于{return_by}前送还。", 500),
        whole("appraisers_min", "鉴定人数下限", "Appraisers at least", 2, 1, 9),
        one_of("disposal_approver", "焚毁核准人", "Who approves destruction", "gm", "chairman", "deputy_gm"),
        flag("second_supervisor", "须第二监焚人", "A second supervisor of burning", False),
        words("paper_signatures", "可登记纸质签字的步骤", "Steps that may be signed on paper", (), _is_line,
              "表或“表.步骤”的列表，* 为全部", "a list of forms or form.step, * for all"),
        whole("attachment_max_mb", "附件大小上限（MB）", "Largest attachment (MB)", 50, 1, 2000),
        words("attachment_types", "附件类型", "Types of attachments", FILE_TYPES, _is_ending,
              "小写扩展名列表", "a list of file name endings in small letters"),
        one_of("backup_schedule", "备份频率", "Backups are made", "daily", "weekly", "off"),
        whole("backup_overdue_days", "备份逾期（天）", "Days until a backup is overdue", 3, 1, 90),
        text("backup_folder", "备份文件夹（空为数据旁）", "Backup folder (empty: beside the store)", ""),
    )
}  # fmt: skip


def fits(registry: Registry, name: str, value: Any) -> None:
    """Raise BadSetting for a number pattern with a token that its form cannot fill (no new record could be saved), and for
    a field to be hidden that stands on the source's paper, is required, or is none."""
    if name == "practice_fields":
        from dangan.hiding import of_practice

        for form, names in value.items():
            may = of_practice(registry.spec(form)) if registry.has(form) else []
            if strange := [each for each in names.split() if each not in may]:
                raise _kept(form, strange[0], may)
    if name != "number_patterns":
        return
    from dangan.numbering import tokens, unfillable

    for form, pattern in value.items():
        if registry.has(form) and (token := unfillable(spec := registry.spec(form), pattern)):
            raise _unfit(spec, token, tokens(spec))


def _kept(form: str, name: str, may: list[str]) -> BadSetting:
    return BadSetting(
        f"{form} 的项目“{name}”不能隐藏。", f"{name} of {form} cannot be hidden.",
        f"可隐藏的惯例项目：{' '.join(may)}", f"Fields of practice that may be: {' '.join(may)}", "GEN_SETTING",
    )  # fmt: skip


def _unfit(form: FormSpec, token: str, allowed: list[str]) -> BadSetting:
    """A number pattern with a token that the form cannot fill."""
    listed = " ".join(f"{{{name}}}" for name in [*allowed, "seq:4"])
    return BadSetting(
        f"《{form.zh}》的编号规则不能用“{token}”。", f"{form.en}: {token} cannot stand in its numbers.",
        f"可用：{listed}", f"What may be used: {listed}", "GEN_SETTING",
    )  # fmt: skip


class Settings:
    """The settings of one store. `known` may carry those of plugins beside SETTINGS; `guard(name, value)` raises BadSetting
    for what the forms at hand cannot work with."""

    def __init__(
        self, store: Store, known: Mapping[str, Setting] = SETTINGS, guard: Callable[[str, Any], None] | None = None
    ) -> None:
        self.store = store
        self.known = known
        self.guard = guard

    def get(self, name: str, on: date) -> Any:
        """The value in force on a day: the entry that begins last by then, else the default."""
        setting = self._known(name)
        found = self.store.value(
            "SELECT value FROM setting WHERE name = ? AND from_date <= ? ORDER BY from_date DESC, _id DESC LIMIT 1",
            (name, on),
        )
        return json.loads(json.dumps(setting.default)) if found is None else json.loads(found)

    def all(self, on: date) -> dict[str, Any]:
        """Every known setting with its value on a day."""
        return {name: self.get(name, on) for name in self.known}

    def set(self, name: str, value: Any, from_date: date, by: str, *, at: datetime) -> None:
        """Give a setting a value from a day on; earlier days keep theirs. Raises BadSetting (GEN_SETTING)."""
        self.check(name, value)
        with self.store.write() as cursor:
            self.set_in(cursor, name, value, from_date, by, at=at)

    def check(self, name: str, value: Any) -> None:
        """Raise BadSetting where the setting cannot have the value."""
        setting = self._known(name)
        if not setting.check(value):
            shown = json.dumps(value, ensure_ascii=False, default=str)
            labels = {"setting": setting.zh, "allowed": setting.allowed_zh}
            raise error(BadSetting, "GEN_SETTING", labels, setting=setting.en, value=shown, allowed=setting.allowed_en)
        if self.guard is not None:
            self.guard(name, value)

    def set_in(self, cursor: apsw.Cursor, name: str, value: Any, from_date: date, by: str, *, at: datetime) -> None:
        """The same inside a write transaction, of a value that was checked."""
        cursor.execute(
            "INSERT INTO setting (name, value, from_date, set_at, set_by) VALUES (?,?,?,?,?)",
            (name, json.dumps(value, ensure_ascii=False), from_date, stamp(at), by),
        )
        audit.append(cursor, at, by, "setting", detail={"name": name, "value": value, "from": str(from_date)})

    def history(self, name: str) -> list[SettingChange]:
        """Every value a setting was given, oldest entry first."""
        found = self.store.rows(
            "SELECT value, from_date, set_at, set_by FROM setting WHERE name = ? ORDER BY _id",
            (self._known(name).name,),
        )
        return [SettingChange(name, json.loads(value), date.fromisoformat(day), at, by) for value, day, at, by in found]

    def _known(self, name: str) -> Setting:
        try:
            return self.known[name]
        except KeyError:
            raise BadSetting(
                f"没有名为“{name}”的设置。", f"There is no setting {name}.",
                "请用 dangan settings 查看。", "See dangan settings.", "SETTING_UNKNOWN",
            ) from None  # fmt: skip
