"""A1 员工人事档案记录表: the personnel file of a stable employee or key person."""

from __future__ import annotations

from datetime import date

import dangan as d
from dangan.values.dates import months_after, years_after
from dangan.values.ids import id_card_birth, id_card_sex
from forms_plugins.employees.options import EDUCATION, EMPLOYMENT_STATUS, EMPLOYMENT_TYPE, HUKOU_TYPE, POLITICAL_STATUS
from forms_plugins.employees.rows import (
    Appraisal,
    Award,
    Contract,
    Job,
    Material,
    PostChange,
    Relative,
    Study,
    Training,
)
from forms_plugins.shared.months import months_between

WORKING_AGE = 16  # years, the legal minimum
PROBATION = 6  # months at most
GAP = 6  # months without school or work that want a word


GONE = d.when("emp_status", "left", "retired")


class Approval(d.Flow):
    """核准: signed by whoever prepared it and by the head of personnel; what came before joining is fixed by both."""

    draft = d.State("草稿", "Draft")
    approved = d.State("已核准", "Approved", locks="head basics family prior_education prior_work")
    filed = d.State("已归档", "Filed")

    approve = d.Step("核准", "Approve", draft, approved, sign="prepared_by approved_by")
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))
    correct = d.Step("更正", "Correct", (draft, approved, filed), draft, by=d.role("hr"), reason=True)


class EmployeeRecord(
    d.Form, id="employee_record", no="A1", zh="员工人事档案记录表", en="Employee personnel record", title="{name}", prefix="YG",
    key="unit record_no", unique=[d.Unique("id_card", only=d.when("emp_status", "active"))], flow=Approval,
    columns="record_no name sex dept post employment_type emp_status report_date phone status",
    ledgers=[
        d.Ledger(
            "员工档案台帐",
            "record_no name sex birth_date dept post education report_date employment_type emp_status phone opened_on "
            "approved_by",
            en="Ledger of personnel files",
            heads=[("dept", "部门", "Department"), ("post", "岗位", "Post"), ("education", "学历", "Education")],
        ),
    ],
):  # fmt: skip
    """One employee; what comes later is added in dated lines."""

    with d.Head() as head:
        unit = d.Org("单位", "Unit", required=True, default=d.COMPANY)
        record_no = d.Text("编号", "Number", required=True, auto=True)
        report_date = d.Date("报到日期", "Reporting date", required=True)
    with d.Section("个人基本信息", "Personal basics", short=("基本", "Basics"), columns=6) as basics:
        name = d.Text("姓名", "Name", required=True)
        former_name = d.Text("曾用名", "Former name")
        sex = d.Choice("性别", "Sex", "sex", required=True)
        birth_date = d.Date("出生日期", "Date of birth", required=True, past=True)
        ethnicity = d.Text("民族", "Ethnic group", default="汉族")
        native_place = d.Text("籍贯", "Native place")
        birth_place = d.Text("出生地", "Place of birth")
        political_status = d.Choice("政治面貌", "Political status", POLITICAL_STATUS)
        marital_status = d.Choice("婚姻状况", "Marital status", "marital_status")
        id_card = d.IdCard(
            "身份证号码", "Identity card number", required=True, sensitive=True, fills=("birth_date", "sex")
        )
        hukou_place = d.Text("户口所在地", "Registered residence")
        hukou_type = d.Choice("户口性质", "Residence type", HUKOU_TYPE)
        education = d.Choice("最高学历", "Highest education", EDUCATION, required=True, also=("学历",))
        school = d.Text("毕业院校", "School")
        major = d.Text("专业", "Major")
        prof_title = d.Text("职称/职业资格", "Professional title")
        language_skill = d.Text("外语及程度", "Foreign languages")
        computer_skill = d.Text("计算机水平", "Computer skills")
        health = d.Text("健康状况", "Health", sensitive=True)
        height_cm = d.Int("身高", "Height", sensitive=True, unit="cm", should=(100, 250))
        weight_kg = d.Decimal("体重", "Weight", places=1, sensitive=True, unit="kg", should=(25, 250))
        blood_type = d.Choice("血型", "Blood type", "blood_type", sensitive=True)
        phone = d.Phone("联系电话", "Telephone", required=True)
        email = d.Email("电子邮箱", "E-mail")
        address = d.Text("现住址", "Present address")
        postcode = d.Postcode("邮编", "Postcode")
        emergency_name = d.Text(
            "紧急联系人", "Emergency contact", required=True, under=("紧急联系人", "Emergency contact")
        )
        emergency_relation = d.Text(
            "紧急联系人关系", "Relation of contact", required=True, under=("紧急联系人", "Emergency contact")
        )
        emergency_phone = d.Phone(
            "紧急联系人电话", "Telephone of contact", required=True, under=("紧急联系人", "Emergency contact")
        )
        photo = d.File("照片", "Photo", picture=True)
    family = d.Rows(Relative, "家庭状况", "Family", short=("家庭", "Family"))
    prior_education = d.Rows(
        Study, "入职前教育和培训经历", "Education and training before joining", short=("教育", "School")
    )
    prior_work = d.Rows(Job, "入职前工作经历", "Work before joining", short=("经历", "Jobs"))
    with d.Section("入职后工作概况", "Work since joining", short=("工作", "Work"), columns=6) as work:
        dept = d.Dept("所在部门", "Department", required=True, value=d.kept("post_changes.to_dept"), also=("部门",))
        post = d.Text("现任岗位", "Present post", required=True, value=d.kept("post_changes.to_post"), also=("岗位",))
        grade = d.Text("职级", "Grade", required=True)
        key_talent = d.YesNo("重点人才", "Key talent")
        employment_type = d.Choice("用工性质", "Employment type", EMPLOYMENT_TYPE, required=True)
        probation_end = d.Date("试用期至", "Probation until", from_="report_date")
        confirmed_on = d.Date("转正日期", "Confirmed on", from_="report_date")
        emp_status = d.Choice("员工状态", "Employment status", EMPLOYMENT_STATUS, required=True, default="active")
        left_on = d.Date("离职日期", "Leaving date", from_="report_date", required=GONE, relevant=GONE)
        leave_reason = d.Text("离职原因", "Reason for leaving", required=GONE, relevant=GONE)
    contracts = d.Rows(Contract, "劳动合同", "Labour contracts", short=("合同", "Terms"))
    appraisals = d.Rows(Appraisal, "年度考核", "Yearly appraisals", short=("考核", "Review"), once="year")
    post_changes = d.Rows(
        PostChange, "岗位调整记录", "Post adjustments", short=("岗位", "Posts"), order="changed_on", append_only=True
    )
    awards = d.Rows(Award, "奖惩记录", "Rewards and punishments", short=("奖惩", "Awards"), append_only=True)
    trainings = d.Rows(Training, "培训记录", "Training", short=("培训", "Train"), append_only=True)
    with d.Section("自我评价", "Self-evaluation", short=("评价", "Self"), after_foot=True) as evaluation:
        self_evaluation = d.LongText("自我评价", "Self-evaluation")
    materials = d.Rows(Material, "人事档案材料目录", "Contents of the personal file", short=("材料", "Docs"))
    with d.Foot() as foot:
        prepared_by = d.Sign("制表人", "Prepared by", required=True)
        approved_by = d.Sign(
            "核准人", "Approved by", who=f"{d.role('hr')} {d.role('gm')} {d.role('deputy_gm')}", required=Approval.approved,
            differs="prepared_by", code="GEN_SELF_APPROVAL",
        )  # fmt: skip
        opened_on = d.Date("建档日期", "File opened on", required=True, default=d.TODAY)


