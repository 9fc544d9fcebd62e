"""Values as the program holds them between the screen and the store."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple


class Link(NamedTuple):
    """A person, department, company, record or file that a field names.

    `text` is what stands on the paper (a name, a number); `id` the entry it refers to, None for an outsider or plain
    text; `form` the form type of a record, else person, dept, org or attachment; `title` what the target is called,
    filled in when read, never stored.
    """

    text: str
    id: int | None = None
    form: str = ""
    title: str = ""


class Signature(NamedTuple):
    """A sign-off: who (`id` of the person where known), the day, who entered it, and whether it was given on paper."""

    name: str
    id: int | None = None
    on: date | None = None
    entered_by: str = ""
    paper: bool = True


# One record: values by field identifier, each rows table a list of such dicts. What a value is, by type of the field:
#   text longtext phone email url idcard uscc postcode      str
#   int year                                                int
#   decimal money                                           decimal.Decimal
#   date datetime                                           datetime.date, datetime.datetime
#   month "YYYY-MM", time "HH:MM", birthday "YYYY-MM-DD" or "--MM-DD"    str
#   bool                                                    bool
#   choice                                                  str, a code (free text where the field is `other` without such a code)
#   multi                                                   tuple[str, ...] of codes in the order of the list
#   person dept org ref file                                Link
#   sign                                                    Signature
# An empty value is None (multi: ()). `<id>_other` holds the free text beside a choice or multi with an option `other`,
# `<id>_reason` the reason of an override. A line has `_id` (None = new). A record read from the store also has
# `_id _lock _title _owner _created_at _created_by _updated_at _updated_by status` and the system fields.
Values = dict[str, Any]
