"""What an answer was made with: a quiet line, the rest on demand, right after a failure too."""

from dataclasses import replace

import pytest
from page_fakes import Elements, make_answer

from rag.schema import SearchFilters, TokenUsage
from ui import strings as s
from ui.choices import Choices
from ui.render.made_by import render_made_by

ANSWER = make_answer("When?", "en", "In September.")
MODEL = "ollama:qwen3"


def read(answer, choices, language="en"):
    """Give the line and what stands under it."""
    line, facts = render_made_by(answer, choices, language).split("</summary>")
    return Elements(line).text, Elements(facts).text


def test_quoted_answer_names_no_model():
    line, facts = read(ANSWER, Choices("extractive"))
    for part in ("Quoted from the documents", "0.12 s", "1,234 + 56 tokens", "3 passages"):
        assert part in line
    assert "filter" not in line
    assert s.EXTRACTIVE_HINT("en") in facts
    assert "1,234 in, 56 out · counted with duizhao" in facts
    assert s.MADE_NO_FILTERS("en") in facts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_models_answer_names_it_and_who_counted(language):
    answer = replace(ANSWER, model=MODEL, seconds=3.21, tokens=TokenUsage(900, 80, "provider"))
    line, facts = read(answer, Choices(MODEL), language)
    assert s.MODEL(language, name=MODEL) in line
    assert s.SECONDS(language, seconds="3.2") in line
    assert s.TOKENS_REPORTED(language) in facts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answer_quoted_after_a_model_failed_says_so(language):
    line, facts = read(replace(ANSWER, tokens=None), Choices(MODEL), language)
    assert s.EXTRACTIVE_MODEL(language) in line
    assert MODEL not in line
    assert s.MADE_INSTEAD(language, name=MODEL) in facts
    assert s.MADE_TOKENS(language) not in facts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_model_that_was_not_asked_is_not_said_to_have_answered(language):
    refusal = replace(make_answer("?", "en", "No.", refused=True), model=MODEL)
    line, facts = read(refusal, Choices(MODEL), language)
    assert MODEL not in line
    assert s.EXTRACTIVE_HINT(language) in line
    assert s.MADE_NOT_ASKED(language, name=MODEL) in facts


def test_model_that_refused_did_answer():
    refusal = replace(
        make_answer("?", "en", "No.", refused=True),
        model=MODEL,
        tokens=TokenUsage(9, 3, "provider"),
    )
    line, facts = read(refusal, Choices(MODEL))
    assert f"Model {MODEL}" in line
    assert "not asked" not in facts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_filters_are_counted_and_named(language):
    filters = SearchFilters("en", ("linhe-briefing", "other"), until="2024-06")
    line, facts = read(ANSWER, Choices("extractive", filters=filters), language)
    assert s.FILTER_COUNT(language, count=4) in line
    for part in (
        "临河市新闻发布会 Linhe briefing",
        "other",
        s.FILTER_CHIP_UNTIL(language, date="2024-06"),
        s.FILTER_CHIP_LANGUAGE["en"](language),
    ):
        assert part in facts


def test_refusal_among_filters_without_passages_speaks_of_none():
    from ui import render
    from ui.conversation import Conversation, Exchange

    choices = Choices("extractive", filters=SearchFilters(speakers=("Nobody",)))
    refusal = replace(make_answer("?", "en", "No.", refused=True), hits=())
    exchange = Exchange("?", "done", answer=refusal, choices=choices)
    text = Elements(render.render_current(Conversation((exchange,)), "en")).text
    assert "(Speaker Nobody)" in text
    assert "nearest passages" not in text


def test_answer_kept_without_choices_can_be_shown():
    line, facts = read(ANSWER, Choices())
    assert "Quoted from the documents" in line
    assert s.EXTRACTIVE_HINT("en") in facts
