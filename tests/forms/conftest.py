"""The sample office before each form, made once."""

import pytest

from tests.forms.every import Before


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    return Before(tmp_path_factory.mktemp("office"))
