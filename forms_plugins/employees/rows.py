"""Lines of the tables in the employee record, in the order of the paper."""

from __future__ import annotations

import dangan as d
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


class Relative(d.Row):
    """A member of the family."""

    relation = d.Text("称谓", "Relation", required=True, sensitive=True)
    name = d.Text("姓名", "Name", required=True, sensitive=True)
    birth_month = d.Month("出生年月", "Month of birth", sensitive=True, past=True)
    employer = d.Text("工作单位", "Employer", sensitive=True)
    position = d.Text("职务", "Position", sensitive=True)
    phone = d.Phone("联系电话", "Telephone", sensitive=True)


class Study(d.Row):
    """A period of education or training before joining."""

    from_month = d.Month("起始年月", "From", required=True, until="to_month", under=PERIOD)
    to_month = d.Month("截止年月", "To", required=True, under=PERIOD)
    institution = d.Text("学校/培训机构", "Institution", required=True)
    subject = d.Text("专业/培训内容", "Major or content")
    award = d.Text("学历/学位/证书", "Degree or certificate")
    mode = d.Choice("学习形式", "Mode of study", STUDY_MODE)
    witness = d.Text("证明人", "Witness")


class Job(d.Row):
    """A period of work before joining."""

    from_month = d.Month("起始年月", "From", required=True, until="to_month", under=PERIOD)
    to_month = d.Month("截止年月", "To", required=True, under=PERIOD)
    employer = d.Text("工作单位", "Employer", required=True)
    position = d.Text("部门及职务", "Department and position")
    duties = d.LongText("主要职责及业绩", "Duties and results")
    leave_reason = d.Text("离职原因", "Reason for leaving")
    witness = d.Text("证明人及电话", "Witness and telephone")


class Contract(d.Row):
    """A labour contract."""

    contract_no = d.Text("合同编号", "Contract number", required=True)
    start_date = d.Date("起始日期", "From", required=True, until="end_date", under=TERM)
    end_date = d.Date("截止日期", "To", required=d.unless("term_type", "open"), under=TERM)
    term_type = d.Choice("期限类型", "Kind of term", TERM_TYPE, required=True)
    signed_on = d.Date("签订日期", "Signed on", required=True, past=True)


class Appraisal(d.Row):
    """The appraisal of one year."""

    year = d.Year("年度", "Year", required=True)
    grade = d.Choice("等级", "Grade", APPRAISAL_GRADE, required=True)
    comment = d.LongText("评语", "Comment")


class PostChange(d.Row):
    """A change of department or post."""

    changed_on = d.Date("调整日期", "Date", required=True)
    kind = d.Choice("调整类型", "Kind", POST_CHANGE_KIND, required=True)
    from_dept = d.Dept("原部门", "From department", required=True)
    from_post = d.Text("原岗位", "From post", required=True)
    to_dept = d.Dept("新部门", "To department", required=True)
    to_post = d.Text("新岗位", "To post", required=True)
    pay_change = d.Text("薪级变化", "Change of pay grade")
    reason = d.Text("调整原因", "Reason")
    approver = d.Person("批准人", "Approved by")
    doc_no = d.Text("文号", "Document number")


class Award(d.Row):
    """A reward or a punishment."""

    date = d.Date("日期", "Date", required=True, past=True)
    kind = d.Choice("类别", "Kind", AWARD_KIND, required=True)
    title = d.Text("奖惩名称", "Title", required=True)
    cause = d.LongText("事由", "Cause", required=True)
    result = d.Text("奖惩结果", "Result")
    amount = d.Money("奖惩金额", "Amount")
    authority = d.Text("批准单位", "Authority")
    doc_no = d.Text("文号", "Document number")
    under_review = d.YesNo("审议中", "Under review")


class Training(d.Row):
    """A training since joining."""

    from_date = d.Date("培训开始日期", "From", required=True, until="to_date", under=TRAINING_DATES)
    to_date = d.Date("培训结束日期", "To", required=True, under=TRAINING_DATES)
    course = d.Text("培训课程", "Course", required=True)
    provider = d.Text("培训机构/讲师", "Provider")
    mode = d.Choice("培训方式", "Mode", TRAINING_MODE)
    hours = d.Decimal("课时", "Hours", places=1)
    result = d.Text("考核结果", "Result")
    certificate_no = d.Text("证书编号", "Certificate number")
    cost = d.Money("培训费用", "Cost")
    service_until = d.Date("服务期至", "Service until", from_="to_date")
    filed_ref = d.Ref("归档资料", "Filed material", "expense_clearance")


class Material(d.Row):
    """A paper in the personal file."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    title = d.Text("材料名称", "Paper", required=True)
    formed_on = d.Date("材料形成时间", "Date of paper", past=True)
    copies = d.Int("份数", "Copies", required=True, at_least=1, default=1)
    pages = d.Int("页数", "Pages", required=True, at_least=1)
    remarks = d.Text("备注", "Remarks")
