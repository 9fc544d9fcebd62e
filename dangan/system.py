"""The fields that records carry beside the declared ones: the system fields, and the text of an option `other`."""

from __future__ import annotations

from dangan.spec import Condition, FieldSpec, FormSpec

_ALL = (
    FieldSpec("record_no", "text", "编号", "Number", auto=True, required=True),
    FieldSpec("status", "choice", "状态", "Status", auto=True),
    FieldSpec("secrecy", "choice", "密级", "Secrecy level", list="secrecy"),
    FieldSpec("unit", "org", "单位", "Unit", default="@company"),
    FieldSpec("dept", "dept", "部门", "Department", default="@dept"),  # whose head approves
    FieldSpec("retention", "choice", "保管期限", "Retention period", list="retention_period", other=True),
    FieldSpec("prepared_by", "person", "制表人", "Prepared by", default="@user"),
    FieldSpec("prepared_on", "date", "制表日期", "Date prepared", default="@today"),
    FieldSpec("opened_on", "date", "建档日期", "File opened on"),
    FieldSpec("approved_by", "sign", "核准人", "Approved by"),
    FieldSpec("remarks", "longtext", "备注", "Remarks", max_length=20000),
    FieldSpec("revision", "int", "修订版本", "Revision", auto=True, default=0),
)
SYSTEM: dict[str, FieldSpec] = {f.id: f for f in _ALL}

# columns that are no fields: never printed, never typed
INTERNAL = (
    "_id", "_lock", "_title", "_owner", "_created_at", "_created_by", "_updated_at", "_updated_by", "_reasons",
)  # fmt: skip


def stored_fields(spec: FormSpec) -> dict[str, FieldSpec]:
    """Every field outside rows tables that a record of the form keeps: its own, then the system's remaining ones."""
    kept = spec.__dict__.get("_stored")
    if kept is None:
        kept = spec.__dict__["_stored"] = {**spec.fields, **{k: f for k, f in SYSTEM.items() if k not in spec.fields}}
    return dict(kept)


def beside(f: FieldSpec) -> FieldSpec | None:
    """The free text beside a choice or multi-choice that has an option `other`, as a field of its own; None elsewhere."""
    if not f.other or f.type not in ("choice", "multi"):
        return None
    chosen = Condition(((f.id, ("other",), True),))
    return FieldSpec(f"{f.id}_other", "text", f"{f.zh}（其他）", f"{f.en} (other)", relevant=chosen)
