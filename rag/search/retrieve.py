"""A question -> ranked hits: the recipe, in the order it happens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from rag.runtime.observing import stage
from rag.runtime.threads import one_blas_thread
from rag.schema import Counterpart, Hit, Passage, SearchFilters
from rag.search.channels import Channel, Query, Sources, run_channels
from rag.search.confidence import measure_confidence
from rag.search.entries import Counterparts, EntryMap, choose_passage, map_entries
from rag.search.fusion import WeighedRanking, fuse_scores
from rag.search.interaction import compare_closely
from rag.search.occasion import read_occasion, weigh_occasion
from rag.search.renderings import prefer_renderings
from rag.search.replies import add_reply
from rag.search.sides import split_sides
from rag.settings import SearchSettings

#: A short line matches a year or a name better than any paragraph about it does; on the development
#: questions this changes nothing, on the samples datelines no longer come first.
_FRAMING_SHARE = 0.8
#: Where what somebody said is asked for, a title that names the speaker is further from it still.
_FRAMING_SHARE_OF_SAID = 0.5
_ASKS_WHAT_IS_SAID = re.compile(
    r"怎么[看谈说]|如何(?:看待|评价|回应|谈|说)|怎样(?:看|谈|说|评价)|说了?什么|谈了?什么"
    r"|\b(?:say|says|said|talk|talks|think|thinks|describe|describes|comment|comments|tell|told) ",
    re.IGNORECASE,
)
#: Copies are looked for among this many first of each channel, and no fewer than are wanted.
_COMPARED = 12


def retrieve(query: Query, sources: Sources, settings: SearchSettings, *, top_k: int) -> list[Hit]:
    """Find the evidence for a question.

    :param query: the question with its language and filters.
    :param sources: library, embedder and translation table.
    :param settings: candidates per channel and fusion.
    :param top_k: entries wanted, >= 1.
    :returns: at most ``top_k`` hits, best first, each with its counterpart where one exists.
    """
    enough = settings.model_copy(update={"candidates": max(settings.candidates, top_k)})
    with one_blas_thread(), sources.store.generation.hold(), stage("search"):
        return _retrieve(query, sources, enough, top_k)


def _retrieve(query: Query, sources: Sources, settings: SearchSettings, top_k: int) -> list[Hit]:
    queries = [query, *(replace(query, text=side) for side in split_sides(query.text))]
    searches = [run_channels(each, sources, settings) for each in queries]
    ids = dict.fromkeys(
        id_ for found in searches for channel in found for id_, _ in channel.ranking
    )
    first = max(_COMPARED, top_k)
    foremost = [
        id_ for found in searches for channel in found for id_, _ in channel.ranking[:first]
    ]
    entries = map_entries(list(ids), sources.store, compared=foremost)
    for each, found in zip(queries, searches, strict=True):
        found.extend(_compare_closely(each, found, entries, sources, settings))
    scores = _best_of(
        weigh_occasion(
            read_occasion(each.text),
            _score_entries(found, entries, settings, framing_share=_framing_share(each.text)),
            entries,
        )
        for each, found in zip(queries, searches, strict=True)
    )
    scores = prefer_renderings(scores, query.term, entries)
    channels = [channel for found in searches for channel in found]
    best = sorted(scores, key=lambda entry: (-scores[entry], entry))[:top_k]
    confidence = _best_of(measure_confidence(found, entries, {*best}) for found in searches)
    members, ranks = _members_and_ranks(channels, entries, {*best})
    shown = [id_ for entry in best for id_ in members[entry]]
    passages, counterparts = entries.read_passages(shown), entries.read_counterparts(shown)
    hits = []
    for entry in best:
        # What has been removed meanwhile is no longer there.
        there = [passages[id_] for id_ in members[entry] if id_ in passages]
        if there:
            hit = _hit(there, ranks[entry], entries, counterparts, query=query)
            confident = confidence.get(entry, 0.0)
            hits.append(replace(hit, score=scores[entry], confidence=confident))
    if query.filters.speakers:
        return hits
    return add_reply(hits, sources.store, top_k=top_k)


def _compare_closely(
    query: Query,
    channels: Sequence[Channel],
    entries: EntryMap,
    sources: Sources,
    settings: SearchSettings,
) -> list[Channel]:
    if sources.interaction is None or settings.interaction_weight <= 0:
        return []
    return compare_closely(
        query,
        [_weigh(channel, channel.ranking, settings) for channel in channels],
        entries,
        sources.interaction,
        candidates=settings.interaction_candidates,
    )


def _best_of(measures: Iterable[Mapping[int, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for measure in measures:
        for entry, value in measure.items():
            best[entry] = max(value, best.get(entry, value))
    return best


def _score_entries(
    channels: Sequence[Channel],
    entries: EntryMap,
    settings: SearchSettings,
    *,
    framing_share: float,
) -> dict[int, float]:
    rankings = [
        _weigh(channel, entries.rank_entries(channel.ranking), settings) for channel in channels
    ]
    scores = fuse_scores(rankings, other_language_share=settings.other_language_share)
    framing = entries.framing_entries()
    return {
        entry: score * (framing_share if entry in framing else 1.0)
        for entry, score in scores.items()
    }


def _framing_share(text: str) -> float:
    return _FRAMING_SHARE_OF_SAID if _ASKS_WHAT_IS_SAID.search(text) else _FRAMING_SHARE


def _weigh(
    channel: Channel, ranking: Sequence[tuple[int, float]], settings: SearchSettings
) -> WeighedRanking[int]:
    weights = {
        "keyword": 1.0,
        "translated": settings.translated_weight,
        "dense": settings.dense_weight,
        "interaction": settings.interaction_weight,
        "sentence": settings.sentence_weight,
    }
    return WeighedRanking(ranking, channel.language, weights[channel.method])


def _members_and_ranks(
    channels: Sequence[Channel], entries: EntryMap, wanted: Set[int]
) -> tuple[dict[int, list[int]], dict[int, dict[str, int]]]:
    """Tell what was found of some entries.

    :param channels: all rankings.
    :param entries: which passages make one entry.
    :param wanted: the entries.
    :returns: by entry, its passages' ids, best rank first; and its best rank by name of channel,
        in the order of channels.
    """
    firsts: dict[int, int] = {}
    ranks: dict[int, dict[str, int]] = defaultdict(dict)
    entry_of = {id_: entry for id_, entry in entries.entry_of.items() if entry in wanted}
    for channel in channels:
        name = channel.name
        for rank, (id_, _) in enumerate(channel.ranking, start=1):
            if id_ in entry_of:
                ranks[entry_of[id_]].setdefault(name, rank)
                if rank <= firsts.get(id_, rank):
                    firsts[id_] = rank
    members: dict[int, list[int]] = defaultdict(list)
    for id_ in sorted(firsts, key=lambda id_: (firsts[id_], id_)):
        members[entries.entry_of[id_]].append(id_)
    return members, ranks


def _hit(
    found: Sequence[Passage],
    ranks: Mapping[str, int],
    entries: EntryMap,
    counterparts: Counterparts,
    *,
    query: Query,
) -> Hit:
    language = query.filters.language or query.shown or query.language
    filtered = query.filters != SearchFilters()
    passage = choose_passage(found, counterparts, language, found_only=filtered)
    return Hit(
        passage,
        score=0.0,
        counterpart=_counterpart(passage, found, counterparts),
        channels=ranks,
        copies=entries.other_places(passage.id),
    )


def _counterpart(
    chosen: Passage, members: Sequence[Passage], counterparts: Counterparts
) -> Counterpart | None:
    own = counterparts.get(chosen.id, ())
    if own:
        return own[0]
    for member in members:
        # The chosen passage is itself the counterpart of a found one.
        for side in counterparts.get(member.id, ()):
            if any(passage.id == chosen.id for passage in side.passages):
                return Counterpart((member,), side.score)
    return None
