"""Settings in a real browser: what is chosen holds, is kept, is shown, and can be taken back."""

import json

import pytest
from browsing import DESKTOP, PHONE, ask, open_again
from playwright.sync_api import Locator, Page, expect

from rag.answer.chat_models.trial import ModelTrial
from rag.library_parts.choices import ModelChoice
from rag.schema import SearchFilters
from ui import strings as s

pytestmark = pytest.mark.browser

EN = "When does tram line 2 open?"
MODEL = "ollama:qwen3"


@pytest.fixture(autouse=True)
def offered(shown_library):
    """Offer a model beside the library's own, and forget what was asked."""
    shown_library.offered[1:] = [ModelChoice(MODEL, "localhost:11434")]
    shown_library.asked_with.clear()


@pytest.fixture
def settle(visit):
    """Open the settings."""

    def open_settings(locale="en-US", viewport=DESKTOP, **options) -> Page:
        page = visit(locale, viewport, at="#settings", **options)
        expect(page.locator("#dz-settings h1")).to_be_visible()
        return page

    return open_settings


def inside(page: Page) -> Locator:
    return page.locator(".dz-settings")


def go(page: Page, view: str) -> None:
    page.click(f"#dz-top [data-action=view][data-view={view}]")


def kept(page: Page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('duizhao-choices')"))


def test_settings_have_an_address_and_a_title(settle):
    page = settle("zh-CN")
    title = s.SETTINGS_TITLE("zh")
    expect(page).to_have_title(f"{title} – {s.PAGE_TITLE('zh')}")
    expect(page.locator("#dz-top [aria-current]")).to_have_text(title)
    go(page, "chat")
    assert page.evaluate("location.hash") == ""
    page.go_back()
    expect(page.locator("#dz-settings h1")).to_be_visible()


def test_chosen_model_and_number_of_passages_are_sent_and_kept(settle, shown_library):
    page = settle()
    expect(page.locator('input[name="model"]').first).to_be_checked()
    page.locator(f'input[name="model"][value="{MODEL}"]').check()
    page.select_option("#dz-top-k", "20")
    go(page, "chat")
    ask(page, EN)
    assert shown_library.asked_with == [(None, MODEL, 20)]
    ask(open_again(page), EN)
    assert shown_library.asked_with[1] == (None, MODEL, 20)


def test_model_that_is_no_longer_offered_gives_way_and_says_so(settle, shown_library):
    page = settle("zh-CN")
    page.locator(f'input[name="model"][value="{MODEL}"]').check()
    shown_library.offered[1:] = []
    page = open_again(page)
    expect(page.locator("#dz-filters")).to_have_text(s.MODEL_NOT_OFFERED("zh"))
    ask(page, EN)
    assert shown_library.asked_with == [(None, "extractive", None)]
    go(page, "settings")
    expect(page.locator('input[name="model"]')).to_be_checked()
    go(page, "chat")
    expect(page.locator("#dz-filters")).to_have_text("")


def test_connection_is_tried_and_told(settle, shown_library):
    problem = {"zh": "无法连接", "en": "cannot be reached"}
    shown_library.trials[MODEL] = ModelTrial(2.0, replied=False, problem=problem)
    page = settle("zh-CN")
    page.click("[data-action=try-model]")
    expect(page.locator(".dz-trial")).to_have_text(problem["zh"])
    shown_library.trials[MODEL] = ModelTrial(1.25, replied=True)
    page.click("[data-action=try-model]")
    expect(page.locator(".dz-trial")).to_have_text(s.MODEL_REPLIED("zh", seconds="1.2"))
    expect(page.locator("[data-action=try-model]")).to_be_enabled()


def test_filters_are_shown_above_the_box_and_below_the_answer(settle, shown_library):
    page = settle()
    inside(page).get_by_label("Linhe in English").check()
    inside(page).get_by_label("沈望").check()
    inside(page).get_by_label(s.FILTER_LANGUAGES["zh"]("en")).check()
    page.fill("#dz-filter-since", "2024年6月")
    page.keyboard.press("Tab")
    go(page, "chat")
    chips = page.locator("#dz-filters .dz-filter-chip")
    expect(chips).to_have_count(4)
    expect(chips.first).to_contain_text("Linhe in English")
    ask(page, EN)
    wanted = SearchFilters("zh", ("linhe-english",), ("沈望",), since="2024-06")
    assert shown_library.asked_with == [(wanted, "extractive", None)]
    made = page.locator("#dz-current .dz-made-by")
    expect(made).to_contain_text(s.FILTER_COUNT("en", count=4))
    expect(made.locator("dl")).to_be_hidden()
    made.locator("summary").click()
    expect(made.locator("dl")).to_contain_text("from 2024-06")


def test_filters_are_removed_one_by_one_or_all(settle, shown_library):
    page = settle()
    inside(page).get_by_label("Linhe in English").check()
    inside(page).get_by_label("沈望").check()
    inside(page).get_by_label("Shen Wang").check()
    go(page, "chat")
    expect(page.locator(".dz-filter-chip")).to_have_count(3)
    # They come from the whole library.
    expect(page.locator(".dz-welcome .dz-chips")).to_be_hidden()
    page.get_by_role("button", name=s.FILTER_REMOVE("en", name="沈望")).click()
    expect(page.locator(".dz-filter-chip")).to_have_count(2)
    expect(page.locator("#dz-filters .dz-unchoose").first).to_be_focused()
    assert kept(page)["filters"]["speakers"] == ["Shen Wang"]
    page.click("#dz-filters [data-action=clear-filters]")
    expect(page.locator(".dz-filter-chip")).to_have_count(0)
    expect(page.locator(".dz-welcome .dz-chips")).to_be_visible()
    expect(page.locator("#dz-question")).to_be_focused()
    ask(page, EN)
    assert shown_library.asked_with == [(None, "extractive", None)]
    go(page, "settings")
    expect(inside(page).get_by_label("Linhe in English")).not_to_be_checked()
    expect(page.locator(".dz-clear-filters")).to_be_hidden()


def test_refusal_among_filters_offers_to_ask_of_everything(settle, shown_library):
    page = settle("zh-CN")
    inside(page).get_by_label("沈望").check()
    go(page, "chat")
    expect(page.locator(".dz-filter-chip")).to_have_count(1)
    ask(page, "月亮上有什么？")
    expect(page.locator(".dz-refusal .dz-filtered")).to_contain_text("发言人 沈望")
    page.click("[data-action=ask-unfiltered]")
    expect(page.locator(".dz-filtered")).to_have_count(0)
    expect(page.locator(".dz-refusal")).to_be_visible()
    assert [each for each, _, _ in shown_library.asked_with] == [
        SearchFilters(speakers=("沈望",)),
        None,
    ]


def test_wrong_dates_are_told_where_they_stand(settle):
    page = settle()
    since, until = page.locator("#dz-filter-since"), page.locator("#dz-filter-until")
    since.fill("someday")
    since.blur()
    expect(page.locator("#dz-filter-since-error")).to_have_text(s.FILTER_DATE_WRONG("en"))
    expect(since).to_have_attribute("aria-invalid", "true")
    since.fill("2022")
    until.fill("2021")
    until.blur()
    expect(page.locator("#dz-filter-until-error")).to_have_text(s.FILTER_DATES_CROSSED("en"))
    expect(page.locator("#dz-filter-since-error")).to_have_text("")


def test_nothing_is_typed_into_settings_of_before(settle):
    page = settle()
    go(page, "chat")
    # At once, before the server can have answered.
    left = page.evaluate("""() => {
        document.querySelector("#dz-top [data-view=settings]").click();
        return document.querySelectorAll("#dz-settings input").length;
    }""")
    assert left == 0
    page.fill("#dz-filter-since", "2024")
    page.locator("#dz-filter-since").blur()
    expect(page.locator(".dz-clear-filters:visible")).to_have_count(1)
    expect(page.locator("#dz-filter-since")).to_have_value("2024")


def test_documents_are_found_among_many(settle, shown_library):
    for number in range(60):
        shown_library.add_long(f"minutes-{number:02}", 0)
    page = settle()
    boxes = page.locator(".dz-picks[data-field=documents] input")
    expect(boxes).to_have_count(40)
    page.fill("#dz-pick-documents", "minutes-57")
    expect(boxes).to_have_count(1)
    boxes.check()
    page.fill("#dz-pick-documents", "")
    expect(boxes).to_have_count(40)
    expect(boxes.first).to_be_checked()
    assert kept(page)["filters"]["documents"] == ["minutes-57"]
    shown_library.remove([f"minutes-{number:02}" for number in range(60)])
    page = open_again(page)
    expect(page.locator(".dz-filter-chip.dz-gone")).to_contain_text(s.FILTER_GONE("en"))


def test_page_language_is_chosen_here_too(settle):
    page = settle("zh-CN")
    title = page.locator("#dz-settings h1")
    # Clicked, not checked: it is looked for again by a name that it no longer has.
    inside(page).get_by_label("English", exact=True).click()
    expect(title).to_have_text(s.SETTINGS_TITLE("en"))
    expect(inside(page).get_by_label("English", exact=True)).to_be_checked()
    inside(page).get_by_label(s.LANGUAGE_AS_BROWSER("en")).click()
    expect(title).to_have_text(s.SETTINGS_TITLE("zh"))
    assert page.evaluate("localStorage.getItem('duizhao-language')") is None


def test_keyboard_stays_on_the_language_that_was_chosen(settle):
    page = settle("zh-CN")
    inside(page).get_by_label("中文", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#dz-settings h1")).to_have_text(s.SETTINGS_TITLE("en"))
    expect(inside(page).get_by_label("English", exact=True)).to_be_focused()


DARK, LIGHT = "rgb(20, 23, 26)", "rgb(247, 246, 242)"
_BACKGROUND = "getComputedStyle(document.body).backgroundColor"
#: Writes down the background of every frame from the first one on.
_WATCH = """
window.painted = new Set();
(function look() {
  if (document.body) painted.add(getComputedStyle(document.body).backgroundColor);
  requestAnimationFrame(look);
})();
"""


@pytest.mark.parametrize(
    ("system", "theme", "colour", "other"),
    [("light", "dark", DARK, LIGHT), ("dark", "light", LIGHT, DARK)],
)
def test_theme_is_kept_and_never_flashes(settle, system, theme, colour, other):
    page = settle(color_scheme=system)
    assert page.evaluate(_BACKGROUND) == other
    inside(page).get_by_label(s.THEMES[theme]("en")).check()
    assert page.evaluate(_BACKGROUND) == colour
    page.context.add_init_script(_WATCH)
    for at in ("", "?document=linhe-briefing"):
        assert open_again(page, at).evaluate("[...painted]") == [colour]
    inside(page).get_by_label(s.THEMES["system"]("en")).check()
    assert page.evaluate(_BACKGROUND) == other
    page.emulate_media(color_scheme="dark" if system == "light" else "light")
    expect(page.locator("body")).to_have_css("background-color", colour)


def test_another_window_takes_part(settle):
    page = settle()
    other = open_again(page)
    inside(page).get_by_label("沈望").check()
    inside(page).get_by_label(s.THEMES["dark"]("en")).check()
    expect(other.locator(".dz-filter-chip")).to_contain_text("沈望")
    expect(other.locator("body")).to_have_class("dark")


def test_spoilt_storage_does_no_harm(visit, shown_library):
    page = visit()
    spoilt = ("{", '"x"', '{"filters": null}', '{"filters": {"documents": 3}}')
    for number, each in enumerate(spoilt):
        page.evaluate("text => localStorage.setItem('duizhao-choices', text)", each)
        ask(open_again(page), f"{EN} {number}")
        assert shown_library.asked_with.pop() == (None, "extractive", None)


def test_everything_fits_a_phone(settle):
    page = settle("en-US", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for view in ("chat", "library", "terms", "settings"):
        expect(page.locator(f"#dz-top [data-view={view}]")).to_be_in_viewport(ratio=1)
    expect(page.locator("#dz-top .dz-switch button:visible")).to_be_in_viewport(ratio=1)
    name, views = (page.locator(part).bounding_box() for part in (".dz-name", ".dz-views"))
    assert name["x"] + name["width"] <= views["x"]
    inside(page).get_by_label("临河市新闻发布会").check()
    inside(page).get_by_label("沈望").check()
    go(page, "chat")
    expect(page.locator(".dz-filter-chip")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    expect(page.locator("#dz-filters [data-action=clear-filters]")).to_be_in_viewport(ratio=1)
