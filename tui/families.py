"""The families of forms as home lists them: by the letter of the form's number, others by the family their plugin names."""

from __future__ import annotations

from typing import Any

from dangan.frozen import frozen
from dangan.i18n import N_, _

KNOWN = {
    "A": N_("Personnel"), "B": N_("Company archives"), "C": N_("Projects and certificates"), "D": N_("Customers"),
    "E": N_("Rollers"), "F": N_("Call-backs"), "G": N_("Personal customers"), "H": N_("Department filing"), "I": N_("Overviews"),
}  # fmt: skip


@frozen
class Family:
    """A family and its forms; a form has id, no, zh, en, alive, lists, kept."""

    name: str
    forms: tuple[Any, ...]
    en: str = ""

    def label(self, lang: str) -> str:
        """Its name."""
        if self.name in KNOWN or not self.name:
            return _(KNOWN.get(self.name, N_("Other forms")), lang)
        return self.name if lang == "zh" else self.en or self.name


def heads(registry: Any) -> list[Any]:
    """What home and menus need of each form that has its tables, without reading its declaration."""
    return [head for head in registry.heads() if registry.has(head.id)]


def families(registry: Any, used: Any = None) -> list[Family]:
    """The families in order, with the forms the office uses (`used`: a list of identifiers, None = all)."""
    found: dict[tuple[str, ...], list[Any]] = {}
    for head in heads(registry):
        if head.lists and (used is None or head.id in used):
            printed = head.no[1:].rstrip("abc").isdigit() and head.no[:1] in KNOWN
            found.setdefault((head.no[:1], "") if printed else (*head.family, "", "")[:2], []).append(head)
    names = sorted(found, key=lambda pair: (pair[0] not in KNOWN, pair))
    return [Family(name, tuple(sorted(found[name, en], key=_order)), en) for name, en in names]


def _order(head: Any) -> tuple[int, str]:
    digits = "".join(c for c in head.no[1:] if c.isdigit())
    return (int(digits) if digits else 999, head.id)
