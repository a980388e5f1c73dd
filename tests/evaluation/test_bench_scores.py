from __future__ import annotations

import numpy as np
import pytest

from rag.evaluation.bench.scores import rank_by_vectors, rank_of, score_ranks


def test_score_ranks_counts_what_is_found_to_the_tenth():
    scores = score_ranks([1, 2, 6, 10, 11, 0])
    assert scores.count == 6
    assert scores.at_1 == pytest.approx(1 / 6)
    assert scores.at_5 == pytest.approx(2 / 6)
    assert scores.mrr == pytest.approx((1 + 1 / 2 + 1 / 6 + 1 / 10) / 6)
    expected = sum(1 / np.log2(rank + 1) for rank in (1, 2, 6, 10)) / 6
    assert scores.ndcg == pytest.approx(expected)
    assert 0 < scores.half < 0.5


def test_score_ranks_without_questions_is_zero():
    scores = score_ranks([])
    assert (scores.count, scores.at_1, scores.mrr, scores.half) == (0, 0, 0, 0)


def test_rank_by_vectors_counts_ties_against_us():
    paragraphs = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    questions = np.array([[1, 0], [0.6, 0.8], [0, 0]], np.float32)
    assert rank_by_vectors(questions, paragraphs, [0, 2, 1]) == [2, 1, 3]


def test_rank_by_vectors_is_the_same_in_blocks():
    generator = np.random.default_rng(5)
    questions = generator.normal(size=(1100, 8)).astype(np.float32)
    paragraphs = generator.normal(size=(40, 8)).astype(np.float32)
    golds = generator.integers(0, 40, 1100).tolist()
    scores = questions @ paragraphs.T
    expected = [int((row >= row[gold]).sum()) for row, gold in zip(scores, golds, strict=True)]
    assert rank_by_vectors(questions, paragraphs, golds) == expected


def test_rank_of_finds_the_first_entry():
    entries = [frozenset({3}), frozenset({1, 2}), frozenset({1})]
    assert [rank_of(place, entries) for place in (3, 1, 2, 7)] == [1, 2, 2, 0]
    assert rank_of(1, []) == 0
