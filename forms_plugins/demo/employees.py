"""Sample records of A1."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dangan.record import Values
from dangan.values.dates import months_after, years_after
from forms_plugins.demo import words
from forms_plugins.demo.maker import Maker
from forms_plugins.demo.office import Staff

LEVELS = ("college", "bachelor", "bachelor", "bachelor", "master", "vocational")
FIRST = "欧阳晓岚"  # whom the README looks for
SHORTEST, LONGEST = 60, 9_000  # days in the company


def employee(maker: Maker, staff: Staff) -> Values:
    """An employee with family, schools, earlier work, contract, and what came since."""
    first = maker.serial("employee") == 1
    sex, place, birth = "female" if first else maker.sex(), maker.place(), maker.born(22, 57)
    dept = maker.one(staff.depts)
    post = maker.one(words.POSTS[dept.text])
    reported = max(maker.back(SHORTEST, LONGEST), years_after(birth, 20))
    education, major = maker.one(LEVELS), maker.one(words.MAJORS)
    schools = _schools(maker, birth, reported, education, major)
    values: Values = {
        "unit": staff.company, "report_date": reported, "name": FIRST if first else maker.name(sex), "sex": sex, "birth_date": birth,
        "ethnicity": maker.one(words.ETHNIC), "native_place": place[0] + place[1].partition("市")[0] + "市",
        "political_status": maker.one(("masses", "masses", "league", "party_member")),
        "marital_status": "single" if birth > years_after(maker.today, -27) else maker.one(("married", "married", "single")),
        "id_card": maker.id_card(birth, sex, place[2]), "hukou_place": place[0] + place[1],
        "hukou_type": maker.one(("urban", "rural")), "education": education, "school": schools[-1]["institution"],
        "major": major, "language_skill": maker.one(("英语四级", "英语六级", None, None)), "health": "健康",
        "computer_skill": maker.one(("熟练", "一般", "计算机二级")), "blood_type": maker.one(("a", "b", "ab", "o")),
        "height_cm": maker.number(155, 172) if sex == "female" else maker.number(165, 185),
        "weight_kg": Decimal(maker.number(450, 800)) / 10, "phone": maker.mobile(), "address": maker.address(place),
        "postcode": place[4], "prof_title": maker.one((*words.TITLES, None, None)),
        "dept": dept, "post": post, "grade": maker.one(words.GRADES), "key_talent": maker.chance(0.1),
        "opened_on": min(reported + timedelta(days=maker.number(1, 30)), maker.today),
        "self_evaluation": maker.one(words.EVALUATION), "prior_education": schools,
        "prior_work": _earlier_work(maker, schools[-1]["to_month"], reported),
        "materials": _materials(maker, reported), "trainings": _trainings(maker, reported), "awards": _awards(maker, reported),
    }  # fmt: skip
    values |= _standing(maker, reported) | _family(maker, values)
    return values


def _schools(maker: Maker, birth: date, reported: date, education: str, major: str) -> list[Values]:
    begun = birth.year + 18
    years = {"master": 7, "bachelor": 4}.get(education, 3)
    school = maker.one(words.SCHOOLS if years > 3 else words.COLLEGES)
    left = min(begun + years, reported.year)
    award = {"master": "研究生 硕士", "bachelor": "本科 学士", "college": "大专"}.get(education, "中专")
    first = {"from_month": f"{begun - 3}-09", "to_month": f"{begun}-06", "institution": maker.one(words.SENIORS)}
    last = {
        "from_month": f"{begun}-09",
        "to_month": f"{left}-06",
        "institution": school,
        "subject": major,
        "award": award,
    }
    if last["to_month"] <= last["from_month"] or last["to_month"] > f"{reported:%Y-%m}":
        last["to_month"] = f"{reported:%Y-%m}"
    return [{**line, "mode": "full_time", "witness": maker.name(maker.sex())} for line in (first, last)]


def _earlier_work(maker: Maker, since: str, reported: date) -> list[Values]:
    until = months_after(reported, -1)
    if f"{until:%Y-%m}" <= since or maker.chance(0.3):
        return []
    place, trade = maker.place(), maker.one(words.FIRM_TRADES)
    return [
        {
            "from_month": since, "to_month": f"{until:%Y-%m}", "employer": maker.firm(place, trade[0]),
            "position": maker.one(("生产部 技术员", "综合部 文员", "销售部 业务员", "财务部 会计")), "duties": "完成本岗位的日常工作。",
            "leave_reason": maker.one(("个人发展", "合同期满", "家庭原因")), "witness": f"{maker.name(maker.sex())} {maker.mobile()}",
        }
    ]  # fmt: skip


def _standing(maker: Maker, reported: date) -> dict[str, Any]:
    """Kind of employment, probation, contract, and whether still in service."""
    trial = months_after(reported, 3)
    over = trial < maker.today
    end = years_after(reported, 3) - timedelta(days=1)
    made: dict[str, Any] = {
        "employment_type": maker.one(("regular", "regular", "regular", "dispatch")) if over else "probation",
        "probation_end": trial, "confirmed_on": trial if over else None, "emp_status": "active",
        "contracts": [
            {
                "contract_no": f"LD{reported:%Y}{maker.number(1, 9999):04}", "start_date": reported, "end_date": end,
                "term_type": "fixed", "signed_on": reported,
            }
        ],
        "appraisals": [
            {"year": year, "grade": maker.one(("competent", "competent", "excellent")), "comment": maker.one(words.EVALUATION)}
            for year in range(max(reported.year, maker.today.year - 3), maker.today.year)
        ],
    }  # fmt: skip
    if over and maker.chance(0.12):
        left = maker.day(trial, maker.today)
        made |= {
            "emp_status": "left",
            "left_on": left,
            "leave_reason": maker.one(("个人发展", "合同期满不续签", "家庭原因")),
        }
    return made


def _family(maker: Maker, values: Values) -> dict[str, Any]:
    birth: date = values["birth_date"]
    surname = values["name"][:2] if values["name"][:2] in words.RARE else values["name"][:1]
    father = surname + maker.one(words.MALE)
    lines = [
        {"relation": "父亲", "name": father, "birth_month": f"{birth.year - 26}-{maker.number(1, 12):02}", "employer": maker.one(("务农", "退休", "个体经营")), "phone": maker.mobile()},
        {"relation": "母亲", "name": maker.name("female"), "birth_month": f"{birth.year - 24}-{maker.number(1, 12):02}", "employer": maker.one(("务农", "退休"))},
    ]  # fmt: skip
    if values["marital_status"] == "married":
        other = "female" if values["sex"] == "male" else "male"
        lines.append({"relation": "妻子" if other == "female" else "丈夫", "name": maker.name(other), "employer": maker.one(("教师", "护士", "公司职员")), "phone": maker.mobile()})  # fmt: skip
    contact = lines[-1] if len(lines) > 2 else lines[0]
    return {
        "family": lines, "emergency_name": contact["name"], "emergency_relation": contact["relation"],
        "emergency_phone": contact["phone"],
    }  # fmt: skip


def _materials(maker: Maker, reported: date) -> list[Values]:
    return [
        {"title": title, "formed_on": reported, "copies": 1, "pages": maker.number(1, 6)}
        for title in maker.some(words.PERSONAL_PAPERS, 3, 6)
    ]


def _trainings(maker: Maker, reported: date) -> list[Values]:
    lines = []
    for course in maker.some(words.COURSES, 0, 2):
        first = maker.day(reported, maker.today)
        last = min(first + timedelta(days=maker.number(0, 3)), maker.today)
        lines.append({"from_date": first, "to_date": last, "course": course, "mode": "internal", "hours": Decimal(maker.number(2, 24)), "result": "合格"})  # fmt: skip
    return lines


def _awards(maker: Maker, reported: date) -> list[Values]:
    if not maker.chance(0.25):
        return []
    title, cause = maker.one(words.AWARDS)
    return [{"date": maker.day(reported, maker.today), "kind": "reward", "title": title, "cause": cause, "result": "通报表扬", "amount": Decimal(maker.number(1, 10) * 200)}]  # fmt: skip
