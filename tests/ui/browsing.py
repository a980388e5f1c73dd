"""What tests of the page in a browser share."""

from page_fakes import FakeLibrary
from playwright.sync_api import Locator, Page, expect

from rag.conversations import Conversation
from rag.schema import Language

PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1280, "height": 800}


def wait_until_filled(page: Page) -> None:
    """Wait until Python has filled the page in the language that its browser asks for."""
    page.wait_for_selector('[data-filling]:not([data-filling="0"])', state="attached")


def open_again(page: Page, at: str = "") -> Page:
    """Open the page in another window: to Gradio, a request that a reload cuts off is an error."""
    other = page.context.new_page()
    other.goto(f"{page.url.partition('#')[0].partition('?')[0]}{at}")
    other.wait_for_selector("html[data-dz-ready]")
    wait_until_filled(other)
    return other


def boxes(page: Page, *selectors: str) -> list[dict[str, float]]:
    """Where parts of the page are at one moment: it may be scrolling, or growing."""
    return page.evaluate(
        "all => all.map(each => document.querySelector(each).getBoundingClientRect().toJSON())",
        list(selectors),
    )


def ask(page: Page, question: str) -> None:
    page.fill("#dz-question", question)
    page.keyboard.press("Enter")
    expect(page.locator("#dz-current .dz-question p")).to_have_text(question)
    expect(page.locator("#dz-current .dz-turn")).not_to_have_attribute("data-status", "writing")


def language_button(page: Page, language: Language) -> Locator:
    return page.locator(f"#dz-top [data-action=language][data-language={language}]")


def keep_talks(library: FakeLibrary, *questions: str) -> list[str]:
    """Keep a conversation of each question, the last one asked last."""
    begun = (Conversation().begin(question).stop() for question in questions)
    return [library.save_conversation("", each).id for each in begun]


def talk_of(page: Page, id_: str) -> Locator:
    return page.locator(f'.dz-talk[data-conversation="{id_}"]')


def open_list(page: Page) -> None:
    page.click(".dz-open-talks")
    expect(page.locator(".dz-talk").first).to_be_visible()


def refresh_list(page: Page) -> None:
    """Close and open the list, which asks for it anew, without moving the focus."""
    page.evaluate(
        """() => {
          const before = document.activeElement;
          for (let times = 0; times < 2; times++) document.querySelector(".dz-open-talks").click();
          before.focus();
        }"""
    )
