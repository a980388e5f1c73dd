"""What the channels found -> one more ranking a language, by reading the best of it closely."""

from __future__ import annotations

from collections.abc import Sequence

from rag.protocols import Interaction
from rag.schema import Passage
from rag.search.channels import LANGUAGES, Channel, Query
from rag.search.entries import EntryMap
from rag.search.fusion import WeighedRanking, fuse_scores


def compare_closely(
    query: Query,
    rankings: Sequence[WeighedRanking[int]],
    entries: EntryMap,
    interaction: Interaction,
    *,
    candidates: int,
) -> list[Channel]:
    """Compare the question word by word with the passages that the channels put first.

    :param query: the question.
    :param rankings: of passage ids, with their weights.
    :param entries: holds the passages.
    :param interaction: the comparer.
    :param candidates: how many passages of each language are read.
    :returns: a channel for each language of which something was found.
    """
    best = [
        passage
        for language in LANGUAGES
        for passage in _best(rankings, entries, language)[:candidates]
    ]
    scores = interaction.score(query.text, [passage.paragraph.text for passage in best])
    channels = []
    for language in LANGUAGES:
        found = [
            (passage.id, float(score))
            for passage, score in zip(best, scores, strict=True)
            if passage.paragraph.language == language
        ]
        if found:
            found.sort(key=lambda each: (-each[1], each[0]))
            channels.append(Channel("interaction", language, tuple(found)))
    return channels


def _best(
    rankings: Sequence[WeighedRanking[int]], entries: EntryMap, language: str
) -> list[Passage]:
    own = [ranking for ranking in rankings if ranking.language == language]
    scores = fuse_scores(own, other_language_share=0)
    ids = sorted(scores, key=lambda id_: (-scores[id_], id_))
    return [entries.passages[id_] for id_ in ids if id_ in entries.passages]
