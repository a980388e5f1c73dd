"""What a reporter asked is told by that reporter's question alone."""

from dataclasses import replace

import pytest
from answer_fakes import SETTINGS, Table, encode, make_hit, make_passage, make_question

from rag.answer.askers import find_asked
from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.reading import read_sentences
from rag.schema import Hit

LEXICON = Table(harbour=["海港"], gazett=["海港公报"])


def asked_by(speaker, text, language="zh"):
    separator = ": " if language == "en" else "："
    passage = make_passage(f"{speaker}{separator}{text}", language, kind="question")
    paragraph = replace(passage.paragraph, speaker=speaker)
    return Hit(replace(passage, paragraph=paragraph), 1.0, confidence=0.8)


GAZETTE = asked_by("《海港公报》记者", "防潮闸今年怎么样？会修高吗？")
RADIO = asked_by("云岭电台记者", "渡轮为什么停开？")
HERALD = asked_by("Quay Herald reporter", "Why was the ferry stopped?", "en")
REPLY = make_hit("市长：防潮闸明年修高。", language="zh", confidence=0.9, score=3.0)
HITS = [REPLY, RADIO, GAZETTE, HERALD]


def found(who, hits=HITS):
    sentences = read_sentences(hits, "zh", with_askers=True)
    asked = find_asked(who, sentences, LEXICON)
    return asked if asked is None else [each.text for each in asked]


@pytest.mark.parametrize(
    ("who", "texts"),
    [
        pytest.param("海港公报", ["《海港公报》记者：防潮闸今年怎么样？", "会修高吗？"], id="zh"),
        pytest.param("那位云岭电台的", ["云岭电台记者：渡轮为什么停开？"], id="zh, in passing"),
        pytest.param("Quay Herald", ["Quay Herald reporter: Why was the ferry stopped?"], id="en"),
        pytest.param(
            "Harbour Gazette reporter",
            ["《海港公报》记者：防潮闸今年怎么样？", "会修高吗？"],
            id="en, label in zh",
        ),
        pytest.param(
            "《海港公报》 reporter",
            ["《海港公报》记者：防潮闸今年怎么样？", "会修高吗？"],
            id="mixed",
        ),
        pytest.param("Valley Times", [], id="nobody of that name, en"),
        pytest.param("山谷时报", [], id="nobody of that name, zh"),
        pytest.param("reporter", None, id="no name"),
        pytest.param("", None, id="empty"),
    ],
)
def test_label_tells_whose_question_it_is(who, texts):
    assert found(who) == texts


def test_without_named_askers_nothing_is_told():
    assert found("海港公报", [REPLY]) is None
    assert found("海港公报", [REPLY, asked_by("记者", "渡轮为什么停开？")]) is None


ANSWERER = ExtractiveAnswerer(SETTINGS, encode=encode, lexicon=LEXICON)


def test_question_is_quoted_whole_and_nothing_else():
    answer = ANSWERER.answer(make_question("海港公报记者问了什么？"), HITS)
    assert {citation.passage.id for citation in answer.citations} == {GAZETTE.passage.id}
    assert "会修高吗？" in answer.text


def test_what_nobody_of_that_name_asked_is_refused():
    answer = ANSWERER.answer(make_question("山谷时报记者问了什么问题？"), HITS)
    assert answer.refused
