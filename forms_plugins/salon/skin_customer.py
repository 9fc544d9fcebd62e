"""G1 皮肤管理顾客档案表: a salon's customer, her skin and her treatments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import dangan as d
from dangan.values.text import squeeze_name
from forms_plugins.salon.options import (
    ACNE_CAUSES,
    ALLERGY_CAUSES,
    CHIN,
    COMEDONES_CAUSES,
    ELASTICITY,
    EYE_AREA,
    FOREHEAD,
    FRECKLES_CAUSES,
    MOISTURE,
    MOUTH_AREA,
    NOSE_STATE,
    PIGMENT_CAUSES,
    PORES_CAUSES,
    SCARS_CAUSES,
    SEBUM,
    SKIN_STATE,
    VISIT_SOURCE,
    WRINKLES_CAUSES,
)
from forms_plugins.shared.names import card_key, phone_key

NAME_AND_PHONE = d.Label("姓名、电话", "Name, Telephone")


class Visit(d.Row):
    """A treatment."""

    treated_on = d.Date("日期", "Date", required=True, past=True)
    treatment = d.Text("护理项目", "Treatment", required=True)
    products = d.Text("使用产品", "Products used")
    reaction = d.Text("皮肤反应", "Skin reaction")
    opinion = d.Text("顾客意见", "Customer's opinion")
    amount = d.Money("金额", "Amount")
    next_visit = d.DateTime("下次预约", "Next appointment")
    therapist = d.Person("美容师", "Therapist", required=True)
    sign_customer = d.Text("顾客签名", "Customer's signature")


class Diagnosis(d.Row):
    """A later diagnosis: when and by whom; the rest is a copy of the three blocks."""

    diagnosed_on = d.Date("诊断日期", "Diagnosed on", required=True, past=True, from_="first_visit")
    diagnosed_by = d.Person("诊断人", "Diagnosed by", required=True)


class Purchase(d.Row):
    """A product bought."""

    bought_on = d.Date("日期", "Date", required=True, past=True)
    product = d.Text("产品", "Product", required=True)
    quantity = d.Int("数量", "Quantity", required=True, at_least=1, default=1)
    amount = d.Money("金额", "Amount")


class SkinCustomer(
    d.Form, id="skin_customer", no="G1", zh="皮肤管理顾客档案表", en="Skin-care customer file", title="{name}", prefix="PF",
    number="PF-{yyyy}-{seq:5}", unique=[d.Unique("name phone"), d.Unique("card_no")], secrecy="confidential",
    own="advisor",
    columns="record_no name phone birthday first_visit last_treatment treatment_count card_type advisor status",
    ledgers=[
        d.Ledger(
            "顾客档案台帐",
            "record_no name birthday phone occupation first_visit visit_source last_treatment treatment_count",
            en="Ledger of salon customers",
        ),
    ],
    paper=d.Paper(cover=d.Sheet("顾 客 档 案", "Customer file", "name record_no")),
):  # fmt: skip
    """The first diagnosis stands on the sheet; later ones are dated copies of its blocks."""

    with d.Head(columns=6) as head:
        record_no = d.Text("顾客档案编号", "Customer file number", required=True, auto=True, also=("档案编号",))
        name = d.Text("姓名", "Name", required=True, also=("顾客姓名",))
        sex = d.Choice("性别", "Sex", "sex")
        birthday = d.Birthday("生日", "Birthday", past=True)
        married = d.Choice("婚否", "Married", "married")
        height_cm = d.Int("身高", "Height", unit="cm", should=(100, 250))
        weight_kg = d.Decimal("体重", "Weight", places=1, unit="kg", should=(25, 250))
        occupation = d.Text("职业", "Occupation")
        phone = d.Phone("电话", "Telephone", required=True)
        address = d.Text("地址", "Address")
        blood_type = d.Choice("血型", "Blood type", "blood_type")
        past_history = d.LongText("既往史", "Medical history", sensitive=True)
        family_history = d.LongText("家族史", "Family history", sensitive=True)
        first_visit = d.Date("初访时间", "First visit", required=True, past=True)
        visit_source = d.Choice("到店来源", "Source of visit", VISIT_SOURCE, other=True, across=5)
    with d.Section("皮肤诊断", "Skin diagnosis", short=("诊断", "Exam")) as diagnosis:
        skin_state = d.Multi("皮肤状态", "Skin state", SKIN_STATE, across=5)
        elasticity = d.Choice("皮肤弹性", "Elasticity", ELASTICITY, across=3)
        sebum = d.Choice("油脂分泌", "Sebum", SEBUM, across=3)
        moisture = d.Choice("湿润度", "Moisture", MOISTURE, across=3)
    with d.Section("皮肤状况", "Skin conditions", short=("状况", "Skin"), numbered=True) as conditions:
        present_comedones = d.YesNo("有粉刺", "Comedones present", printed=False)
        cond_comedones = d.Multi("粉刺", "Comedones", COMEDONES_CAUSES, tick="present_comedones")
        present_acne = d.YesNo("有暗疮", "Acne present", printed=False)
        cond_acne = d.Multi("暗疮", "Acne", ACNE_CAUSES, tick="present_acne")
        present_freckles = d.YesNo("有雀斑", "Freckles present", printed=False)
        cond_freckles = d.Multi("雀斑", "Freckles", FRECKLES_CAUSES, tick="present_freckles")
        present_pores = d.YesNo("有毛孔粗大", "Enlarged pores present", printed=False)
        cond_pores = d.Multi("毛孔粗大", "Enlarged pores", PORES_CAUSES, tick="present_pores")
        present_scars = d.YesNo("有疤痕", "Scars present", printed=False)
        cond_scars = d.Multi("疤痕", "Scars", SCARS_CAUSES, tick="present_scars")
        present_pigment = d.YesNo("有色素斑", "Pigmentation present", printed=False)
        cond_pigment = d.Multi("色素斑", "Pigmentation", PIGMENT_CAUSES, tick="present_pigment")
        present_wrinkles = d.YesNo("有皱纹", "Wrinkles present", printed=False)
        cond_wrinkles = d.Multi("皱纹", "Wrinkles", WRINKLES_CAUSES, tick="present_wrinkles")
        present_allergy = d.YesNo("有过敏", "Allergy present", printed=False)
        cond_allergy = d.Multi("过敏", "Allergy", ALLERGY_CAUSES, tick="present_allergy")
    with d.Section() as face:
        eye_area = d.Multi("眼部情况", "Eye area", EYE_AREA, across=6)
        forehead = d.Multi("额头", "Forehead", FOREHEAD, across=6)
        nose = d.Multi("鼻子状态", "Nose", NOSE_STATE, across=6)
        mouth_area = d.Multi("嘴周", "Mouth area", MOUTH_AREA, across=6)
        chin = d.Multi("下巴", "Chin", CHIN, across=6)
    with d.Section(columns=6) as care:
        contraindications = d.LongText("过敏史/禁忌", "Allergies / contraindications", sensitive=True)
        current_products = d.Text("常用护肤品", "Products in use")
        advice = d.LongText("护理建议", "Care advice")
        card_no = d.Text("会员卡号", "Member card number")
        card_type = d.Choice("会员类型", "Member type", "member_card_type")
        last_treatment = d.Date("最近护理", "Last treatment", auto=True, value=d.latest("visits.treated_on"))
        treatment_count = d.Int("次数", "Treatments", auto=True, value=d.counted("visits"))
    visits = d.Rows(Visit, "护理记录", "Treatment records", short=("护理", "Visits"))
    diagnoses = d.Dated(
        Diagnosis, "皮肤诊断历史", "Later diagnoses", diagnosis, conditions, face, short=("复诊", "Later")
    )
    purchases = d.Rows(Purchase, "产品购买", "Products bought", short=("购买", "Bought"))
    with d.Foot() as foot:
        sign_customer = d.Text("顾客签名", "Customer's signature")
        advisor = d.Person("美容师/顾问", "Therapist / advisor", required=True, default=d.USER)
        opened_on = d.Date("建档日期", "File opened on", required=True, default=d.TODAY)


def _other(office: d.Office, record_no: str | None, texts: tuple[str, ...], alike: Callable[[d.Values], bool]) -> Any:
    """What GEN_DUPLICATE says of another file that is the same but for its spelling; None where there is none. One spelled
    the same is found by the declaration itself."""
    links = {link.id: link for text in texts for link in office.look_up("skin_customer", text, 50)}
    found = (office.record(link) for link in links.values())
    return next((v["record_no"] for v in found if v and v["record_no"] != record_no and alike(v)), None)


@SkinCustomer.phone.must(code="GEN_DUPLICATE")
def one_file_a_person(phone: str, name: str, record_no: str | None, office: d.Office) -> d.Verdict:
    """No other file of this name and telephone, however they are written."""

    def alike(other: d.Values) -> bool:
        there = other.get("name") or "", other.get("phone") or ""
        same = squeeze_name(there[0]) == squeeze_name(name) and phone_key(there[1]) == phone_key(phone)
        return same and there != (name, phone)

    found = _other(office, record_no, (name, squeeze_name(name), phone_key(phone)), alike)
    return found is None or {"form": SkinCustomer.form_type.spec, "key": NAME_AND_PHONE, "record_no": found}


@SkinCustomer.card_no.must(code="GEN_DUPLICATE")
def one_card_a_person(card_no: str, record_no: str | None, office: d.Office) -> d.Verdict:
    """No other file with this card, however it is written."""

    def alike(other: d.Values) -> bool:
        there = other.get("card_no") or ""
        return card_key(there) == card_key(card_no) and there != card_no

    found = _other(office, record_no, (card_no, card_key(card_no)), alike)
    return found is None or {
        "form": SkinCustomer.form_type.spec,
        "key": SkinCustomer.form_type.spec.fields["card_no"],
        "record_no": found,
    }


@Visit.next_visit.must(
    "下次预约应晚于护理日期。", "The next appointment must be later than the date of treatment.",
    mend=("请核对预约的日期和时间。", "Check day and time of the appointment."),
)  # fmt: skip
def appointment_after_treatment(next_visit: datetime, treated_on: date) -> bool:
    return next_visit.date() > treated_on


register_forms = d.registering(SkinCustomer)


SAMPLES = (
    {
        "name": "柳思蔓", "sex": "female", "birthday": "--12-01", "phone": "13907301866", "address": "岳阳市金鹗中路88号",
        "first_visit": -200, "visit_source": "friend", "current_products": "补水面膜", "advice": "注意防晒，每周补水护理一次。",
        "card_no": "VIP90001", "card_type": "silver", "advisor": 7, "opened_on": -200, "sign_customer": "柳思蔓",
        "visits": [
            {"treated_on": -200, "treatment": "补水护理", "reaction": "无不适", "amount": 268, "therapist": 7},
            {"treated_on": -170, "treatment": "控油祛痘护理", "reaction": "微红，半小时后消退", "amount": 298, "therapist": 7},
        ],
    },
)  # fmt: skip
