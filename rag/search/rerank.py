"""Hits in the order of the search -> the first of them in the order of a reranking model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from rag.runtime.observing import stage
from rag.schema import Hit, Passage

#: Name under which ``Hit.channels`` holds the model's rank.
CHANNEL = "reranker"


class Reranker(Protocol):
    """Tells how well texts answer a question."""

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Score texts against a question: one number a text, higher is better."""


@stage("rerank")
def rerank(question: str, hits: Sequence[Hit], model: Reranker) -> list[Hit]:
    """Put hits into the order of a reranking model.

    A hit is as good as the better of its two sides, so that a model that knows one language well
    and the other poorly does no harm. The scores stay those of the search, dealt out in the new
    order: what compares them, among themselves or with hits further down, still can.

    :param question: as searched.
    :param hits: best first.
    :param model: what orders them.
    :returns: the same hits, best first; confidence as it was, and the model's rank among their
        channels. At equal scores the search's order stays.
    """
    sides = [_sides(hit) for hit in hits]
    scores = list(model.score(question, [text for texts in sides for text in texts]))
    best: list[float] = []
    start = 0
    for texts in sides:
        best.append(max(scores[start : start + len(texts)]))
        start += len(texts)
    order = sorted(range(len(hits)), key=lambda place: -best[place])
    ranked = zip(order, sorted((hit.score for hit in hits), reverse=True), strict=True)
    return [
        replace(hits[place], score=score, channels={**hits[place].channels, CHANNEL: rank})
        for rank, (place, score) in enumerate(ranked, start=1)
    ]


def _sides(hit: Hit) -> list[str]:
    """Give what the hit says in either language, each below the heading and question over it."""
    sides = [_join([hit.passage])]
    if hit.counterpart is not None:
        sides.append(_join(hit.counterpart.passages))
    return sides


def _join(passages: Sequence[Passage]) -> str:
    parts = [passages[0].context, *(passage.paragraph.text for passage in passages)]
    return "\n".join(filter(None, parts))
