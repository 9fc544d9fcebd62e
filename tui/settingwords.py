"""Settings as the office reads and types them: codes in words, forms and fields by their names, not identifiers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from dangan.i18n import N_, _
from dangan.values.text import normal

WORDS = {
    "marketing_gm": N_("general manager, marketing"),
    "daily": N_("every day"), "weekly": N_("every week"), "off": N_("never"),
}  # fmt: skip


class SettingWords:
    """The words of settings in one language, with the names of the forms and options of an archive."""

    def __init__(self, archive: Any, lang: str) -> None:
        self.archive, self.lang = archive, lang

    def label(self, setting: Any) -> str:
        """What the setting is called."""
        return str(setting.zh if self.lang == "zh" else setting.en)

    def allowed(self, setting: Any) -> str:
        """What it may be."""
        if isinstance(setting.default, bool):
            return f"{_('yes', self.lang)}, {_('no', self.lang)}"
        codes = codes_of(setting)
        return ", ".join(map(self.code, codes)) if codes else str(getattr(setting, f"allowed_{self.lang}"))

    def value(self, setting: Any, value: Any) -> str:
        """A value in words; one that is empty is named as such."""
        if value in ("", {}, [], None):
            return _("(none)", self.lang)
        if isinstance(value, bool):
            return _("yes", self.lang) if value else _("no", self.lang)
        return self.code(value) if isinstance(value, str) and value in codes_of(setting) else self.typed(value)

    def code(self, code: str) -> str:
        """A code in words."""
        periods = {o.code: o.text(self.lang) for o in self.archive.lists.options("retention_period")}
        return periods.get(code) or (_(WORDS[code], self.lang) if code in WORDS else code)

    def typed(self, value: Any) -> str:
        """A value as it is typed: lists parted by commas, tables as `name: value; name: value`."""
        if isinstance(value, list):
            return ", ".join(map(self.typed, value))
        if isinstance(value, Mapping):
            return "; ".join(f"{self.named(str(key))}: {self._part(key, part)}" for key, part in value.items())
        return str(value)

    def _part(self, key: Any, part: Any) -> str:
        if isinstance(part, Mapping):
            return f"{part.get('zh', '')} / {part.get('en', '')}".strip(" /")
        if isinstance(part, list):
            return ", ".join(self.field(str(key), str(name)) for name in part)
        return str(part)

    def named(self, path: str) -> str:
        """A form, or a field of one (`form.field`), by its name."""
        form, _dot, field = path.partition(".")
        if not self.archive.registry.has(form):
            return path
        label = str(self.archive.registry.spec(form).label(self.lang))
        return f"{label}.{self.field(form, field)}" if field else label

    def field(self, form: str, name: str) -> str:
        """A field of a form by its name."""
        if not self.archive.registry.has(form):
            return name
        return next((f.label(self.lang) for _b, f in self.archive.registry.spec(form).walk() if f.id == name), name)

    def read(self, setting: Any, typed: str) -> Any:
        """What was typed, in the type of the setting's default; left as text where it is none, for the check to refuse."""
        text = typed.strip()
        if isinstance(setting.default, str):
            return text
        if isinstance(setting.default, dict) and not text.startswith("{"):
            return self._table(setting, text)
        if isinstance(setting.default, list) and not text.startswith("["):
            numbers = bool(setting.default) and isinstance(setting.default[0], int)
            return [int(p) if p.isdigit() and numbers else p for p in _parts(text)]
        try:
            return json.loads(text)
        except ValueError:
            return text

    def _table(self, setting: Any, text: str) -> Any:
        out: dict[str, Any] = {}
        for line in filter(None, (part.strip() for part in re.split("[;\uff1b]", text))):
            name, colon, rest = (part.strip() for part in _divided(line))
            if not colon:
                return text
            form, dot, field = name.partition(".")
            form = self._id(form)
            key = f"{form}.{self._field_id(form, field)}" if dot else form
            out[key] = rest
        return out

    def _id(self, name: str) -> str:
        specs = self.archive.registry.specs()
        return next((s.id for s in specs if normal(name) in (normal(s.zh), normal(s.en), s.id, s.no)), name)

    def _field_id(self, form: str, name: str) -> str:
        if not self.archive.registry.has(form):
            return name
        fields = (f for _b, f in self.archive.registry.spec(form).walk())
        return next((f.id for f in fields if normal(name) in (normal(f.zh), normal(f.en), f.id)), name)


def codes_of(setting: Any) -> list[str]:
    """The codes that a setting may be, none where it is no choice."""
    listed = str(setting.allowed_en).split(", ")
    one_word = all(part and " " not in part for part in listed)
    return list(dict.fromkeys(listed)) if isinstance(setting.default, str) and one_word and len(listed) > 1 else []


def _parts(text: str) -> list[str]:
    return [p.strip() for p in re.split("[,\uff0c\u3001]", text) if p.strip()]


def _divided(line: str) -> tuple[str, str, str]:
    found = re.search("[:\uff1a]", line)
    return (line[: found.start()], ":", line[found.end() :]) if found else (line, "", "")
