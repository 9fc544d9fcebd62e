"""Options of the skin-care file, spelled and ordered as on the paper."""

VISIT_SOURCE = (
    ("friend", "亲友介绍", "Introduced by family or friends"), ("advertising", "广告宣传", "Advertising"),
    ("media", "媒体", "Media"), ("passing_by", "路过", "Passing by"), ("other", "其他", "Other"),
)  # fmt: skip
SKIN_STATE = (
    ("age_matches", "与真实年龄成正比", "In keeping with real age"), ("looks_older", "比真实年龄大", "Older than real age"),
    ("looks_younger", "比真实年龄小", "Younger than real age"), ("double_chin", "双下巴", "Double chin"),
    ("nasolabial_light", "鼻沟纹较轻", "Light nasolabial folds"), ("nasolabial_deep", "鼻沟纹较重", "Deep nasolabial folds"),
    ("dry_no_collagen", "干性缺胶原蛋白", "Dry, lacking collagen"), ("sensitive", "敏感皮肤", "Sensitive"),
    ("dry_no_oil", "干性缺油", "Dry, lacking oil"), ("dry_no_water", "干性缺水", "Dry, lacking water"),
    ("neutral", "中性皮肤", "Neutral"), ("combination", "混合性皮肤", "Combination"),
    ("oily_no_water", "油性缺水", "Oily, lacking water"), ("large_pores", "毛孔粗大", "Enlarged pores"),
    ("sallow", "面色暗黄", "Dull yellow complexion"), ("elastic", "有弹性", "Elastic"), ("slack", "松弛", "Slack"),
    ("delicate", "娇嫩", "Delicate"), ("fair", "洁白", "Fair"), ("pale", "苍白", "Pale"), ("rough", "粗糙", "Rough"),
    ("dull", "暗晦", "Dull"), ("blackheads", "黑头", "Blackheads"), ("lustreless", "无光泽", "Without lustre"),
    ("thick_dead_skin", "死皮厚", "Thick dead skin"),
)  # fmt: skip
ELASTICITY = (("good", "良好", "Good"), ("fair", "一般", "Average"), ("poor", "差", "Poor"))
SEBUM = (("abundant", "旺盛", "Abundant"), ("moderate", "适中", "Moderate"), ("lacking", "缺乏", "Lacking"))
MOISTURE = (("good", "良好", "Good"), ("moderate", "适中", "Moderate"), ("dry", "干燥", "Dry"))
COMEDONES_CAUSES = (
    ("lead_cosmetics", "化妆品铅质阻塞", "Blocked by lead in cosmetics"), ("fat_dirt", "脂肪污物堵塞", "Blocked by fat and dirt"),
    ("poor_cleansing", "清洁保养不当", "Improper cleansing or care"), ("excess_sebum", "皮脂分泌过旺", "Excessive sebum"),
)  # fmt: skip
ACNE_CAUSES = (
    ("endocrine", "内分泌异常", "Endocrine disorder"), ("hormonal", "荷尔蒙失调", "Hormonal imbalance"),
    ("internal_heat", "内火旺盛", "Excess internal heat"), ("squeezed", "挤粉刺发炎", "Inflamed after squeezing"),
)  # fmt: skip
FRECKLES_CAUSES = (("hereditary", "遗传", "Hereditary"), ("sun", "日晒", "Sun exposure"))
PORES_CAUSES = (
    ("congenital", "先天性", "Congenital"), ("keratin_dirt", "角质污垢堵塞", "Blocked by keratin and dirt"),
    ("diet", "饮食不当", "Improper diet"), ("irritant_cosmetics", "使用刺激性化妆品", "Irritant cosmetics"),
)  # fmt: skip
SCARS_CAUSES = (
    ("comedone_treatment", "粉刺处理不当", "Badly treated comedones"), ("injury", "外伤", "Injury"),
    ("drug_burn", "药物烧伤", "Burn by medicine"),
)  # fmt: skip
PIGMENT_CAUSES = (
    ("lack_of_sleep", "失眠或睡眠不足", "Insomnia or lack of sleep"), ("wrong_cosmetics", "化妆品使用不当", "Wrong use of cosmetics"),
    ("uv", "紫外线伤害", "Ultraviolet damage"), ("antioxidants", "抗氧化剂的缺乏", "Lack of antioxidants"),
)  # fmt: skip
WRINKLES_CAUSES = (
    ("function_decline", "皮肤生理机能衰退", "Decline of skin function"), ("dryness", "皮肤干燥", "Dry skin"),
    ("no_care", "缺乏保养", "Lack of care"), ("irritant_cosmetics", "擦刺激性化妆品", "Irritant cosmetics"),
)  # fmt: skip
ALLERGY_CAUSES = (
    ("innate_decline", "天生皮肤机能衰退", "Inborn weak skin function"), ("food", "食物过敏", "Food allergy"),
    ("climate", "气候变化过敏", "Climate change allergy"), ("wrong_cosmetics", "使用化妆品不当", "Wrong use of cosmetics"),
)  # fmt: skip
EYE_AREA = (
    ("slack", "眼部松弛", "Slack eye area"), ("dark_circles", "黑眼圈", "Dark circles"), ("milia", "油脂粒", "Milia"),
    ("fine_lines", "细皱纹", "Fine lines"), ("deep_crows_feet", "深鱼尾纹", "Deep crow's feet"),
    ("light_crows_feet", "浅鱼尾纹", "Light crow's feet"), ("drooping_corners", "眼角下垂", "Drooping corners"),
    ("flat_warts", "扁平疣", "Flat warts"), ("slightly_slack", "略松驰", "Slightly slack"), ("slack_strong", "松驰", "Slack"),
    ("upper_lid_oedema", "上眼睑水肿", "Swollen upper lid"), ("small_bags", "眼袋较小", "Small eye bags"),
    ("large_bags", "眼袋较大", "Large eye bags"), ("hereditary_bags", "遗传眼袋", "Hereditary eye bags"),
    ("upper_lid_spots", "上眼睑色斑", "Spots on upper lid"), ("lower_corner_spots", "下眼角色斑", "Spots at lower corner"),
    ("lower_lid_dark", "下眼睑略黑", "Slightly dark lower lid"),
)  # fmt: skip
FOREHEAD = (
    ("oily", "油脂", "Oily"), ("blackheads", "黑头", "Blackheads"), ("acne", "暗疮", "Acne"),
    ("acne_marks", "暗疮印", "Acne marks"), ("light_wrinkles", "浅皱纹", "Shallow wrinkles"),
    ("deep_wrinkles", "深皱纹", "Deep wrinkles"),
)  # fmt: skip
NOSE_STATE = (
    ("very_oily", "多油脂", "Very oily"), ("pores_slightly_large", "毛孔略粗", "Pores slightly enlarged"),
    ("pores_large", "毛孔粗大", "Pores enlarged"), ("many_blackheads", "黑头多", "Many blackheads"),
    ("small_blackheads", "小黑头", "Small blackheads"), ("large_blackheads", "大黑头", "Large blackheads"),
    ("much_acne", "多暗疮", "Much acne"), ("some_acne", "有点暗疮", "Some acne"), ("acne_marks", "有暗疮印", "Acne marks"),
    ("many_oily_comedones", "多油脂粉刺", "Many oily comedones"), ("acne_pits", "有暗疮疤洞", "Acne pits"),
    ("some_oily_comedones", "有点粉刺油脂", "Some oily comedones"),
)  # fmt: skip
MOUTH_AREA = (
    ("firm_full", "结实丰莹", "Firm and full"), ("slack", "松驰", "Slack"), ("clear_wrinkles", "有明显皱纹", "Obvious wrinkles"),
    ("deep_wrinkles", "深皱纹", "Deep wrinkles"), ("spots", "色斑", "Spots"),
    ("drooping_corners", "口角下垂", "Drooping corners"),
)  # fmt: skip
CHIN = (
    ("double_chin", "双下巴", "Double chin"), ("slack", "松弛", "Slack"), ("acne", "暗疮", "Acne"),
    ("acne_marks", "暗疮印", "Acne marks"), ("spots", "色斑", "Spots"), ("firm", "结实", "Firm"),
)  # fmt: skip
