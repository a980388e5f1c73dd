import pytest

from rag.search.channels import Channel
from rag.search.confidence import measure_confidence
from rag.search.entries import EntryMap

EVERY = {1, 3}
#: Passages 1 (zh) and 2 (en) say the same; 3 (zh) stands alone.
ENTRIES = EntryMap({1: 1, 2: 1, 3: 3}, {}, lambda ids: {}, lambda ids: {})


def test_measure_confidence_is_the_share_of_what_is_attainable():
    zh = Channel("keyword", "zh", ((3, 6.0),), attainable=8.0)
    assert measure_confidence([zh], ENTRIES, EVERY) == {3: pytest.approx(0.75 / 1.5)}


def test_measure_confidence_rises_where_both_languages_agree():
    zh = Channel("keyword", "zh", ((1, 6.0), (3, 6.0)), attainable=8.0)
    en = Channel("translated", "en", ((2, 4.0),), attainable=8.0)
    found = measure_confidence([zh, en], ENTRIES, EVERY)
    assert found[1] == pytest.approx((0.75 + 0.25) / 1.5)
    assert found[1] > found[3]


def test_measure_confidence_stays_within_one():
    zh = Channel("keyword", "zh", ((1, 60.0),), attainable=8.0)
    en = Channel("translated", "en", ((2, 50.0),), attainable=8.0)
    assert measure_confidence([zh, en], ENTRIES, EVERY) == {1: 1.0}


def test_measure_confidence_takes_no_word_of_embeddings():
    assert measure_confidence([Channel("dense", "zh", ((3, 0.9),))], ENTRIES, EVERY) == {}


def test_measure_confidence_of_nothing_is_empty():
    assert measure_confidence([], ENTRIES, EVERY) == {}


def test_measure_confidence_leaves_out_what_is_not_wanted():
    zh = Channel("keyword", "zh", ((1, 6.0), (3, 4.0)), attainable=8.0)
    assert measure_confidence([zh], ENTRIES, {3}) == {3: pytest.approx(0.5 / 1.5)}
    assert measure_confidence([zh], ENTRIES, set()) == {}
