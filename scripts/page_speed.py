"""The page in a real Chromium: how soon it can be used, and how soon it answers."""

from __future__ import annotations

import statistics
import time

from chromium import find_chromium
from playwright.sync_api import Browser, Page, sync_playwright

from rag.evaluation.questions import read_questions
from rag.samples import sample_questions

VISITS, QUESTIONS = 10, 20
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 812}
#: Sums how far what is shown jumps, as Chromium measures it, from now on.
_WATCH_SHIFTS = """() => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
  }).observe({ type: "layout-shift" });
}"""
#: Tells, on the page's own clock, when Enter was pressed and when first words of the answer stood.
_WATCH_ANSWER = """() => {
  window.asked = window.told = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { window.asked = performance.now(); window.told = 0; }
  }, true);
  const look = () => {
    const text = document.querySelector("#dz-current :is(.dz-answer, .dz-refusal)");
    const asked = document.querySelector("#dz-current .dz-question p")?.textContent.trim();
    if (window.asked && !window.told && asked === window.wanted && text?.textContent.trim()) {
      window.told = performance.now();
    }
    requestAnimationFrame(look);
  };
  look();
}"""


def measure_speed(url: str) -> list[tuple[str, str]]:
    """Give the rows of the page's speed."""
    questions = [question.question for question in read_questions(sample_questions())]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        ready = [_visit(browser, url, viewport) for viewport in (DESKTOP, PHONE) * (VISITS // 2)]
        words, shifts = _ask(browser, url, questions[:QUESTIONS])
        browser.close()
    return [
        (
            "page usable after navigation: first, median, longest",
            f"{ready[0]:.2f}, "
            f"{statistics.median(ready):.2f}, {max(ready):.2f} s (floor: under 2 s)",
        ),
        (
            "first words after Enter: median, longest",
            f"{statistics.median(words):.0f}, {max(words):.0f} ms (floor: under 500 ms)",
        ),
        (
            "layout shift of an answer: median, most",
            f"{statistics.median(shifts):.3f}, {max(shifts):.3f} (under 0.1 counts as none)",
        ),
    ]


def _visit(browser: Browser, url: str, viewport: dict[str, int]) -> float:
    context = browser.new_context(viewport=viewport, locale="zh-CN")
    page = context.new_page()
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector("html[data-dz-ready]", state="attached")
    page.fill("#dz-question", "?")
    seconds = time.perf_counter() - started
    context.close()
    return seconds


def _ask(browser: Browser, url: str, questions: list[str]) -> tuple[list[float], list[float]]:
    page = browser.new_context(viewport=DESKTOP).new_page()
    page.goto(url)
    page.wait_for_selector("html[data-dz-ready]")
    page.evaluate(_WATCH_ANSWER)
    page.evaluate(_WATCH_SHIFTS)
    words, shifts = [], []
    for question in questions:
        page.evaluate("(wanted) => { window.wanted = wanted; window.shifts = 0; }", question)
        page.fill("#dz-question", question)
        page.keyboard.press("Enter")
        page.wait_for_function("window.told > 0")
        _wait_for_end(page)
        words.append(page.evaluate("window.told - window.asked"))
        shifts.append(page.evaluate("window.shifts"))
    return words, shifts


def _wait_for_end(page: Page) -> None:
    page.wait_for_function(
        "() => document.querySelector('#dz-current .dz-turn')?.dataset.status !== 'writing'"
    )
    page.wait_for_timeout(300)
