"""A pair -> the sentences that stand on one side only.

That the alignment finds no partner for a sentence is not enough, since translators cut one sentence
into three. Its words must be missing on the other side too, and the two sides must fit each other
better in length without it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from rag.differences.values import Difference, PairTexts
from rag.protocols import Lexicon
from rag.schema import Language, Span
from rag.text.language import split_sentences
from rag.text.terms import index_terms
from rag.translation import expand_query

#: English letters for a Chinese character, where a library has too few pairs to tell its own.
_USUAL_RATIO, _MIN_PAIRS, _MIN_CHARS = 3.6, 20, 30
#: Share of a sentence's words found on the other side, from which it is said there. At 0.4, of
#: sentences of ../shared/corpus taken away from one side 59 of 129 are found, and of the 604 that
#: have their partner 1 is shown.
_MAX_FOUND = 0.4
#: Words needed to tell.
_MIN_WORDS = 4
#: How much better the sides must fit in length without the sentence, as a natural logarithm.
_MIN_GAIN = 0.05
_SPACE = re.compile(r"\s+")


def measure_ratio(texts: Iterable[PairTexts]) -> float:
    """Measure how many English letters stand for a Chinese character in a library."""
    ratios = [_size(each.en) / _size(each.zh) for each in texts if _size(each.zh) >= _MIN_CHARS]
    return float(np.median(ratios)) if len(ratios) >= _MIN_PAIRS else _USUAL_RATIO


def find_lone_sentences(
    texts: PairTexts,
    near: PairTexts,
    aligned: Sequence[tuple[Span, Span]],
    *,
    lexicon: Lexicon,
    ratio: float,
) -> Iterator[Difference]:
    """Yield the sentences of either side that the other lacks.

    :param texts: the pair.
    :param near: the pair with the paragraphs beside it, where a sentence may stand instead.
    :param aligned: its stretches that say the same, Chinese first.
    :param lexicon: translations.
    :param ratio: English letters for a Chinese character.
    :yields: each sentence by itself.
    """
    length = math.log(_size(texts.en) / _size(texts.zh) / ratio)
    for span in _unaligned(texts.zh, [zh for zh, _ in aligned]):
        sentence = texts.zh[slice(*span)]
        rest = max(1, _size(texts.zh) - _size(sentence))
        without = math.log(_size(texts.en) / rest / ratio)
        if (
            length < 0
            and _fits_better(length, without)
            and _is_missing(sentence, "zh", near.en, lexicon)
        ):
            yield texts.difference("sentence", zh=span)
    for span in _unaligned(texts.en, [en for _, en in aligned]):
        sentence = texts.en[slice(*span)]
        rest = max(1, _size(texts.en) - _size(sentence))
        without = math.log(rest / _size(texts.zh) / ratio)
        if (
            length > 0
            and _fits_better(length, without)
            and _is_missing(sentence, "en", near.zh, lexicon)
        ):
            yield texts.difference("sentence", en=span)


def _unaligned(text: str, aligned: Sequence[Span]) -> Iterator[Span]:
    for start, end in split_sentences(text):
        if not any(first <= start < last for first, last in aligned):
            yield start, end


def _fits_better(length: float, without: float) -> bool:
    return abs(without) + _MIN_GAIN < abs(length)


def _is_missing(sentence: str, language: Language, other: str, lexicon: Lexicon) -> bool:
    """Tell whether hardly any word of a sentence is found on the other side."""
    groups = expand_query(sentence, language, lexicon)
    terms = set(index_terms(other))
    found = [
        max((weight for term, weight in group if term in terms), default=0) for group in groups
    ]
    return len(groups) >= _MIN_WORDS and sum(w**0.5 for w in found) < _MAX_FOUND * len(groups)


def _size(text: str) -> int:
    return max(1, len(_SPACE.sub("", text)))
