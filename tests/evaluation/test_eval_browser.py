"""The report in Chromium: it loads nothing, says nothing wrong, and fits the window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_fakes import TIDE_ZH, FakeLibrary, make_answer, make_hit

from rag.evaluation import evaluate_set, read_question_set, take_spread
from rag.samples import sample_questions

ATTACK = (
    '<img src="http://evil.example/x.png" onerror="alert(1)"><script src="//e.example"></script>'
)


@pytest.fixture(scope="module")
def report(tmp_path_factory, sample_library) -> Path:
    """A comparison of two runs on the sample documents."""
    out = tmp_path_factory.mktemp("runs")
    asked = take_spread(read_question_set(sample_questions()), 40)
    evaluate_set(sample_library, asked, out=out / "before")
    evaluate_set(sample_library, asked, out=out / "now", compare=out / "before")
    return out / "now" / "report.html"


@pytest.fixture
def show(browser):
    """Open a file; afterwards nothing but that file may have been asked for."""
    contexts, requests, said = [], [], []

    def open_file(path: Path, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        opened.append(path.as_uri())
        return page

    opened: list[str] = []
    yield open_file
    for context in contexts:
        context.close()
    assert requests == opened
    assert said == []


@pytest.mark.parametrize("width", [375, 1280], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_opens_without_a_request_and_fits(show, report: Path, width: int, scheme: str):
    page = show(report, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    headings = page.locator(".plots h3").all_inner_texts()
    assert {"Answers and citations", "Retrieval", "Refusal threshold", "Time to answer"} <= {
        *headings
    }
    for plot in page.locator("svg.plot").all():
        box = plot.bounding_box()
        assert box
        assert box["width"] > 200
        assert box["height"] > 60


def test_labels_of_plots_stay_inside_them(show, report: Path):
    page = show(report, viewport={"width": 1280, "height": 800})
    outside = page.evaluate(
        """[...document.querySelectorAll("svg.plot")].flatMap((plot) => {
            const frame = plot.getBoundingClientRect();
            return [...plot.querySelectorAll("text")].filter((text) => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1
                    || box.bottom > frame.bottom + 1;
            }).map((text) => text.textContent);
        })"""
    )
    assert outside == []


def test_what_documents_say_stays_text(show, question_lines, tmp_path: Path):
    hit = make_hit(ATTACK, TIDE_ZH)
    line = question_lines[0] | {"question": ATTACK, "kind": ATTACK, "lang": "en"}
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(line), encoding="utf-8")
    library = FakeLibrary({ATTACK: make_answer(ATTACK, ATTACK, hits=[hit], quotes=[ATTACK])})
    asked = read_question_set(questions)
    evaluate_set(library, asked, out=tmp_path / "run")
    page = show(tmp_path / "run" / "report.html")
    assert page.locator("img, script, iframe, a").count() == 0
