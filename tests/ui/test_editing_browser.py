"""When a question can be edited, in a real browser: as soon as it is answered, and not before."""

import re

import pytest
from browsing import DESKTOP, PHONE, ask, boxes
from playwright.sync_api import expect

from ui import strings as s

pytestmark = pytest.mark.browser

ZH, EN = "有轨电车二号线什么时候通车？", "When does tram line 2 open?"
# On a busy machine a frame can be long in coming.
HOLDING_FRAMES = """
const frame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (call) => (window.holdsFrames ? 0 : frame(call));
"""


def test_question_can_be_edited_before_its_answer_is_painted(visit):
    page = visit(script=HOLDING_FRAMES)
    ask(page, ZH)
    page.evaluate("window.holdsFrames = true")
    ask(page, EN)
    page.locator("#dz-past .dz-edit-question").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dz-edit-box textarea")).to_be_focused()
    expect(page.locator(".dz-edit-box textarea")).to_have_value(ZH)


@pytest.mark.parametrize("place", ["#dz-question", ".dz-edit-box textarea"], ids=["ask", "resend"])
def test_page_is_busy_until_python_shows_the_question(visit, place):
    page = visit()
    ask(page, EN)
    edit = page.locator("#dz-current .dz-edit-question")
    if place != "#dz-question":
        edit.focus()
        page.keyboard.press("Enter")
    on_the_way = []

    def hold(route):
        on_the_way.append(route)

    page.route("**/queue/join*", hold)
    page.locator(place).fill("What is on the moon?")
    with page.expect_request("**/queue/join*"):
        page.keyboard.press("Enter")
    # Gradio writes into the conversation how long it has been waiting.
    expect(page.locator("#dz-current .progress-text")).to_have_text(re.compile(r"0\.[2-9]s"))
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert page.locator("html").get_attribute("data-dz-busy") == ""
    assert edit.is_hidden()
    on_the_way[0].continue_()
    expect(page.locator("#dz-current .dz-question p")).to_have_text("What is on the moon?")
    expect(page.locator("html")).not_to_have_attribute("data-dz-busy", "")


def test_question_whose_box_is_replaced_can_be_edited_again(visit):
    page = visit()
    ask(page, EN)
    page.locator("#dz-current .dz-edit-question").press("Enter")
    page.click(".dz-switch [data-language=zh]")
    expect(page.locator(".dz-send")).to_have_text(s.SEND("zh"))
    expect(page.locator(".dz-edit-box")).to_have_count(0)
    page.locator("#dz-current .dz-edit-question").press("Enter")
    expect(page.locator(".dz-edit-box textarea")).to_be_focused()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_box_of_an_earlier_question_is_clear_of_the_bars(visit, viewport):
    page = visit(viewport=viewport)
    for question in (EN, ZH, EN):
        ask(page, question)
    question = page.locator("#dz-past .dz-question").nth(1)
    # It is half under the top bar, as where one has scrolled.
    question.evaluate(
        """each => {
          each.scrollIntoView({ block: "start", behavior: "instant" });
          const bar = document.querySelector("#dz-top").getBoundingClientRect().bottom;
          const over = each.getBoundingClientRect().top - bar + 20;
          for (const box of [window, document.querySelector("#dz-thread")]) box.scrollBy(0, over);
        }"""
    )
    question.locator(".dz-edit-question").evaluate("each => each.click()")
    expect(page.locator(".dz-edit-box textarea")).to_be_focused()
    box, top, bottom = boxes(page, ".dz-edit-box", "#dz-top", "#dz-ask")
    assert box["top"] >= top["bottom"]
    assert box["bottom"] <= bottom["top"]
