"""The frozen description of a flow: states and what they lock, steps and who takes them until when."""

from __future__ import annotations

from typing import Any

from dangan.frozen import frozen


@frozen
class StateSpec:
    """A state. `locks` and `late` name fields, blocks, rows tables or `rows.field`; `*` is everything.

    Along the course of a form locks add up: what one state locks stays locked in those after it. A side state (returned,
    rejected) stands outside the course and locks what it says itself. A field with `write=` is spared unless it is named.
    """

    code: str
    locks: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    side: bool = False
    whole: bool = False  # of the first state: what is required is asked for at the first save
    refuses: str = ""  # code of the refusal when something locked is changed


@frozen
class DueSpec:
    """A time limit: `days` (or the setting's value), working or calendar, after the day in the field `after`, "" = the day
    on which the record came into its state; `extended` names the field of a later date that was granted; or so many `months`."""

    days: int
    setting: str = ""
    after: str = ""
    working: bool = True
    extended: str = ""
    months: bool = False


@frozen
class StepSpec:
    """A step: from which states to which; `to` empty = the record stays in its state.

    `by` says who may take it, any of them; empty = whoever may edit. A step with signatures is taken by signing: it is
    done when all that are needed stand. Who: `role:archivist`, `field:manager_b` (the person named there), `head:dept`
    and `deputy:dept` (of the department named in a field), `entry:dept_archivist:dept` (the person registered in that
    form for it), `setting:disposal_approver` (a setting whose value is a role).
    """

    id: str
    zh: str
    en: str
    from_: tuple[str, ...]
    to: str = ""
    by: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()  # sign fields, `rows.field` one a line
    ordered: bool = True
    asks: tuple[str, ...] = ()  # fields that are filled in with it, locked or not
    line: str = ""  # a rows table: the step is of chosen lines
    reason: bool = False
    due: DueSpec | None = None
    sets: tuple[tuple[str, Any], ...] = ()  # (field or rows.field, value) that the step itself writes, in its lines

    def label(self, lang: str) -> str:
        """What it is called in `lang`."""
        return self.zh if lang == "zh" else self.en


@frozen
class FlowSpec:
    """The states in order, side states included, and the steps."""

    states: tuple[StateSpec, ...] = ()
    steps: tuple[StepSpec, ...] = ()

    def state(self, code: str) -> StateSpec | None:
        """The state of that code, None where the flow has none (void)."""
        return next((s for s in self.states if s.code == code), None)

    def step(self, name: str) -> StepSpec | None:
        """The step of that name, None where there is none."""
        return next((s for s in self.steps if s.id == name), None)

    def leading_from(self, state: str) -> tuple[StepSpec, ...]:
        """The steps that may be taken in a state."""
        return tuple(s for s in self.steps if state in s.from_)

    @property
    def signed(self) -> frozenset[str]:
        """The sign fields that its steps fill: nobody types them."""
        return frozenset(name for step in self.steps for name in step.sign)
