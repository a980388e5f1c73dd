"""Ranked sentences -> those of what is asked about, and how sure it is that one answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from rag.answer.certainty import Signals, read_signals
from rag.answer.companies import lacks_company
from rag.answer.elsewhere import find_there, tells_other_year
from rag.answer.enumeration import ReadAround
from rag.answer.named import find_named, find_said
from rag.answer.ordinals import find_same_numbered
from rag.answer.ranking import Ranking
from rag.answer.reading import Sentence
from rag.answer.wants import Wants
from rag.schema import Hit, Question
from rag.text.numbers import number_keys

#: Sentences and their ranking.
Ranked = tuple[Sequence[Sentence], Ranking]


def keep_to_subject(
    question: Question,
    hits: Sequence[Hit],
    wants: Wants,
    ranked: Ranked,
    read_around: ReadAround | None,
) -> tuple[Signals, Sequence[Sentence], Ranking]:
    """Leave out what is of another subject than the question, unless everything is.

    What somebody else said, and what is told of another of several that are numbered, of another
    place or of what bears other names, is as near to a question as its answer.

    :param question: with the places, names and speakers that evidence is to be of.
    :param hits: the evidence with its confidence.
    :param wants: what the question wants.
    :param ranked: its sentences, at least one, and their ranking.
    :param read_around: gives the paragraphs around one, which name what it tells of.
    :returns: what certainty is measured by, and the sentences left with their ranking.
    """
    said = find_said(ranked[0], question.speakers)
    ranked = _keep(ranked, said)
    numbered = find_same_numbered(question.text, ranked[0])
    first = numbered[int(ranked[1].scores.argmax())]
    ranked = _keep(ranked, [each is not False for each in numbered])
    # Who put a question is said of the one who put it, not of the place that it was about.
    places, names = ((), ()) if wants.about_question else (question.places, question.names)
    there = find_there(ranked[0], places, read_around)
    kept = _keep(ranked, there)
    named = find_named(kept[0], names, read_around)
    # Where a figure is asked for, the one of another place shows that this one's is not stated.
    wants_figure = wants.type in ("number", "date")
    judged = ranked if wants_figure else kept
    telling = judged[0][int(judged[1].scores.argmax())]
    signals = replace(
        read_signals(_hits_of(hits, judged[0]), *judged, wants, known=number_keys(question.text)),
        is_elsewhere=not there[ranked[0].index(telling)],
        is_of_other_year=wants_figure and tells_other_year(telling, question.text),
        is_by_other=not any(said),
        is_other_one=first is False and True not in numbered,
        lacks_name=not any(named),
        lacks_company=lacks_company(question.text, telling),
    )
    return signals, *_keep(kept, named)


def _hits_of(hits: Sequence[Hit], sentences: Sequence[Sentence]) -> list[Hit]:
    return [hits[place] for place in sorted({sentence.hit for sentence in sentences})]


def _keep(ranked: Ranked, fits: Sequence[bool]) -> Ranked:
    """Keep the sentences that fit, or all where none does."""
    if not any(fits) or all(fits):
        return ranked
    sentences, ranking = ranked
    return list(compress(sentences, fits)), ranking.at(fits)
