"""A quote and its paragraph's counterpart -> the letters of the counterpart that say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from rag.answer.reading import flatten
from rag.protocols import Encode
from rag.schema import Counterpart, Passage, Span
from rag.text.language import split_sentences
from rag.text.numbers import number_keys
from rag.text.speech import label_end

#: Chinese text, English text -> spans of the two that say the same, in order.
SentencePairs = Callable[[str, str], Sequence[tuple[Span, Span]]]

#: Below this the best of the sentences is only the least unlike.
_MIN_SIMILARITY = 0.3
#: Shared figures decide between sentences of one paragraph; places only break ties.
_NUMBER_WEIGHT = 0.3
_PLACE_WEIGHT = 0.15
#: Sentences that may lie between two of one quote.
_BETWEEN = 1


def find_counterpart_quote(
    passage: Passage,
    span: Span,
    counterpart: Counterpart | None,
    *,
    encode: Encode,
    pairs: SentencePairs | None = None,
) -> str:
    """Find what says the same as a quote in the other language.

    :param passage: the passage quoted.
    :param span: the quote's offsets in the passage's text.
    :param counterpart: what the passage says in the other language, where that is known.
    :param encode: the embedder, used where ``pairs`` finds nothing.
    :param pairs: the sentence aligner.
    :returns: a substring of the text of one of the counterpart's passages, or ``""``.
    """
    if counterpart is None:
        return ""
    if pairs is not None and len(counterpart.passages) == 1:
        found = _from_pairs(passage, span, counterpart.passages[0], pairs)
        if found:
            return found
    return _most_similar(passage, span, counterpart, encode)


def _from_pairs(passage: Passage, span: Span, other: Passage, pairs: SentencePairs) -> str:
    here, there = passage.paragraph, other.paragraph
    if here.language == "zh":
        aligned = list(pairs(here.text, there.text))
    else:
        aligned = [(b, a) for a, b in pairs(there.text, here.text)]
    quoted = [piece for piece in _spans(passage) if _overlaps(piece, span)] or [span]
    spans = [b for a, b in aligned if any(_overlaps(a, piece) for piece in quoted)]
    if not spans:
        return ""
    return there.text[min(start for start, _ in spans) : max(end for _, end in spans)]


def _overlaps(piece: Span, quote: Span) -> bool:
    """Tell whether more than half of the shorter one lies in the other.

    One sentence quoted out of two that are a single sentence in the other language is enough.
    """
    shared = min(piece[1], quote[1]) - max(piece[0], quote[0])
    return shared * 2 > min(piece[1] - piece[0], quote[1] - quote[0])


def _most_similar(passage: Passage, span: Span, counterpart: Counterpart, encode: Encode) -> str:
    places = [(other, start, end) for other in counterpart.passages for start, end in _spans(other)]
    if not places:
        return ""
    texts = [other.paragraph.text[start:end] for other, start, end in places]
    text = passage.paragraph.text
    wanted = [(start, end) for start, end in _spans(passage) if span[0] <= start < span[1]]
    best = [_best(text[slice(*piece)], texts, _place(passage, piece), encode) for piece in wanted]
    found = sorted({index for index in best if index is not None})
    runs = _runs([places[index][0].id for index in found], found)
    if not runs:
        return ""
    # Sentences far apart, or in two paragraphs, are not one quote: the longest stretch is shown.
    run = max(runs, key=len)
    first, last = places[run[0]], places[run[-1]]
    return first[0].paragraph.text[first[1] : last[2]]


def _runs(passages: Sequence[int], found: Sequence[int]) -> list[list[int]]:
    """Part places, in order, where the passage changes or more than one sentence lies between."""
    runs: list[list[int]] = []
    before: tuple[int, int] | None = None
    for passage, place in zip(passages, found, strict=True):
        if before is not None and before[0] == passage and place - before[1] <= _BETWEEN + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
        before = passage, place
    return runs


def _spans(passage: Passage) -> list[Span]:
    start, text = label_end(passage.paragraph), passage.paragraph.text
    return [(start + a, start + b) for a, b in split_sentences(text[start:])]


def _place(passage: Passage, span: Span) -> float:
    return span[0] / max(1, len(passage.paragraph.text))


def _best(sentence: str, others: Sequence[str], place: float, encode: Encode) -> int | None:
    vectors = encode([flatten(sentence), *(flatten(other) for other in others)])
    cosines = vectors[1:] @ vectors[0]
    numbers = set(number_keys(sentence))
    lengths = np.cumsum([0, *(len(other) for other in others)])
    places = lengths[:-1] / max(1, lengths[-1])
    shared = np.array([_share(numbers, set(number_keys(other))) for other in others])
    scores = cosines + _NUMBER_WEIGHT * shared - _PLACE_WEIGHT * np.abs(places - place)
    index = int(np.argmax(scores))
    return index if len(others) == 1 or scores[index] >= _MIN_SIMILARITY else None


def _share(first: set[str], second: set[str]) -> float:
    if not first or not second:
        return -1.0 if first else 0.0
    return 2 * len(first & second) / (len(first) + len(second))
