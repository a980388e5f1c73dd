from __future__ import annotations

import pytest
from answer_fakes import encode, make_hit, make_passage, make_question, reading_around

from rag.answer import ExtractiveAnswerer, check_question, resolve_follow_up
from rag.answer.follow_ups.going_on import Said, leave_out_said, read_on, read_said
from rag.answer.wording import NOTHING_FURTHER
from rag.schema import Hit, Turn
from rag.settings import AnswerSettings

SETTINGS = AnswerSettings(min_relevance=0, min_certainty=0, min_confidence=0)
EN = ["The quay will move. Work starts in May. It ends soon.", "The cranes will go as well."]
ZH = ["码头要迁走。工程五月开始。不久完工。", "起重机也要搬走。"]
MIXED = ["码头LPA要迁走。工程May开始。不久完工。", "Crane也要搬走。"]


def make_document(texts, language="en", **kinds):
    return [
        make_passage(
            text, language, number=at, document="talk", kind=kinds.get(f"kind{at}", "answer")
        )
        for at, text in enumerate(texts)
    ]


def hit_of(passage, confidence=0.9):
    return Hit(passage, 1.0, confidence)


def go_on(passages, *said):
    hits = [hit_of(passages[0])]
    return [each.text for each in read_on(hits, Said(said), reading_around(passages))]


@pytest.mark.parametrize(
    ("texts", "language", "said", "expected"),
    [
        (EN, "en", "thequaywillmove", ["Work starts in May.", "It ends soon.", EN[1]]),
        (EN, "en", "workstartsinmay", ["It ends soon.", EN[1]]),
        (ZH, "zh", "码头要迁走", ["工程五月开始。", "不久完工。", ZH[1]]),
        (MIXED, "zh", "码头lpa要迁走", ["工程May开始。", "不久完工。", MIXED[1]]),
    ],
)
def test_what_follows_the_last_quote_comes_next(texts, language, said, expected):
    assert go_on(make_document(texts, language), said) == expected


def test_reading_on_goes_on_where_it_was_left():
    passages = make_document(EN)
    assert go_on(passages, "thequaywillmove", "workstartsinmayitendssoon") == [EN[1]]
    everything = "thequaywillmoveworkstartsinmayitendssoonthecraneswillgoaswell"
    assert go_on(passages, everything) == []


def test_sentence_before_the_last_quote_comes_last():
    passages = make_document(EN[:1])
    assert go_on(passages, "itendssoon") == ["Work starts in May."]


@pytest.mark.parametrize("kind", ["question", "heading"])
def test_reply_ends_where_the_next_question_begins(kind):
    passages = make_document([*EN, "Who pays for it?"], kind1=kind)
    assert go_on(passages, "itendssoon") == ["Work starts in May."]


def test_reply_ends_where_another_speaker_begins():
    passages = make_document(EN[:1])
    other = make_passage(EN[1], number=1, document="talk", speaker="Mayor")
    assert go_on([*passages, other], "workstartsinmayitendssoon") == []


def test_behind_a_reporters_statement_stands_the_reply():
    passages = make_document(["Many complain. What will you do?", EN[1]], kind0="question")
    assert go_on(passages, "manycomplain") == [EN[1]]


@pytest.mark.parametrize("said", [(), ("",), ("nothingofthis",), ("没有这句",)])
def test_nothing_follows_what_was_not_quoted(said):
    assert go_on(make_document(EN), *said) == []


def test_nothing_is_read_around_without_the_paragraphs():
    hits = [hit_of(make_document(EN)[0])]
    assert read_on(hits, Said(("workstartsinmayitendssoon",)), None) == ()
    assert read_on([], Said(("x",)), None) == ()


def test_version_that_was_quoted_is_read_on():
    hit = make_hit(EN[0], ZH[0])
    found = read_on([hit], Said(("码头要迁走",)), None)
    assert [each.text for each in found] == ["工程五月开始。", "不久完工。"]


def test_other_evidence_is_kept_where_it_is_as_much_about_the_question():
    first, second = make_document(EN)
    third = make_passage("Swans nest there.", number=7)
    asked = make_passage("Will the quay move?", number=8, kind="question")
    hits = [hit_of(first), hit_of(second, 0.8), hit_of(third, 0.3), hit_of(asked)]
    assert leave_out_said(hits, Said(("thequaywillmove",))) == [hits[1]]
    assert leave_out_said(hits, Said(("somethingelse",))) == hits
    assert leave_out_said([], Said(())) == []


def test_what_was_said_is_read_back_to_the_last_question():
    history = [
        Turn("user", "Who pays?"),
        Turn("assistant", "The city. [1]"),
        Turn("user", "码头迁走吗？"),
        Turn("assistant", "要迁走。[1][2]"),
        Turn("user", "Go on"),
        Turn("assistant", "Work starts in May. [1]"),
        Turn("user", "谢谢"),
        Turn("assistant", ""),
    ]
    assert read_said(history) == Said(("要迁走", "workstartsinmay", ""), ("thecity",))
    assert read_said([]) == Said(())


def converse(passages, *typed, language="en"):
    """Ask one question and what follows of a document; gives the answers' texts."""
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode, read_around=reading_around(passages))
    history, answers = [], []
    for text in typed:
        question = resolve_follow_up(check_question(text, SETTINGS, history))
        answers.append(answerer.answer(question, [Hit(each, 1.0) for each in passages[:1]]))
        history += [Turn("user", text), Turn("assistant", answers[-1].text)]
    return answers


@pytest.mark.parametrize(
    ("texts", "language", "asked", "more"),
    [
        (EN, "en", "Will the quay move?", "Go on"),
        (ZH, "zh", "码头要迁走吗？", "继续"),
        (MIXED, "zh", "码头LPA要迁走吗？", "请展开"),
    ],
)
def test_going_on_quotes_nothing_twice_and_says_when_there_is_no_more(texts, language, asked, more):
    passages = make_document(texts, language)
    first, *others, last = converse(passages, asked, more, more, more, more)
    quoted = [c.quote for each in (first, *others) for c in each.citations]
    assert len(quoted) == len(set(quoted)) >= 2
    assert texts[1] in quoted
    assert (last.refused, last.reason) == (True, "nothing_further")
    assert last.text == NOTHING_FURTHER[language]
    assert (last.question.text, last.question.search_text) == (more, asked)


def test_going_on_in_the_other_language_quotes_that_version():
    hit = make_hit(EN[0], ZH[0])
    answerer = ExtractiveAnswerer(
        SETTINGS, encode=encode, pairs=lambda zh, en: [((6, 13), (20, 39))]
    )
    history = [Turn("user", "Will the quay move?"), Turn("assistant", "The quay will move. [1]")]
    question = resolve_follow_up(check_question("继续", SETTINGS, history))
    assert (question.language, question.search_language) == ("zh", "en")
    answer = answerer.answer(question, [hit])
    assert answer.language == "zh"
    assert "工程五月开始。" in answer.text
    history += [Turn("user", "继续"), Turn("assistant", "工程五月开始。[1]")]
    again = resolve_follow_up(check_question("继续", SETTINGS, history))
    assert "工程五月开始。" not in answerer.answer(again, [hit]).text


def test_going_on_with_nothing_before_is_a_question_like_others():
    question = make_question("Go on")
    assert (question.text, question.search_text) == ("Go on", "Go on")
