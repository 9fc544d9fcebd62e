"""Where a record stands, in words: its course of states, what is next, whose it is and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from dangan.env import Env
from dangan.errors import Problem
from dangan.form import FormType
from dangan.i18n import _
from dangan.record import Values
from dangan.spec import FormSpec
from dangan.steps import around, leads_on, persons, said, signers
from dangan.values.text import cells, folded
from storage.roles import Roles
from storage.stepping import Offer
from tui import theme
from tui.due import by_when, counts_working
from tui.widgets.rows import Entry, note, pieced

RIGHTS = ("GEN_NO_RIGHT", "GEN_NOT_SIGNER", "GEN_SIGN_ORDER", "GEN_SIGN_TAKEN", "STEP_GUARD_ABSENT")
MOST_NAMES = 3
NEXT = 3  # steps named on the page of a record; F9 lists all
EMPTY: tuple[Any, ...] = (None, "", ())


def state_label(spec: FormSpec, code: str | None, lang: str) -> str:
    """A state as it is called."""
    return next((s.text(lang) for s in spec.states if s.code == code), str(code or ""))


def course(spec: FormSpec, status: str, lang: str) -> str:
    """The states in order, the one in hand in brackets; a state outside the course stands before what it leads to."""
    if status in spec.course:
        named = [(code, state_label(spec, code, lang)) for code in spec.course]
    else:
        ends = [s.to for s in spec.flow.leading_from(status) if s.to and s.to != status]
        named = [(code, state_label(spec, code, lang)) for code in dict.fromkeys([status, *ends[:1]])]
    return " -> ".join(f"[{label}]" if code == status else label for code, label in named)


def lacking(offer: Offer, values: Values) -> tuple[Problem, ...]:
    """What stands against a step that asking for its values, its reason or its lines would not mend."""
    asked, step = set(offer.step.asks), offer.step
    open_ = step.line or any("." in path or _asked_for(values.get(path)) for path in asked)
    return tuple(p for p in offer.problems if _plain(p.path) not in asked and (p.code in RIGHTS or not open_))


def _asked_for(value: Any) -> bool:
    """Whether a step that asks for it gives it: it is empty, or a table, of which a new line is asked for."""
    return value in EMPTY or isinstance(value, list)


def _plain(path: str) -> str:
    parts = path.split(".")
    return f"{parts[0]}.{parts[2]}" if len(parts) == 3 else path


def holders(form: FormType, offer: Offer, values: Values, env: Env, archive: Any) -> list[tuple[str, list[str]]]:
    """Whose step it is at present, in words, each with the people by name; where the order is free, of all signatures."""
    paths = offer.open[:1] if offer.step.ordered else offer.open
    asked = [(signers(form, offer.step, path), around(values, path)) for path in paths] or [(offer.step.by, values)]
    out: dict[str, list[str]] = {}
    for whose, home in asked:
        roles = _(", or ", env.lang).join(each.text(env.lang) for each in said(whose, form.spec, env.office))
        out.setdefault(roles, names(persons(whose, home, env.office), env, archive))
    return list(out.items())


def names(tokens: Collection[str], env: Env, archive: Any) -> list[str]:
    """The people behind tokens (`person:5 role:archivist head:3 deputy:3`), in the order of the directory."""
    if not tokens:
        return []
    roles: dict[str, list[int]] = {}
    if any(token.startswith("role:") for token in tokens):
        for held in Roles(archive.store).held(env.today):
            roles.setdefault(f"role:{held.role}", []).append(held.person_id)
    wanted: set[int | None] = {n for token in tokens for n in roles.get(token, ())}
    depts = {d.id: d for d in archive.directory.depts()} if any(t[0] in "hd" for t in tokens) else {}
    for token in tokens:
        kind, _gap, number = token.partition(":")
        if kind == "person":
            wanted.add(int(number))
        elif kind in ("head", "deputy") and int(number) in depts:
            wanted.add(getattr(depts[int(number)], f"{kind}_id"))
    return [p.name for p in archive.directory.people() if p.id in wanted]


def lines(form: FormType, values: Values, offers: Sequence[Offer], env: Env, archive: Any, width: int) -> list[Entry]:
    """The head of a record's page: the course of states, then the steps that come next; nothing without a flow."""
    spec, lang, status = form.spec, env.lang, str(values.get("status") or "")
    if len(spec.states) < 2 or status == "void":
        return []
    label = _("State", lang)
    room = max(cells(label), cells(_("Next step", lang))) + 1
    out = list(_labelled(label, _whole_states(course(spec, status, lang), width - room - 2), room, width))
    label = _("Next step", lang)
    for offer in onward(spec, offers)[:NEXT]:
        text = _next(form, offer, values, env, archive)
        late = offer.due_on is not None and offer.due_on < env.today
        out += _labelled(label, text, room, width, "!" if late else " ")
        label = ""
    return [*out, note()]


def onward(spec: FormSpec, offers: Iterable[Offer]) -> list[Offer]:
    """The steps that lead on, those with a limit first: not those that send back, nor those taken beside the course."""
    return sorted((o for o in offers if leads_on(spec, o.step)), key=lambda o: (o.due_on is None, o.due_on or date.max))


def _whole_states(text: str, width: int) -> str:
    """A course in lines that end between two states."""
    out = ""
    for state in text.split(" -> "):
        line = out.rpartition("\n")[2]
        wide = cells(f"{line} -> {state} ->") > width
        out += ("" if not out else " ->\n" if wide else " -> ") + state
    return out


def _next(form: FormType, offer: Offer, values: Values, env: Env, archive: Any) -> str:
    whose = []
    for roles, found in holders(form, offer, values, env, archive):
        who = ", ".join(found[:MOST_NAMES]) + (" +" if len(found) > MOST_NAMES else "")
        whose.append(f"{roles} {who or (_('(nobody)', env.lang) if roles else '')}".strip())
    limit = by_when(offer.due_on, env, working=counts_working(offer.step))
    return "  ".join(filter(None, (offer.step.label(env.lang), "; ".join(filter(None, whose)), limit)))


def _labelled(label: str, text: str, room: int, width: int, mark: str = " ") -> Iterable[Entry]:
    from dangan.values.text import fit

    for i, line in enumerate(folded(text, max(10, width - room - 2))):
        style = theme.WARNING if mark == "!" else theme.VALUE
        yield pieced((fit(f"{mark if i == 0 else ' '}{label}", room + 1), theme.LABEL), (line, style))
        label = ""
