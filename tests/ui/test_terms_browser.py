"""The terms page in a real browser."""

import re

import pytest
from browsing import PHONE, ask
from page_fakes import LONG_SECONDS
from playwright.sync_api import expect

from ui import strings as s

pytestmark = pytest.mark.browser
HAN = re.compile("[\u3400-\u9fff]")


def look_up(page, term):
    page.click("[data-action=view][data-view=terms]")
    page.fill("#dz-term", term)
    page.keyboard.press("Enter")


def test_term_is_looked_up_linked_and_kept_in_the_address(visit):
    page = visit("zh-CN")
    look_up(page, "电车")
    expect(page.locator(".dz-rendering")).to_have_count(3)
    expect(page.locator(".dz-rendering h2").first).to_contain_text("tram")
    expect(page).to_have_title(re.compile("电车"))
    page.reload()
    expect(page.locator(".dz-rendering")).to_have_count(3)
    expect(page.locator("#dz-term")).to_have_value("电车")
    page.locator(".dz-place a").first.click()
    expect(page.locator(".dz-target .dz-quoted")).to_contain_text("有轨电车二号线")
    page.click(".dz-leave")
    expect(page.locator(".dz-rendering")).to_have_count(3)


def test_download_is_a_csv_file(visit):
    page = visit("en-US")
    look_up(page, "电车")
    with page.expect_download() as download:
        page.click("[data-action=download-terms]")
    assert download.value.suggested_filename == "duizhao-电车.csv"
    data = download.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbfterm,rendering,")
    assert "有轨".encode() in data


def test_progress_is_shown_and_the_chat_goes_on(visit, shown_library):
    page = visit("en-US")
    shown_library.compare_seconds = LONG_SECONDS
    shown_library._generation += 1
    look_up(page, "电车")
    expect(page.locator("#dz-term-results")).to_have_text(s.TERM_SEARCHING("en", term="电车"))
    page.click("[data-action=view][data-view=chat]")
    ask(page, "When does tram line 2 open?")
    shown_library.compare_seconds = 0.0
    page.click("[data-action=view][data-view=terms]")
    expect(page.locator(".dz-rendering")).to_have_count(3)


def test_language_switch_changes_results(visit):
    page = visit("zh-CN", at="?term=many")
    expect(page.locator(".dz-rendering")).to_contain_text(s.TERM_ALONE("zh"))
    page.click("[data-action=language][data-language=en]")
    expect(page.locator(".dz-rendering")).to_contain_text(s.TERM_ALONE("en"))
    expect(page.locator(".dz-terms h1")).to_have_text(s.TERMS_TITLE("en"))
    assert not HAN.search(page.locator(".dz-term-form").inner_html())


@pytest.mark.parametrize("before", ["", "?term=many"])
def test_what_is_typed_while_the_language_changes_stays(visit, before):
    page = visit("zh-CN", at=before or "#terms")
    box = page.locator("#dz-term")
    expect(box).to_have_value(before.partition("=")[2])

    def type_meanwhile(route):
        box.fill("电车")
        route.continue_()

    page.route("**/component_server/", type_meanwhile, times=1)
    page.click("[data-action=language][data-language=en]")
    expect(page.locator(".dz-terms h1")).to_have_text(s.TERMS_TITLE("en"))
    expect(page.locator(".dz-rendering")).to_have_count(1 if before else 0)
    expect(box).to_have_value("电车")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".dz-rendering")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_never_scrolls_sideways(visit, scheme):
    page = visit("en-US", PHONE, color_scheme=scheme)
    look_up(page, "电车")
    expect(page.locator(".dz-rendering")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_hostile_terms_and_texts_stay_text(visit):
    page = visit("en-US")
    look_up(page, "hostile <img src=x onerror=window.hacked=7>")
    expect(page.locator(".dz-rendering h2")).to_contain_text("<script>window.hacked=1")
    look_up(page, "$& <img src=x onerror=window.hacked=7>")
    expect(page.locator("#dz-term-results .dz-empty")).to_contain_text("$& <img src=x")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#dz-terms :is(img, iframe, script)").count() == 0
