"""Sample records of G1."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from dangan.env import Env
from dangan.record import Values
from dangan.spec import FieldSpec, FormSpec
from dangan.types import options_of
from forms_plugins.demo import words
from forms_plugins.demo.maker import Maker
from forms_plugins.demo.office import Staff


def skin_customer(maker: Maker, staff: Staff, env: Env, spec: FormSpec) -> Values:
    """A salon's customer with her skin as it was found and her visits."""
    sex = "female" if maker.chance(0.9) else "male"
    first = maker.back(30, 900)
    birth = maker.born(20, 58)
    advisor = maker.one(staff.of("客户服务部"))
    values: Values = {
        "name": maker.name(sex), "sex": sex, "birthday": birth.isoformat() if maker.chance(0.6) else f"--{birth:%m-%d}",
        "married": maker.one(("married", "single")), "height_cm": maker.number(153, 172), "weight_kg": Decimal(maker.number(420, 680)) / 10,
        "occupation": maker.one(words.OCCUPATIONS), "phone": maker.mobile(), "address": maker.address(maker.place()),
        "blood_type": maker.one(("a", "b", "ab", "o")), "past_history": "无", "family_history": "无", "first_visit": first,
        "visit_source": maker.one(("friend", "advertising", "media", "passing_by")), "contraindications": maker.one(("无", "对酒精过敏", "无")),
        "current_products": maker.one(words.SKIN_PRODUCTS), "advice": "注意补水和防晒，每周护理一次。", "card_no": f"VIP{maker.serial('card'):05}",
        "card_type": maker.one(("regular", "silver", "gold")), "advisor": advisor, "opened_on": first,
        "visits": _visits(maker, staff, first), "sign_customer": None,
    }  # fmt: skip
    for block in spec.blocks:
        if block.id in ("diagnosis", "conditions", "face"):
            for field in block.fields:
                values |= _found(maker, env, field)
    values["sign_customer"] = values["name"]
    return values


def _found(maker: Maker, env: Env, field: FieldSpec) -> dict[str, Any]:
    codes = [option.code for option in options_of(field, env.office) if not option.retired and option.code != "other"]
    if field.type == "choice":
        return {field.id: maker.one(codes)}
    if field.type == "multi":
        return {field.id: tuple(maker.some(codes, 0, 2))}
    return {}


def _visits(maker: Maker, staff: Staff, first: Any) -> list[Values]:
    lines: list[Values] = []
    on = first
    while on <= maker.today and len(lines) < 5:
        treatment, price = maker.one(words.TREATMENTS)
        lines.append({
            "treated_on": on, "treatment": treatment, "products": maker.one(words.SKIN_PRODUCTS), "reaction": maker.one(words.REACTIONS),
            "opinion": maker.one(words.OPINIONS), "amount": Decimal(price), "therapist": maker.one(staff.of("客户服务部")),
        })  # fmt: skip
        on += timedelta(days=maker.number(7, 60))
    return lines
