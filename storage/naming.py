"""What a record is called: its title by the form's pattern."""

from __future__ import annotations

from dangan.record import Values
from dangan.types import show
from storage.layout import Layout

LONGEST = 200


def title_of(of: Layout, values: Values) -> str:
    """The title, Chinese labels for choices; the number stays a placeholder until it is given."""
    said = ""
    for n, part in enumerate(of.title):
        if not n % 2:
            said += part
        elif part == "record_no":
            said += str(values.get(part) or "{record_no}")
        elif field := of.fields.get(part):
            said += show(field, values.get(part), "zh", style="list")
    return said.strip()[:LONGEST] or "{record_no}"


def with_number(title: str, number: str) -> str:
    """The title once the number is known."""
    return title.replace("{record_no}", number)
