"""The server is gone: a question that was typed is not."""

from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from browsing import DESKTOP, boxes, wait_until_filled
from playwright.sync_api import expect

from rag.settings import PageSettings
from ui.serve import PageServer

QUESTION = "When does tram line 2 open?"


@pytest.fixture
def start(library):
    """Start a server, again at the same place where it is told so; its end is what is tested."""
    with ExitStack() as running:

        def start_server(port=0):
            stop = ExitStack()
            running.push(stop)
            return stop, stop.enter_context(PageServer(library, PageSettings(port=port))).url

        yield start_server


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en-US", viewport=DESKTOP)
    yield context.new_page()
    context.close()


def test_question_goes_back_into_its_box(page, start):
    server, url = start()
    page.goto(url)
    wait_until_filled(page)
    server.close()
    page.fill("#dz-question", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#dz-lost")).to_contain_text("connection to Duizhao was lost")
    expect(page.locator("#dz-question")).to_have_value(QUESTION)
    told, asking = boxes(page, "#dz-lost", "#dz-ask")
    assert told["bottom"] < asking["top"]
    start(urlsplit(url).port)
    page.reload()
    wait_until_filled(page)
    expect(page.locator("#dz-question")).to_have_value(QUESTION)
    page.focus("#dz-question")
    page.keyboard.press("Enter")
    expect(page.locator("#dz-current .dz-question p")).to_have_text(QUESTION)
    expect(page.locator("#dz-question")).to_have_value("")
    assert page.evaluate("sessionStorage.getItem('duizhao-question')") is None
