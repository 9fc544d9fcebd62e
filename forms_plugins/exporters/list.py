"""The view as a sheet: the columns of a list, one row a record."""

from __future__ import annotations

from dangan.exporting import Job
from forms_plugins.exporters.ledger import ledger_row
from forms_plugins.exporters.table import write_table
from forms_plugins.exporters.values import Reader, columns


def write_list(job: Job) -> None:
    """Write the columns of the view (`job.columns`, else the form's list columns) for every record.

    Raises Cancelled, ExportFailed, KeyError for a column that the form does not have.
    """
    paths = job.columns or job.spec.list_columns or ("record_no", "_title", "status")
    shown = columns(job.spec, paths, job.lang)
    reader = Reader(job.spec, job.lang, job.office)
    write_table(job, job.spec.label(job.lang), shown, (ledger_row(reader, shown, record) for record in job.each()))
