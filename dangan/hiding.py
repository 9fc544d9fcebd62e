"""Fields of practice that an office does not use: on no screen and no paper; what they hold stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dangan.spec import BlockSpec, FormSpec

SETTING = "practice_fields"


def of_practice(spec: FormSpec) -> list[str]:
    """The paths of the fields that may be hidden, in the order of the paper."""
    return [_path(block, f.id) for block, f in spec.walk() if f.practice and not block.copies]


def shown(spec: FormSpec, setting: Mapping[str, str] | None) -> FormSpec:
    """The form without the fields that the setting `practice_fields` names for it, and without blocks left empty."""
    names = frozenset((setting or {}).get(spec.id, "").split()).intersection(of_practice(spec))
    if not names:
        return spec
    known: dict[frozenset[str], FormSpec] = spec.__dict__.setdefault("_shown", {})
    if names not in known:
        blocks = (replace(b, fields=tuple(f for f in b.fields if _path(b, f.id) not in names)) for b in spec.blocks)
        known[names] = replace(spec, blocks=tuple(b for b in blocks if b.fields))
    return known[names]


def _path(block: BlockSpec, name: str) -> str:
    return f"{block.id}.{name}" if block.part == "rows" else name
