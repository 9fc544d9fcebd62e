"""Declarations stay short: what makes them longer is mended in the contract, not in the seventy-sixth form."""

from __future__ import annotations

import dangan
from scripts.count_forms import averages, sizes

LINES, FUNCTIONS = 72.0, 3.7  # on average a form; may be lowered


def test_forms_do_not_grow() -> None:
    count, lines, functions = averages(sizes())
    assert count >= 75
    assert lines <= LINES, f"{lines:.1f} lines a form"
    assert functions <= FUNCTIONS, f"{functions:.2f} functions a form"


def test_the_contract_is_a_language_one_can_remember() -> None:
    assert len(dangan.__all__) <= 97
