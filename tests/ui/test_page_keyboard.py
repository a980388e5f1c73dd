"""Every page by keyboard alone: what has the focus is seen, in order, and dialogs keep it."""

import pytest
from browsing import DESKTOP, PHONE
from page_states import answered, filtered, go, leave, library, reading, settings, terms
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

#: More than any state has.
MAX_STOPS = 120
#: Where the focus is, and whether that can be seen.
HERE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  // Of a box within a frame of its own, the frame shows it.
  const frame = at.id === "dz-question" ? at.closest(".dz-box") : at;
  const style = getComputedStyle(frame);
  // The first link comes into sight with the focus, and only then.
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const outlined = drawn || at.matches(".dz-skip");
  const seen = box.width > 0 && box.height > 0 && style.visibility === "visible";
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  at.dataset.dzStop ??= String(++window.dzStops || (window.dzStops = 1));
  return {
    stop: at.dataset.dzStop,
    what: at.outerHTML.slice(0, 140),
    name: at.ariaLabel || at.textContent.trim() || at.labels?.[0]?.textContent || "",
    part: at.closest("#dz-top, #dz-thread, #dz-ask, #dz-sources, .dz-talks, dialog")?.id ?? "",
    seen: seen && inside && (outlined || style.boxShadow !== "none"),
  };
}"""


def walk(page: Page) -> list[dict]:
    """Press Tab from the page's first stop on until the focus leaves it or comes round."""
    page.locator(".dz-skip").focus()
    stops: list[dict] = []
    for _ in range(MAX_STOPS):
        here = page.evaluate(HERE)
        if here is None or any(here["stop"] == each["stop"] for each in stops):
            return stops
        stops.append(here)
        page.keyboard.press("Tab")
    raise AssertionError(f"the focus does not come round in {MAX_STOPS} steps: {stops[-3:]}")


@pytest.mark.parametrize(
    ("locale", "viewport", "states"),
    [
        pytest.param("zh-CN", DESKTOP, [filtered, library, reading, terms, settings], id="zh"),
        pytest.param("en-US", PHONE, [answered, settings], id="en-phone"),
    ],
)
def test_focus_is_seen_on_every_stop_and_every_stop_has_a_name(visit, locale, viewport, states):
    page = visit(locale, viewport)
    wrong = []
    for state in states:
        leave(page)
        state(page)
        stops = walk(page)
        assert len(stops) > 6
        wrong += [f"{state.__name__}: {each}" for each in stops if not each["seen"]]
        wrong += [f"{state.__name__}: no name: {each}" for each in stops if not each["name"]]
    assert not wrong


def test_order_of_the_chat_is_that_of_reading(visit):
    page = visit()
    answered(page)
    parts = [each["part"] for each in walk(page)]
    in_order = list(dict.fromkeys(part for part in parts if part))
    assert in_order == ["dz-top", "dz-thread", "dz-ask", "dz-sources"]


def test_first_link_leads_to_the_question_from_every_page(visit):
    page = visit()
    for view in ("library", "settings", "chat"):
        go(page, view)
        page.locator(".dz-skip").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#dz-question")).to_be_focused()


def test_settings_are_changed_by_keyboard_alone(visit, shown_library):
    page = visit()
    page.locator("#dz-top [data-view=settings]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dz-settings h1")).to_be_visible()
    page.locator(".dz-picks[data-field=speakers] input").first.focus()
    page.keyboard.press("Space")
    page.locator("#dz-settings input[name=theme]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("body")).to_have_class("dark")
    go(page, "chat")
    expect(page.locator(".dz-filter-chip")).to_have_count(1)
    page.locator(".dz-unchoose").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dz-filter-chip")).to_have_count(0)
    expect(page.locator("#dz-question")).to_be_focused()


def test_dialogs_keep_the_focus_and_give_it_back(visit):
    page = visit()
    go(page, "library")
    for action in ("remove", "edit"):
        opener = page.locator(f"#dz-list [data-action={action}]").first
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog[open]")).to_be_visible()
        for _ in range(12):
            page.keyboard.press("Tab")
            # Beyond its last stop a dialog leaves the page for the browser's own bar.
            assert page.evaluate(
                "document.activeElement === document.body"
                " || Boolean(document.activeElement.closest('dialog'))"
            )
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(opener).to_be_focused()
