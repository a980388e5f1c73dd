"""Scored entries -> with those first that render the term whose wording is asked for.

Search takes a paragraph that says the term three times for the best; one that says it once and has
a version in the other language is the only one that can tell how it is said there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rag.schema import Counterpart, Passage
from rag.search.entries import EntryMap
from rag.wordings import Term, holds_term


def prefer_renderings(
    scores: Mapping[int, float], term: Term | None, entries: EntryMap
) -> dict[int, float]:
    """Put the entries that hold a term and have a version in the language wanted before all others.

    :param scores: by entry; higher is better.
    :param term: the term, if the question asks for the wording of one.
    :param entries: which passages make one entry.
    :returns: the scores, raised by one spread of all of them for each step: entries with such a
        version; entries that hold the term; entries of which both is true. Within a step the order
        stays. As given without a term.
    """
    if term is None or not scores:
        return dict(scores)
    members: dict[int, list[int]] = defaultdict(list)
    for id_, entry in entries.entry_of.items():
        if entry in scores:
            members[entry].append(id_)
    ids = [id_ for own in members.values() for id_ in own]
    passages, counterparts = entries.read_passages(ids), entries.read_counterparts(ids)
    spread = max(scores.values()) - min(scores.values()) + 1.0
    raised = {}
    for entry, score in scores.items():
        there = [passages[id_] for id_ in members[entry] if id_ in passages]
        sides = [side for passage in there for side in counterparts.get(passage.id, ())]
        raised[entry] = score + spread * _rate(term, there, sides)
    return raised


def _rate(term: Term, passages: Sequence[Passage], sides: Sequence[Counterpart]) -> int:
    """Rate an entry: 3 where it renders the term, 2 where it holds it, 1 where it could."""
    said = [*passages, *(passage for side in sides for passage in side.passages)]
    wanted = any(passage.paragraph.language == term.wanted for passage in said)
    holds = any(
        passage.paragraph.language == term.language and holds_term(term, passage.paragraph.text)
        for passage in said
    )
    return 2 * holds + wanted
