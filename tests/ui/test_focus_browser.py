"""What has the focus is replaced, hidden or moved: the focus stays with it, or goes near by."""

import pytest
from browsing import (
    PHONE,
    ask,
    keep_talks,
    language_button,
    open_again,
    open_list,
    refresh_list,
    talk_of,
)
from page_states import go
from playwright.sync_api import Locator, expect

from rag.answer.chat_models.trial import ModelTrial
from rag.library_parts.choices import ModelChoice
from ui import strings as s

pytestmark = pytest.mark.browser

EN = "When does tram line 2 open?"


def press(place: Locator, key: str = "Enter") -> None:
    place.focus()
    place.page.keyboard.press(key)


@pytest.mark.parametrize(
    ("at", "changed", "text"),
    [
        pytest.param("", ".dz-send", s.SEND("en"), id="chat"),
        pytest.param("#library", "#dz-library h1", s.LIBRARY_TITLE("en"), id="library"),
        pytest.param(
            "?document=linhe-briefing", ".dz-back-label", s.READER_BACK("en"), id="reader"
        ),
        pytest.param("#terms", "#dz-terms h1", s.TERMS_TITLE("en"), id="terms"),
        pytest.param("#settings", "#dz-settings h1", s.SETTINGS_TITLE("en"), id="settings"),
    ],
)
def test_language_button_keeps_the_focus(visit, at, changed, text):
    page = visit("zh-CN", at=at)
    expect(page.locator(changed)).not_to_have_text(text)
    press(language_button(page, "en"))
    expect(page.locator(changed)).to_have_text(text)
    expect(language_button(page, "en")).to_be_focused()


def test_where_only_the_other_language_is_offered_its_button_gets_the_focus(visit):
    page = visit("zh-CN", PHONE)
    press(language_button(page, "en"))
    expect(page.locator(".dz-send")).to_have_text(s.SEND("en"))
    expect(language_button(page, "zh")).to_be_focused()


def test_reader_and_terms_keep_the_focus_within_them(visit):
    page = visit("zh-CN", at="?document=linhe-briefing&paragraph=8")
    expect(page.locator(".dz-target")).to_be_focused()
    for place in (".dz-find", ".dz-leave"):
        for language in ("en", "zh"):
            page.locator(place).focus()
            language_button(page, language).evaluate("it => it.click()")
            expect(page.locator(".dz-back-label")).to_have_text(s.READER_BACK(language))
            expect(page.locator(place)).to_be_focused()
    go(page, "terms")
    for place in ("#dz-term", ".dz-term-form [type=submit]"):
        for language in ("en", "zh"):
            page.locator(place).focus()
            language_button(page, language).evaluate("it => it.click()")
            expect(page.locator("#dz-terms h1")).to_have_text(s.TERMS_TITLE(language))
            expect(page.locator(place)).to_be_focused()


def test_removing_leads_to_the_document_that_follows(visit, shown_library):
    for name in ("port-a", "port-b"):
        shown_library.add_long(name, 0)
    page = visit(at="#library")
    buttons = page.locator("#dz-list [data-action=remove]")
    expect(buttons.first).to_be_visible()
    names = [each.get_attribute("data-name") for each in buttons.all()]
    own = [names.index(name) for name in ("port-a", "port-b")]
    # The last one has none after it.
    for place in sorted(own, reverse=True):
        name = names.pop(place)
        press(buttons.nth(place))
        press(page.locator("[data-action=confirm-remove]"))
        expect(page.locator("#dz-removal .dz-done")).to_have_text(s.REMOVED("en", title=name))
        expect(buttons.nth(min(place, len(names) - 1))).to_be_focused()


def test_correcting_comes_back_to_its_button(visit):
    page = visit(at="#library")
    # What it says of a removal stands above the list, which comes anew.
    page.set_input_files(
        "#dz-library input[type=file]",
        [{"name": "away.txt", "mimeType": "text/plain", "buffer": b"A bridge."}],
    )
    press(page.locator("[data-action=remove][data-name=away]"))
    press(page.locator("[data-action=confirm-remove]"))
    expect(page.locator("#dz-removal .dz-done")).to_be_visible()
    press(page.locator("#dz-list [data-action=edit][data-document=linhe-english]"))
    page.locator("#dz-edit [name=source]").fill("Linhe Gazette")
    page.keyboard.press("Enter")
    expect(page.locator("#dz-list")).to_contain_text("Linhe Gazette")
    expect(page.locator("#dz-list [data-action=edit][data-document=linhe-english]")).to_be_focused()
    page = open_again(page, "?document=linhe-english")
    edit = page.locator(".dz-reader-head [data-action=edit]")
    press(edit)
    page.locator("#dz-edit [name=source]").fill("Linhe Courier")
    press(page.locator("#dz-edit [type=submit]"))
    expect(page.locator(".dz-reader-head")).to_contain_text("Linhe Courier")
    expect(edit).to_be_focused()
    press(page.locator(".dz-leave"))
    expect(page.locator("#dz-library h1")).to_be_focused()


