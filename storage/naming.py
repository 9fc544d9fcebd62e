"""What a record is called: its title by the form's pattern."""

from __future__ import annotations

import re

from dangan.env import Env
from dangan.record import Link, Values
from dangan.spec import FormSpec
from dangan.types import options_of, show
from storage.layout import Layout

TOKEN = re.compile(r"\{([a-z_0-9]+)\}")
LONGEST = 200


def title_of(of: Layout, values: Values, env: Env) -> str:
    """The title, Chinese labels for choices; the number stays a placeholder until it is given.

    A link gives the title of the record that it names, a field that an edition shares what its master has.
    """
    master: Values | None = None

    def token(match: re.Match[str]) -> str:
        nonlocal master
        name = match[1]
        if name == "record_no":
            return str(values.get(name) or match[0])
        field, value = of.fields.get(name), values.get(name)
        if field is None:
            return ""
        if name in of.shared and value in (None, ()):
            if master is None:
                master = _named(values.get(of.spec.edition_link), env) or {}
            value = master.get(name)
        if field.type == "ref" and isinstance(value, Link):
            return str((_named(value, env) or {}).get("_title") or value.title or value.text)
        return show(field, value, "zh", style="list", options=options_of(field, env.office))

    return TOKEN.sub(token, of.spec.title).strip()[:LONGEST] or str(values.get("record_no") or "{record_no}")


def named_by(spec: FormSpec) -> set[str]:
    """The links from whose targets the titles of a form are made."""
    tokens = [spec.fields[name] for name in TOKEN.findall(spec.title) if name in spec.fields]
    links = {f.id for f in tokens if f.type == "ref"}
    return links | {spec.edition_link} if any(f.shared for f in tokens) else links


def _named(link: object, env: Env) -> Values | None:
    return env.office.record(link) if isinstance(link, Link) else None


def with_number(title: str, number: str) -> str:
    """The title once the number is known."""
    return title.replace("{record_no}", number)
