"""Alternatives of one concept -> the boost each gets in a sum of BM25 scores.

A word of the question and its translations are one concept: it must count once, and be as rare as
they are together. The engine gives every term a rarity of its own, so that a wrong translation
that occurs twice would outweigh the right one that occurs a thousand times; the boosts undo that
(Darwish and Oard, SIGIR 2003: the frequencies of the alternatives are pooled by their weights).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

#: What a term in the heading or question above a passage counts, against one in its text.
CONTEXT_BOOST = 0.5


def weigh_group(
    weights: Sequence[float], document_counts: Sequence[int], total: int
) -> list[float]:
    """Give each alternative of a concept its boost.

    :param weights: weight of each alternative, in (0, 1].
    :param document_counts: in how many passages each occurs.
    :param total: how many passages there are.
    :returns: factors for the terms' BM25 scores, in the same order; 0 for a term that does not
        occur; the weight itself where a concept has one alternative.
    """
    known = sum(w for w, count in zip(weights, document_counts, strict=True) if count)
    if not known:
        return [0.0] * len(weights)
    pooled = sum(w * count for w, count in zip(weights, document_counts, strict=True)) / known
    rarity = inverse_frequency(pooled, total)
    return [
        weight * rarity / inverse_frequency(count, total) if count else 0.0
        for weight, count in zip(weights, document_counts, strict=True)
    ]


def inverse_frequency(count: float, total: int) -> float:
    """BM25's measure of how rare a term is, above 0.

    :param count: in how many passages it occurs, at most ``total``.
    :param total: how many passages there are.
    :returns: ``ln(1 + (total - count + 0.5) / (count + 0.5))``.
    """
    # Deleted passages may still count in one figure and not in the other.
    return math.log1p((max(total, count) - count + 0.5) / (count + 0.5))
