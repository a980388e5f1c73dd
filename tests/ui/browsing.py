"""What tests of the page in a browser share."""

from playwright.sync_api import Page, expect

PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1280, "height": 800}


def ask(page: Page, question: str) -> None:
    page.fill("#dz-question", question)
    page.keyboard.press("Enter")
    expect(page.locator("#dz-current .dz-question p")).to_have_text(question)
    expect(page.locator("#dz-current .dz-turn")).not_to_have_attribute("data-status", "writing")
