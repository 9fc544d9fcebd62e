"""The papers of handovers, loans, recalls and destruction: copies, letter and stub on one sheet, signatures, open lines."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dangan.copies import KeptElsewhere, part_of, parts, refuse
from dangan.env import Env, NoOffice
from dangan.exporting import Job, layouts
from dangan.form import Form, FormType
from dangan.record import Link, Signature, Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from forms_plugins.exporters import register_exporters
from forms_plugins.exporters.paper.export import write_blank, write_form
from forms_plugins.exporters.paper.layout import Wishes, lay_out
from forms_plugins.exporters.paper.model import HEIGHTS, Sheet
from forms_plugins.exporters.values import Reader
from tests.exporters.specs import record
from tests.exporters.test_paper import _pages, _words
from tui.screens.exporting import called

HOME = {
    "volume_contents": "projects.volume_contents", "supplement_list": "projects.supplement_list",
    "retrieval_slip": "archives.retrieval_slip", "recall_notice": "archives.recall_notice",
    "recall_stub": "archives.recall_notice", "destruction_list": "archives.destruction_list",
}  # fmt: skip
DAY = date(2026, 11, 17)


class Office(NoOffice):
    """An office with one setting and one volume."""

    letter = "请归还。"

    def setting(self, name: str) -> Any:
        return self.letter if name == "recall_letter" else None

    def record(self, link: Link) -> Values | None:
        return {"archive_no": f"J101-2024-DA-{link.id:03}"} if link.form == "file_catalogue" else None


def _type(name: str) -> FormType:
    module = import_module(f"forms_plugins.{HOME[name]}")
    forms = [x for x in vars(module).values() if isinstance(x, type) and issubclass(x, Form) and "form_type" in vars(x)]
    return next(form.form_type for form in forms if form.form_type.spec.id == name)


def _spec(name: str) -> FormSpec:
    return _type(name).spec


def _job(name: str, records: list[Values], path: Path, *, lang: str = "zh", **more: Any) -> Job:
    env = Env(datetime(2026, 11, 24, 9), Link("周妍"), lang=lang, office=Office())
    return Job(_type(name), records, env, path, **more)


def _laid(name: str, values: Values, *, lang: str = "zh", office: Office | None = None, **wishes: Any) -> Sheet:
    return lay_out(_spec(name), values, Reader(_spec(name), lang, office or Office()), "x", Wishes(**wishes))


def _lines(sheet: Sheet) -> list[list[str]]:
    return [_words(line) for line in sheet.lines]


def _rows(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].values)


def notice(lines: int = 2, **more: Any) -> Values:
    volumes = [Link(f"AJ-2026-{n:04}", n, "file_catalogue", f"2024年案卷{n}") for n in range(1, lines + 1)]
    return {
        "_id": 5, "record_no": "CH-2026-0002", "status": "sent", "borrower": Link("黄斌峰", 7, "person"), "times": 1,
        "return_by": date(2026, 11, 20), "issuer": "档案室", "issued_on": DAY,
        "items": [
            {"loan": Link("DY-2026-0002", 3, "retrieval_slip"), "archive_no": volume, "doc_no": None, "title": volume.title,
             "quantity": "1册", "bundles": None, "volumes": 1, "lent_on": date(2026, 11, 2), "term": 7,
             "due_on": date(2026, 11, 9), "returned_on": None, "outcome": None}
            for volume in volumes
        ], **more,
    }  # fmt: skip


def test_letter_and_stub_are_one_sheet() -> None:
    sheet = _laid("recall_notice", notice())
    assert not sheet.breaks
    lines = _lines(sheet)
    assert lines[0] == ["阅  档  催  还  单"]
    assert lines[1] == ["编号：CH-2026-0002　　催还次数：1"]
    assert lines[2:4] == [["黄斌峰同志："], ["　　请归还。请于11月20日前送还。"]]
    at = lines.index(["档号", "名称", "数量", "借出日期", "原定还期"])
    assert lines[at + 1] == ["J101-2024-DA-001", "2024年案卷1", "1册", "2026年11月02日", "2026年11月09日"]
    signed = lines.index(["档案室"])
    assert lines[signed + 1 : signed + 3] == [["2026年11月17日"], ["（ 沿 此 线 裁 开 ）"]]
    assert sheet.lines[signed + 2].cells[0].look == "cut"
    stub = lines.index(["阅档催还单存根"])
    assert stub > signed + 2 and lines[stub + 1] == ["编号", "CH-2026-0002", "借阅人", "黄斌峰"]
    heads = [word.replace("\n", "") for word in lines[stub + 2]]
    assert heads == ["档号", "文号", "名称", "借期", "原定还期", "数量", "催单发出日期", "归还日期", "处理结果"]
    assert lines[stub + 3] == ["宗", "册"]
    first = [word.replace("\n", "") for word in lines[stub + 4]]
    assert first == ["J101-2024-DA-001", "2024年案卷1", "7", "2026年11月09日", "1", "2026年11月17日"]


def test_text_names_the_day_where_the_office_wants_it() -> None:
    office = Office()
    office.letter = "为便于他人使用，请于{return_by}前送还。"
    assert ["　　为便于他人使用，请于11月20日前送还。"] in _lines(_laid("recall_notice", notice(), office=office))
    blank = _lines(_laid("recall_notice", {}, office=office, blank=True))
    assert ["　　为便于他人使用，请于　　月　　日前送还。"] in blank and ["＿＿＿＿＿＿同志："] in blank
    assert ["档案室"] in blank and ["　　　　年　　月　　日"] in blank
    english = _lines(_laid("recall_notice", notice(), lang="en"))
    assert ["To 黄斌峰:"] in english and ["请归还。请于11月20日前送还。"] in english
    office.letter = "Please bring them back."
    said = "Please bring them back. Return before 20 Nov 2026."
    assert [said] in _lines(_laid("recall_notice", notice(), lang="en", office=office))


def test_stub_of_a_long_letter_is_not_torn_from_its_lines() -> None:
    pages = _pages(_laid("recall_notice", notice(40)))
    words = [w for page in pages for line in page for w in _words(line)]
    assert words.count("2024年案卷40") == 2 and len(pages) > 1
    for page in pages:
        assert page[-1].cells[0].look not in ("cut", "title")
        assert sum(line.height for line in page) <= HEIGHTS[False] + 0.01


def slip(lines: int = 2, **more: Any) -> Values:
    form = _spec("retrieval_slip")
    kept = {f.id for b in form.blocks if b.part != "rows" for f in b.fields}
    whole = {key: value for key, value in record(form, 1).items() if key in kept}
    items = [
        {"seq": n, "archive_no": Link(f"AJ-{n}", n, "file_catalogue"), "title": f"案卷{n}", "volumes": 1}
        for n in range(1, lines + 1)
    ]
    app = Signature("胡俊", 4, DAY, "hu", False)
    signs = dict.fromkeys(("dept_head", "archive_head", "approver", "lent_by", "received_by"), app)
    return {**whole, **signs, "items": items, "extra_approvals": [], "renewals": [], **more}


def test_two_slips_on_one_sheet_and_the_cut_in_the_middle() -> None:
    for values, blank in ((slip(), False), ({}, True)):
        sheet = _laid("retrieval_slip", values, blank=blank)
        assert not sheet.breaks
        titles = [n for n, line in enumerate(sheet.lines) if "档  案  调  阅  单" in _words(line)]
        assert [_words(sheet.lines[n])[1] for n in titles] == ["申请人联", "档案室联"]
        at = next(n for n, line in enumerate(sheet.lines) if line.cells[0].look == "cut")
        above = sum(line.height for line in sheet.lines[:at])
        assert titles[0] < at < titles[1] and abs(above - HEIGHTS[False] / 2) < 20
        half = len(sheet.lines) - titles[1]
        assert [_words(x)[1:] for x in sheet.lines[1:half]] == [_words(x)[1:] for x in sheet.lines[titles[1] + 1 :]]


@pytest.mark.parametrize(("count", "sheets"), [(5, 2), (14, 2), (30, 4)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_slips_too_long_for_half_a_sheet_go_on_in_the_halves_of_the_next(count: int, sheets: int, lang: str) -> None:
    pages = _pages(_laid("retrieval_slip", slip(count), lang=lang))
    assert len(pages) <= sheets + (lang == "en")
    number = str(slip()["record_no"])
    for n, page in enumerate(pages, 1):
        at = next(k for k, line in enumerate(page) if line.cells[0].look == "cut")
        above = sum(line.height for line in page[:at])
        assert abs(above - HEIGHTS[False] / 2) < 20 and sum(line.height for line in page) <= HEIGHTS[False] + 0.01
        for half, copy in ((page[:at], "申请人联"), (page[at + 1 :], "档案室联")):
            first = [w for line in half for w in _words(line)][:2]
            assert copy in first if n == 1 else first[0] == f"{number}  {copy}  {n}/{len(pages)}"
    words = [w for page in pages for line in page for w in _words(line)]
    assert [words.count(f"案卷{n}") for n in range(1, count + 1)] == [2] * count


def test_a_slip_without_copies_has_one_page() -> None:
    assert len(_pages(_laid("retrieval_slip", slip(), copies=False))) == 1


def test_a_line_struck_out_is_crossed_out_and_its_reason_stands_at_its_end() -> None:
    values = slip(3)
    values["items"][1] |= {"strike_reason": "已借给李员工", "remarks": "急用"}
    for lang, said in (("zh", "急用\n划销：已借给李员工"), ("en", "急用\nStruck out: 已借给李员工")):
        lines = [line for line in _laid("retrieval_slip", values, lang=lang).lines if any(c.struck for c in line.cells)]
        assert len(lines) == 2, "one on each copy"
        for line in lines:
            assert "案卷2" in [c.text for c in line.cells if c.struck]
            assert [c.text for c in line.cells if not c.struck] == [said]


def test_slip_prints_authorisations_and_renewals_when_there_are_some() -> None:
    words = [w for line in _lines(_laid("retrieval_slip", slip())) for w in line]
    assert "续借" not in words
    lines = [{"renewed_on": DAY, "new_due_on": date(2026, 11, 27), "approver": Signature("胡俊", 4, DAY, "hu", False)}]
    words = [w for line in _lines(_laid("retrieval_slip", slip(renewals=lines))) for w in line]
    assert words.count("续借") == 2 and words.count("2026年11月27日") == 2


def _foot(sheet: Sheet) -> dict[str, str]:
    cells = [c for line in sheet.lines for c in line.cells]
    return {a.text: b.text for a, b in pairwise(cells) if a.look == "foot_label"}


def test_contents_list_has_three_copies_with_the_signatures_that_stand() -> None:
    values = {
        **record(_spec("volume_contents"), 1, lines=2), "sign_a": Signature("周丽", 3, DAY, "zhou", True),
        "sign_b": Signature("高涛旭（代赵祎）", 6, DAY, "gao", False), "sign_b_handover": None, "sign_archivist": None,
    }  # fmt: skip
    pages = _pages(_laid("volume_contents", values))
    assert [_words(page[1]) for page in pages] == [["A角联"], ["B角联"], ["档案联"]]
    for page in pages:
        foot = _foot(Sheet("x", False, [*page]))
        assert foot == {
            "A角：": "周丽(纸质) 2026年11月17日", "B角：": "高涛旭（代赵祎） 2026年11月17日", "B角移交签字：": "",
            "档案管理员：": "",
        }  # fmt: skip
        rules = [c.edges for line in page for c in line.cells if c.look in ("foot_value", "foot_small")]
        assert rules == ["b"] * 4
        heads = [w.replace("\n", "") for line in page for w in _words(line) if _words(line)[0] == "序号"]
        assert heads[4:6] == ["页号", "编码"] and "延后原因" not in heads


def test_day_stands_below_a_name_that_leaves_no_room_for_it() -> None:
    signed = [
        BlockSpec("foot", "footer", fields=tuple(FieldSpec(f"s{n}", "sign", "核准人", "Approved by") for n in range(3)))
    ]
    form = FormSpec("probe", "X1", "试验表", "Probe", blocks=tuple(signed))
    values = {f"s{n}": Signature("欧阳建国", n, DAY, "a", True) for n in range(3)}
    for lang, said in (("zh", "欧阳建国(纸质)\n2026年11月17日"), ("en", "欧阳建国 (on paper)\n17 Nov 2026")):
        (line,) = lay_out(form, values, Reader(form, lang, Office()), "x", Wishes()).lines[-1:]
        assert [c.text for c in line.cells if c.edges == "b"] == [said] * 3
        assert line.height >= 2 * 15


def test_destruction_list_has_the_day_as_a_line_and_appraisers_in_a_cell() -> None:
    blank = _lines(_laid("destruction_list", {}, blank=True))
    assert ["　　　　年　　月　　日焚毁"] in blank and ["鉴定人"] in blank
    judges = [{"person": Link("袁斌帆", 8, "person")}, {"person": Link("康建文", 9, "person")}]
    values = {**record(_spec("destruction_list"), 1, lines=2), "destroyed_on": DAY, "appraisers": judges}
    lines = _lines(_laid("destruction_list", values))
    assert ["2026年11月17日焚毁"] in lines and ["鉴定人", "袁斌帆、康建文"] in lines
    assert list(_foot(_laid("destruction_list", {}))) == ["核准：", "监焚：", "监焚(第二人)：", "焚毁执行人："]


def test_number_of_what_is_named_is_its_archive_number(tmp_path: Path) -> None:
    line = {"archive_no": Link("AJ-2026-0003", 3, "file_catalogue", "旧卷"), "subject": "旧卷", "quantity": 1}
    values = {"record_no": "FH-2026-001", "status": "approved", "items": [line]}
    assert any(words[:1] == ["J101-2024-DA-003"] for words in _lines(_laid("destruction_list", values)))
    other = {
        **values,
        "_title": "旧卷",
        "items": [{**line, "subject": "另一卷"}],
    }  # what the record is called is not printed
    assert any(words[0] == "J101-2024-DA-003 旧卷" for words in _lines(_laid("destruction_list", other)) if words)
    exporter, options = layouts(register_exporters(None), _spec("destruction_list"))["销毁登记簿"]
    exporter.write(_job("destruction_list", [values], tmp_path / "x.xlsx", options=options))
    head, first = _rows(tmp_path / "x.xlsx")
    assert first[head.index("档号")] == "J101-2024-DA-003"


def test_papers_still_lacking_are_the_open_lines(tmp_path: Path) -> None:
    lines = [
        {"seq": 1, "title": "股东会决议", "lack": "missing_doc", "supplied_on": DAY},
        {"seq": 2, "title": "抵押物清单", "lack": "other"},
    ]
    exporter, options = layouts(register_exporters(None), _spec("supplement_list"))["补充资料未清单"]
    exporter.write(_job("supplement_list", [{"record_no": "B1", "items": lines}], tmp_path / "x.xlsx", options=options))
    head, *found = _rows(tmp_path / "x.xlsx")
    assert [row[head.index("资料名称")] for row in found] == ["抵押物清单"]


def test_register_of_recalls_has_a_line_for_each_line_of_a_stub(tmp_path: Path) -> None:
    back = notice(1, record_no="CH-2026-0001", status="answered")
    back["items"][0] |= {"returned_on": date(2026, 11, 12), "outcome": "returned"}
    letters = [back, notice(2), notice(1, record_no="CH-2026-0003", status="draft")]
    exporter, options = layouts(register_exporters(None), _spec("recall_notice"))["催还登记"]
    exporter.write(_job("recall_notice", letters, tmp_path / "x.xlsx", options=options))
    head, *found = _rows(tmp_path / "x.xlsx")
    wanted = ["编号", "借阅人", "档号", "数量(册)", "催单发出日期", "处理结果", "逾期天数"]
    issued = datetime(2026, 11, 17)
    assert [tuple(row[head.index(w)] for w in wanted) for row in found] == [
        ("CH-2026-0001", "黄斌峰", "J101-2024-DA-001", 1, issued, "已归还", 3),
        ("CH-2026-0002", "黄斌峰", "J101-2024-DA-001", 1, issued, None, 15),
        ("CH-2026-0002", "黄斌峰", "J101-2024-DA-002", 1, issued, None, 15),
    ]


def test_ledger_of_the_stub_is_called_by_its_name_in_both_languages() -> None:
    exporter, options = layouts(register_exporters(None), _spec("recall_notice"))["催还登记"]
    names = [called(_spec("recall_notice"), exporter, options, lang) for lang in ("zh", "en")]
    assert names == ["催还登记", "Register of recalls"]


def test_stub_is_the_letters_own() -> None:
    stub, env = _type("recall_stub"), _job("recall_stub", [], Path("x")).env
    values = part_of(stub.spec, notice(1))
    assert (values["borrower"].text, values["items"][0]["issued_on"]) == ("黄斌峰", DAY)
    (live,) = parts(stub, _spec("recall_notice"), [notice(1)], env)
    assert live["items"][0]["overdue_days"] == 15 and "overdue_days" not in notice(1)["items"][0]
    for number, said in (
        ("CH-2026-0002", "存根 CH-2026-0002 与催还单同时产生"),
        ("", "“阅档催还单存根”随 recall_notice 产生"),
    ):
        with pytest.raises(KeptElsewhere) as refused:
            refuse(stub.spec, number)
        assert refused.value.code == "RECALL_STUB" and refused.value.zh.startswith(said)
    refuse(_spec("recall_notice"))
    assert FormSpec.from_json(_spec("recall_notice").json) == _spec("recall_notice")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("name", HOME)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_on_the_rendered_pages(name: str, lang: str, tmp_path: Path) -> None:
    form = _spec(name)
    values = record(form, 1, lines=12, long="档案管理" * 400 + "尽龘")
    marked = 0
    for block in form.rows.values():
        for f in (f for f in block.fields if f.printed and f.type == "text"):
            values[block.id][marked % 12][f.id] = "档案馆藏，" * 45 + "靐"
            marked += 1
    write_form(_job(name, [values], tmp_path / "x.xlsx", lang=lang))
    write_blank(_job(name, [], tmp_path / "blank.xlsx", lang=lang))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, tmp_path.glob("*.xlsx"))],
        check=True, timeout=150, capture_output=True,
    )  # fmt: skip
    text = _text(tmp_path / "x.pdf")
    copies = len(form.paper.copies) or 1
    stub = form.paper.stub
    again = sum(f.type == "text" and f.id in values["items"][0] for f in stub.rows["items"].fields) if stub else 0
    longs = sum(f.type == "longtext" and f.printed for b in form.blocks if b.part != "rows" for f in b.fields)
    assert text.count("龘") == longs * copies
    assert text.count("靐") >= marked * copies and (again == 0 or text.count("靐") > marked)
    if lang == "zh":
        assert _text(tmp_path / "blank.pdf").count("\f") == (3 if name == "volume_contents" else 1)


def _text(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
