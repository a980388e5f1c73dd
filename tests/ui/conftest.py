"""A library in memory and the page's handlers on it."""

import pytest
from page_fakes import FakeLibrary

from rag.settings import PageSettings
from ui.handlers import PageHandlers


@pytest.fixture
def library(tmp_path):
    return FakeLibrary(tmp_path)


@pytest.fixture
def handlers(library):
    return PageHandlers(library, PageSettings())
