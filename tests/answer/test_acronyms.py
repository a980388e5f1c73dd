from dataclasses import replace

import pytest
from answer_fakes import SETTINGS, Table, encode, make_hit, make_passage, make_question

from rag.answer.acronyms import find_missing_acronyms
from rag.answer.extractive import ExtractiveAnswerer
from rag.schema import Counterpart

LEXICON = Table(gdp=["国内生产总值"])
PORT = make_hit("The World Ferry Organization (WFO) met, and so did the Bank of Port Towns.")


def missing(question, *hits):
    return find_missing_acronyms(make_question(question), hits or [PORT], LEXICON)


@pytest.mark.parametrize(
    ("question", "acronyms"),
    [
        pytest.param("What is the GDP of the port?", ["GDP"], id="en"),
        pytest.param("港口的GDP是多少？", ["GDP"], id="zh"),
        pytest.param("市长谈到 GDP 和 WFO 了吗？", ["GDP"], id="mixed"),
        pytest.param("What did the WFO decide?", [], id="as it stands"),
        pytest.param("What did the BPT decide?", [], id="spelt out"),
        pytest.param("What did WFOs decide?", [], id="several are no acronym"),
        pytest.param("What does the US say, and the DPRK?", [], id="countries"),
        pytest.param("WHAT DID THE MAYOR SAY?", [], id="all in capitals"),
        pytest.param("What did the mayor say?", [], id="none"),
    ],
)
def test_acronym_is_looked_for_in_every_form(question, acronyms):
    assert missing(question) == acronyms


def test_translation_stands_for_an_acronym():
    hit = make_hit("今年的国内生产总值增长了。", language="zh")
    english = make_hit("The port is old.")
    assert missing("What is the GDP?", hit, english) == []
    both = replace(english, counterpart=Counterpart((hit.passage,), 0.9))
    assert missing("What is the GDP?", both) == []


def test_chinese_evidence_alone_tells_nothing():
    assert missing("What did WFO decide?", make_hit("会议决定了。", language="zh")) == []
    english = Counterpart((make_passage("They decided."),), 0.9)
    hit = replace(make_hit("会议决定了。", language="zh"), counterpart=english)
    assert missing("What did WFO decide?", hit) == ["WFO"]


def test_nothing_is_missing_without_evidence_or_words():
    assert find_missing_acronyms(make_question("What is the GDP?"), [], LEXICON) == []
    assert missing("？a") == []


def test_answer_is_refused_where_an_acronym_is_missing():
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode, lexicon=LEXICON)
    hit = make_hit("The growth of the port was large this year.", confidence=0.9, score=3.0)
    assert not answerer.answer(make_question("What was the growth of the port?"), [hit]).refused
    answer = answerer.answer(make_question("What was the GDP growth of the port?"), [hit])
    assert answer.refused
    assert answer.reason == "not_stated"
