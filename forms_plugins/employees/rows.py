"""Lines of the tables in the employee record, in the order of the paper."""

from __future__ import annotations

from dangan import (
    Choice,
    Date,
    Decimal,
    Dept,
    Int,
    LongText,
    Money,
    Month,
    Person,
    Phone,
    Ref,
    Row,
    Serial,
    Text,
    Year,
    YesNo,
    unless,
)
from forms_plugins.employees.options import (
    APPRAISAL_GRADE,
    AWARD_KIND,
    POST_CHANGE_KIND,
    STUDY_MODE,
    TERM_TYPE,
    TRAINING_MODE,
)

PERIOD = ("起止时间", "Period")
TERM = ("起止日期", "Term")
TRAINING_DATES = ("培训日期(起止)", "Dates of training")


class Relative(Row):
    """A member of the family."""

    relation = Text("称谓", "Relation", required=True, sensitive=True)
    name = Text("姓名", "Name", required=True, sensitive=True)
    birth_month = Month("出生年月", "Month of birth", sensitive=True, past=True)
    employer = Text("工作单位", "Employer", sensitive=True)
    position = Text("职务", "Position", sensitive=True)
    phone = Phone("联系电话", "Telephone", sensitive=True)


class Study(Row):
    """A period of education or training before joining."""

    from_month = Month("起始年月", "From", required=True, until="to_month", under=PERIOD)
    to_month = Month("截止年月", "To", required=True, under=PERIOD)
    institution = Text("学校/培训机构", "Institution", required=True)
    subject = Text("专业/培训内容", "Major or content")
    award = Text("学历/学位/证书", "Degree or certificate")
    mode = Choice("学习形式", "Mode of study", STUDY_MODE)
    witness = Text("证明人", "Witness")


class Job(Row):
    """A period of work before joining."""

    from_month = Month("起始年月", "From", required=True, until="to_month", under=PERIOD)
    to_month = Month("截止年月", "To", required=True, under=PERIOD)
    employer = Text("工作单位", "Employer", required=True)
    position = Text("部门及职务", "Department and position")
    duties = LongText("主要职责及业绩", "Duties and results")
    leave_reason = Text("离职原因", "Reason for leaving")
    witness = Text("证明人及电话", "Witness and telephone")


class Contract(Row):
    """A labour contract."""

    contract_no = Text("合同编号", "Contract number", required=True)
    start_date = Date("起始日期", "From", required=True, until="end_date", under=TERM)
    end_date = Date("截止日期", "To", required=unless("term_type", "open"), under=TERM)
    term_type = Choice("期限类型", "Kind of term", TERM_TYPE, required=True)
    signed_on = Date("签订日期", "Signed on", required=True, past=True)


class Appraisal(Row):
    """The appraisal of one year."""

    year = Year("年度", "Year", required=True)
    grade = Choice("等级", "Grade", APPRAISAL_GRADE, required=True)
    comment = LongText("评语", "Comment")


class PostChange(Row):
    """A change of department or post."""

    changed_on = Date("调整日期", "Date", required=True)
    kind = Choice("调整类型", "Kind", POST_CHANGE_KIND, required=True)
    from_dept = Dept("原部门", "From department", required=True)
    from_post = Text("原岗位", "From post", required=True)
    to_dept = Dept("新部门", "To department", required=True)
    to_post = Text("新岗位", "To post", required=True)
    pay_change = Text("薪级变化", "Change of pay grade")
    reason = Text("调整原因", "Reason")
    approver = Person("批准人", "Approved by")
    doc_no = Text("文号", "Document number")


class Award(Row):
    """A reward or a punishment."""

    date = Date("日期", "Date", required=True, past=True)
    kind = Choice("类别", "Kind", AWARD_KIND, required=True)
    title = Text("奖惩名称", "Title", required=True)
    cause = LongText("事由", "Cause", required=True)
    result = Text("奖惩结果", "Result")
    amount = Money("奖惩金额", "Amount")
    authority = Text("批准单位", "Authority")
    doc_no = Text("文号", "Document number")
    under_review = YesNo("审议中", "Under review")


class Training(Row):
    """A training since joining."""

    from_date = Date("培训开始日期", "From", required=True, until="to_date", under=TRAINING_DATES)
    to_date = Date("培训结束日期", "To", required=True, under=TRAINING_DATES)
    course = Text("培训课程", "Course", required=True)
    provider = Text("培训机构/讲师", "Provider")
    mode = Choice("培训方式", "Mode", TRAINING_MODE)
    hours = Decimal("课时", "Hours", places=1)
    result = Text("考核结果", "Result")
    certificate_no = Text("证书编号", "Certificate number")
    cost = Money("培训费用", "Cost")
    service_until = Date("服务期至", "Service until", from_="to_date")
    filed_ref = Ref("归档资料", "Filed material", "expense_clearance")


class Material(Row):
    """A paper in the personal file."""

    seq = Serial("序号", "No.", required=True, auto=True)
    title = Text("材料名称", "Paper", required=True)
    formed_on = Date("材料形成时间", "Date of paper", past=True)
    copies = Int("份数", "Copies", required=True, at_least=1, default=1)
    pages = Int("页数", "Pages", required=True, at_least=1)
    remarks = Text("备注", "Remarks")
