import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.terms import (
    han_pairs,
    index_terms,
    is_stopword,
    query_terms,
    stem_words,
    without_reporting,
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("！？…… —", []),
        ("河灯节", ["河", "灯", "节", "河灯", "灯节"]),
        ("燈", ["灯"]),
        ("Harbours", ["harbour"]),
        ("the mayor's café", ["the", "mayor", "cafe"]),
        ("the mayor’s", ["the", "mayor"]),
        ("U.S. and US and U.S.'s", ["us", "and", "us", "and", "us"]),
        ("ask us", ["ask"]),
        ("win-win", ["winwin", "win", "win"]),
        ("O'Brien", ["obrien"]),
        ("灯光show", ["灯", "光", "灯光", "show"]),
        ("ＲＣＥＰ", ["rcep"]),
        ("version 3.11.2", ["version", "3.11.2"]),
        ("1,200", ["1200", "#1200"]),
        ("5%", ["5", "#5%"]),
    ],
)
def test_index_terms(text, terms):
    assert index_terms(text) == terms


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("120多万盏灯", "1.2 million lanterns", "#1200000"),
        ("第二十届", "the twentieth", "#20"),
        ("co-operation", "cooperation", "cooper"),
        ("人類", "人类", "人类"),
        ("AIDS", "aids", "aid"),
        ("COVID-19", "COVID19", "covid19"),
        ("2021年12月30日", "in December 2021", "#2021-12"),
    ],
)
def test_index_terms_meet_across_spellings(one, other, shared):
    assert shared in index_terms(one)
    assert shared in index_terms(other)


@pytest.mark.parametrize(
    ("question", "language", "terms"),
    [
        ("", "zh", []),
        ("", "en", []),
        ("什么是如何？", "zh", []),
        ("What is it about?", "en", []),
        ("您如何看待和平？", "zh", ["看", "待", "平", "看待", "待和", "和平"]),
        ("Who leads the WHO?", "en", ["lead", "who"]),
        ("What did the U.S. promise us?", "en", ["us", "promis"]),
        ("RCEP是什么？", "zh", ["rcep"]),
        ("What does 什么 mean?", "en", ["什", "么", "什么", "mean"]),
        ("有120万盏灯吗", "zh", ["万", "盏", "灯", "万盏", "盏灯", "#1200000"]),
        ("1.2 million lanterns", "en", ["million", "lantern", "#1200000"]),
    ],
)
def test_query_terms(question, language, terms):
    assert query_terms(question, language) == terms


def test_query_terms_are_index_terms():
    text = "人类命运共同体: China's RCEP proposal of May 2021, a win-win for 1.2 million U.S. jobs"
    indexed = set(index_terms(text))
    assert set(query_terms(text, "zh")) <= indexed
    assert set(query_terms(text, "en")) <= indexed


def test_stem_words_gives_one_for_each_word():
    assert stem_words("The mayors' win-win 港口 plans for U.S. ports") == (
        ["the", "mayor", "win", "win", "plan", "for", "us", "port"]
    )


def test_han_pairs():
    assert han_pairs("共同体") == ["共同", "同体"]
    assert han_pairs("体") == []


def test_is_stopword_keeps_acronyms():
    assert is_stopword("Who")
    assert is_stopword("isn't")
    assert not is_stopword("WHO")
    assert not is_stopword("harbour")


@given(
    st.text(alphabet=string.printable + "中国人和平万亿二十％１ｕ．’－éß\u3000\u00a0", max_size=60)
)
def test_terms_never_hold_white_space(text):
    for terms in (index_terms(text), query_terms(text, "zh"), query_terms(text, "en")):
        assert all(term and term.split() == [term] for term in terms)


@given(st.text(max_size=60))
def test_index_terms_take_any_text(text):
    assert all(term.split() == [term] for term in index_terms(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市长在采访中表示渡轮何时停航？", ["渡轮", "停航"]),
        ("What did the mayor say in the interview about ferries?", ["mayor", "ferries"]),
        ("市长 (in an interview) 提到 ferries 吗？", ["市长", "ferries"]),
        ("Stated views on states", []),
        ("", []),
    ],
)
def test_reporting_words_are_blanked(text, expected):
    blanked = without_reporting(text)
    assert len(blanked) == len(text)
    assert all(word in blanked for word in expected)
    assert not any(word in blanked.lower() for word in ("采访", "表示", "提到", "interview", "say"))
