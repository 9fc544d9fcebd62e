"""What a Row and a Flow take from the one that they derive from."""

from __future__ import annotations

from dangan import Form, Head, Int, Row, Rows, State, Step, Text, Usual, unless
from dangan.checking import check
from dangan.settling import fresh
from tests.forms.office import at_work


class Line(Row):
    name = Text("名称", "Name", required=True)
    pages = Int("页数", "Pages")
    remarks = Text("备注", "Remarks")


class Counted(Line):
    pages = Int("张数", "Sheets", at_least=1)
    box = Text("盒", "Box")


class Lent(Usual):
    approved = State("已批准", "Agreed", locks="*")
    lend = Step("借出", "Lend", approved)


class Slip(Form, id="slip", zh="单", en="Slip", flow=Lent):
    with Head() as head:
        nothing = Text("说明", "Why none", required=unless("items"))
    items = Rows(Counted, "材料", "Papers")


def test_a_field_declared_anew_stands_at_its_place() -> None:
    fields = Slip.form_type.spec.rows["items"].fields
    assert [(f.id, f.zh) for f in fields] == [("name", "名称"), ("pages", "张数"), ("remarks", "备注"), ("box", "盒")]
    assert (fields[1].min, Line.pages.spec.min) == (1, None)


def test_a_flow_adds_to_the_usual_one() -> None:
    flow = Slip.form_type.spec.flow
    assert [s.code for s in flow.states] == ["draft", "submitted", "approved", "filed"]
    assert [s.id for s in flow.steps] == ["submit", "approve", "send_back", "file", "lend"]
    assert [s.zh for s in Slip.form_type.spec.states] == ["草稿", "已提交", "已批准", "已归档", "作废"]
    assert [s.locks for s in flow.states] == [(), (), ("*",), ()]
    assert [s.locks for s in Usual.spec.states] == [()] * 4


def test_a_condition_on_a_table_is_told_in_words() -> None:
    env = at_work()
    (told,) = check(Slip.form_type, fresh(Slip.form_type, env), env, state="draft", entering="submitted")
    assert (told.code, told.zh) == ("GEN_REQUIRED_IF", "没有材料时必须填写“说明”。")
    assert told.en == "Why none is required when there are no papers."
    values = {**fresh(Slip.form_type, env), "items": [{"name": "图", "pages": 1}]}
    assert check(Slip.form_type, values, env, state="draft", entering="submitted") == []
