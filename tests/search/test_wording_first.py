import pytest

from rag.schema import Counterpart, Paragraph, Passage
from rag.search.entries import EntryMap
from rag.search.renderings import prefer_renderings
from rag.wordings import Term

FERRY = Term("渡轮", "zh", "en")
BARRIER = Term("tidal barrier", "en", "zh")


def make_passage(id_, text, language):
    return Passage(id_, Paragraph("d", id_, language, "answer", None, text, ((0, len(text)),)))


def make_entries(passages, pairs=()):
    by_id = {passage.id: passage for passage in passages}
    sides = {}
    for one, other in pairs:
        sides[one] = (Counterpart((by_id[other],), 0.9),)
        sides[other] = (Counterpart((by_id[one],), 0.9),)
    entry_of = {passage.id: passage.id for passage in passages}
    return EntryMap(
        entry_of,
        {},
        lambda ids: {id_: by_id[id_] for id_ in ids},
        lambda ids: {id_: sides[id_] for id_ in ids if id_ in sides},
    )


PASSAGES = [
    make_passage(1, "渡轮，渡轮，渡轮。", "zh"),
    make_passage(2, "新的渡轮开航。", "zh"),
    make_passage(3, "A new ferry sails.", "en"),
    make_passage(4, "The tidal barrier is shut.", "en"),
    make_passage(5, "电车停运，LPA 码头关闭。", "zh"),
]
ENTRIES = make_entries(PASSAGES, [(2, 3)])


def order(term, scores):
    raised = prefer_renderings(scores, term, ENTRIES)
    return sorted(raised, key=lambda entry: -raised[entry])


def test_pair_that_holds_the_term_comes_first_then_the_term_then_the_language():
    scores = {5: 9.0, 4: 8.0, 1: 7.0, 2: -3.0}
    assert order(FERRY, scores) == [2, 1, 4, 5]


def test_term_may_stand_in_what_was_not_found():
    assert order(FERRY, {1: 5.0, 3: 1.0}) == [3, 1]


def test_english_term_goes_before_chinese_that_is_nearer():
    assert order(BARRIER, {5: 9.0, 4: 1.0}) == [4, 5]


def test_mixed_term_is_found():
    assert order(Term("LPA码头", "zh", "en"), {1: 9.0, 5: 1.0}) == [5, 1]


def test_order_within_a_step_stays():
    assert order(Term("电力", "zh", "en"), {1: 1.0, 2: 3.0, 3: 2.0}) == [2, 3, 1]


@pytest.mark.parametrize(("term", "scores"), [(None, {1: 2.0}), (FERRY, {})])
def test_without_term_or_hits_nothing_changes(term, scores):
    assert prefer_renderings(scores, term, ENTRIES) == scores
