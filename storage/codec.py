"""Values as JSON, for history, batches and whoever compares: plain data out, typed values back."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from dangan.record import Link, Signature
from dangan.spec import FieldSpec
from storage.columns import DIRECTORY, kind_of, places

quoted = encode_basestring  # a text as JSON text
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def plain(value: Any) -> Any:
    """A value as JSON has it; '', () and None are all None."""
    kind = value.__class__
    if value is None or kind is str or kind is int or kind is bool:
        return None if value == "" else value
    if kind is Decimal:
        return str(value)
    if value == ():
        return None
    if isinstance(value, Link):
        return [value.text, value.id, value.form]
    if isinstance(value, Signature):
        return [value.name, value.id, plain(value.on), value.entered_by, value.paper]
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def said(value: Any) -> str:
    """The JSON text of `plain(value)`, for a value that is not empty."""
    kind = value.__class__
    if kind is str:
        return quoted(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is Decimal:
        return f'"{value}"'
    if kind is date:
        return f'"{value.isoformat()}"'
    if kind is Link:
        return f"[{quoted(value.text)},{'null' if value.id is None else value.id},{quoted(value.form)}]"
    return json_of(plain(value))


def json_of(data: Any) -> str:
    """Plain data as JSON text."""
    return _encode(data)


def typed(spec: FieldSpec | None, data: Any) -> Any:
    """The value that `plain` made of it; without a spec (a field that no longer exists) the data as it is."""
    if spec is None or data is None:
        return () if data is None and spec is not None and spec.type == "multi" else data
    match kind_of(spec):
        case "scaled":
            return Decimal(data)
        case "date":
            return date.fromisoformat(data)
        case "datetime":
            return datetime.fromisoformat(data)
        case "multi":
            return tuple(data)
        case "link":
            return Link(*data)
        case "sign":
            name, who, on, by, paper = data
            return Signature(name, who, date.fromisoformat(on) if on else None, by, paper)
    return data


def empty(spec: FieldSpec) -> Any:
    """What an empty value of the field is."""
    return () if spec.type == "multi" else None


@cache
def _step(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def normal(spec: FieldSpec, kind: str, value: Any) -> Any:
    """The value as it will come back from the store: empty things are None, a link without target has no form."""
    if kind == "multi":
        codes = tuple(value or ())
        if len(codes) < 2:
            return codes
        order = {o.code: n for n, o in enumerate(spec.options)}
        return tuple(sorted(dict.fromkeys(codes), key=lambda code: (order.get(code, len(order)), code)))
    if value is None or value == "":
        return None
    if kind in ("text", "int", "bool", "date"):
        return value
    if kind == "scaled":
        return Decimal(value).quantize(_step(places(spec)))
    if kind == "link":
        link = value if isinstance(value, Link) else Link(str(value))
        if link.id is None:
            return Link(link.text) if link.text else None
        form = DIRECTORY.get(spec.type) or (spec.ref[0] if len(spec.ref) == 1 else link.form)
        return Link(link.text, link.id, form)
    if kind == "sign":
        return value if value.name else None
    if kind == "datetime":
        return value.replace(microsecond=0)
    return value