@Approval.correct.must(
    "这份档案还没有人签字，可以直接修改。", "Nobody has signed this record yet: it can simply be changed.",
    mend=("请直接改正后保存。", "Change it and save."),
)  # fmt: skip
def somebody_has_signed(prepared_by: d.Signature | None) -> bool:
    return prepared_by is not None


@EmployeeRecord.report_date.must(code="EMP_UNDER_AGE")
def of_working_age(report_date: date, birth_date: date, name: str | None) -> d.Verdict:
    """Sixteen on the day of reporting."""
    return report_date >= years_after(birth_date, WORKING_AGE) or {"name": name or d.Label("员工", "The employee")}


@EmployeeRecord.birth_date.must(code="GEN_IDCARD_BIRTH", override=True)
def birth_as_on_card(birth_date: date, id_card: str) -> d.Verdict:
    """The card may be wrong: a reason lets it pass."""
    on_card = id_card_birth(id_card)
    return on_card in (None, birth_date) or {"id_birth": on_card}


@EmployeeRecord.sex.should(
    "性别与身份证号码的第 17 位不符。", "The sex differs from the 17th digit of the identity number.",
    mend=("请对照身份证核对；无误的可以继续。", "Check it against the card; you can go on if it is right."),
)  # fmt: skip
def sex_as_on_card(sex: str, id_card: str) -> bool:
    return id_card_sex(id_card) in (None, sex)


@EmployeeRecord.probation_end.must(code="GEN_RANGE")
def probation_within_limit(probation_end: date, report_date: date) -> d.Verdict:
    last = months_after(report_date, PROBATION)
    return probation_end <= last or {"minimum": report_date, "maximum": last}


