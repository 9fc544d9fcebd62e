"""An office with the real forms, and small ones, to import into."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dangan.env import Env
from forms_plugins.archives.file_catalogue import FileCatalogue
from forms_plugins.archives.item_catalogue import ItemCatalogue
from forms_plugins.customers.customer import Customer
from forms_plugins.customers.customer_form import CustomerForm
from forms_plugins.customers.source_documents import SourceDocuments
from forms_plugins.employees.employee_record import EmployeeRecord
from forms_plugins.salon.skin_customer import SkinCustomer
from storage.archive import Archive
from tests.storage.small_forms import FORMS

NOW = datetime(2026, 3, 2, 9, 30)
REAL = [EmployeeRecord, FileCatalogue, ItemCatalogue, Customer, CustomerForm, SourceDocuments, SkinCustomer]


def office(folder: Path) -> Archive:
    """A store with the seven forms and the small ones, one company, two departments, three people."""
    forms = [form.form_type for form in REAL] + FORMS
    archive = Archive.open(folder / "office" / "office.db", forms, create=True, clock=lambda: NOW)
    directory = archive.directory
    company = directory.add("company", "宏达公司", at=NOW, by="li")
    market = directory.add("dept", "市场部", at=NOW, by="li", company_id=company, code="SC")
    directory.add("dept", "档案室", at=NOW, by="li", company_id=company)
    directory.add("person", "李敏", at=NOW, by="li", login="li", dept_id=market)
    directory.add("person", "王伟", at=NOW, by="li")
    directory.add("person", "王伟", at=NOW, by="li", login="wangwei")
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = office(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def env(archive: Archive) -> Env:
    return archive.env("li", "zh")
