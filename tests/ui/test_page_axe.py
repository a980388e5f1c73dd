"""Every page by axe-core: nothing serious, in either language, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import PHONE, ask
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

#: What passed is not looked at, and takes long to describe.
OPTIONS = {"resultTypes": ["violations"]}


def answered(page):
    ask(page, "When does tram line 2 open?")
    expect(page.locator(".dz-card").first).to_be_visible()
    page.locator(".dz-mark").first.hover()


def refused(page):
    ask(page, "What is on the moon?")
    expect(page.locator(".dz-refusal")).to_be_visible()


def library(page):
    page.click("[data-action=view][data-view=library]")
    page.set_input_files(
        "#dz-library input[type=file]",
        [{"name": "empty.txt", "mimeType": "text/plain", "buffer": b" "}],
    )
    expect(page.locator(".dz-results")).to_be_visible()


def removing(page):
    page.click("[data-action=view][data-view=library]")
    page.locator("[data-action=remove]").first.click()
    expect(page.locator(".dz-dialog")).to_be_visible()


def correcting(page):
    page.click("[data-action=view][data-view=library]")
    page.locator("[data-action=edit]").first.click()
    page.locator("#dz-edit [name=date]").fill("someday")
    page.locator("#dz-edit [type=submit]").click()
    expect(page.locator("#dz-edit .dz-wrong")).to_be_visible()


def reading(page):
    page.click("[data-action=view][data-view=library]")
    page.locator(".dz-documents tr", has_text="linhe-briefing").locator("th a").click()
    expect(page.locator(".dz-diff").first).to_be_visible()
    page.fill(".dz-find", "bureau")
    expect(page.locator(".dz-current-place")).to_be_visible()
    page.click(".dz-differences-button")
    expect(page.locator("#dz-differences li").first).to_be_visible()


def terms(page):
    page.click("[data-action=view][data-view=terms]")
    page.fill("#dz-term", "电车")
    page.keyboard.press("Enter")
    expect(page.locator(".dz-rendering").first).to_be_visible()


def welcome(page):
    expect(page.locator(".dz-welcome")).to_be_visible()


STATES = [welcome, answered, refused, library, removing, correcting, reading, terms]


@pytest.mark.parametrize(("locale", "scheme"), [("zh-CN", "light"), ("en-US", "dark")])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_serious(visit, state, locale, scheme):
    page = visit(locale, color_scheme=scheme)
    state(page)
    assert not problems(page)


def test_axe_finds_nothing_serious_on_a_phone(visit):
    page = visit("zh-CN", PHONE)
    reading(page)
    assert not problems(page)


def test_axe_would_find_what_is_wrong(visit):
    page = visit("en-US")
    page.evaluate("document.querySelector('.dz-welcome').append(document.createElement('button'))")
    assert [each for each in problems(page) if "button-name" in each]


def problems(page):
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]} {node['failureSummary'][:300]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:3]
    ]
