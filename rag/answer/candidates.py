"""Ranked sentences -> those of the place asked about, and how sure it is that one answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from rag.answer.certainty import Signals, read_signals
from rag.answer.elsewhere import find_there, tells_other_year
from rag.answer.enumeration import ReadAround
from rag.answer.ranking import Ranking
from rag.answer.reading import Sentence
from rag.answer.wants import Wants
from rag.schema import Hit, Question
from rag.text.numbers import number_keys


def keep_to_place(
    question: Question,
    hits: Sequence[Hit],
    wants: Wants,
    ranked: tuple[Sequence[Sentence], Ranking],
    read_around: ReadAround | None,
) -> tuple[Signals, Sequence[Sentence], Ranking]:
    """Leave out what tells of other places than the question, unless everything does.

    :param question: with the places that evidence is to name.
    :param hits: the evidence with its confidence.
    :param wants: what the question wants.
    :param ranked: its sentences, at least one, and their ranking.
    :param read_around: gives the paragraphs around one, which name what it tells of.
    :returns: what certainty is measured by, and the sentences left with their ranking.
    """
    sentences = ranked[0]
    # Who put a question is said of the one who put it, not of the place that it was about.
    places = () if wants.about_question else question.places
    there = find_there(sentences, places, read_around)
    kept = _keep(ranked, there) if any(there) else ranked
    # Where a figure is asked for, the one of another place shows that this one's is not stated.
    wants_figure = wants.type in ("number", "date")
    judged = ranked if wants_figure else kept
    telling = judged[0][int(judged[1].scores.argmax())]
    signals = replace(
        read_signals(hits, *judged, wants, known=number_keys(question.text)),
        is_elsewhere=not there[sentences.index(telling)],
        is_of_other_year=wants_figure and tells_other_year(telling, question.text),
    )
    return signals, *kept


def _keep(
    ranked: tuple[Sequence[Sentence], Ranking], there: Sequence[bool]
) -> tuple[Sequence[Sentence], Ranking]:
    sentences, ranking = ranked
    return list(compress(sentences, there)), ranking.at(there)
