"""The built-in exporters: lists, ledgers and paper forms as Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dangan.exporting import Exporter, Job
from dangan.hookspecs import hookimpl


@hookimpl
def register_exporters(ctx: Any) -> Iterable[Exporter]:
    """The five exports that every form offers (forms.md 0.6); their modules load when the first file is written."""
    return [
        Exporter("list", "列表", "List", _list),
        Exporter("ledger", "台帐", "Ledger", _ledger),
        Exporter("form_a4", "表单打印", "Printed form", _form),
        Exporter("form_blank", "空白表", "Blank form", _blank),
        Exporter("whole", "全部内容", "All fields", _whole),
    ]


def _list(job: Job) -> None:
    from forms_plugins.exporters.list import write_list

    write_list(job)


def _ledger(job: Job) -> None:
    from forms_plugins.exporters.ledger import write_ledger

    write_ledger(job)


def _form(job: Job) -> None:
    from forms_plugins.exporters.paper.export import write_form

    write_form(job)


def _blank(job: Job) -> None:
    from forms_plugins.exporters.paper.export import write_blank

    write_blank(job)


def _whole(job: Job) -> None:
    from forms_plugins.exporters.whole import write_whole

    write_whole(job)
