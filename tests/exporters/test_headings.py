"""Headings of head and foot, numbers of questions, a cover that is called what stands in a field, lines that are given."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from dangan import Form
from dangan.record import Values
from forms_plugins.exporters.paper.export import write_blank, write_form
from forms_plugins.office.regulation_cover import RegulationCover
from forms_plugins.rolls.consignment import Consignment
from forms_plugins.rolls.roll_usage_evaluation import RollUsageEvaluation
from forms_plugins.salon.my_customer import MyCustomer
from tests.exporters.specs import job
from tests.forms.office import filled


def printed(form: type[Form], path: Path, lang: str = "zh", **values: object) -> list[str]:
    spec = form.form_type.spec
    records: list[Values] = [filled(form, **values)] if values else []
    (write_form if values else write_blank)(job(spec, records, path / "x.xlsx", lang=lang))
    rows = openpyxl.load_workbook(path / "x.xlsx").worksheets[0].values
    return [str(value) for row in rows for value in row if value is not None]


def test_both_halves_of_the_sheet_bear_their_names(tmp_path: Path) -> None:
    words = printed(Consignment, tmp_path, carrier="巴陵物流")
    assert words.index("托运单") < words.index("货物") < words.index("回执单") < words.index("发货人：")
    assert "Receipt" in printed(Consignment, tmp_path, "en", carrier="巴陵物流")


def test_questions_are_numbered_as_on_the_paper(tmp_path: Path) -> None:
    words = printed(MyCustomer, tmp_path, name="刘宏")
    assert {"1、姓名", "昵称(小名)", "16、结婚纪念日"} <= set(words)
    assert "1. Name" in printed(MyCustomer, tmp_path, "en", name="刘宏")


def test_cover_and_heading_are_the_title_of_the_regulation(tmp_path: Path) -> None:
    words = printed(RegulationCover, tmp_path, title="保密管理制度", body="第一条")
    assert words[0] == "保 密 管 理 制 度" and "保密管理制度" in words
    assert not {"制度名称", "编制人"} & set(words), "what the cover says is not said again"
    assert "编制人：" in words


def test_blank_sheet_has_the_lines_that_are_given(tmp_path: Path) -> None:
    assert {"硬度均匀性", "服务"} <= set(printed(RollUsageEvaluation, tmp_path))
