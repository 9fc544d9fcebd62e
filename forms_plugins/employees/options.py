"""Option lists of the personnel forms."""

POLITICAL_STATUS = (
    ("party_member", "中共党员", "Member of the CPC"), ("probationary", "中共预备党员", "Probationary member of the CPC"),
    ("league", "共青团员", "Member of the Youth League"), ("democratic_party", "民主党派", "Member of a democratic party"),
    ("no_party", "无党派人士", "Independent (no party)"), ("masses", "群众", "No affiliation"),
)  # fmt: skip
HUKOU_TYPE = (("urban", "城镇", "Urban"), ("rural", "农村", "Rural"))
EDUCATION = (
    ("primary", "小学", "Primary school"), ("junior", "初中", "Junior secondary school"),
    ("senior", "高中", "Senior secondary school"), ("vocational", "中专", "Vocational secondary school"),
    ("college", "大专", "Junior college"), ("bachelor", "本科", "Bachelor"), ("master", "硕士", "Master"),
    ("doctor", "博士", "Doctor"), ("other", "其他", "Other"),
)  # fmt: skip
STUDY_MODE = (
    ("full_time", "全日制", "Full-time"), ("part_time", "在职", "While employed"), ("training", "培训", "Training course"),
)  # fmt: skip
EMPLOYMENT_TYPE = (
    ("regular", "正式", "Regular"), ("probation", "试用", "On probation"), ("dispatch", "劳务派遣", "Agency worker"),
    ("part_time", "兼职", "Part-time"), ("intern", "实习", "Intern"),
)  # fmt: skip
EMPLOYMENT_STATUS = (
    ("active", "在职", "In service"), ("leave", "休假", "On leave"), ("transferred", "调出", "Transferred out"),
    ("left", "离职", "Left"), ("retired", "退休", "Retired"),
)  # fmt: skip
TERM_TYPE = (
    ("fixed", "固定期限", "Fixed term"), ("open", "无固定期限", "Open-ended"), ("task", "以完成任务为期限", "Until the task is done"),
)  # fmt: skip
APPRAISAL_GRADE = (
    ("excellent", "优秀", "Excellent"), ("competent", "称职", "Competent"), ("basic", "基本称职", "Barely competent"),
    ("incompetent", "不称职", "Not competent"),
)  # fmt: skip
POST_CHANGE_KIND = (
    ("transfer", "调岗", "Transfer"), ("promotion", "晋升", "Promotion"), ("demotion", "降职", "Demotion"),
    ("secondment", "借调", "Secondment"),
)  # fmt: skip
AWARD_KIND = (("reward", "奖励", "Reward"), ("punishment", "惩罚", "Punishment"))
TRAINING_MODE = (("internal", "内训", "In-house"), ("external", "外训", "External"), ("online", "在线", "Online"))
