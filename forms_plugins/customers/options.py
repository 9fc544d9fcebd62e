"""Option lists of the customer files."""

# D1
CLASS_STAGE = (
    ("past", "曾经有过交易业务", "Traded with us before"), ("current", "正在进行交易", "Trading with us now"),
    ("upcoming", "即将进行交易", "About to trade with us"),
)  # fmt: skip
CLASS_NATURE = (
    ("government", "政府机构", "Government body"), ("special", "特殊公司", "Special company"),
    ("ordinary", "普通公司", "Ordinary company"), ("individual", "顾客(个人)", "Private person"),
    ("partner", "交易伙伴", "Trading partner"),
)  # fmt: skip
CLASS_VOLUME = (
    ("main", "主力客户", "Main customer"), ("general", "一般客户", "General customer"),
    ("scattered", "零散客户", "Scattered customer"),
)  # fmt: skip
CLASS_RELATION = (
    ("supplier", "供应商", "Supplier"), ("dealer", "经销商", "Dealer"), ("key", "重点客户", "Key customer"),
    ("brand", "品牌客户", "Brand customer"),
)  # fmt: skip
CLASS_MARKET = (("domestic", "国内", "Domestic"), ("international", "国际", "International"))
CLASS_CHANNEL = (("direct", "直接客户", "Direct customer"), ("indirect", "间接客户", "Indirect customer"))

# D2
CHANNEL = (
    ("web", "网上信息收集", "Information collected on the web"),
    ("ads", "客户相关宣传广告和产品广告", "Advertising of the customer and its products"),
    ("dealings", "同客户的交易记录", "Records of dealings with the customer"),
    ("association", "向客户所在的行业协会或国家相关行政管理部门查询", "Inquiry at the trade association or the authority in charge",),
    ("sales_visit", "由销售代表在进行市场调查和客户访问时进行整理汇总", "Compiled by salespeople on market surveys and visits",),
    ("mailed_form", "向客户邮寄客户资料表,请客户填写", "Form mailed to the customer to fill in"),
    ("agency", "委托专业调查机构进行专项调查", "Survey by a professional agency"), ("phone_visit", "电话访问", "Telephone interview"),
    ("email_visit", "电子邮件访问", "E-mail interview"), ("other", "其他渠道", "Other channel"),
)  # fmt: skip
PART = (
    ("document", "正本", "Document"), ("enclosure", "附件", "Enclosure"), ("printed", "印件", "Printed copy"),
    ("final_draft", "定稿", "Final draft"), ("forwarding", "转发文件", "Forwarding paper"),
    ("forwarded", "原件", "Paper forwarded"), ("reply", "批复", "Reply"), ("request", "请示", "Request"),
    ("language_version", "多种文字形成的同一文件", "Language version of one document"),
)  # fmt: skip
KEPT_TOGETHER = (
    ("document_enclosure", "正本与附件", "Document and enclosure"),
    ("printed_draft", "印件与定稿", "Printed copy and final draft"),
    ("forwarding_original", "转发文件与原件", "Forwarding paper and original"),
    ("request_reply", "请示与批复", "Request and reply"), ("languages", "多种文字形成的同一文件", "Language versions of one document"),
)  # fmt: skip
SEQUENCE = (
    ("reply_first", "批复在前、请示在后", "Reply before request"), ("document_first", "正件在前、附件在后", "Document before enclosure"),
    ("printed_first", "印件在前、定稿在后", "Printed copy before final draft"),
)  # fmt: skip
PAGE_MARKS = (
    ("front_top_right", "正面的右上角", "Fronts, top right"),
    ("back_top_left", "背面的左上角", "Backs, top left"),
)

# D7
MATERIALS = (
    (
        "contract_dossier", "交易过程中的合同、谈判记录、可行性研究报告和报审及批准文件",
        "Contract, negotiation notes, feasibility study, submissions and approvals",
    ),
    ("licence_copy", "客户营业执照的副本复印件", "Copy of the duplicate of the business licence"),
    ("performance_proof", "客户履约能力证明资料复印件", "Proof of ability to perform, copy"),
    (
        "authority_proof", "客户的法定代表人或合同承办人的职务资格证明、个人身份证明、介绍信、授权委托书的原件或复印件",
        "Proof of post and identity, introduction and power of attorney of the legal representative or the person in "
        "charge of the contract, original or copy",
    ),
    ("guarantor_proof", "客户担保人的担保能力和主体资格证明资料的复印件", "Guarantor's capacity and standing, copy"),
    (
        "exchange_records", "双方签订或履行合同的往来电报、电传、信函、电话记录等书面材料和视听材料",
        "Telegrams, telexes, letters, telephone notes and audio-visual records of signing and performing the contract",
    ),
    ("notarial", "签证、公证等文书材料", "Attestation and notarial papers"),
    (
        "contract_set", "合同正本、副本及变更、解除合同的书面协议",
        "Contract original and duplicate, agreements on variation and termination",
    ),
    ("acceptance", "标的的验收记录", "Acceptance records of the subject matter"),
    ("vouchers", "交接、收付标的、款项的原始凭证复印件", "Vouchers of handover, receipt and payment, copy"),
)  # fmt: skip
COPY_KIND = (("original", "原件", "Original"), ("copy", "复印件", "Copy"))
# what each line usually is
COPIES = ("licence_copy", "performance_proof", "guarantor_proof", "vouchers")
COPY_KIND_OF = {code: {"copy_kind": "copy" if code in COPIES else "original"} for code, _, _ in MATERIALS}
