"""The states of the page that rules for all of it are checked in; each brings the page there."""

from browsing import ask
from playwright.sync_api import Page, expect


def go(page: Page, view: str) -> None:
    page.click(f"#dz-top [data-action=view][data-view={view}]")


def leave(page: Page) -> None:
    """Go from any state back to where the page begins."""
    if page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    go(page, "chat")
    if page.locator("[data-action=clear-filters]:visible").count():
        page.locator("#dz-filters [data-action=clear-filters]").click()
    if page.locator(".dz-turn").count():
        page.click("[data-action=clear]")
    expect(page.locator(".dz-welcome")).to_be_visible()


def welcome(page):
    expect(page.locator(".dz-welcome")).to_be_visible()


def answered(page):
    ask(page, "When does tram line 2 open?")
    expect(page.locator(".dz-card").first).to_be_visible()
    page.locator("#dz-current .dz-made-by summary").click()
    page.locator(".dz-mark").first.hover()


def refused(page):
    ask(page, "What is on the moon?")
    expect(page.locator(".dz-refusal")).to_be_visible()


def failed(page):
    ask(page, "broken library please")
    expect(page.locator("#dz-current .dz-notice")).to_be_visible()


def filtered(page):
    settings(page)
    page.locator(".dz-picks[data-field=speakers] input").first.check()
    page.locator(".dz-picks[data-field=documents] input").first.check()
    page.fill("#dz-filter-until", "2024")
    page.locator("#dz-filter-until").blur()
    go(page, "chat")
    expect(page.locator(".dz-filter-chip")).to_have_count(3)
    refused(page)
    page.locator("#dz-current .dz-made-by summary").click()


def settings(page):
    go(page, "settings")
    expect(page.locator("#dz-settings h1")).to_be_visible()
    page.fill("#dz-filter-since", "someday")
    page.locator("#dz-filter-since").blur()
    expect(page.locator("#dz-filter-since-error")).not_to_be_empty()


def library(page):
    go(page, "library")
    page.set_input_files(
        "#dz-library input[type=file]",
        [
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b" "},
            {"name": "large.txt", "mimeType": "text/plain", "buffer": b"x" * 2000},
            {"name": "binary.txt", "mimeType": "text/plain", "buffer": b"a\0b"},
        ],
    )
    expect(page.locator(".dz-results")).to_be_visible()


def removing(page):
    go(page, "library")
    page.locator("[data-action=remove]").first.click()
    expect(page.locator(".dz-dialog")).to_be_visible()


def correcting(page):
    go(page, "library")
    page.locator("[data-action=edit]").first.click()
    page.locator("#dz-edit [name=date]").fill("someday")
    page.locator("#dz-edit [type=submit]").click()
    expect(page.locator("#dz-edit .dz-wrong")).to_be_visible()


def reading(page):
    go(page, "library")
    page.locator(".dz-documents tr", has_text="linhe-briefing").locator("th a").click()
    expect(page.locator(".dz-diff").first).to_be_visible()
    page.fill(".dz-find", "bureau")
    expect(page.locator(".dz-current-place")).to_be_visible()
    page.click(".dz-differences-button")
    expect(page.locator("#dz-differences li").first).to_be_visible()


def terms(page):
    go(page, "terms")
    page.fill("#dz-term", "电车")
    page.keyboard.press("Enter")
    expect(page.locator(".dz-rendering").first).to_be_visible()


STATES = [
    welcome,
    answered,
    refused,
    failed,
    filtered,
    settings,
    library,
    removing,
    correcting,
    reading,
    terms,
]
