"""The reader in a real browser."""

import re
from urllib.parse import urlencode

import pytest
from browsing import DESKTOP, PHONE, ask, boxes, language_button
from page_fakes import EN_RIVER, HOSTILE_NAME, LONG_SECONDS, ZH_RIVER
from playwright.sync_api import expect

from ui import strings as s

pytestmark = pytest.mark.browser

AT_RIVER = "?document=linhe-briefing&paragraph=8"
LONG, SHORTER = 5000, 1500
#: Keeps the height at which the paragraph led to is seen, for each frame.
_NOTE_PLACES = """{
  window.places = [];
  const note = () => {
    const target = document.querySelector(".dz-target");
    if (target) window.places.push(target.getBoundingClientRect().top);
    requestAnimationFrame(note);
  };
  note();
}"""

#: Keeps how much of a document was there when the paragraph led to was first seen.
_NOTE_FILLED = """new MutationObserver(() => {
  if (!document.querySelector(".dz-target")) return;
  window.filledFirst ??= document.querySelectorAll(".dz-portion[data-filled]").length;
}).observe(document, { subtree: true, childList: true, attributes: true });"""

_FILLED_HERE = """() => {
  const here = document.elementFromPoint(innerWidth / 4, innerHeight / 2);
  return Boolean(here?.closest(".dz-portion[data-filled]"));
}"""

#: A busy browser runs what was put off long after an answer from the server has come.
_LATE_TIMERS = """{
  const put = window.setTimeout;
  window.setTimeout = (call, delay = 0, ...rest) => put(call, Math.max(delay, 1500), ...rest);
}"""


@pytest.fixture(scope="module", autouse=True)
def _long_document(shown_library):
    shown_library.add_long("minutes", LONG)
    shown_library.add_long("protocol", SHORTER)


def test_deep_link_opens_at_its_paragraph_and_survives_a_reload(visit):
    page = visit("zh-CN", at=AT_RIVER)
    for _ in range(2):
        target = page.locator(".dz-target")
        expect(target).to_contain_text(ZH_RIVER.paragraph.text)
        expect(target).to_be_in_viewport()
        expect(target).to_be_focused()
        expect(page.locator(".dz-row", has=target)).to_contain_text(EN_RIVER.paragraph.text)
        expect(page.locator(".dz-row", has=target)).to_contain_text("Linhe in English")
        page.reload()
        page.wait_for_selector("html[data-dz-ready]")
    expect(page).to_have_title(re.compile("Linhe briefing"))


def test_deep_link_takes_the_focus_in_a_busy_browser(visit):
    page = visit("en-US", at=AT_RIVER, script=_LATE_TIMERS)
    expect(page.locator(".dz-target")).to_be_focused()


def test_card_shows_its_quote_in_the_document_and_back_returns(visit):
    page = visit("en-US")
    ask(page, "When does tram line 2 open?")
    page.locator(".dz-card").first.get_by_text(s.SHOW_IN_DOCUMENT("en")).click()
    quoted = page.locator(".dz-target .dz-quoted")
    expect(quoted).to_have_text("tram line 2 would open this September.")
    expect(quoted).to_be_in_viewport()
    other = page.locator(".dz-row", has=quoted).locator("[lang=zh-Hans] .dz-quoted")
    expect(other).to_have_text("有轨电车二号线将于今年九月通车。")
    assert "?document=linhe-briefing&paragraph=5" in page.url
    page.reload()
    expect(quoted).to_have_text("tram line 2 would open this September.")
    page.go_back()
    expect(page.locator("#dz-question")).to_be_visible()
    expect(page.locator("#dz-reader")).to_be_hidden()


def test_link_opens_in_a_window_of_its_own(visit):
    page = visit("en-US")
    ask(page, "When does tram line 2 open?")
    link = page.locator(".dz-card").first.get_by_text(s.SHOW_IN_DOCUMENT("en"))
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator(".dz-target")).to_contain_text("sixteen stations")
    expect(page.locator("#dz-question")).to_be_visible()


def test_two_columns_stand_side_by_side_and_below_each_other_on_a_phone(visit):
    wide = visit("en-US", at=AT_RIVER)
    narrow = visit("en-US", PHONE, at=AT_RIVER)
    for page, viewport in ((wide, DESKTOP), (narrow, PHONE)):
        row = page.locator(".dz-row", has=page.locator(".dz-target"))
        expect(row).to_be_visible()
        cells = (f".dz-row:has(.dz-target) > .dz-cell:nth-of-type({n})" for n in (1, 2))
        zh, en = boxes(page, *cells)
        if viewport is DESKTOP:
            assert zh["right"] <= en["left"]
            assert zh["top"] == en["top"]
        else:
            assert zh["bottom"] <= en["top"]
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    expect(wide.locator(".dz-unpaired")).to_contain_text("city library lends")