def test_results_that_are_put_away_leave_the_focus_in_the_library(visit):
    page = visit(at="#library")
    page.set_input_files(
        "#dz-library input[type=file]",
        [{"name": "empty.txt", "mimeType": "text/plain", "buffer": b" "}],
    )
    press(page.locator("[data-action=dismiss]"))
    expect(page.locator(".dz-results")).to_be_hidden()
    expect(page.locator("#dz-library h1")).to_be_focused()


def test_conversation_keeps_the_focus_while_the_list_changes(visit, shown_library):
    questions = ("How old is the town?", "How deep is the port?", "How wide is the river?")
    oldest, old, new = keep_talks(shown_library, *questions)
    page = visit()
    open_list(page)
    for place in (".dz-talk-link", "summary"):
        talk_of(page, old).locator(place).focus()
        (newer,) = keep_talks(shown_library, f"Is there a newer {place}?")
        refresh_list(page)
        expect(talk_of(page, newer)).to_be_visible()
        expect(talk_of(page, old).locator(place)).to_be_focused()
    press(talk_of(page, old).locator("summary"))
    press(talk_of(page, old).locator("[data-action=delete-talk]"))
    press(page.locator("[data-action=confirm-delete-talk]"))
    expect(talk_of(page, old)).to_have_count(0)
    assert talk_of(page, new).count() == 1
    # Its button is in a menu, which is closed in what follows.
    expect(talk_of(page, oldest).locator("summary")).to_be_focused()


def test_buttons_that_wait_for_the_server_keep_the_focus(visit, shown_library):
    page = visit(at="?term=%E7%94%B5%E8%BD%A6")
    button = page.locator("[data-action=download-terms]")
    with page.expect_download():
        press(button)
    expect(button).to_be_enabled()
    expect(button).to_be_focused()
    shown_library.offered[1:] = [ModelChoice("ollama:qwen3", "localhost:11434")]
    shown_library.trials["ollama:qwen3"] = ModelTrial(1.0, replied=True)
    go(page, "settings")
    button = page.locator("[data-action=try-model]")
    press(button)
    expect(page.locator(".dz-trial")).to_have_text(s.MODEL_REPLIED("en", seconds="1.0"))
    expect(button).to_be_focused()
    shown_library.offered[1:] = []


def test_chat_keeps_the_focus(visit):
    page = visit()
    press(page.locator(".dz-chip").first)
    expect(page.locator("#dz-current .dz-mark")).to_have_count(3)
    expect(page.locator("#dz-thread")).to_be_focused()
    card = page.locator('.dz-card[data-marker="2"]')
    press(card.locator("[data-action=expand]"))
    expect(card).to_be_focused()
    retry = page.locator("#dz-current [data-action=retry]")
    press(retry)
    expect(page.locator("html")).not_to_have_attribute("data-dz-busy", "")
    expect(page.locator("#dz-current .dz-mark")).to_have_count(3)
    page.wait_for_function("Boolean(document.activeElement.closest('#dz-thread'))")


def test_button_that_hides_while_the_page_is_busy_leaves_the_focus_in_the_chat(visit):
    page = visit()
    ask(page, EN)
    page.locator("#dz-current .dz-edit-question").focus()
    page.evaluate("document.documentElement.toggleAttribute('data-dz-busy', true)")
    expect(page.locator("#dz-current .dz-edit-question")).to_be_hidden()
    expect(page.locator("#dz-thread")).to_be_focused()


def test_focus_that_is_given_up_stays_given_up(visit):
    page = visit()
    ask(page, EN)
    page.locator("#dz-current [data-action=copy]").focus()
    page.evaluate("document.activeElement.blur()")
    language_button(page, "zh").evaluate("it => it.click()")
    expect(page.locator(".dz-send")).to_have_text(s.SEND("zh"))
    assert page.evaluate("document.activeElement === document.body")
