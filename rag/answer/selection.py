"""Scored sentences -> the few that make the answer, in the order they are read.

Whole stretches of few paragraphs, rather than the best sentences from everywhere: what stands
before or after the telling sentence completes it ("That is why ..."), reads on, and is cited with
it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answer.coverage import term_set
from rag.answer.openings import is_point
from rag.answer.reading import Sentence
from rag.answer.wants import AnswerType, Wants

# Set on the sample and development questions.
#: Sentences an answer may have. A list has its items, a comparison two sides.
_MAX_SENTENCES: dict[AnswerType, int] = {"list": 6, "comparison": 4}
_MOST_SENTENCES = 3
#: Paragraphs they may come from.
_MAX_PASSAGES: dict[AnswerType, int] = {"list": 4, "comparison": 4}
_MOST_PASSAGES = 2
#: The best sentence of a further paragraph comes this close to the best of all, in units of the
#: score.
_MAX_GAP: dict[AnswerType, float] = {"list": 1.0, "comparison": 2.0}
_GAP = 0.6
#: Sentences of each paragraph where there are several.
_PER_PASSAGE = 2
_ITEMS_OF_FIRST = 4
#: A neighbour of the best sentence that falls behind it by more says something else.
_NEIGHBOUR_GAP = 6.0
#: An item of the list that was asked for needs no word of the question: "Third, ...".
_PARALLEL_GAP = 4.0
#: The best sentence is rarely right where the search put its paragraph in this place, from 0, or
#: further down, and another first: in none of 6 XQuAD and 5 development questions.
_FAR = 4
#: The same statement in two documents is given once.
_SAME_SHARE = 0.7

Scores = NDArray[np.float64]


def choose_sentences(
    sentences: Sequence[Sentence], scores: Scores, wants: Wants
) -> tuple[Sentence, ...]:
    """Choose the fewest stretches that hold the answer.

    :param sentences: candidates, at least one, in the order of the hits.
    :param scores: shape ``(len(sentences),)``; higher is better.
    :param wants: what the question asks for.
    :returns: the sentences, best paragraph first, each paragraph's in order.
    """
    stretches = _choose_passages(sentences, scores, wants)
    limit = _MAX_SENTENCES.get(wants.type, _MOST_SENTENCES)
    if wants.type == "list" and not wants.count and len(stretches) == 1:
        # One paragraph that holds all the items says them in few sentences.
        limit = _MOST_SENTENCES
    chosen: list[int] = []
    for position, places in enumerate(stretches):
        room = limit - len(chosen)
        if len(stretches) > 1:
            share = _ITEMS_OF_FIRST if wants.type == "list" and not position else _PER_PASSAGE
            room = min(room, share)
        if room > 0:
            chosen += _cut_stretch(places, scores, room)
    return tuple(sentences[place] for place in chosen)


def _add_replies(
    stretches: Sequence[list[int]], order: Sequence[list[int]], sentences: Sequence[Sentence]
) -> list[list[int]]:
    """Put behind what a reporter stated the reply to it: what was said is the reply.

    On the development questions facts 0.771 -> 0.785, cited_facts 0.807 -> 0.821,
    cite_precision 0.619 -> 0.615. A reply that the search did not find is no candidate; the search
    adds it where the question came first (``rag/search/replies.py``).

    :param stretches: places of the sentences of each paragraph to quote from.
    :param order: the same of all paragraphs.
    :param sentences: all.
    :returns: the stretches, each question followed by the reply that the search put first.
    """
    chosen = list(stretches)
    for own in stretches:
        asked = sentences[own[0]]
        replies = [other for other in order if _is_reply(sentences[other[0]], asked)]
        first = min(replies, key=lambda other: sentences[other[0]].hit, default=None)
        if first is not None and first not in chosen:
            chosen.insert(chosen.index(own) + 1, first)
    return chosen


def _is_reply(sentence: Sentence, asked: Sentence) -> bool:
    paragraph, question = sentence.passage.paragraph, asked.passage.paragraph
    return (
        question.kind == "question"
        and paragraph.kind == "answer"
        and paragraph.document == question.document
        and question.text in sentence.passage.context
    )


def _choose_passages(
    sentences: Sequence[Sentence], scores: Scores, wants: Wants
) -> list[list[int]]:
    """List the places of the sentences of each paragraph to quote from, the best one first."""
    places: dict[int, list[int]] = {}
    for place, sentence in enumerate(sentences):
        places.setdefault(sentence.passage.id, []).append(place)
    order = sorted(places.values(), key=lambda own: -max(scores[own]))
    first = _best(order[0], scores)
    chosen = [order[0]]
    for own in order[1:]:
        best = _best(own, scores)
        gap = _MAX_GAP.get(wants.type, _GAP)
        if wants.count and _are_points(sentences[best], sentences[first]):
            gap += _PARALLEL_GAP
        if len(chosen) < _MAX_PASSAGES.get(wants.type, _MOST_PASSAGES) and (
            scores[best] >= scores[first] - gap
            and not any(
                _is_same(sentences[best], sentences[place]) for other in chosen for place in other
            )
        ):
            chosen.append(own)
    if len(chosen) == 1:
        found = _found_first(order[1:], sentences, beside=first)
        chosen = found if found and sentences[first].hit >= _FAR else chosen + found
    return chosen if wants.about_question else _add_replies(chosen, order, sentences)


def _found_first(
    order: Sequence[list[int]], sentences: Sequence[Sentence], *, beside: int
) -> list[list[int]]:
    """Give the paragraph that the search put first, where another one's sentence came out best.

    Search and sentences that agree are right in 0.87 of the development questions, and where they
    do not, as often the one as the other: cited_facts 0.771 -> 0.821, cite_precision 0.605 ->
    0.615. Of XQuAD's questions the paragraph is cited in 0 to 3 % more, and in as many one more in
    vain.

    :param order: places of each paragraph's sentences, the best paragraph first.
    :param sentences: all.
    :param beside: place of the best sentence.
    :returns: the paragraph's places, in a list; nothing where it was chosen already, is in the
        other language, or says the same.
    """
    if sentences[beside].hit == 0:
        return []
    found = next((own for own in order if sentences[own[0]].hit == 0), [])
    says_same = any(_is_same(sentences[place], sentences[beside]) for place in found)
    return [found] if found and not says_same else []


def _cut_stretch(places: Sequence[int], scores: Scores, most: int) -> list[int]:
    """Grow a stretch from the best sentence to the better side, while that is not far worse."""
    best = places.index(_best(places, scores))
    start, end = best, best + 1
    while end - start < most:
        before = scores[places[start - 1]] if start else -np.inf
        after = scores[places[end]] if end < len(places) else -np.inf
        if max(before, after) < scores[places[best]] - _NEIGHBOUR_GAP:
            break
        start, end = (start - 1, end) if before >= after else (start, end + 1)
    return list(places[start:end])


def _best(places: Sequence[int], scores: Scores) -> int:
    return max(places, key=lambda place: (scores[place], -place))


def _are_points(first: Sentence, second: Sentence) -> bool:
    """Tell whether two sentences of one document begin as points: to open alike is not enough."""
    if first.passage.paragraph.document != second.passage.paragraph.document:
        return False
    return is_point(first.text) and is_point(second.text)


def _is_same(first: Sentence, second: Sentence) -> bool:
    if first.language != second.language:
        return False
    a, b = term_set(first.text), term_set(second.text)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > _SAME_SHARE
