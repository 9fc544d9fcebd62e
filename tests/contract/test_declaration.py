"""A declaration becomes data; mistakes in it are named when the class is built or the form verified."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal as D

import pytest

from dangan import (
    Choice,
    Copy,
    Date,
    DeclarationError,
    Env,
    Foot,
    Form,
    FormSpec,
    Head,
    IdCard,
    Int,
    Letter,
    Link,
    Money,
    Multi,
    Paper,
    Row,
    Rows,
    Section,
    Sign,
    Signature,
    Text,
    Unique,
    YesNo,
    kept,
    since,
    unless,
    when,
)
from dangan.checking import check, fresh, fresh_line, prune, required, settle, visible
from dangan.env import NoOffice
from dangan.errors import Problem
from dangan.numbering import join_number, number_parts, number_pattern
from dangan.types import parse, show

ENV = Env(datetime(2026, 11, 24, 9, 30), Link("王芳", 7, "person"), "wangfang", "zh", NoOffice())
COLOURS = [("red", "红", "Red"), ("blue", "蓝", "Blue"), ("other", "其他", "Other")]


class Move(Row):
    on = Date("日期", "On", required=True)
    post = Text("岗位", "Post", required=True)
    leaver = YesNo("离任", "Leaver")
    reason = Text("原因", "Reason", required=when("leaver"))


class Sample(
    Form,
    id="sample",
    no="T1",
    zh="样表",
    en="Sample",
    prefix="YB",
    title="{name}",
    states="draft submitted filed",
    key="name colour",
    unique=[Unique("id_card", only=when("colour", "red"))],
):
    with Head() as head:
        name = Text("姓名", "Name", required=True)
        colour = Choice("颜色", "Colour", COLOURS, other=True)
        shade = Text("色号", "Shade", required=when("colour", "red", "blue"), relevant=unless("colour", "other"))
    with Section("基本", "Basics") as basics:
        id_card = IdCard("身份证号码", "Identity card", fills=("born", "sex"))
        born = Date("出生日期", "Born", past=True)
        sex = Choice("性别", "Sex", "sex")
        amount = Money("金额", "Amount")
        pages = Int("页数", "Pages", at_least=1, should=(None, 500))
        likes = Multi("喜好", "Likes", COLOURS, tick="likes_any")
        likes_any = YesNo("有喜好", "Likes any")
        archive_no = Text("档号", "Archive number", required=since("filed"))
        post = Text("现岗位", "Post", value=kept("moves.post"))
    moves = Rows(Move, "调动", "Moves", order="on", once="on", min=1)
    with Foot() as foot:
        prepared_by = Sign("制表人", "Prepared by", required=True)
        approved_by = Sign("核准人", "Approved by", required=since("filed"), differs="prepared_by")


@Sample.born.must(code="GEN_IDCARD_BIRTH", override=True)
def born_agrees(born: date, id_card: str) -> bool | dict[str, date]:
    """The date in the identity number, digits 7 to 14."""
    inside = date(int(id_card[6:10]), int(id_card[10:12]), int(id_card[12:14]))
    return born == inside or {"id_birth": inside}


@Move.post.should("与上一行相同", "Same as the line before")
def moves_on(post: str, prev: Move | None) -> bool:
    return prev is None or prev.post != post


FORM = Sample.form_type


def codes(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(p.path, p.code) for p in problems}


def test_spec_is_data_and_comes_back_from_json() -> None:
    spec = FORM.spec
    assert FormSpec.from_json(spec.json) == spec
    assert [b.id for b in spec.blocks] == ["head", "basics", "moves", "foot"]
    assert spec.state_codes == ("draft", "submitted", "filed", "void")
    assert spec.number == "YB-{yyyy}-{seq:4}"
    assert spec.find("moves.reason").required == when("leaver")
    assert len(spec.hash) == 16


def test_a_draft_is_checked_for_format_only() -> None:
    values = fresh(FORM, ENV)
    assert check(FORM, values, ENV, state="draft") == []
    missing = codes(check(FORM, values, ENV, state="draft", entering="submitted"))
    assert missing == {("name", "GEN_REQUIRED"), ("moves", "GEN_MIN_LINES"), ("prepared_by", "GEN_REQUIRED")}


def test_required_by_value_names_the_condition_in_both_languages() -> None:
    values = {**fresh(FORM, ENV), "colour": "red"}
    found = next(p for p in check(FORM, values, ENV, state="submitted") if p.path == "shade")
    assert found.zh == "“颜色”为红或蓝时必须填写“色号”。"
    assert found.en == "Shade is required when Colour is Red or Blue."


def test_irrelevant_fields_are_hidden_not_required_and_pruned_at_save() -> None:
    values = {**fresh(FORM, ENV), "colour": "other", "shade": "A1"}
    assert "shade" not in visible(FORM, values)
    assert "shade" not in {p.path for p in check(FORM, values, ENV, state="submitted")}
    assert prune(FORM, values)["shade"] is None


def test_identity_number_fills_and_contradiction_needs_a_reason() -> None:
    values = settle(FORM, {**fresh(FORM, ENV), "id_card": "11010519491231002X"}, ENV)
    assert (values["born"], values["sex"]) == (date(1949, 12, 31), "female")
    wrong = {**values, "born": date(1950, 1, 1)}
    found = [p for p in check(FORM, wrong, ENV, state="draft") if p.code == "GEN_IDCARD_BIRTH"]
    assert found[0].override and "1949年12月31日" in found[0].zh
    reasoned = {**wrong, "_reasons": {"born:GEN_IDCARD_BIRTH": "证件登记有误"}}
    assert check(FORM, reasoned, ENV, state="draft") == []
    empty = {**wrong, "_reasons": {"born:GEN_IDCARD_BIRTH": " "}}
    assert codes(check(FORM, empty, ENV, state="draft")) == {("born", "GEN_IDCARD_BIRTH")}


def test_a_confirmed_warning_passes() -> None:
    values = {**fresh(FORM, ENV), "pages": 900}
    assert codes(check(FORM, values, ENV, state="draft")) == {("pages", "GEN_UNUSUAL")}
    assert check(FORM, {**values, "_reasons": {"pages:GEN_UNUSUAL": ""}}, ENV, state="draft") == []
    found = check(FORM, {**values, "pages": 0}, ENV, state="draft")
    assert codes(found) == {("pages", "GEN_RANGE")}
    assert "应不少于 1。" in found[0].zh and "must be at least 1." in found[0].en


def test_lines_defaults_rules_and_doubles() -> None:
    values = fresh(FORM, ENV)
    one = {**fresh_line(FORM, "moves", values, ENV), "on": date(2026, 1, 1), "post": "内勤", "leaver": True}
    two = {**one, "leaver": None}
    values["moves"] = [one, two]
    found = codes(check(FORM, values, ENV, state="submitted"))
    assert ("moves.0.reason", "GEN_REQUIRED_IF") in found
    assert ("moves.1.on", "GEN_DUP_LINE") in found
    assert ("moves.1.post", "RULE:moves_on") in found


def test_a_kept_value_follows_the_last_line_in_force() -> None:
    values = fresh(FORM, ENV)
    values["moves"] = [
        {"on": date(2026, 5, 1), "post": "经理", "leaver": None, "reason": None},
        {"on": date(2026, 1, 1), "post": "内勤", "leaver": None, "reason": None},
        {"on": date(2027, 1, 1), "post": "总监", "leaver": None, "reason": None},
    ]
    assert settle(FORM, values, ENV)["post"] == "经理"


def test_a_tick_of_a_multi_sets_its_yes() -> None:
    assert settle(FORM, {**fresh(FORM, ENV), "likes": ("red",)}, ENV)["likes_any"] is True


def test_signatures_are_needed_at_their_state_and_by_different_people() -> None:
    values = fresh(FORM, ENV)
    assert not required(FORM, "approved_by", values, "submitted")
    assert required(FORM, "approved_by", values, "filed")
    values["prepared_by"] = values["approved_by"] = parse(FORM.spec.find("prepared_by"), "王芳", ENV)
    assert ("approved_by", "GEN_SAME_PERSON") in codes(check(FORM, values, ENV, state="draft"))


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [((None, "李静"), (7, "李静"), True), ((7, "李 静"), (None, "李静"), True), ((None, "李静"), (None, "李静"), True),
     ((7, "李静"), (8, "李静"), False), ((7, "李静"), (7, "李静娴"), True), ((None, "周妍"), (7, "李静"), False)],
)  # fmt: skip
def test_a_signature_by_name_only_is_of_whoever_bears_the_name(
    one: tuple[int | None, str], two: tuple[int | None, str], same: bool
) -> None:
    signed = {"prepared_by": Signature(one[1], one[0]), "approved_by": Signature(two[1], two[0])}
    found = codes(check(FORM, {"name": "陈志国", **signed}, ENV, state="draft"))
    assert (("approved_by", "GEN_SAME_PERSON") in found) is same


def test_what_was_typed_is_read_and_shown() -> None:
    spec = FORM.spec
    assert parse(spec.find("amount"), "3.5w", ENV) == D("35000.00")
    assert parse(spec.find("born"), "。", ENV) == date(2026, 11, 24)
    assert parse(spec.find("colour"), "蓝", ENV) == "blue"
    assert parse(spec.find("likes"), "红、blue", ENV) == ("red", "blue")
    assert show(spec.find("likes"), ("red", "blue"), "zh") == "红、蓝"
    assert show(spec.find("born"), date(2026, 3, 1), "zh", style="paper") == "2026年03月01日"
    assert show(spec.find("amount"), D("35000.00"), "zh") == "35,000.00"


def test_numbers_follow_the_pattern() -> None:
    parts = number_parts(FORM.spec, {}, date(2026, 11, 24), lambda link, name: "")
    assert join_number(parts, 7) == "YB-2026-0007"
    assert number_pattern(FORM.spec).fullmatch("YB-2026-0007")
    assert not number_pattern(FORM.spec).fullmatch("旧-7")


def test_mistakes_in_a_declaration_are_named() -> None:
    class Wrong(Form, id="wrong", zh="错", en="Wrong", key="nmae"):
        name = Text("姓名", "Name")

    with pytest.raises(DeclarationError, match="nmae"):
        Wrong.form_type.verify()

    class Misled(Form, id="misled", zh="错", en="Wrong"):
        name = Text("姓名", "Name")
        other_name = Text("又名", "Other name", required=when("nam"))

    with pytest.raises(DeclarationError, match="did you mean 'name'"):
        Misled.form_type.verify()

    @Sample.name.must("x", "x")
    def asks_for_nothing_known(unknown_field: str) -> bool:
        return True

    try:
        with pytest.raises(DeclarationError, match="unknown_field"):
            type(FORM)(FORM.spec, Sample).verify()
    finally:
        Sample.name.rules.pop()
    with pytest.raises(DeclarationError, match="twice"):
        Choice("颜色", "Colour", [("a", "甲", "A"), ("a", "乙", "B")])
    with pytest.raises(DeclarationError, match="code or a sentence"):
        Sample.name.must()


def test_letter_and_stub_name_what_there_is() -> None:
    class Misaddressed(Form, id="misaddressed", zh="错", en="Wrong", paper=Paper(letter=Letter("text", to="nmae"))):
        name = Text("姓名", "Name")

    with pytest.raises(DeclarationError, match="did you mean 'name'"):
        Misaddressed.form_type.verify()

    class Stub(Copy, of="noted", id="noted_stub", zh="存根", en="Stub"):
        nmae = Text("姓名", "Name")

    class Noted(Form, id="noted", zh="信", en="Letter", paper=Paper(letter=Letter("text", to="name"), stub=Stub)):
        name = Text("姓名", "Name")

    with pytest.raises(DeclarationError, match="its stub has 'nmae'"):
        Noted.form_type.verify()
    assert Noted.form_type.stub is Stub.form_type
    bare = type(Noted.form_type).bare(Noted.form_type.spec).stub
    assert bare is not None and bare.spec == Stub.form_type.spec and bare.cls is None


def test_a_record_is_read_only() -> None:
    record = FORM.wrap({"name": "欧阳晓岚", "moves": [{"post": "内勤"}]})
    assert (record.name, record.moves[0].post) == ("欧阳晓岚", "内勤")
    with pytest.raises(AttributeError, match="read-only"):
        record.name = "x"
