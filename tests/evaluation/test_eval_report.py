from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from evaluation_fakes import TIDE_ZH, FakeLibrary, make_answer, make_hit

from rag.evaluation import compare_runs, evaluate, read_run, render_text
from rag.evaluation.html_report import render_page
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.report import markdown_table
from rag.schema import Answer

ATTACK = "<script>alert(\"1\")</script><img src=http://evil.example/x.png> & '潮'"


@pytest.fixture
def questions(question_lines) -> list[EvalQuestion]:
    return [EvalQuestion.model_validate(line) for line in question_lines]


class Tags(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_render_text_lists_measures_directions_and_kinds(library: FakeLibrary, questions):
    text = render_text(evaluate(library, questions))
    assert text.startswith("3 of 3 questions answered or refused by scripted in 0.250 s")
    assert "| facts " in text
    assert "| zh>both " in text
    assert "| followup " in text


def test_render_text_of_an_empty_set(library: FakeLibrary):
    assert "0 of 0 questions" in render_text(evaluate(library, []))


def test_render_text_names_changes(library: FakeLibrary, questions, tmp_path: Path):
    evaluate(library, questions, out=tmp_path)
    library.script["防潮闸关闭了几次？"] = make_answer("防潮闸关闭了几次？", "不知道")
    result = evaluate(library, questions)
    text = render_text(result, compare_runs(result, read_run(tmp_path)))
    assert "- q1 防潮闸关闭了几次？ (-complete, -passages5, -cite_recall)" in text


def test_markdown_table_escapes_bars():
    assert markdown_table(["a|b"], [["1|2"]]).splitlines()[2] == "| 1\\|2 |"


def test_render_page_is_self_contained(library: FakeLibrary, questions):
    page = render_page(evaluate(library, questions))
    tags = Tags(page)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(tags.names)
    assert not {"src", "href", "srcset", "action"} & {name for name, _ in tags.attributes}
    assert not re.search(r"url\(|@import|https?://", page)
    assert "default-src" in page


def test_render_page_shows_both_languages_and_what_fell_short(library: FakeLibrary, questions):
    page = render_page(evaluate(library, questions))
    assert '<meta charset="utf-8">' in page
    assert "zh&gt;both" in page
    assert "How long was the longest closure?" in page


def test_render_page_escapes_questions_answers_and_documents(questions):
    hit = make_hit(ATTACK, TIDE_ZH)
    question = questions[0].model_copy(update={"id": ATTACK, "question": ATTACK, "kind": ATTACK})
    other = questions[1].model_copy(update={"question": "另一个"})
    answers = [
        make_answer(ATTACK, ATTACK, hits=[hit], quotes=[ATTACK]),
        make_answer("另一个", "没有", refused=True),
    ]
    library = FakeLibrary({answer.question.text: answer for answer in answers})
    page = render_page(evaluate(library, [question, other]))
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") >= 4


def test_render_page_shows_a_comparison(library: FakeLibrary, questions, tmp_path: Path):
    evaluate(library, questions, out=tmp_path)
    library.script["防潮闸关闭了几次？"] = make_answer("防潮闸关闭了几次？", "不知道")
    result = evaluate(library, questions)
    page = render_page(result, compare_runs(result, read_run(tmp_path)))
    assert "Questions that changed (1)" in page
    assert Tags(page).open == []


def sure(answer: Answer, certainty: float) -> Answer:
    return replace(answer, certainty=certainty)


def test_both_reports_show_the_threshold_curve(library: FakeLibrary, questions):
    certain = dict(zip(library.script, (0.9, 0.8, 0.3), strict=True))
    library.script = {text: sure(each, certain[text]) for text, each in library.script.items()}
    result = evaluate(library, questions)
    text = render_text(result)
    assert "Refusal threshold, on 3 questions: The highest F1" in text
    assert "at 0.31: refusal precision 1.00, recall 1.00, answered 1.00." in text
    page = render_page(result)
    assert "<h3>Refusal threshold</h3>" in page
    assert "threshold of certainty" in page
    assert len(result.record()["thresholds"]["points"]) == 101


def test_both_reports_name_what_is_the_same(library: FakeLibrary, questions, tmp_path: Path):
    evaluate(library, questions, out=tmp_path)
    result = evaluate(library, questions)
    comparison = compare_runs(result, read_run(tmp_path))
    assert "The same on every question: answered, facts" in render_text(result, comparison)
    assert "The same on every question: answered, facts" in render_page(result, comparison)
