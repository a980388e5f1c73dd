"""A library in memory behind the page's web server."""

import sys
from pathlib import Path

import pytest

from rag.settings import PageSettings

sys.path.insert(0, str(Path(__file__).parent.parent / "ui"))


@pytest.fixture(scope="package")
def asked_library(tmp_path_factory):
    from page_fakes import FakeLibrary

    return FakeLibrary(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="package")
def page_url(asked_library):
    from ui.serve import PageServer

    with PageServer(asked_library, PageSettings(port=0)) as server:
        yield server.url
