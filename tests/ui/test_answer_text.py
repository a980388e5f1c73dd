"""An answer's text as HTML: lists, sentences in the other language, what was understood."""

from dataclasses import replace

import pytest
from page_fakes import EN_TRAM, ZH_TRAM, cite_tram, make_answer

from rag.schema import Citation, Question
from ui import render
from ui import strings as s
from ui.conversation import Conversation, Exchange
from ui.render.answer_text import render_answer_text, render_partial

ZH = Citation(1, ZH_TRAM, ZH_TRAM.paragraph.text[:5])
EN = Citation(2, EN_TRAM, EN_TRAM.paragraph.text[:5])


def shown(text, citations=(ZH, EN), *, asked_in="zh", page="zh", model="extractive"):
    answer = replace(make_answer("?", asked_in, text, citations), model=model)
    return "".join(render_answer_text(answer, 0, page))


@pytest.mark.parametrize("page", ["zh", "en"])
def test_english_sentence_beside_chinese_ones_says_so(page):
    markup = shown("九月通车。[1] It opens in September. [2]", page=page)
    assert markup.count("dz-original") == 1
    assert s.ORIGINALS["en"](page) in markup
    assert '<span lang="en"> It opens in September' in markup


def test_chinese_sentence_beside_english_ones_says_so():
    markup = shown("It opens in September. [2] 九月通车。[1]", asked_in="en", page="en")
    assert "Chinese original" in markup
    assert "English original" not in markup


def test_last_of_several_originals_says_so():
    markup = shown("九月通车。[1] It opens. [2] It is long. [2]")
    assert markup.count("dz-original") == 1
    assert markup.index("It is long") < markup.index("dz-original")


@pytest.mark.parametrize("text", ["", "九月通车。[1]", "It opens. [2] It is long. [2]"])
def test_one_language_throughout_is_not_told_sentence_by_sentence(text):
    assert "dz-original" not in shown(text)


def test_statement_on_a_source_in_the_other_language_is_no_original():
    assert "dz-original" not in shown("九月通车。[1]全长十里。[2]", model="ollama:qwen3")


def test_quotes_one_a_line_are_a_list():
    assert shown("图书。[1]\n地图。[1]").count("<li>") == 2
    assert "<li>" not in shown("图书。[1]")
    assert "<li>" not in shown("图书。[1]\n地图。[1]", model="ollama:qwen3")


@pytest.mark.parametrize(
    "text",
    [
        "三件事。[1]\n第一，厕所。[1]\n第二，遮阳棚。[1]",
        "三件事。[1]\n（一）厕所。[1]\n（二）遮阳棚。[1]",
        "Two things. [2]\nFirst, shade. [2]\nSecond, water. [2]",
        "Two things:\n1. Shade. [2]\n2. Water. [2]",
    ],
)
@pytest.mark.parametrize("model", ["extractive", "ollama:qwen3"])
def test_items_that_count_themselves_stand_below_what_announces_them(text, model):
    markup = shown(text, model=model)
    assert markup.startswith("<p>")
    assert '<ul class="dz-items dz-numbered">' in markup
    assert markup.count("<li>") == 2


def test_bullets_of_a_model_become_items():
    markup = shown("Two:\n- shade [2]\n* water [2]\nThat is all.", model="ollama:qwen3")
    assert markup.count("<li>") == 2
    assert "- shade" not in markup
    assert markup.count("<p>") == 2


def test_dash_and_number_within_a_line_stay():
    assert "the years 2 - 3" in shown("In the years 2 - 3. [2]", model="ollama:qwen3")


def test_partial_text_shows_its_marks_as_pending():
    assert "dz-pending" in "".join(render_partial("九月 [1]\n\n通车", 0, "zh"))
    assert render_partial("", 0, "zh") == []


@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize(("language", "label"), [("zh", "问题理解为："), ("en", "Understood as: ")])
def test_what_a_question_was_understood_as_stands_above_its_answer(language, label, refused):
    answer = make_answer("它呢？", "zh", "九月。", refused=refused)
    question = Question("它呢？", "zh", standalone="二号线什么时候通车？<b>")
    exchange = Exchange("它呢？", "done", answer=replace(answer, question=question))
    markup = render.render_current(Conversation((exchange,)), language)
    assert f"{label}<" in markup
    assert "二号线什么时候通车？&lt;b&gt;" in markup
    assert markup.index("dz-understood") < markup.index("九月。")


def test_question_taken_as_it_is_is_not_repeated():
    for standalone in ("", "何时通车？"):
        answer = make_answer("何时通车？", "zh", "九月。")
        answer = replace(answer, question=Question("何时通车？", "zh", standalone=standalone))
        exchange = Exchange("何时通车？", "done", answer=answer)
        assert "dz-understood" not in render.render_current(Conversation((exchange,)), "zh")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "海湾日报 · 陈岩采访王申"), ("en", "海湾日报 · 王申 interviewed by 陈岩")],
)
def test_card_says_who_asked_whom(language, expected):
    passage = replace(ZH_TRAM, source="海湾日报", interviewer="陈岩", interviewee="王申")
    citation = replace(cite_tram("zh"), passage=passage)
    answer = make_answer("?", "zh", "九月通车。[1]", [citation])
    evidence = render.render_evidence(Exchange("?", "done", answer=answer), 0, language)
    assert expected in evidence
