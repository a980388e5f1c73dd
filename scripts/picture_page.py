"""Take the pictures in docs/images.

The page of the sample documents, as it is now, in a real Chromium: both languages, light and dark,
on a desktop and a phone. Look at them before you commit them.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from chromium import find_chromium
from playwright.sync_api import Browser, Page, sync_playwright

from rag.library import Library
from rag.samples import sample_documents
from rag.settings import PageSettings
from ui.serve import PageServer

FOLDER = Path(__file__).parent.parent / "docs" / "images"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 812}

ZH_LIST = "何馆长说图书馆有哪三样东西网上借不到？"
EN_FIGURE = "How many white dolphins were counted in the bay last autumn?"
EN_TRAM = "How do I get to the night market by tram?"
EN_OTHER = "Who won the World Cup in 2018?"


def ask(*questions: str) -> Callable[[Page], None]:
    """Ask questions one after the other, and wait for each answer."""

    def run(page: Page) -> None:
        for question in questions:
            page.fill("#dz-question", question)
            page.keyboard.press("Enter")
            asked = page.locator("#dz-current .dz-question p", has_text=question)
            asked.wait_for()
            page.locator('#dz-current .dz-turn:not([data-status="writing"])').wait_for()
        page.wait_for_timeout(600)

    return run


def read_on(question: str) -> Callable[[Page], None]:
    """Ask, and open the first source in its document."""

    def run(page: Page) -> None:
        ask(question)(page)
        page.locator(".dz-card [data-action=read]").first.click()
        page.locator(".dz-target").wait_for()
        page.wait_for_timeout(800)

    return run


def list_conversations(*questions: str) -> Callable[[Page], None]:
    """Ask, and open the list of conversations."""

    def run(page: Page) -> None:
        ask(*questions)(page)
        page.get_by_role("button", name=re.compile("^(Conversations|对话记录)$")).first.click()
        page.wait_for_timeout(600)

    return run


def wait(page: Page) -> None:
    """Let what was asked of the server arrive."""
    page.wait_for_timeout(1200)


#: Name of the picture, where the page is opened, and what is done there; the name tells language
#: and theme, and whether it is a phone's.
PICTURES: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("chat-zh-light", "", ask(ZH_LIST)),
    ("chat-en-light", "", ask(EN_FIGURE)),
    ("chat-en-dark", "", ask(EN_TRAM)),
    ("refusal-en-light", "", ask(EN_OTHER)),
    ("conversations-zh-dark", "", list_conversations(ZH_LIST)),
    ("reader-zh-light", "", read_on(ZH_LIST)),
    ("library-en-light", "#library", wait),
    ("terms-zh-light", "?term=渡轮", wait),
    ("settings-en-light", "#settings", wait),
    ("phone-zh-light", "", ask(ZH_LIST)),
    ("phone-en-dark", "", ask(EN_FIGURE)),
)


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=FOLDER,
        metavar="FOLDER",
        help="where to; by default docs/images",
    )
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as store,
        Library.open(store) as library,
        sync_playwright() as playwright,
    ):
        library.ingest(sample_documents())
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        with PageServer(library, PageSettings(port=0)) as server:
            for name, place, act in PICTURES:
                take(browser, f"{server.url}/{place}", name, act).screenshot(
                    path=folder / f"{name}.png"
                )
        browser.close()


def take(browser: Browser, address: str, name: str, act: Callable[[Page], None]) -> Page:
    """Open the page as a picture's name says and do what it shows."""
    page = browser.new_context(
        locale="zh-CN" if "-zh-" in name else "en-US",
        color_scheme="dark" if name.endswith("dark") else "light",
        viewport=PHONE if name.startswith("phone") else DESKTOP,
    ).new_page()
    page.goto(address)
    page.wait_for_selector("html[data-dz-ready]")
    act(page)
    return page


if __name__ == "__main__":
    main()
