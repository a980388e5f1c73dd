from __future__ import annotations

import dataclasses

import pytest
from bench_samples import SUBJECTS, write_sets
from evaluation_fakes import make_hit

from rag.embedding import StaticEmbedder
from rag.errors import EvaluationError
from rag.evaluation.bench.pools import measure_pool, read_entries, words_alone
from rag.evaluation.bench.sets import SETS, Asked, Pool, Task
from rag.settings import Settings

#: Each makes libraries and asks them by every channel.
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def pools(tmp_path_factory):
    return SETS[0].read(write_sets(tmp_path_factory.mktemp("eval")))


def _measure(pool, **options):
    return measure_pool(pool, Settings(), StaticEmbedder(), **options)


def test_pool_of_one_language_has_bm25_where_languages_agree(pools):
    within, across = _measure(pools[0])
    assert (within.direction, across.direction) == ("zh>zh", "en>zh")
    assert within.ours.at_1 == within.keyword.at_1 == 1
    assert across.keyword is None
    assert across.ours.at_1 == 1
    assert within.holds == "zh"
    assert within.both_in_5 is within.either_in_5 is None
    assert within.milliseconds > 0


def test_pool_of_both_tells_how_often_both_versions_are_found(pools):
    rows = _measure(pools[2])
    assert [row.direction for row in rows] == ["zh>zh", "zh>en", "en>zh", "en>en"]
    assert {row.holds for row in rows} == {"both"}
    assert all(row.keyword is None for row in rows)
    assert all(row.either_in_5 == row.both_in_5 == 1 for row in rows)


def test_limit_takes_fewer_questions(pools):
    assert [row.ours.count for row in _measure(pools[0], limit=2)] == [2, 2]


def test_question_that_cannot_be_asked_finds_nothing():
    paragraphs = tuple(texts["en"][0] for texts in SUBJECTS.values())
    questions = (Asked("barrier " * 400, 0), Asked("Où se trouve la mairie de la ville ?", 1))
    (row,) = _measure(Pool("odd", paragraphs, (Task("en", "en", questions),)))
    assert row.ours.at_5 == row.keyword.at_5 == 0


def test_paragraph_that_cannot_be_ingested_is_named():
    pool = Pool("odd", ("12345 67890", SUBJECTS["tide"]["zh"][0]), (Task("zh", "zh", ()),))
    with pytest.raises(EvaluationError, match=r"1 of 2 paragraphs .* '12345 67890'"):
        _measure(pool)


def test_pool_without_questions_scores_nothing():
    (row,) = _measure(Pool("none", (SUBJECTS["tide"]["zh"][0],), (Task("zh", "zh", ()),)))
    assert (row.ours.count, row.ours.at_1, row.milliseconds) == (0, 0, 0)


def test_read_entries_takes_passage_and_counterpart():
    plain = make_hit("000003", SUBJECTS["tide"]["zh"][0])
    paired = make_hit("000000", SUBJECTS["market"]["zh"][0], other=SUBJECTS["market"]["en"][0])
    other = paired.counterpart.passages[0]
    named = dataclasses.replace(other.paragraph, document="000007")
    counterpart = dataclasses.replace(
        paired.counterpart, passages=(dataclasses.replace(other, paragraph=named),)
    )
    paired = dataclasses.replace(paired, counterpart=counterpart)
    assert read_entries([plain, paired]) == [frozenset({3}), frozenset({0, 7})]
    assert read_entries([]) == []


def test_words_alone_leaves_the_rest_of_the_settings():
    settings = Settings(search={"top_k": 3, "reranker": "some-team/some-model"})
    changed = words_alone(settings)
    weights = (changed.search.dense_weight, changed.search.interaction_weight)
    assert (*weights, changed.search.translated_weight) == (0, 0, 0)
    assert not changed.search.use_translation
    assert changed.search.reranker is None
    assert changed.search.top_k == 3
    assert settings.search.dense_weight > 0
