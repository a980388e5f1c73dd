"""Scored sentences -> the few that make the answer, in the order they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answer.coverage import term_set
from rag.answer.reading import Sentence
from rag.answer.wants import AnswerType, Wants
from rag.language import HAN

#: Sentences an answer may have. A list has its items, a comparison two sides.
MAX_SENTENCES: dict[AnswerType, int] = {"list": 5, "comparison": 4, "reason": 3}
_MAX_SENTENCES = 3
#: A further sentence must come this close to the best one, in units of the score.
_MAX_GAP: dict[AnswerType, float] = {"list": 2.0, "comparison": 2.5, "reason": 1.5}
_GAP = 2.0
#: A neighbour of the best sentence may fall behind it this much more: it reads on, and is cited
#: with it.
_SAME_PASSAGE_GAP = 2.0
#: An item of the list that was asked for needs no word of the question: "Third, ...".
_PARALLEL_GAP = 4.0
_ORDINAL = re.compile(
    r"(?:第[一二三四五六七八九十]|[一二三四五六七八九十]是|首先|其次|最后|\(?\d{1,2}[.)、]|"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|finally|lastly)(?:ly)?\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(f"[{HAN}]{{2}}|\\w+|\\S|$")
#: The same statement in two documents is given once.
_SAME_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences of an answer.

    :param sentences: in reading order: by passage as first chosen, then by place in it.
    :param best: the highest score.
    """

    sentences: tuple[Sentence, ...]
    best: float


def choose_sentences(
    sentences: Sequence[Sentence], scores: NDArray[np.float64], wants: Wants
) -> Choice:
    """Choose the fewest sentences that hold the answer.

    :param sentences: candidates, at least one, in the order of the hits.
    :param scores: shape ``(len(sentences),)``; higher is better.
    :param wants: what the question asks for.
    :returns: the choice.
    """
    order = [int(index) for index in np.argsort(-scores, kind="stable")]
    limit = MAX_SENTENCES.get(wants.type, _MAX_SENTENCES)
    if wants.type == "list" and wants.count:
        limit = max(limit, min(wants.count, 6))
    gap = _MAX_GAP.get(wants.type, _GAP)
    best = scores[order[0]]
    chosen: list[int] = []
    for index in order:
        if len(chosen) == limit:
            break
        elsewhere = sentences[index].passage.id != sentences[order[0]].passage.id
        allowed = gap if elsewhere else gap + _SAME_PASSAGE_GAP
        if wants.count and _is_parallel(sentences[index], sentences[order[0]]):
            allowed += _PARALLEL_GAP
        if scores[index] < best - allowed:
            continue
        if not any(_is_same(sentences[index], sentences[other]) for other in chosen):
            chosen.append(index)
    return Choice(tuple(_reading_order([sentences[index] for index in chosen])), float(best))


def _is_parallel(first: Sentence, second: Sentence) -> bool:
    """Whether two sentences are items of one list: of one document, opening alike or by number."""
    if first.passage.paragraph.document != second.passage.paragraph.document:
        return False
    if _ORDINAL.match(first.text) and _ORDINAL.match(second.text):
        return True
    openings = {_OPENING.findall(sentence.text)[0] for sentence in (first, second)}
    return len(openings) == 1


def _is_same(first: Sentence, second: Sentence) -> bool:
    if first.language != second.language:
        return False
    a, b = term_set(first.text), term_set(second.text)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > _SAME_SHARE


def _reading_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    places = {sentence.passage.id: place for place, sentence in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda s: (places[s.passage.id], s.span))
