"""A library in memory, the page's handlers on it, and the page in a browser."""

from urllib.parse import urlsplit

import pytest
from browsing import DESKTOP, wait_until_filled
from page_fakes import FakeLibrary
from playwright.sync_api import Page

from rag.settings import PageSettings
from ui.handlers import PageHandlers
from ui.serve import PageServer


@pytest.fixture
def library(tmp_path):
    return FakeLibrary(tmp_path)


@pytest.fixture
def handlers(library):
    return PageHandlers(library, PageSettings())


@pytest.fixture(scope="module")
def shown_library(tmp_path_factory):
    return FakeLibrary(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def server(shown_library):
    with PageServer(shown_library, PageSettings(port=0, max_upload_bytes=1000)) as running:
        yield running


@pytest.fixture
def visit(browser, server):
    """Open the page; afterwards nothing may have left the machine or failed on the way."""
    contexts, requests, errors = [], [], []

    def open_page(
        locale="en-US", viewport=DESKTOP, *, at="", script="", filled=True, **options
    ) -> Page:
        context = browser.new_context(locale=locale, viewport=viewport, **options)
        contexts.append(context)
        context.on("request", lambda request: requests.append(request.url))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda said: errors.append(said.text) if said.type == "error" else 0)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(f"{server.url}/{at}")
        page.wait_for_selector("html[data-dz-ready]")
        if filled:
            wait_until_filled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    hosts = {urlsplit(url).hostname for url in requests if url.startswith("http")}
    assert hosts <= {"127.0.0.1"}
    assert not errors
