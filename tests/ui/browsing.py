"""What tests of the page in a browser share."""

from playwright.sync_api import Page, expect

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
