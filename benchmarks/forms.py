"""Forms to measure with: a form of any number of fields as a plugin file, and people for very long lists."""

from __future__ import annotations

HEAD = '''"""A form to measure with."""

from dangan import Choice, Date, Form, Head, Int, Money, Phone, Section, Text, YesNo, hookimpl

SEX = (("male", "男", "Male"), ("female", "女", "Female"))
'''
FIELDS = (
    'Text("姓名{n}", "Name {n}")',
    'Text("曾用名{n}", "Former name {n}")',
    'Choice("性别{n}", "Sex {n}", SEX)',
    'Date("日期{n}", "Date {n}")',
    'Phone("电话{n}", "Telephone {n}")',
    'Text("单位{n}", "Unit {n}")',
    'Int("人数{n}", "Number {n}")',
    'Money("金额{n}", "Amount {n}")',
    'YesNo("是否{n}", "Whether {n}")',
    'Text("备注{n}", "Note {n}")',
)
PERSON = """

class Person(Form, id="bench_person", no="Z1", zh="人员", en="Person", title="{name}", prefix="RY"):
    with Head() as head:
        name = Text("姓名", "Name", required=True)
    with Section("基本", "Basics") as basics:
        sex = Choice("性别", "Sex", SEX)
        born_on = Date("出生日期", "Born")
        phone = Phone("电话", "Telephone")
        place = Text("单位", "Unit")
        post = Text("职务", "Post")
        salary = Money("工资", "Salary")
        address = Text("住址", "Address")
        active = YesNo("在职", "Active")


@hookimpl
def register_forms(ctx):
    return [Person]
"""


def person() -> str:
    """The plugin file of `bench_person`."""
    return HEAD + PERSON


def plain(form_id: str, fields: int) -> str:
    """A plugin file with one form of so many fields, ten a section."""
    lines = [
        HEAD,
        "",
        f'class Plain(Form, id="{form_id}", no="Z-{form_id}", zh="表{form_id}", en="{form_id}", prefix="Z"):',
    ]
    for n in range(fields):
        if n % 10 == 0:
            lines.append(f'    with Section("第{n // 10 + 1}部分", "Part {n // 10 + 1}") as part_{n // 10}:')
        lines.append(f"        field_{n} = " + FIELDS[n % 10].format(n=n + 1))
    return "\n".join([*lines, "", "", "@hookimpl", "def register_forms(ctx):", "    return [Plain]", ""])
