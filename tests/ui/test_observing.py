"""Requests that fail where nobody expects it: the log says why, and they are counted."""

import pytest
from page_fakes import FakeLibrary
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from rag.errors import LibraryError
from rag.runtime.observing import listening
from rag.settings import PageSettings
from ui.observing import Figures, ObservingMiddleware
from ui.signin import SignIn


def crash(_):
    raise ZeroDivisionError("in the middle of it")


@pytest.fixture
def figures(library):
    return Figures(library)


@pytest.fixture
def client(library, figures):
    app = ObservingMiddleware(
        Starlette(routes=[Route("/crash", crash)]),
        library,
        figures,
        sign_in=SignIn.open(None, PageSettings(), 0),
        settings=PageSettings(),
    )
    return TestClient(app)


def test_error_that_nobody_caught_is_logged_counted_and_passed_on(client, figures, caplog):
    # The web server ends the connection of a request that fails.
    with listening(figures.listen), pytest.raises(ZeroDivisionError, match="in the middle"):
        client.get("/crash")
    (record,) = (each for each in caplog.records if each.levelname == "ERROR")
    assert record.exc_info[0] is ZeroDivisionError
    assert "GET /crash" in record.getMessage()
    assert 'duizhao_http_requests_total{status="5xx"} 1' in figures.text()
    assert 'duizhao_errors_total{error="ZeroDivisionError"} 1' in figures.text()


class Unreadable(FakeLibrary):
    """A library that cannot be read."""

    def generation(self):
        raise LibraryError("the catalogue is locked")


def test_documents_that_cannot_be_counted_are_left_out_and_logged(tmp_path, caplog):
    text = Figures(Unreadable(tmp_path)).text()
    assert "duizhao_up 0" in text
    assert "duizhao_documents" not in text
    assert "the catalogue is locked" in caplog.text
