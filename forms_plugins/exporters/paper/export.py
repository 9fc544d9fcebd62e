"""The exporters of paper forms: one record a sheet, a register many records a sheet, both also without data."""

from __future__ import annotations

from dangan.exporting import Job
from forms_plugins.exporters.paper.draw import Pen
from forms_plugins.exporters.paper.entries import no_file
from forms_plugins.exporters.paper.layout import Wishes, lay_out, lay_out_further
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
    spec, lang = job.spec, job.lang
    reader = Reader(spec, lang, job.office)
    audit = str(job.options.get("audit", ""))
    paper = str(job.options.get("paper", ""))
    wishes = Wishes(
        blank, job.options.get("snapshot"), bool(job.options.get("copies", True)), job.options.get("file", no_file)
    )
    taken: set[str] = set()
    with new_workbook(job.path, streaming=False, exact=True) as book:
        pen = Pen(book)
        if spec.register and not paper:
            for name, records in sheets(spec, () if blank else job.each()):
                named = sheet_name(name or spec.label(lang), taken)
                pen.draw(lay_out_register(spec, records, reader, named), lang, audit)
        else:
            for record in () if blank else job.each():
                named = sheet_name(str(record.get("record_no") or spec.label(lang)), taken)
                if paper:
                    pen.draw(lay_out_further(spec, record, reader, named, paper, False), lang, audit)
                else:
                    pen.draw(lay_out(spec, record, reader, named, wishes), lang, audit)
        if not taken:
            named = sheet_name(paper or spec.label(lang), taken)
            if paper:
                pen.draw(lay_out_further(spec, {}, reader, named, paper, True), lang, audit)
            elif spec.register:
                pen.draw(lay_out_register(spec, [], reader, named, blank=True), lang, audit)
            else:
                pen.draw(lay_out(spec, {}, reader, named, Wishes(True, copies=wishes.copies)), lang, audit)
