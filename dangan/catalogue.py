"""A form in the shape and words of the catalogue, as `dangan forms --json` prints it."""

from __future__ import annotations

from typing import Any

from dangan.env import Office
from dangan.spec import BlockSpec, Condition, FieldSpec, FormSpec
from dangan.types import options_of


def printed_form(spec: FormSpec, office: Office) -> dict[str, Any]:
    """The form as plain data; keys without content are left out."""
    out: dict[str, Any] = {
        "name": spec.id, "id": spec.no, "zh": spec.zh, "en": spec.en, "kind": spec.kind, "of": spec.of if spec.kind == "copy" else "",
        "edition_of": spec.edition_of, "prefix": spec.prefix, "number": spec.number, "key": list(spec.key),
        "unique": [_unique(u.fields, u.only) for u in spec.unique],
        "states": list(spec.state_codes) if spec.kind == "record" else [],
        "secrecy": spec.secrecy, "orientation": "landscape" if spec.paper.landscape else "portrait",
    }  # fmt: skip
    if spec.kind == "report":
        del out["number"], out["key"]
    if spec.register:
        out |= {"sheet": True, "sheet_by": list(spec.sheet_by)}
    if spec.ledgers:
        out["ledger"] = list(spec.ledgers[0].columns)
    reasons = {f.source.override for f in spec.fields.values() if f.source}
    out["sections"] = [_section(b, office, reasons) for b in spec.blocks if b.part != "none"]
    out["plugin"] = spec.plugin
    return {k: v for k, v in out.items() if v not in ("", None)}


def _unique(fields: tuple[str, ...], only: Condition | None) -> dict[str, Any]:
    made: dict[str, Any] = {"fields": list(fields)}
    if only:
        made["while"] = " and ".join(
            f"{n} is {'' if w else 'not '}{' or '.join(c) or 'given'}" for n, c, w in only.terms
        )
    return made


def _section(block: BlockSpec, office: Office, reasons: set[str]) -> dict[str, Any]:
    return {
        "id": block.id, "zh": block.zh, "en": block.en, "part": block.part,
        # why a line is struck out is kept beside it; on paper the line is crossed
        "fields": [_field(f, office, f.id in reasons) for f in block.fields if f.printed or f.id != block.struck],
    }  # fmt: skip


def _field(f: FieldSpec, office: Office, conditional: bool) -> dict[str, Any]:
    out: dict[str, Any] = {"id": f.id, "zh": f.zh, "en": f.en, "type": f.type, "req": "C" if conditional else _req(f)}
    if f.list:
        out["list"] = f.list
    if f.list or f.options:
        out["options"] = {o.code: o.zh for o in options_of(f, office)}
    if f.ref:
        out["ref"] = "|".join(f.ref)
    if f.type == "decimal":
        out["places"] = f.places
    for key, value in (("other", f.other), ("auto", f.auto), ("sensitive", f.sensitive)):
        if value:
            out[key] = True
    for key, limit in (("unit", f.unit or None), ("min", f.min), ("max", f.max), ("default", _usual(f.default))):
        if limit is not None and not str(limit).startswith("@"):
            out[key] = limit
    return out


def _usual(default: Any) -> Any:
    """A default; of one that a setting may change what it is without."""
    if not str(default).startswith("@setting:"):
        return default
    otherwise = str(default).split(":", 2)[2]
    return int(otherwise) if otherwise.isdigit() else otherwise or None


def _req(f: FieldSpec) -> str:
    if isinstance(f.required, Condition):
        return "C"
    return "Y" if f.required else "N"
