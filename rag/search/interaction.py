"""What the channels found -> one more ranking a language, by reading the best of it closely."""

from __future__ import annotations

from collections.abc import Sequence

from rag.protocols import FloatVector, Interaction
from rag.runtime.observing import stage
from rag.schema import Language
from rag.search.channels import LANGUAGES, Channel, Method, Query
from rag.search.entries import EntryMap
from rag.search.fusion import WeighedRanking, fuse_scores
from rag.text.speech import spoken_text


@stage("search_interaction")
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
    :param entries: holds the passages' outlines.
    :param interaction: the comparer.
    :param candidates: how many passages of each language are read.
    :returns: for each language of which something was found a channel by words and one by closest
        sentence.
    """
    wanted = [
        id_ for language in LANGUAGES for id_ in _best(rankings, entries, language, candidates)
    ]
    readings = _read(wanted, entries, interaction)
    best = [entries.outlines[id_] for id_ in wanted if id_ in readings]
    found = interaction.compare(query.text, [readings[each.id] for each in best])
    channels = []
    for language in LANGUAGES:
        places = [i for i, each in enumerate(best) if each.language == language]
        if places:
            ids = [best[place].id for place in places]
            channels.append(_rank("interaction", language, ids, found.words[places]))
            channels.append(_rank("sentence", language, ids, found.sentences[places]))
    return channels


def _read(ids: Sequence[int], entries: EntryMap, interaction: Interaction) -> dict[int, bytes]:
    """Give the readings that are kept, and make those that are not from the texts."""
    readings = {id_: entries.outlines[id_].pieces for id_ in ids}
    unread = [id_ for id_, reading in readings.items() if not interaction.accepts(reading)]
    if not unread:
        return readings
    passages = entries.read_passages(unread).items()
    texts = {id_: spoken_text(each.paragraph) for id_, each in passages}
    made = dict(zip(texts, interaction.read(list(texts.values())), strict=True))
    # What has been removed meanwhile has neither.
    return {id_: made.get(id_, readings[id_]) for id_ in ids if id_ in made or id_ not in unread}


def _rank(method: Method, language: Language, ids: list[int], scores: FloatVector) -> Channel:
    ranking = sorted(zip(ids, scores.tolist(), strict=True), key=lambda each: (-each[1], each[0]))
    return Channel(method, language, tuple(ranking))


def _best(
    rankings: Sequence[WeighedRanking[int]], entries: EntryMap, language: str, count: int
) -> list[int]:
    own = [ranking for ranking in rankings if ranking.language == language]
    scores = fuse_scores(own, other_language_share=0)
    known = [(-score, id_) for id_, score in scores.items() if id_ in entries.outlines]
    return [id_ for _, id_ in sorted(known)[:count]]
