"""Turns of a conversation that ask for nothing new, and questions for a wording, in a library."""

import pytest

from rag.schema import HitsFound, Turn

ZH = "青螺防潮闸2023年一共关闭了多少次？"
EN = "How many times was the barrier closed in 2023?"


def ask(library, *typed):
    """Ask one question after the other; gives the last answer."""
    history = []
    for text in typed:
        answer = library.ask(text, history=history)
        history += [Turn("user", text), Turn("assistant", answer.text)]
    return answer


@pytest.mark.parametrize(("text", "language"), [("Thanks!", "en"), ("好的，谢谢", "zh")])
def test_thanks_are_answered_without_a_search(sample_library, text, language):
    first, last = sample_library.stream(text)
    assert isinstance(first, HitsFound)
    assert first.hits == last.answer.hits == last.answer.citations == ()
    assert (last.answer.refused, last.answer.reason) == (True, "no_question")
    assert last.answer.language == language
    assert ("资料" in last.answer.text) is (language == "zh")


@pytest.mark.parametrize(
    ("asked", "text", "wanted"),
    [(EN, "翻译成中文", "zh"), (EN, "What's the Chinese for that?", "zh"), (ZH, "英文原文", "en")],
)
def test_other_version_of_the_last_answer(sample_library, asked, text, wanted):
    answer = ask(sample_library, asked, text)
    assert not answer.refused
    assert (answer.question.text, answer.question.search_text) == (text, asked)
    assert answer.language == answer.citations[0].passage.paragraph.language == wanted
    before = ask(sample_library, asked).citations[0]
    assert answer.citations[0].counterpart_quote in before.passage.paragraph.text


@pytest.mark.parametrize(
    ("text", "wanted", "term"),
    [
        ("防潮闸用英文怎么讲", "en", "防潮闸"),
        ("What's the English for 防潮闸?", "en", "防潮闸"),
        ('What is the Chinese for "spring tides"?', "zh", "spring tides"),
        ("“spring tides”的中文是什么？", "zh", "spring tides"),
    ],
)
def test_wording_in_the_other_language_is_quoted(sample_library, text, wanted, term):
    answer = ask(sample_library, text)
    assert answer.citations
    for citation in answer.citations:
        assert citation.passage.paragraph.language == wanted
        assert term in citation.counterpart_quote


def test_wording_of_what_stands_nowhere_is_refused(sample_library):
    assert ask(sample_library, "反物质引擎用英文怎么讲").refused
