"""The documents of a library -> which zh and en ones share translated content.

Cheap enough for thousands of documents: each document is compared by its middle and by a few of
its paragraphs, and only the best few of each go on to be aligned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.protocols import FloatMatrix
from rag.schema import Language
from rag.settings import PairingSettings

#: Paragraphs of a document that vote, spread evenly over it.
_VOTERS = 24
#: Part of the documents, by their middles, among which paragraphs are compared.
_SHORTLIST = 64
#: A paragraph's vote counts as far as its best match leads over its usual match.
_LEAST_LEAD = 0.05


@dataclass(frozen=True, slots=True)
class DocumentSide:
    """One language of one document.

    :param vectors: embeddings of its paragraphs in reading order, shape ``(n, dim)``, rows unit
        length or zero.
    """

    document: str
    language: Language
    vectors: FloatMatrix


def match_documents(
    sides: Sequence[DocumentSide], *, settings: PairingSettings
) -> list[tuple[int, int]]:
    """Find the pairs of a zh and an en side that may share translated content.

    :param sides: of all documents; those without paragraphs match nothing.
    :param settings: ``max_candidate_documents`` is how many partners a side may propose.
    :returns: indexes into ``sides``, zh first, in order. The two sides of one document are not
        among them.
    """
    zh = [i for i, side in enumerate(sides) if side.language == "zh" and len(side.vectors)]
    en = [i for i, side in enumerate(sides) if side.language == "en" and len(side.vectors)]
    if not settings.enabled or not zh or not en:
        return []
    zh_sides, en_sides = [sides[i] for i in zh], [sides[j] for j in en]
    found = {(zh[i], en[j]) for i, j in _propose(zh_sides, en_sides, settings)}
    found |= {(zh[i], en[j]) for j, i in _propose(en_sides, zh_sides, settings)}
    return sorted((i, j) for i, j in found if sides[i].document != sides[j].document)


def _propose(
    askers: Sequence[DocumentSide], others: Sequence[DocumentSide], settings: PairingSettings
) -> list[tuple[int, int]]:
    """Let each side name the others that its paragraphs find most in."""
    if len(others) <= settings.max_candidate_documents:
        return [(i, j) for i in range(len(askers)) for j in range(len(others))]
    middles = np.stack([_middle(side.vectors) for side in others])
    voters = [_spread(side.vectors, _VOTERS) for side in others]
    proposals = []
    for index, asker in enumerate(askers):
        own = _spread(asker.vectors, _VOTERS)
        near = own @ middles.T
        nearest = np.argsort(-_top_mean(near, axis=0), kind="stable")[:_SHORTLIST]
        votes = _vote(own, [voters[j] for j in nearest])
        order = np.argsort(-votes, kind="stable")[: settings.max_candidate_documents]
        proposals += [(index, int(nearest[k])) for k in order if votes[k] > 0]
    return proposals


def _middle(vectors: FloatMatrix) -> FloatMatrix:
    mean = vectors.mean(axis=0)
    middle: FloatMatrix = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return middle


def _spread(vectors: FloatMatrix, count: int) -> FloatMatrix:
    """Pick rows evenly."""
    if len(vectors) <= count:
        return vectors
    chosen: FloatMatrix = vectors[np.linspace(0, len(vectors) - 1, count).round().astype(int)]
    return chosen


def _top_mean(scores: FloatMatrix, *, axis: int) -> FloatMatrix:
    """Average the best three, so that one shared excerpt is enough."""
    count = min(3, scores.shape[axis])
    best = -np.sort(-scores, axis=axis)
    mean: FloatMatrix = best.take(range(count), axis=axis).mean(axis=axis)
    return mean


def _vote(own: FloatMatrix, others: Sequence[FloatMatrix]) -> FloatMatrix:
    """Count for each other document the paragraphs that find their best match in it.

    A vote weighs as much as the match leads over what the paragraph finds elsewhere, so that a
    paragraph which resembles everything says nothing.
    """
    best = np.stack([(own @ other.T).max(axis=1) for other in others], axis=1)
    usual = np.median(best, axis=1, keepdims=True)
    lead: FloatMatrix = np.maximum(best - usual - _LEAST_LEAD, 0).sum(axis=0)
    return lead
