"""Evidence of another country, or of another year, than the question's."""

from dataclasses import replace

import pytest
from answer_fakes import SETTINGS, encode, make_hit, make_passage, make_question, reading_around

from rag.answer.elsewhere import find_there, tells_other_year
from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.reading import read_sentences
from rag.schema import Counterpart


def sentences_of(*hits, language="en"):
    return read_sentences(hits, language)


def there(places, *hits, around=None, language="en"):
    return find_there(sentences_of(*hits, language=language), places, around)


@pytest.mark.parametrize(
    ("hit", "named"),
    [
        pytest.param(make_hit("Japan sent nine ferries."), True, id="en"),
        pytest.param(make_hit("日本送来九艘渡轮。", language="zh"), True, id="zh"),
        pytest.param(make_hit("中日双方 signed it."), True, id="mixed, in short"),
        pytest.param(
            make_hit("Nine ferries came.", context="What did Japan send?"), True, id="ask"
        ),
        pytest.param(make_hit("Nine ferries came.", title="Japan's ferries"), True, id="title"),
        pytest.param(make_hit("We sent nine ferries."), False, id="unnamed"),
        pytest.param(make_hit("India sent nine ferries."), False, id="another"),
    ],
)
def test_place_may_stand_anywhere_around_the_evidence(hit, named):
    language = hit.passage.paragraph.language
    assert set(there(["日本"], hit, language=language)) == {named}


def test_place_may_stand_in_the_other_version():
    version = Counterpart((make_passage("日本送来九艘渡轮。", "zh"),), 0.9)
    hit = replace(make_hit("They sent nine ferries."), counterpart=version)
    assert there(["日本"], hit) == [True]


def test_reply_goes_on_without_naming_whom_it_is_about():
    first = make_passage("Japan is a partner.", number=1)
    last = make_passage("It sent nine ferries.", number=3)
    passages = [first, make_passage("The sea is wide.", number=2), last]
    later = make_passage("Japan again.", number=4)
    hit = replace(make_hit("It sent nine ferries."), passage=last)
    assert there(["日本"], hit, around=reading_around(passages)) == [True]
    assert there(["日本"], hit, around=reading_around([last, later])) == [False]
    assert there(["日本"], hit, around=reading_around([])) == [False]


def test_without_a_place_everything_is_there():
    assert there([], make_hit("We sent nine ferries.")) == [True]
    assert find_there([], ["日本"], None) == []


@pytest.mark.parametrize(
    ("text", "date", "asked", "other"),
    [
        pytest.param("In 2020, 90 ferries sailed.", None, "in 2021", True, id="another year"),
        pytest.param("2020年开了90艘渡轮。", None, "in 2021", True, id="zh"),
        pytest.param("2020年 90 ferries sailed.", "2020-12-30", "in 2021", True, id="mixed"),
        pytest.param("90 ferries sailed.", "2020-12-30", "in 2021", True, id="of the document"),
        pytest.param("In 2020 and 2021, 90 sailed.", None, "in 2021", False, id="both"),
        pytest.param("90 ferries sailed.", "2020-12-30", "2020年", False, id="its own"),
        pytest.param(
            "90 ferries sailed.", "2020-12-30", "in December 2020", False, id="a month of it"
        ),
        pytest.param("90 ferries sailed last year.", "2021-03", "2020年", False, id="last year"),
        pytest.param("去年开了90艘渡轮。", "2021-03", "2020年", False, id="zh last year"),
        pytest.param("新的一年将开90艘渡轮。", "2020-12", "in 2021", False, id="next year"),
        pytest.param("90 ferries sailed.", None, "in 2021", False, id="nothing tells"),
        pytest.param(
            "In 2020, 2,021 ferries sailed.", None, "in 2021", True, id="no year but a count"
        ),
        pytest.param(
            "In 2020, 90 ferries sailed.", None, "90 of 2,000 ferries", False, id="no year asked"
        ),
        pytest.param("In 2020, 90 ferries sailed.", None, "", False, id="nothing asked"),
    ],
)
def test_year_is_that_of_the_paragraph_or_of_its_document(text, date, asked, other):
    language = "zh" if "年" in text and "ferries" not in text else "en"
    hit = make_hit(text, language=language, date=date)
    (sentence, *_) = sentences_of(hit, language=language)
    assert tells_other_year(sentence, asked) is other


OURS = make_hit("We sent ninety ferries to all ports of the world.", confidence=0.9, score=3.0)
JAPAN = make_hit("Japan is a partner whose ferries call at our port.", confidence=0.6, score=1.0)
ANSWERER = ExtractiveAnswerer(SETTINGS, encode=encode)


def test_figure_of_another_country_is_no_answer():
    question = make_question("How many ferries did Japan send?")
    assert not ANSWERER.answer(question, [OURS]).refused
    asked = replace(question, places=("日本",))
    partner = make_hit("Japan is a partner of this port.", confidence=0.3, score=1.0)
    assert ANSWERER.answer(asked, [OURS, partner]).refused


def test_what_is_said_of_a_country_is_quoted_before_what_is_not():
    question = make_question("What did you say about the ferries of Japan?")
    asked = replace(question, places=("日本",))
    answer = ANSWERER.answer(asked, [OURS, JAPAN])
    assert [citation.passage.id for citation in answer.citations] == [JAPAN.passage.id]


def test_where_nothing_names_the_country_the_answer_is_refused():
    asked = replace(make_question("What about the ferries that Japan sent?"), places=("日本",))
    assert ANSWERER.answer(asked, [OURS]).refused


def test_who_asked_is_found_where_the_country_is_not_named():
    question = make_question("Which reporter asked about the ferries of Japan?")
    hit = make_hit("Daily reporter: How are the ferries?", kind="question", confidence=0.9)
    asked = replace(question, places=("日本",))
    assert not ANSWERER.answer(asked, [hit]).refused


def test_figure_of_another_year_is_no_answer():
    hit = make_hit("In 2020, 90 ferries sailed from the port.", confidence=0.9, score=3.0)
    assert not ANSWERER.answer(make_question("How many ferries sailed in 2020?"), [hit]).refused
    assert ANSWERER.answer(make_question("How many ferries sailed in 2021?"), [hit]).refused
