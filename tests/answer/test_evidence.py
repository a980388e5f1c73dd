from __future__ import annotations

import pytest
from answer_fakes import Table, make_hit

from rag.answer.follow_ups.evidence import EvidenceJudge, Joined
from rag.schema import Answer, Citation, Question

FLOOD_EN = "The flood drowned seven people in the valley."
FERRY_EN = "The ferry fare stays at two yuan."
FLOOD_ZH = "洪水造成山谷里七人遇难。"
FERRY_ZH = "轮渡票价不作调整。"


def answer_with(*texts, question, language="en", documents=None, counterpart=None):
    """An answer that quotes whole paragraphs, each of a document of its own unless told."""
    names = documents or [f"document-{at}" for at, _ in enumerate(texts)]
    hits = [
        make_hit(text, counterpart, language=language, document=name)
        for text, name in zip(texts, names, strict=True)
    ]
    citations = [
        Citation(
            at,
            hit.passage,
            hit.passage.paragraph.text,
            counterpart=hit.counterpart,
            counterpart_quote=hit.counterpart.text if hit.counterpart else "",
        )
        for at, hit in enumerate(hits, start=1)
    ]
    return Answer(question, "", not texts, tuple(citations), tuple(hits), "extractive")


def judge(text, before, found, *, language="en", points_back=False, lexicon=None):
    """Judge a question by what is quoted for it: alone, and joined."""
    alone, joined = found
    question = Question(text, language, standalone=text)
    together = Question(text, language, standalone=f"{before} {text}")

    def find(asked):
        quoted = alone if asked == question else joined
        if isinstance(quoted, Answer):
            return quoted
        return answer_with(*quoted, question=asked, language=language)

    trial = Joined(question, together, before, points_back)
    return EvidenceJudge(find, lexicon)(trial)


@pytest.mark.parametrize(
    ("text", "before", "alone", "joined", "language"),
    [
        ("Was the ferry dearer?", "How many drowned?", FERRY_EN, FLOOD_EN, "en"),
        ("轮渡涨价了吗？", "洪水造成多少人死亡？", FERRY_ZH, FLOOD_ZH, "zh"),
        ("Larkport的轮渡？有吗", "洪水造成多少人死亡？", FERRY_ZH, FLOOD_ZH, "zh"),
    ],
)
def test_question_that_is_answered_better_alone_stands_alone(text, before, alone, joined, language):
    assert judge(text, before, ([alone], [joined]), language=language)
    assert not judge(text, before, ([joined], [alone]), language=language)


@pytest.mark.parametrize(
    ("text", "before", "found", "language"),
    [
        ("Was the ferry dearer?", "How many drowned?", FERRY_EN, "en"),
        ("轮渡涨价了吗？", "洪水造成多少人死亡？", FERRY_ZH, "zh"),
    ],
)
def test_question_that_is_answered_as_well_stands_alone_on_another_subject(
    text, before, found, language
):
    assert judge(text, before, ([found], [found]), language=language)
    assert not judge(text, found, ([found], [found]), language=language)


def test_question_that_is_refused_alone_stays_joined():
    assert not judge("Was the ferry dearer?", "How many drowned?", ([], [FLOOD_EN]))
    assert not judge("轮渡涨价了吗？", "洪水造成多少人死亡？", ([], [FLOOD_ZH]), language="zh")


@pytest.mark.parametrize("document", ["hearing", "elsewhere"])
def test_question_that_points_back_stands_alone_within_the_same_document_only(document):
    text, before = "Did she rule out sabotage?", "Who is Dr Reed?"
    question = Question(text, "en", standalone=text)
    alone = answer_with(
        "There was no sabotage.", question=question, documents=[document], language="en"
    )
    joined = answer_with("Dr Reed leads it.", question=question, documents=["hearing"])
    assert judge(text, before, (alone, joined), points_back=True) is (document == "hearing")


@pytest.mark.parametrize(
    ("text", "before", "alone", "language"),
    [
        ("Who paid?", "How many drowned?", "The railway paid it all.", "en"),
        ("花了多少钱？", "洪水造成多少人死亡？", "大桥花了三亿元。", "zh"),
    ],
)
def test_question_without_a_subject_stays_with_the_one_before(text, before, alone, language):
    joined = FLOOD_ZH if language == "zh" else FLOOD_EN
    assert not judge(text, before, ([alone], [joined]), language=language)


@pytest.mark.parametrize(
    ("text", "before", "alone", "joined", "language"),
    [
        ("A cabin?", "What is a seat?", "A cabin has breakfast.", "A cabin is 240 crowns.", "en"),
        ("周末呢？", "夜市几点熄灯？", "周末人多。", "周末两点熄灯。", "zh"),
    ],
)
def test_same_asked_of_a_thing_stays_joined_where_that_speaks_of_it(
    text, before, alone, joined, language
):
    assert not judge(text, before, ([alone], [joined]), language=language)


def test_answer_in_the_other_language_is_understood():
    lexicon = Table(轮渡=["ferry"])
    text = "轮渡涨价了吗？"
    question = Question(text, "zh", standalone=text)
    alone = answer_with(FERRY_EN, question=question)
    joined = answer_with(FLOOD_EN, question=question)
    assert judge(text, "洪水", (alone, joined), language="zh", lexicon=lexicon)
    with_version = answer_with(FERRY_EN, question=question, counterpart=FERRY_ZH)
    assert judge(text, "洪水", (with_version, joined), language="zh")


def test_question_above_a_reply_says_what_it_is_on():
    text = "Was it sabotage, Captain?"
    question = Question(text, "en", standalone=text)
    hit = make_hit("No evidence.", context="Do you rule out sabotage?")
    alone = Answer(
        question, "", False, (Citation(1, hit.passage, "No evidence."),), (hit,), "extractive"
    )
    assert judge(text, "How many drowned?", (alone, answer_with(FLOOD_EN, question=question)))


def test_answer_without_quotes_tells_nothing():
    empty = Answer(Question("x", "en"), "", False, (), (), "extractive")
    assert not judge("Was the ferry dearer?", "How many drowned?", (empty, [FLOOD_EN]))
