"""What a check of a form goes through, worked out once: the looks at its fields, its rules with what they want."""

from __future__ import annotations

from typing import NamedTuple

from dangan.form import FormType
from dangan.quick import Looks, quick
from dangan.rules import Rule
from dangan.scope import Wants, wanted
from dangan.spec import BlockSpec, FieldSpec

Placed = tuple[Rule, Wants, BlockSpec | None, FieldSpec | None]  # of a rule in lines its rows table and its field there


class Plan(NamedTuple):
    """The looks at the fields of each block, and at the system fields that the form does not declare itself; the rules."""

    blocks: list[tuple[BlockSpec, Looks]]
    undeclared: Looks
    rules: list[Placed]


def plan_of(form: FormType) -> Plan:
    """The plan of a form."""
    kept: Plan | None = form.__dict__.get("_plan")
    if kept is None:
        looks, declared = quick(form), form.spec.fields
        blocks = [
            (block, Looks.of(looks[block.id if block.part == "rows" else ""][f.id] for f in block.fields))
            for block in form.spec.blocks
        ]
        undeclared = Looks.of(x for name, x in looks[""].items() if name not in declared and name != "status")
        kept = form.__dict__["_plan"] = Plan(blocks, undeclared, [_placed(form, rule) for rule in form.rules])
    return kept


def _placed(form: FormType, rule: Rule) -> Placed:
    rows, _, name = rule.path.rpartition(".")
    wants = wanted(form, rows, rule.function)
    return (rule, wants, form.spec.rows[rows], form.spec.rows[rows].field(name)) if rows else (rule, wants, None, None)