def test_differences_are_marked_explained_and_listed(visit):
    page = visit("zh-CN", at=AT_RIVER)
    # The library is too large to be compared unasked.
    button = page.locator(".dz-differences-button")
    expect(button).to_have_text(s.DIFFERENCES("zh"))
    button.click()
    expect(button).to_have_text(s.DIFFERENCES_COUNT("zh", count=2))
    expect(page.locator("#dz-differences li")).to_have_count(2)
    button.click()
    expect(page.locator("#dz-differences")).to_be_hidden()
    mark = page.locator(".dz-diff", has_text="三百一十二")
    mark.hover()
    explained = s.DIFFER_BOTH["number"]("zh", zh="三百一十二", en="321")
    expect(page.locator("#dz-tip")).to_have_text(explained)
    page.mouse.move(5, 5)
    expect(page.locator("#dz-tip")).to_be_hidden()
    mark.focus()
    expect(page.locator("#dz-tip")).to_have_text(explained)
    button.click()
    page.locator("#dz-differences li", has_text="321").locator("button").click()
    expect(page.locator(".dz-target")).to_contain_text("三百一十二")


def test_comparing_shows_progress_and_blocks_nothing(visit, shown_library):
    shown_library.compare_seconds = LONG_SECONDS
    shown_library._generation += 1
    page = visit("zh-CN", at=AT_RIVER)
    page.click(".dz-differences-button")
    expect(page.locator("#dz-differences")).to_have_text(s.DIFFERENCES_LOADING("zh"))
    expect(page.locator(".dz-differences-button")).to_have_text(s.DIFFERENCES_AWAITED("zh"))
    page.fill(".dz-find", "河水")
    expect(page.locator(".dz-found")).to_have_count(1)
    shown_library.compare_seconds = 0.0
    expect(page.locator("#dz-differences li")).to_have_count(2)
    # Marks of both kinds stand in the same text.
    expect(page.locator(".dz-found")).to_have_count(1)


def test_search_steps_through_both_columns(visit):
    page = visit("en-US", at="?document=linhe-briefing")
    box = page.locator(".dz-find")
    box.fill("BUREAU")
    expect(page.locator(".dz-find-count")).to_have_text("1 of 2")
    box.press("Enter")
    expect(page.locator(".dz-find-count")).to_have_text("2 of 2")
    expect(page.locator(".dz-current-place")).to_have_text("bureau")
    expect(page.locator(".dz-current-place")).to_be_in_viewport()
    box.press("Enter")
    expect(page.locator(".dz-find-count")).to_have_text("1 of 2")
    box.press("Shift+Enter")
    expect(page.locator(".dz-find-count")).to_have_text("2 of 2")
    box.fill("nowhere at all")
    expect(page.locator(".dz-find-count")).to_have_text(s.READER_FOUND_NONE("en"))
    box.press("Escape")
    expect(page.locator(".dz-find-count")).to_have_text("")
    expect(page.locator(".dz-found")).to_have_count(0)


def test_long_document_is_usable_at_once_and_complete_soon(visit):
    page = visit("zh-CN", at=f"?document=minutes&paragraph={LONG - 1}", script=_NOTE_FILLED)
    expect(page.locator(".dz-target")).to_be_in_viewport()
    assert page.evaluate("window.filledFirst") == 1
    expect(page.locator(".dz-portion:not([data-filled])")).to_have_count(0, timeout=60_000)
    expect(page.locator(".dz-par[tabindex]")).to_have_count(LONG)
    page.fill(".dz-find", "meeting 1234")
    expect(page.locator(".dz-current-place")).to_be_in_viewport()


@pytest.mark.parametrize(("viewport", "paragraph"), [(DESKTOP, SHORTER - 1), (PHONE, SHORTER - 1)])
def test_what_is_read_stays_where_it_is_on_a_slow_machine(visit, viewport, paragraph):
    first = visit("zh-CN", viewport, script=_NOTE_PLACES)
    page = first.context.new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{first.url}?document=protocol&paragraph={paragraph}")
    expect(page.locator(".dz-target")).to_be_visible()
    expect(page.locator(".dz-portion:not([data-filled])")).to_have_count(0, timeout=60_000)
    expect(page.locator(".dz-target")).to_be_in_viewport()
    places = page.evaluate("window.places")
    # As it was led to, in every frame that was shown: the text above came later, in any order.
    assert max(places) - min(places) < 2, sorted(set(places))


