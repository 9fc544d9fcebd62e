"""D7: the ten given lines of a checklist, more of a kind, and how complete it is."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from dangan import Link, Values
from dangan.checking import settle
from dangan.env import Env
from dangan.errors import Refused
from dangan.types import parse
from forms_plugins.customers.source_documents import SourceDocuments
from tests.forms.office import CLERK, at_work, filled, problems

KINDS = [
    "contract_dossier", "licence_copy", "performance_proof", "authority_proof", "guarantor_proof", "exchange_records",
    "notarial", "contract_set", "acceptance", "vouchers",
]  # fmt: skip


def checklist(**other: Any) -> Values:
    return filled(SourceDocuments, customer=Link("KH-2024-00012", 12, "customer"), contract_no="XS-2024-031", **other)


def with_lines(*there: int, **other: Any) -> Values:
    """A checklist in which the lines of these numbers (from 1) are present with copies and pages."""
    values = checklist()
    for number in there:
        values["items"][number - 1] |= {"present": True, "copies": 1, "pages": 6, **other}
    return settle(SourceDocuments.form_type, values, at_work())


def test_ten_lines_are_given_in_order() -> None:
    lines = checklist()["items"]
    assert [line["kind"] for line in lines] == KINDS
    assert [line["present"] for line in lines] == [False] * 10
    assert [number for number, line in enumerate(lines, 1) if line["copy_kind"] == "copy"] == [2, 3, 5, 10]
    assert all(line["copy_kind"] in ("original", "copy") for line in lines)


def test_new_checklist_is_submitted_though_nothing_is_there() -> None:
    values = checklist()
    assert problems(SourceDocuments, values, entering="submitted") == {}
    assert values["completeness"] == Decimal("0.0")
    assert values["prepared_by"] == CLERK


@pytest.mark.parametrize("name", ["customer", "prepared_by", "prepared_on"])
def test_required_to_be_submitted(name: str) -> None:
    assert list(problems(SourceDocuments, {**checklist(), name: None}, entering="submitted")) == [
        f"{name}:GEN_REQUIRED"
    ]


def test_one_line_at_least() -> None:
    assert list(problems(SourceDocuments, {**checklist(), "items": []}, entering="submitted")) == [
        "items:GEN_MIN_LINES"
    ]


@pytest.mark.parametrize("name", ["copies", "pages", "copy_kind"])
def test_what_is_there_is_counted(name: str) -> None:
    values = with_lines(2, **{name: None})
    (refused,) = problems(SourceDocuments, values, entering="submitted").values()
    assert (refused.path, refused.code) == (f"items.1.{name}", "GEN_REQUIRED_IF")
    assert refused.zh.startswith("“有/无”为有时") and refused.en.endswith("when Present is Yes.")


@pytest.mark.parametrize("name", ["copies", "pages"])
def test_counts_begin_at_one(name: str) -> None:
    assert list(problems(SourceDocuments, with_lines(2, **{name: 0}))) == [f"items.1.{name}:GEN_RANGE"]


def test_completeness() -> None:
    assert with_lines(1, 2, 10)["completeness"] == Decimal("30.0")
    assert with_lines(*range(1, 11))["completeness"] == Decimal("100.0")


def test_second_line_of_a_kind_counts_once() -> None:
    values = with_lines(1, 2)
    values["items"].append({"kind": "licence_copy", "present": True, "copies": 1, "pages": 1, "copy_kind": "copy"})
    again = settle(SourceDocuments.form_type, values, at_work())
    assert again["completeness"] == Decimal("20.0")
    assert problems(SourceDocuments, again, entering="submitted") == {}
    assert SourceDocuments.form_type.spec.rows["items"].free


def test_key_is_customer_and_contract() -> None:
    assert SourceDocuments.form_type.spec.key == ("customer", "contract_no")


def test_a_customer_that_is_not_there_is_named_without_identifiers() -> None:
    field = SourceDocuments.form_type.spec.fields["customer"]
    with pytest.raises(Refused) as told:
        parse(field, "岳阳", Env(datetime(2026, 3, 2), Link("李敏")))
    assert told.value.problems[0].zh == "“客户”：没有找到记录 岳阳。"
    assert told.value.problems[0].en == "Customer: there is no record 岳阳."
