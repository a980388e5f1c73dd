"""Questions of a conversation in a library: on another subject, and for more."""

import pytest

from rag.schema import SearchFilters, Turn
from rag.text.language import letters

ZH = "修建防潮闸花了多少钱？"
EN = "How many times was the barrier closed in 2023?"


def ask(library, *typed, filters=None):
    """Ask one question after the other; gives the answers."""
    history, answers = [], []
    for text in typed:
        answers.append(library.ask(text, history=history, filters=filters))
        history += [Turn("user", text), Turn("assistant", answers[-1].text)]
    return answers


@pytest.mark.parametrize(
    ("asked", "text", "fact"),
    [
        (ZH, "白海豚有几头？", "143"),
        (EN, "白海豚有几头？", "143"),
        (ZH, "夜市几点开？", "六点"),
        (ZH, "Egret 有几艘？", ""),
    ],
)
def test_short_question_on_another_subject_is_answered_by_itself(sample_library, asked, text, fact):
    answer = ask(sample_library, asked, text)[-1]
    assert answer.question.search_text == text
    assert fact in answer.text


@pytest.mark.parametrize(
    ("asked", "text"), [(ZH, "为什么？"), (ZH, "那2022年呢？"), (EN, "Why?"), (EN, "And in 2022?")]
)
def test_question_that_leaves_its_subject_unsaid_is_joined(sample_library, asked, text):
    searched = ask(sample_library, asked, text)[-1].question.search_text
    assert searched != text
    assert searched[:6] == asked[:6]


def test_what_comes_next_is_of_the_last_subject(sample_library):
    answers = ask(sample_library, ZH, "白海豚有几头？", "为什么？")
    assert answers[-1].question.search_text == "白海豚有几头？ 为什么？"
    hits = sample_library.search(
        "为什么？", history=[Turn("user", ZH), Turn("user", "白海豚有几头？")]
    )
    assert hits[0].passage.id == answers[-1].hits[0].passage.id


@pytest.mark.parametrize(
    ("asked", "more"), [(ZH, "继续"), (EN, "Tell me more"), (EN, "继续"), (ZH, "Go on")]
)
def test_more_repeats_nothing(sample_library, asked, more):
    first, *others = ask(sample_library, asked, more, more, more)
    assert not others[0].refused
    quotes = [letters(c.quote) for each in (first, *others) for c in each.citations]
    assert len(quotes) == len(set(quotes))
    for answer in others:
        assert answer.refused is (answer.reason == "nothing_further")
        assert answer.question.search_text == asked


def test_filters_hold_for_what_is_tried(sample_library):
    document = ask(sample_library, ZH)[0].citations[0].passage.paragraph.document
    filters = SearchFilters(documents=(document,))
    answer = ask(sample_library, ZH, "白海豚有几头？", filters=filters)[-1]
    assert answer.question.search_text == f"{ZH} 白海豚有几头？"
