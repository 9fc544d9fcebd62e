"""Imports a workbook into a store, in a process that a test kills: `python -m tests.importers.import_child STORE FILE`."""

import sys
from pathlib import Path

from forms_plugins.importers.run import run
from storage.archive import Archive
from tests.importers.conftest import NOW, REAL
from tests.storage.small_forms import FORMS

if __name__ == "__main__":
    forms = [form.form_type for form in REAL] + FORMS
    archive = Archive.open(sys.argv[1], forms, clock=lambda: NOW)
    print("begun", flush=True)
    result = run(archive, "staff", Path(sys.argv[2]), archive.env("li", "zh"), add_missing=True)
    print(f"done {result.created}", flush=True)