def test_language_switch_keeps_the_place(visit):
    page = visit("zh-CN", at=f"?document=minutes&paragraph={LONG // 2 + 1}")
    expect(page.locator(".dz-target")).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    # What is not there yet cannot be what is read.
    page.wait_for_function(_FILLED_HERE)
    page.locator("[data-action=language][data-language=en]").evaluate("it => it.click()")
    expect(page.locator(".dz-leave")).to_contain_text("Back")
    expect(page.locator(".dz-target")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 1000


def test_language_switch_keeps_a_place_that_is_not_there_yet(visit):
    page = visit("zh-CN", at="#library")
    waiting = []

    def hold_portions(route):
        if "read_portion" in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/component_server/", hold_portions)
    page.locator(".dz-documents tr", has_text="minutes").locator("th a").click()
    expect(page.locator(".dz-portion[data-filled]")).to_have_count(1)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    assert not page.evaluate(_FILLED_HERE)
    page.locator("[data-action=language][data-language=en]").evaluate("it => it.click()")
    expect(page.locator(".dz-leave")).to_contain_text("Back")
    expect(page.locator(".dz-target")).to_be_in_viewport()
    number = int(page.locator(".dz-target").get_attribute("data-number"))
    assert LONG / 3 < number < LONG * 2 / 3
    assert waiting


def test_language_switch_keeps_the_search(visit):
    page = visit("en-US", at="?document=protocol")
    box, count = page.locator(".dz-find"), page.locator(".dz-find-count")
    box.fill("meeting 70")
    expect(count).to_have_text("1 of 11")
    box.press("Enter")
    expect(count).to_have_text("2 of 11")
    # Until then the place before is the current one, and the page may still move.
    expect(page.locator('.dz-current-place[data-place="1"]')).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    language_button(page, "zh").click()
    expect(page.locator(".dz-leave")).to_contain_text(s.READER_BACK("zh"))
    expect(box).to_have_value("meeting 70")
    expect(count).to_have_text(s.READER_FOUND("zh", place=2, count=11))
    assert page.evaluate("scrollY") == 0
    box.press("Enter")
    expect(count).to_have_text(s.READER_FOUND("zh", place=3, count=11))
    expect(page.locator('.dz-current-place[data-place="2"]')).to_be_in_viewport()


def test_unknown_document_offers_the_library(visit):
    page = visit("zh-CN", at="?document=nothing&paragraph=3")
    expect(page.locator("#dz-reader .dz-notice")).to_have_text(s.READER_GONE("zh", name="nothing"))
    page.get_by_text(s.READER_TO_LIBRARY("zh")).click()
    expect(page.locator("#dz-library h1")).to_be_visible()


def test_hostile_document_and_name_stay_text(visit):
    # Not by a script in the page: what it returns may be lost as the page goes.
    page = visit("en-US", at="?" + urlencode({"document": HOSTILE_NAME, "paragraph": 1}))
    expect(page.locator(".dz-target")).to_contain_text("<script>window.hacked=1")
    expect(page.locator(".dz-reader-head")).to_contain_text(HOSTILE_NAME)
    page.click(".dz-differences-button")
    expect(page.locator("#dz-differences li")).to_contain_text("<script>")
    page.click(".dz-differences-button")
    page.locator(".dz-diff").first.hover()
    expect(page.locator("#dz-tip")).to_contain_text("<script>")
    page.fill(".dz-find", "<img")
    expect(page.locator(".dz-found").first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#dz-reader :is(img, iframe, script)").count() == 0


def test_keyboard_reads_moves_and_leaves(visit):
    page = visit("en-US", at=AT_RIVER)
    expect(page.locator(".dz-target")).to_be_focused()
    page.locator(".dz-leave").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".dz-find")).to_be_focused()
    page.locator(".dz-leave").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dz-library h1")).to_be_visible()


def test_what_waits_keeps_still_for_those_who_want_it(visit):
    page = visit(at=AT_RIVER, reduced_motion="reduce")
    expect(page.locator(".dz-target")).to_be_visible()
    moving = page.evaluate(
        """() => [["dz-busy", "::before"], ["dz-waiting", "::after"]].map(([name, part]) => {
          const button = document.querySelector(".dz-differences-button");
          button.classList.add(name);
          return getComputedStyle(button, part).animationName;
        })"""
    )
    assert moving == ["none", "none"]
