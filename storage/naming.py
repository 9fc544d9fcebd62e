"""What a record is called: its title by the form's pattern."""

from __future__ import annotations

import re

from dangan.record import Values
from dangan.spec import FormSpec
from dangan.types import show
from storage.layout import Layout

TOKEN = re.compile(r"\{([a-z_0-9]+)\}")
LONGEST = 200


def title_of(of: Layout, values: Values) -> str:
    """The title, Chinese labels for choices; the number stays a placeholder until it is given."""
    spec: FormSpec = of.spec

    def token(match: re.Match[str]) -> str:
        name = match[1]
        if name == "record_no":
            return str(values.get(name) or match[0])
        field = of.fields.get(name)
        return show(field, values.get(name), "zh", style="list") if field else ""

    return TOKEN.sub(token, spec.title).strip()[:LONGEST] or "{record_no}"


def with_number(title: str, number: str) -> str:
    """The title once the number is known."""
    return title.replace("{record_no}", number)
