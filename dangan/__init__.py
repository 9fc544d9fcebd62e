"""The contract: what a form, a field and a rule are. A plugin imports this package and nothing else.

The names are looked up in their modules when first asked for: the program reads stored specs at start and needs the
language of declarations only when a form's module is imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dangan.behaviours import FieldType
    from dangan.blocks import Dated, Foot, Head, Rows, Section
    from dangan.conditions import (
        COMPANY,
        NOW,
        TODAY,
        USER,
        USER_DEPT,
        both,
        computed,
        copied,
        counted,
        earliest,
        kept,
        latest,
        like,
        live,
        setting,
        since,
        total,
        unless,
        when,
    )
    from dangan.env import Env, Office
    from dangan.errors import DanganError, DeclarationError, Problem, Refused
    from dangan.fields import (
        ArchiveNo,
        Birthday,
        Choice,
        Custom,
        Date,
        DateTime,
        Decimal,
        Dept,
        Email,
        File,
        IdCard,
        Int,
        LongText,
        Money,
        Month,
        Multi,
        Org,
        Person,
        Phone,
        Postcode,
        Ref,
        Serial,
        Sign,
        Text,
        Time,
        Url,
        Uscc,
        Year,
        YesNo,
    )
    from dangan.flow import Flow, State, Step, Usual, days, deputy_of, head_of, holder_of, registered, role
    from dangan.form import Copy, Edition, Form, FormType, Register, Report
    from dangan.hookspecs import hookimpl, listens, registering
    from dangan.papers import Ledger, Letter, Paper, Sheet, Unique
    from dangan.record import Link, Signature, Values
    from dangan.row import Row
    from dangan.rules import Verdict
    from dangan.spec import FieldSpec, FormSpec, Label, Option
    from dangan.steps import Change, Moved, Stepping
    from dangan.told import overdue

__version__ = "0.1.0"

_HOME = {
    "blocks": "Dated Foot Head Rows Section",
    "conditions": "COMPANY NOW TODAY USER USER_DEPT both copied counted earliest kept latest like setting since total unless when computed live",
    "env": "Env Office",
    "errors": "DanganError DeclarationError Problem Refused",
    "fields": "ArchiveNo Birthday Choice Custom Date DateTime Decimal Dept Email File IdCard Int LongText Money Month Multi Org Person Phone Postcode Ref Serial Sign Text Time Url Uscc Year YesNo",
    "flow": "Flow State Step Usual days deputy_of head_of holder_of registered role",
    "form": "Copy Edition Form FormType Register Report",
    "hookspecs": "hookimpl listens registering",
    "steps": "Change Moved Stepping",
    "papers": "Ledger Letter Paper Sheet Unique",
    "record": "Link Signature Values",
    "row": "Row",
    "rules": "Verdict",
    "told": "overdue",
    "spec": "FieldSpec FormSpec Label Option",
    "behaviours": "FieldType",
}
_WHERE = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = [
    "COMPANY",
    "NOW",
    "TODAY",
    "USER",
    "USER_DEPT",
    "ArchiveNo",
    "Birthday",
    "Change",
    "Choice",
    "Copy",
    "Custom",
    "DanganError",
    "Date",
    "DateTime",
    "Dated",
    "Decimal",
    "DeclarationError",
    "Dept",
    "Edition",
    "Email",
    "Env",
    "FieldSpec",
    "FieldType",
    "File",
    "Flow",
    "Foot",
    "Form",
    "FormSpec",
    "FormType",
    "Head",
    "IdCard",
    "Int",
    "Label",
    "Ledger",
    "Letter",
    "Link",
    "LongText",
    "Money",
    "Month",
    "Moved",
    "Multi",
    "Office",
    "Option",
    "Org",
    "Paper",
    "Person",
    "Phone",
    "Postcode",
    "Problem",
    "Ref",
    "Refused",
    "Register",
    "Report",
    "Row",
    "Rows",
    "Section",
    "Serial",
    "Sheet",
    "Sign",
    "Signature",
    "State",
    "Step",
    "Stepping",
    "Text",
    "Time",
    "Unique",
    "Url",
    "Uscc",
    "Usual",
    "Values",
    "Verdict",
    "Year",
    "YesNo",
    "both",
    "computed",
    "copied",
    "counted",
    "days",
    "deputy_of",
    "earliest",
    "head_of",
    "holder_of",
    "hookimpl",
    "kept",
    "latest",
    "like",
    "listens",
    "live",
    "overdue",
    "registered",
    "registering",
    "role",
    "setting",
    "since",
    "total",
    "unless",
    "when",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'dangan' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"dangan.{_WHERE[name]}"), name)
    return value
