"""The whole program as a newcomer meets it: ``duizhao chat`` on nothing, then a browser."""

import os
import re
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

#: A fresh start imports Gradio and indexes the samples, on a machine that may be busy.
START_SECONDS = 180
QUESTIONS = {
    "zh-CN": ("防潮闸今年一共关闭了几次？", "zh"),
    "en-US": ("How many ferries are electric?", "en"),
}


@pytest.fixture(scope="module")
def page_url(tmp_path_factory):
    store = tmp_path_factory.mktemp("chat") / "store"
    command = [sys.executable, "-m", "rag.cli", "chat", "--store", store, "--port", "0"]
    log = store.parent / "log"
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(command, stderr=output, stdout=output, env=os.environ) as server,
    ):
        try:
            yield wait_for_url(server, log)
        finally:
            server.terminate()


def wait_for_url(server, log) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        said = log.read_text("utf-8")
        assert server.poll() is None, said
        if ready := re.search(r"Duizhao is ready: (http://\S+)\n", said):
            return ready[1]
        time.sleep(0.2)
    pytest.fail(f"the page did not start in {START_SECONDS} s:\n{log.read_text('utf-8')}")


@pytest.mark.parametrize("locale", QUESTIONS)
def test_newcomer_asks_and_sees_the_source(browser, page_url, locale):
    question, language = QUESTIONS[locale]
    requests = []
    context = browser.new_context(locale=locale, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.goto(page_url)
    page.wait_for_selector("html[data-dz-ready]")
    page.fill("#dz-question", question)
    page.keyboard.press("Enter")
    expect(page.locator("#dz-current .dz-turn")).not_to_have_attribute("data-status", "writing")
    mark = page.locator('#dz-current .dz-mark[data-marker="1"]').first
    expect(mark).to_be_visible()
    mark.click()
    card = page.locator(".dz-card.dz-active")
    expect(card).to_be_in_viewport()
    quote = card.locator(f".dz-side-{language} mark").first.inner_text()
    answer = page.locator("#dz-current").inner_text()
    assert squeeze(quote)[:20] in squeeze(answer)
    assert card.locator(".dz-side-zh").is_visible()
    assert card.locator(".dz-side-en").is_visible()
    context.close()
    assert {urlsplit(url).hostname for url in requests if url.startswith("http")} == {"127.0.0.1"}


def test_example_questions_are_the_librarys_own(browser, page_url):
    page = browser.new_page(locale="en-US")
    page.goto(page_url)
    page.wait_for_selector("html[data-dz-ready]")
    from rag.samples import example_questions

    shown = page.locator("body").inner_text()
    assert sum(question in shown for question in example_questions("en")) >= 3
    page.close()


def squeeze(text: str) -> str:
    return re.sub(r"[\s\d\[\]]+", "", text)
