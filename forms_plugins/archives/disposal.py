"""What keeps a thing from being burnt (W5), asked alike by the appraisal I4 and the destruction list B8."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import dangan as d
from dangan.env import shipped_options
from forms_plugins.shared.retention import expiry

STANDING = ("in_stock", "")  # where a thing must be to be burnt; "" = no step has ever moved it
OVER = ("executed", "withdrawn", "carried_out")  # states in which it is too late to ask
CERTIFICATE = "certificate_ledger"


def hang(line: Any) -> None:
    """Hang the rules of expiry on a line with `archive_no` and `expired_on`."""
    line.expired_on.calc(its_expiry)
    line.archive_no.must(code="DISP_PERMANENT")(not_kept_for_ever)
    line.expired_on.must(code="DISP_NOT_EXPIRED")(period_is_over)


def its_expiry(archive_no: d.Link, expired_on: date | None, status: str, office: d.Office) -> date | None:
    """The last day of its period, as it stood while the list was made."""
    return expired_on if status != "draft" and expired_on else expiry(thing_of(archive_no, office))


def not_kept_for_ever(archive_no: d.Link, status: str, office: d.Office) -> d.Verdict:
    """Nothing permanent is listed."""
    thing = thing_of(archive_no, office)
    fine = status in OVER or thing.get("retention") != "permanent"
    return fine or {"archive_no": number_of(archive_no, office), "title": title_of(thing)}


def period_is_over(archive_no: d.Link, expired_on: date, today: date, office: d.Office) -> d.Verdict:
    """Nothing before its time."""
    return expired_on < today or {
        "archive_no": number_of(archive_no, office),
        "from_on": expired_on + timedelta(days=1),
    }


def obstacle(archive_no: d.Link, office: d.Office) -> d.Label | None:
    """Why a thing may not be burnt: where it is, or for what it is on hold; None where it stands free."""
    holding = office.holding(archive_no)
    gone = archive_no.form == CERTIFICATE and holding in ("released", "replaced")
    if holding not in STANDING and not gone:
        named = next((o for o in shipped_options("file_catalogue_states") if o.code == holding), None)
        return d.Label(named.zh, named.en.lower()) if named else d.Label(holding, holding)
    holds = office.holds(archive_no)
    return d.Label(f"因“{holds[0]['matter']}”冻结", f"on hold for {holds[0]['matter']}") if holds else None


def thing_of(archive_no: d.Link, office: d.Office) -> d.Values:
    """The record of a thing, empty where it is not found."""
    return dict(office.record(archive_no) or {})


def number_of(archive_no: d.Link, office: d.Office) -> str:
    """The number under which a thing is kept."""
    thing = thing_of(archive_no, office)
    return str(thing.get("archive_no") or thing.get("cert_no") or archive_no.text)


def title_of(thing: d.Values) -> str:
    """What a thing is called."""
    return str(thing.get("title") or thing.get("project") or thing.get("name") or "")


def enough_appraisers(appraisers: Sequence[Any] | None, office: d.Office) -> d.Verdict:
    """Whether as many appraise as the office wants, two unless it says otherwise."""
    least = office.setting("appraisers_min")
    least = 2 if least is None else least
    return len(appraisers or ()) >= least or {"count": len(appraisers or ()), "minimum": least}
