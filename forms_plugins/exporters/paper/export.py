"""The exporters of paper forms: one record a sheet, a register many records a sheet, both also without data."""

from __future__ import annotations

from collections.abc import Iterator

from dangan.exporting import Job
from dangan.hiding import SETTING, shown
from forms_plugins.exporters.paper.draw import Pen
from forms_plugins.exporters.paper.entries import no_file
from forms_plugins.exporters.paper.labels import lay_out_labels
from forms_plugins.exporters.paper.layout import Wishes, lay_out, lay_out_further
from forms_plugins.exporters.paper.model import Sheet
from forms_plugins.exporters.paper.register import lay_out_register, sheets
from forms_plugins.exporters.values import Reader
from forms_plugins.exporters.workbook import new_workbook, sheet_name


def write_form(job: Job) -> None:
    """Write the paper of every record, or the further paper named in `options["paper"]`.

    Raises Cancelled, ExportFailed, KeyError for a paper that the form does not have.
    """
    _write(job, blank=False)


def write_blank(job: Job) -> None:
    """Write the paper without data, once; the records of the job are left alone. Raises as `write_form`."""
    _write(job, blank=True)


def _write(job: Job, *, blank: bool) -> None:
    with new_workbook(job.path, streaming=False, exact=True) as book:
        pen = Pen(book)
        for sheet in laid_out(job, blank=blank):
            pen.draw(sheet, job.lang, str(job.options.get("audit", "")))


def laid_out(job: Job, *, blank: bool = False) -> Iterator[Sheet]:
    """The papers of a job one by one as they are laid out, before anything draws them; blank ones once. Raises as
    `write_form`, but for the file."""
    spec = shown(job.spec, job.office.setting(SETTING))
    reader = Reader(spec, job.lang, job.office)
    paper = str(job.options.get("paper", ""))
    wishes = Wishes(
        blank, job.options.get("snapshot"), bool(job.options.get("copies", True)), job.options.get("file", no_file)
    )
    taken: set[str] = set()
    if any(zh == paper for zh, _, _ in spec.paper.labels):
        yield lay_out_labels(spec, () if blank else job.each(), reader, sheet_name(paper, taken), paper)
        return
    if spec.register and not paper:
        for name, records in sheets(spec, () if blank else job.each()):
            yield lay_out_register(spec, records, reader, sheet_name(name or spec.label(job.lang), taken))
    else:
        for record in () if blank else job.each():
            named = sheet_name(str(record.get("record_no") or spec.label(job.lang)), taken)
            if paper:
                yield lay_out_further(spec, record, reader, named, paper, False)
            else:
                yield lay_out(spec, record, reader, named, wishes)
    if not taken:
        named = sheet_name(paper or spec.label(job.lang), taken)
        if paper:
            yield lay_out_further(spec, {}, reader, named, paper, True)
        elif spec.register:
            yield lay_out_register(spec, [], reader, named, blank=True)
        else:
            yield lay_out(spec, {}, reader, named, Wishes(True, copies=wishes.copies))
