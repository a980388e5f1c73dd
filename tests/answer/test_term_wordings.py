import pytest
from answer_fakes import encode, finish, make_hit, make_question

from rag.answer import ExtractiveAnswerer
from rag.answer.reading import split_passage
from rag.answer.renderings import (
    find_renderings,
    holds_rendering,
    rate_pairs,
    translate_sentences,
)
from rag.schema import Counterpart
from rag.settings import AnswerSettings
from rag.wordings import Term

FERRY = Term("渡轮", "zh", "en")
BARRIER = Term("tidal barrier", "en", "zh")
MIXED = Term("LPA码头", "zh", "en")
ZH = "新的渡轮昨天开航。票价不变。"
EN = "The new ferry sailed yesterday. Fares stay the same."


def sentence_by_place(passage, counterpart, span):
    """Give the sentence of the counterpart that begins as far on as the stretch does."""
    if counterpart is None:
        return ""
    other = counterpart.passages[0].paragraph.text
    ends = ".。"
    first = next(place for place, char in enumerate(other) if char in ends) + 1
    return other[:first] if span[0] == 0 else other[first:].strip()


def render(term, *hits):
    return [each.text for each in find_renderings(term, hits, sentence_by_place)]


def test_sentence_that_says_the_term_is_found_in_the_language_wanted():
    assert render(FERRY, make_hit(ZH, EN, language="zh")) == ["The new ferry sailed yesterday."]
    assert render(FERRY, make_hit(EN, ZH)) == ["The new ferry sailed yesterday."]
    assert render(Term("fares", "en", "zh"), make_hit(EN, ZH)) == ["票价不变。"]


def test_mixed_term_is_found():
    hit = make_hit("它停靠 LPA 码头。", "It calls at the LPA quay.", language="zh")
    assert render(MIXED, hit) == ["It calls at the LPA quay."]


def test_the_paragraph_with_the_term_is_the_counterpart():
    hit = make_hit(ZH, EN, language="zh")
    (found,) = find_renderings(FERRY, [hit], sentence_by_place)
    assert found.counterpart == Counterpart((hit.passage,), 0.9)
    assert rate_pairs([found]) == 0.9


def test_what_has_no_version_or_no_term_is_passed_over():
    unpaired = make_hit("渡轮渡轮渡轮。", language="zh")
    other = make_hit("电车停运。", "Trams stopped.", language="zh")
    assert render(FERRY, unpaired, other, make_hit(ZH, EN, language="zh")) == [
        "The new ferry sailed yesterday."
    ]
    assert render(FERRY, unpaired, other) == []
    assert not holds_rendering(FERRY, [unpaired, other])
    assert holds_rendering(BARRIER, [make_hit("A tidal barrier.", "防潮闸。")])


def test_two_different_renderings_are_enough():
    hits = [make_hit("渡轮。", f"Boat {each}.", language="zh") for each in "aabc"]
    assert render(FERRY, *hits) == ["Boat a.", "Boat b."]


def test_sentence_cut_in_two_is_quoted_whole():
    chinese = "港务局说这条航线由于风浪太大已经关闭了整整三个星期之久，渡轮停开。"
    hit = make_hit(chinese, "The line is closed. No ferry sails.", language="zh")
    assert render(FERRY, hit) == ["The line is closed. No ferry sails."]


def read(hit):
    return list(split_passage(0, hit.passage, hit.counterpart))


def test_sentences_are_given_in_the_other_version():
    for hit, language in ((make_hit(ZH, EN, language="zh"), "en"), (make_hit(EN, ZH), "zh")):
        found = translate_sentences(read(hit), language, sentence_by_place)
        other = hit.counterpart.passages[0]
        assert [each.passage for each in found] == [other, other]
        assert found[1].position == found[0].position + 1
        assert " ".join(each.quote for each in found).replace("。 ", "。") == other.paragraph.text


def test_sentences_without_another_version_or_in_that_language_stay():
    unpaired, wanted = read(make_hit("渡轮 LPA 停开。", language="zh")), read(make_hit(EN, ZH))
    chosen = [*unpaired, *wanted]
    assert [each.quote for each in translate_sentences(chosen, "en", sentence_by_place)] == [
        each.quote for each in chosen
    ]
    assert translate_sentences([], "en", sentence_by_place) == ()


def test_same_version_is_given_once():
    (first, second) = read(make_hit("One boat came. Two boats came.", "一和二。"))
    found = translate_sentences([first, second], "zh", lambda *_: "一和二。")
    assert [each.quote for each in found] == ["一和二。"]


@pytest.mark.parametrize("hits", [[], [make_hit("", "")]])
def test_nothing_found_gives_nothing(hits):
    assert render(FERRY, *hits) == []
    assert render(None, make_hit(ZH, EN, language="zh")) == []
    assert not holds_rendering(None, hits)


@pytest.mark.parametrize(
    ("asked", "quoted", "beside"),
    [
        ("渡轮用英文怎么讲", "The new ferry sailed yesterday.", "新的渡轮昨天开航。"),
        ("What is the Chinese for 'fares'?", "票价不变。", "Fares stay the same."),
        ("“ferry”的中文是什么？", "新的渡轮昨天开航。", "The new ferry sailed yesterday."),
    ],
)
def test_answer_quotes_the_other_language_with_the_term_beside_it(asked, quoted, beside):
    def pairs(chinese, english):
        return [((0, 9), (0, 31)), ((9, 14), (32, 52))]

    answerer = ExtractiveAnswerer(AnswerSettings(), encode=encode, pairs=pairs)
    unpaired = make_hit("渡轮 ferry ferry fares 票价。", language="zh", score=9.0)
    text, answer = finish(answerer, make_question(asked), [unpaired, make_hit(EN, ZH)])
    assert not answer.refused
    assert text == f"{quoted} [1]".replace("。 [", "。[")
    assert answer.citations[0].counterpart_quote == beside
    assert answer.certainty == 0.9
