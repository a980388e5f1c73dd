"""Evidence that bears the names of the question, and is by the one asked about."""

from dataclasses import replace

import pytest
from answer_fakes import SETTINGS, encode, make_hit, make_passage, make_question, reading_around

from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.named import find_named, find_said, leave_out, others_say_more
from rag.answer.reading import read_sentences
from rag.schema import Counterpart, Name
from rag.text.terms import index_terms

LARKPORT = Name("Larkport", (tuple(index_terms("Larkport")), ("云港",)))
NORLAND = Name("Norland", (tuple(index_terms("Norland")), ("北国",)))
HAN = ("韩雪松", "Han Xuesong")


def named(names, *hits, around=None, language="en"):
    return find_named(read_sentences(hits, language), names, around)


@pytest.mark.parametrize(
    ("hit", "held"),
    [
        pytest.param(make_hit("Larkport sent nine ferries."), True, id="en"),
        pytest.param(make_hit("云港派出九艘渡轮。", language="zh"), True, id="zh"),
        pytest.param(make_hit("云港 sent nine ferries."), True, id="mixed"),
        pytest.param(make_hit("We sent nine.", title="Ferries of Larkport"), True, id="title"),
        pytest.param(make_hit("We sent nine.", context="And Larkport?"), True, id="above"),
        pytest.param(make_hit("We sent nine.", speaker="Mayor of Larkport"), True, id="speaker"),
        pytest.param(make_hit("We sent nine.", "云港派出九艘。"), True, id="other version"),
        pytest.param(make_hit("Norland sent nine ferries."), False, id="another"),
    ],
)
def test_name_may_stand_anywhere_around_the_evidence(hit, held):
    assert named([LARKPORT], hit, language=hit.passage.paragraph.language) == [held]


def test_every_name_is_wanted():
    hit = make_hit("Larkport sent nine ferries.")
    assert named([LARKPORT, NORLAND], hit) == [False]
    assert named([LARKPORT, NORLAND], make_hit("Larkport sent nine to Norland.")) == [True]
    assert named([], hit) == [True]
    assert find_named([], [LARKPORT], None) == []


def test_name_may_stand_before_or_in_the_head_and_not_behind():
    head, *others, last = (
        make_passage(text, number=number)
        for number, text in enumerate(
            ["Larkport today.", *["The sea is wide."] * 8, "Nine ferries came."], start=1
        )
    )
    hit = replace(make_hit("Nine ferries came."), passage=last)

    def around(passage, most):
        all_ = [head, *others, last, make_passage("Norland too.", number=11)]
        place = passage.paragraph.number - 1
        return [(each, None) for each in all_[max(0, place - most) : place + most + 1]]

    assert named([LARKPORT], hit, around=around) == [True]
    assert named([NORLAND], hit, around=around) == [False]
    assert named([LARKPORT], hit, around=reading_around([])) == [False]


def said(hit, speakers=HAN, language="en"):
    return find_said(read_sentences([hit], language), speakers)


@pytest.mark.parametrize(
    ("hit", "own"),
    [
        pytest.param(make_hit("The dam is safe.", speaker="Han Xuesong"), True, id="his, en"),
        pytest.param(make_hit("大坝很安全。", language="zh", speaker="韩雪松"), True, id="his, zh"),
        pytest.param(make_hit("The dam is safe."), True, id="nobody's"),
        pytest.param(
            make_hit("Han Xuesong calls the dam safe.", speaker="Ada Lund"), True, id="reported"
        ),
        pytest.param(make_hit("The dam is safe.", speaker="Ada Lund"), False, id="another's"),
    ],
)
def test_words_are_of_the_one_asked_about(hit, own):
    assert said(hit, language=hit.passage.paragraph.language) == [own]


def test_label_of_the_other_version_tells():
    version = Counterpart((make_passage("大坝很安全。", "zh", speaker="韩雪松"),), 0.9)
    hit = replace(make_hit("The dam is safe.", speaker="Director"), counterpart=version)
    assert said(hit) == [True]
    assert said(hit, ["罗启明"]) == [False]


def test_without_speakers_everything_may_be_said():
    assert said(make_hit("The dam is safe.", speaker="Ada Lund"), ()) == [True]
    assert find_said([], HAN) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("罗启明怎么说水库？", "怎么说水库？"),
        ("What did Dr. Lund say of lundies?", "What did Dr. say of lundies?"),
        ("LUND 怎么说水库？", "怎么说水库？"),
        ("谁说的？", "谁说的？"),
        ("", ""),
    ],
)
def test_speakers_are_left_out_of_what_is_asked(text, left):
    assert leave_out(text, ["罗启明", "Ada Lund"]).split() == left.split()
    assert leave_out(text, []) == text


def spoken(speaker, confidence, **changes):
    return make_hit("The dam is safe.", speaker=speaker, confidence=confidence, **changes)


@pytest.mark.parametrize(
    ("hits", "more"),
    [
        pytest.param(
            [spoken("韩雪松", 0.4), spoken("罗启明", 0.6)], True, id="another's is nearer"
        ),
        pytest.param([spoken("韩雪松", 0.6), spoken("罗启明", 0.4)], False, id="his is nearer"),
        pytest.param([spoken("罗启明", 0.4)], True, id="another's alone"),
        pytest.param([spoken("记者", 0.9, kind="question")], False, id="a reporter's question"),
        pytest.param([spoken(None, 0.9)], False, id="nobody's"),
        pytest.param([spoken("罗启明", None)], False, id="nothing measured"),
        pytest.param([], False, id="empty"),
    ],
)
def test_others_say_more_where_theirs_is_nearer(hits, more):
    assert others_say_more(hits, HAN) is more
    assert not others_say_more(hits, ())


ANSWERER = ExtractiveAnswerer(SETTINGS, encode=encode)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The reservoir holds enough for three dry years.", "What did {} say of the reservoir?"),
        ("水库的水够用三个干旱年。", "{}怎么说水库的水？"),
    ],
    ids=["en", "zh"],
)
def test_what_another_said_is_no_answer(text, question):
    language = "en" if text.isascii() else "zh"
    hit = make_hit(text, language=language, speaker="罗启明", confidence=0.9, score=3.0)
    theirs = replace(make_question(question.format("罗启明")), speakers=("罗启明",))
    his = replace(make_question(question.format("韩雪松")), speakers=HAN)
    assert not ANSWERER.answer(theirs, [hit]).refused
    assert ANSWERER.answer(his, [hit]).refused
