import numpy as np
import pytest
from answer_fakes import HARBOUR_EN, HARBOUR_ZH, encode, make_hit, make_question

from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.relevance import measure_relevance
from rag.library import Library
from rag.settings import AnswerSettings, EmbeddingSettings, Settings

HITS = [make_hit(HARBOUR_EN, HARBOUR_ZH)]


def judge(text, hits=HITS, **changes):
    question = make_question(text)
    answerer = ExtractiveAnswerer(AnswerSettings(**changes), encode=encode)
    judged = answerer.judge(question, hits)
    return answerer, question, judged


def relevance(text, hits=HITS):
    _, question, judged = judge(text, hits)
    return measure_relevance(question, judged, encode)


@pytest.mark.parametrize(
    ("about", "off"),
    [
        ("When did the harbour bridge open?", "Who painted the sunflowers?"),
        ("港口大桥什么时候通车？", "什么时候吃月饼？"),
        ("港口大桥 bridge 造价多少？", "iPhone 16 多少钱？"),
    ],
)
def test_question_on_the_subject_is_more_relevant(about, off):
    assert relevance(about) > 2 * relevance(off)


def test_no_evidence_is_not_relevant():
    assert measure_relevance(make_question("大桥在哪里？"), [], encode) == 0.0


def test_relevance_stays_within_one():
    same = np.ones((9, 4), np.float32)
    _, question, judged = judge("When did the harbour bridge open?")
    assert 0 < measure_relevance(question, judged, lambda texts: same[: len(texts)]) <= 1


def test_off_topic_question_is_refused():
    text = "Which bakers loved harbour bread and honey?"
    answerer, question, judged = judge(text)
    assert answerer.refusal_reason(question, judged) == "nothing_relevant"
    answerer, question, judged = judge(text, min_relevance=0)
    assert answerer.refusal_reason(question, judged) is None


@pytest.mark.parametrize(
    "text", ["Who won the World Cup in 2018?", "谁写了《红楼梦》？", "Titanic 是哪一年沉没的？"]
)
def test_sample_library_refuses_other_subjects(sample_library, text):
    assert sample_library.ask(text).refused


def test_another_embedders_cosines_are_not_judged(tmp_path, tiny_model):
    embedding = EmbeddingSettings(model=str(tiny_model))
    with Library.open(tmp_path, settings=Settings(embedding=embedding)) as library:
        assert library.answerer().refusal_reason(*_found("When does the ferry leave?")) is None


def _found(text):
    question = make_question(text)
    hit = make_hit("Which ferry, port or bakery?", confidence=0.5)
    return question, [hit]
