"""A conversation is given another title in its list, whatever comes meanwhile."""

import pytest
from browsing import keep_talks, language_button, open_list, talk_of
from playwright.sync_api import expect

from ui import strings as s

pytestmark = pytest.mark.browser


def test_title_being_typed_outlives_a_new_list(visit, shown_library):
    old, _ = keep_talks(shown_library, "How old is the quay?", "How old is the lock?")
    page = visit()
    open_list(page)
    (newer,) = keep_talks(shown_library, "Who built the quay?")
    # The list is on its way when the title is begun.
    page.evaluate(
        """id => {
          for (let times = 0; times < 2; times++) document.querySelector(".dz-open-talks").click();
          const talk = document.querySelector(`.dz-talk[data-conversation="${id}"]`);
          talk.querySelector("[data-action=rename-talk]").click();
        }""",
        old,
    )
    box = talk_of(page, old).locator(".dz-rename input")
    page.keyboard.insert_text("The old quay")
    expect(talk_of(page, newer)).to_be_attached()
    expect(box).to_be_focused()
    expect(box).to_have_value("The old quay")
    # What is asked for meanwhile waits until the title is done.
    (newest,) = keep_talks(shown_library, "Who mends the quay?")
    language_button(page, "zh").evaluate("it => it.click()")
    expect(page.locator(".dz-send")).to_have_text(s.SEND("zh"))
    expect(box).to_have_value("The old quay")
    page.keyboard.press("Enter")
    expect(talk_of(page, old)).to_have_attribute("data-title", "The old quay")
    expect(talk_of(page, newest)).to_be_attached()
    expect(talk_of(page, newer)).to_have_attribute("data-title", "Who built the quay?")
    expect(talk_of(page, old).locator(".dz-talk-link")).to_be_focused()
    assert shown_library.read_conversation("", old).title == "The old quay"


def test_leaving_a_title_saves_it_and_goes_where_it_was_left_for(visit, shown_library):
    (id_,) = keep_talks(shown_library, "How long is the pier?")
    page = visit()
    open_list(page)
    talk_of(page, id_).locator("[data-action=rename-talk]").evaluate("it => it.click()")
    page.keyboard.insert_text("The pier")
    page.click("#dz-question")
    page.keyboard.insert_text("typed")
    expect(page.locator("#dz-question")).to_have_value("typed")
    expect(talk_of(page, id_)).to_have_attribute("data-title", "The pier")
    expect(page.locator("#dz-question")).to_be_focused()
