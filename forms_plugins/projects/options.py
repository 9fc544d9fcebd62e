"""Option lists of the project files."""

BUSINESS = (("loan", "小贷", "Small loan"), ("guarantee", "担保", "Guarantee"))
