from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from answer_fakes import SETTINGS, encode, make_hit, make_question

from rag.answer.certainty import Signals, measure_certainty, read_signals
from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.ranking import Ranking
from rag.answer.reading import read_sentences
from rag.answer.wants import Wants
from rag.settings import AnswerSettings

SURE = Signals(
    confidence=0.7,
    lead=2.0,
    similarity=0.6,
    wants_number=False,
    miscounts=False,
    wants_date=False,
)


@pytest.mark.parametrize(
    "weaker",
    [
        replace(SURE, confidence=0.2),
        replace(SURE, lead=0.1),
        replace(SURE, similarity=0.1),
        replace(SURE, wants_number=True),
        replace(SURE, miscounts=True),
        replace(SURE, wants_date=True),
        replace(SURE, lacks_date=True),
        replace(SURE, is_elsewhere=True),
        replace(SURE, is_of_other_year=True),
    ],
)
def test_every_signal_counts(weaker):
    assert 0 < measure_certainty(weaker) < measure_certainty(SURE) < 1


def test_figure_of_something_else_needs_more_than_the_one_asked_for():
    near = replace(SURE, confidence=0.4, lead=0.5, similarity=0.4, wants_number=True)
    assert measure_certainty(near) > SETTINGS.min_certainty
    assert measure_certainty(replace(near, miscounts=True)) < SETTINGS.min_certainty


def signals_of(hits, scores, language="en", known=(), **wants):
    sentences = read_sentences(hits, language)
    miscounts = np.array(wants.pop("miscounts", [False] * len(scores)))
    ranking = Ranking(np.array(scores), np.linspace(0, 1, len(scores)), miscounts)
    wants = Wants(wants.pop("type", "other"))
    return read_signals(hits, sentences, ranking, wants, known=known)


def test_lead_is_over_the_best_of_any_other_hit():
    hits = [
        make_hit("The quay is old. It was moved.", confidence=0.4),
        make_hit("Swans nest there.", confidence=0.6),
    ]
    found = signals_of(hits, [1.0, 5.0, 3.5])
    best = {"confidence": 0.6, "lead": pytest.approx(1.5), "similarity": pytest.approx(0.5)}
    assert found == replace(SURE, **best)


def test_paragraph_found_alone_leads():
    found = signals_of([make_hit("The quay is old. It was moved.", confidence=0.4)], [1.0, 1.1])
    assert found.lead > 1


@pytest.mark.parametrize("type_", ["number", "date", "list"])
def test_numbers_and_dates_are_told_apart(type_):
    found = signals_of([make_hit("Trams run.", confidence=0.4)], [1.0], type=type_)
    assert (found.wants_number, found.wants_date) == (type_ == "number", type_ == "date")


def test_best_sentence_alone_tells_whether_it_counts_what_is_asked():
    hits = [make_hit("The quay is old. It was moved."), make_hit("Swans nest there.")]
    hits = [replace(hit, confidence=0.4) for hit in hits]
    assert signals_of(hits, [1.0, 5.0, 3.5], miscounts=[False, True, False]).miscounts
    assert not signals_of(hits, [1.0, 5.0, 3.5], miscounts=[True, False, True]).miscounts


@pytest.mark.parametrize(
    ("text", "counterpart", "language", "lacks"),
    [
        ("The quay was moved to the canal. Swans nest there.", None, "en", True),
        ("The quay was moved. That was in May 2019.", None, "en", False),
        ("码头迁到了运河边。天鹅在那里筑巢。", None, "zh", True),
        ("码头迁走了。那是2019年5月。", None, "zh", False),
        ("码头迁到了Old Canal。有swans。", None, "zh", True),
        ("码头迁到了Old Canal。有swans。", "It was moved in May 2019.", "zh", False),
    ],
)
def test_paragraph_that_does_not_say_when_lacks_a_date(text, counterpart, language, lacks):
    hits = [make_hit(text, counterpart, language=language, confidence=0.5)]
    scores = [2.0, 1.0]
    assert signals_of(hits, scores, language, type="date").lacks_date is lacks
    assert signals_of(hits, scores, language, type="other").lacks_date is False


def test_date_that_the_question_states_is_no_answer_to_when():
    hits = [make_hit("The quay was moved after 2018. Swans nest there.", confidence=0.5)]
    assert signals_of(hits, [2.0, 1.0], type="date", known={"2018"}).lacks_date
    assert not signals_of(hits, [2.0, 1.0], type="date").lacks_date


@pytest.mark.parametrize(
    ("near", "language", "question"),
    [
        (
            ["The ferry sails at noon to the islands.", "The islands welcome every ferry."],
            "en",
            "How many ferries were built abroad, and at what price?",
        ),
        (
            ["渡轮每天中午开往各岛。", "各岛都欢迎渡轮前来停靠。"],
            "zh",
            "国外造船厂去年交付了多少艘电动渡轮？",
        ),
        (
            ["RCEP展区设在码头旁边。", "各岛居民都来参观RCEP展区。"],
            "zh",
            "RCEP协定生效之后，全市出口额增长了百分之几？",
        ),
    ],
)
def test_figure_that_near_evidence_does_not_state_is_refused(near, language, question):
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode)
    hits = [make_hit(text, language=language, number=n) for n, text in enumerate(near)]
    given = answerer.answer(make_question(question), hits)
    assert given.refused
    assert given.reason in ("not_stated", "nothing_relevant")
    assert given.certainty is not None
    assert given.certainty < SETTINGS.min_certainty
    assert len(given.hits) == 2


def test_answer_carries_its_certainty_and_the_threshold_is_a_setting():
    hits = [make_hit("The ferry sails to the islands at noon.")]
    question = make_question("Where does the ferry sail to?")
    given = ExtractiveAnswerer(SETTINGS, encode=encode).answer(question, hits)
    assert not given.refused
    assert given.certainty is not None
    strict = AnswerSettings(min_certainty=min(1.0, given.certainty + 0.01))
    assert ExtractiveAnswerer(strict, encode=encode).answer(question, hits).refused
    lenient = AnswerSettings(min_certainty=0.0, min_confidence=0.0)
    far = make_question("How many penguins live on the moon's islands?")
    assert not ExtractiveAnswerer(lenient, encode=encode).answer(far, hits).refused
