"""A library in memory, the page's handlers on it, and the page in a browser."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from browsing import DESKTOP
from page_fakes import FakeLibrary
from playwright.sync_api import BrowserContext, Page, expect

from rag.settings import PageSettings
from ui.handlers import PageHandlers
from ui.serve import PageServer

#: The browser shares few cores with other tests.
expect.set_options(timeout=30_000)


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


@pytest.fixture(scope="module")
def windows(browser):
    """Contexts that are free, by their options: their caches spare a test most of the loading."""
    free = defaultdict(list)
    yield free
    for contexts in free.values():
        for context in contexts:
            context.close()


def clean(context: BrowserContext, address: str) -> None:
    """Close a context's pages and take away what they have kept."""
    for page in context.pages:
        if page.url.startswith(address):
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.close()
    context.clear_cookies()


@pytest.fixture
def visit(browser, server, windows):
    """Open the page; afterwards nothing may have left the machine or failed on the way."""
    used, requests, errors = [], [], []

    def open_page(
        locale="en-US", viewport=DESKTOP, *, at="", script="", alone=False, **options
    ) -> Page:
        free = None if alone or script else windows[locale, repr(sorted(options.items()))]
        context = free.pop() if free else browser.new_context(locale=locale, **options)
        used.append((context, free))
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.set_viewport_size(viewport)
        page.set_default_timeout(30_000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(f"{server.url}/{at}")
        page.wait_for_selector("html[data-dz-ready]")
        return page

    yield open_page
    for context, free in used:
        if free is None:
            context.close()
        else:
            clean(context, server.url)
            free.append(context)
    hosts = {urlsplit(url).hostname for url in requests if url.startswith("http")}
    assert hosts <= {"127.0.0.1"}
    assert not errors