@EmployeeRecord.opened_on.should(code="GEN_DATE_UNLIKELY")
def opened_after_reporting(opened_on: date, report_date: date) -> d.Verdict:
    return opened_on >= report_date or {"field_2": EmployeeRecord.report_date.spec, "value_2": report_date}


@Study.to_month.must(code="GEN_DATE_ORDER")
@Job.to_month.must(code="GEN_DATE_ORDER")
def over_before_reporting(to_month: str, report_date: date) -> d.Verdict:
    """Both tables hold what came before joining."""
    return to_month <= f"{report_date:%Y-%m}" or {
        "field": EmployeeRecord.report_date.spec,
        "value": report_date,
        "field_2": Study.to_month.spec,
        "value_2": to_month,
    }


@Study.from_month.should(
    "与另一段全日制学习的时间重叠。", "Overlaps another period of full-time study.",
    mend=("请核对起止年月；无误的可以继续。", "Check the months; you can go on if they are right."),
)  # fmt: skip
def no_two_schools(from_month: str, to_month: str, mode: str, prior_education: list[Study], line_no: int) -> bool:
    """Full-time periods may touch in a month, not overlap; the later line is marked."""
    return mode != "full_time" or not any(
        other.mode == "full_time"
        and other.from_month
        and other.to_month
        and from_month < other.to_month
        and other.from_month < to_month
        for other in prior_education[: line_no - 1]
    )


@Study.from_month.note(
    "此前有超过 6 个月没有学习或工作经历，请说明。", "More than 6 months without study or work before this: say why."
)
@Job.from_month.note(
    "此前有超过 6 个月没有学习或工作经历，请说明。", "More than 6 months without study or work before this: say why."
)
def without_gap(from_month: str, prior_education: list[Study], prior_work: list[Job]) -> bool:
    """Against all periods of both tables that began earlier."""
    periods: list[Study | Job] = [*prior_education, *prior_work]
    earlier = [
        period.to_month
        for period in periods
        if period.from_month and period.to_month and period.from_month < from_month
    ]
    return not earlier or months_between(max(earlier), from_month) - 1 <= GAP


@PostChange.changed_on.should(code="GEN_DATE_UNLIKELY")
def in_order_of_dates(changed_on: date, prev: PostChange | None) -> d.Verdict:
    before = prev.changed_on if prev else None
    return (
        before is None
        or changed_on >= before
        or {"field_2": d.Label("上一行的调整日期", "the date of the line before"), "value_2": before}
    )


@PostChange.from_dept.should(
    "原部门与上一行的新部门不同。", "The department left is not the new department of the line before.",
    mend=("请核对；中间另有调整的，请先补一行。", "Check it; if there was a change in between, add its line first."),
)  # fmt: skip
def leaves_last_dept(from_dept: d.Link, prev: PostChange | None) -> bool:
    last = prev.to_dept if prev else None
    return last is None or (last.id, last.text) == (from_dept.id, from_dept.text)


@PostChange.from_post.should(
    "原岗位与上一行的新岗位不同。", "The post left is not the new post of the line before.",
    mend=("请核对；中间另有调整的，请先补一行。", "Check it; if there was a change in between, add its line first."),
)  # fmt: skip
def leaves_last_post(from_post: str, prev: PostChange | None) -> bool:
    return prev is None or prev.to_post in (None, from_post)


register_forms = d.registering(EmployeeRecord)


SAMPLES = (
    {
        "report_date": -50, "name": "丁雨桐", "sex": "female", "birth_date": "1998-08-16", "id_card": "43060219980816032X",
        "education": "bachelor", "school": "湖南理工学院", "major": "档案学", "phone": "15073012866", "address": "岳阳市南湖大道19号",
        "emergency_name": "丁国华", "emergency_relation": "父亲", "emergency_phone": "13607303355",
        "family": [{"relation": "父亲", "name": "丁国华", "birth_month": "1970-03", "employer": "岳阳市第一中学"}],
        "prior_education": [
            {"from_month": "2016-09", "to_month": "2020-06", "institution": "湖南理工学院", "subject": "档案学", "award": "本科 学士",
             "mode": "full_time", "witness": "周敏"},
        ],
        "dept": "档案室", "post": "档案员", "grade": "三级", "employment_type": "probation", "probation_end": 40, "opened_on": -48,
        "contracts": [
            {"contract_no": "LD20260117", "start_date": -50, "end_date": 1044, "term_type": "fixed", "signed_on": -50},
        ],
        "steps": "approve",
    },
)  # fmt: skip
