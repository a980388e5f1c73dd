"""Ranks of the gold paragraphs -> the shares and means of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.evaluation.figures import mean_figure
from rag.protocols import FloatMatrix

#: Ranks below this one count as not found, as in MRR@10 and nDCG@10.
DEPTH = 10
#: Questions compared at a time, to keep the matrix of scores small.
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over questions, each with one right paragraph; 0 to 1.

    :param at_1: share of questions whose paragraph comes first.
    :param at_5: share of those where it is in the first five.
    :param mrr: mean reciprocal rank, to the tenth.
    :param ndcg: normalised discounted cumulative gain, to the tenth.
    :param half: half of the 95 % interval of ``at_1``.
    """

    count: int
    at_1: float
    at_5: float
    mrr: float
    ndcg: float
    half: float


def score_ranks(ranks: Sequence[int]) -> Scores:
    """Average over questions.

    :param ranks: rank of each question's paragraph from 1; 0 where it was not found.
    :returns: the means; all 0 where there is no question.
    """
    if not len(ranks):
        return Scores(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    found = np.asarray(ranks, dtype=np.float64)
    found[(found == 0) | (found > DEPTH)] = np.inf
    first = mean_figure([[float(rank == 1)] for rank in found.tolist()])
    return Scores(
        count=len(found),
        at_1=float((found == 1).mean()),
        at_5=float((found <= 5).mean()),
        mrr=float((1 / found).mean()),
        ndcg=float((1 / np.log2(found + 1)).mean()),
        half=(first.high - first.low) / 2 if first else 0.0,
    )


def rank_by_vectors(
    questions: FloatMatrix, paragraphs: FloatMatrix, golds: Sequence[int]
) -> list[int]:
    """Rank the gold paragraph of each question among all; a tie counts against us.

    :param questions: shape ``(questions, dimension)``.
    :param paragraphs: shape ``(paragraphs, dimension)``.
    :param golds: row of the right paragraph, for each question.
    :returns: ranks from 1.
    """
    ranks: list[int] = []
    for start in range(0, len(golds), _BLOCK):
        block = np.asarray(golds[start : start + _BLOCK])
        scores = questions[start : start + _BLOCK] @ paragraphs.T
        own = scores[np.arange(len(block)), block]
        ranks += (scores >= own[:, np.newaxis]).sum(axis=1).tolist()
    return ranks


def rank_of(gold: int, entries: Sequence[frozenset[int]]) -> int:
    """Find the first entry that holds a paragraph.

    :param gold: the paragraph's place in its pool.
    :param entries: for each entry, best first, the places of the paragraphs it is made of.
    :returns: rank from 1; 0 where none does.
    """
    return next((rank for rank, places in enumerate(entries, 1) if gold in places), 0)
