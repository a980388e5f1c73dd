"""Passages -> which of them are the same text: reprints, excerpts, with or without misprints."""

from __future__ import annotations

import difflib
import functools
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.language import letters
from rag.numbers import number_keys
from rag.schema import Language, Passage

#: Shorter texts ("Thank you.") are the same letters by chance, not copies.
_MIN_LETTERS = 12
#: Share of letters two copies have in common in one order. Sentences of set phrases about another
#: year or country have up to 0.9, and then differ in a number as a rule.
_MIN_SHARED = 0.92
#: Copies have most runs of letters in common, in any order, which is quick to see: a misprint in
#: every twentieth letter leaves 0.8 of them. Different texts have up to 0.6.
_MIN_PROFILE = 0.75
_RUN: dict[Language, int] = {"zh": 2, "en": 5}
_BUCKETS, _MIX = 4096, 31
#: Buckets that single letters are counted in: hardly any two texts have nearly the same in each.
_LETTER_BUCKETS = 64
#: Texts and comparisons remembered: the same copies are found again and again.
_REMEMBERED = 4_096


def find_copies(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """List the ids of passages that are the same text but for misprints and punctuation.

    :param passages: any, in both languages.
    :returns: pairs of ids, the earlier passage's first; numbers always agree.
    """
    by_language: dict[Language, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_language[passage.paragraph.language].append(passage)
    found = []
    for language, own in by_language.items():
        texts = [passage.paragraph.text for passage in own]
        for first, second in _alike(np.array([_count_letters(text) for text in texts])):
            if _is_copy(texts[first], texts[second], _RUN[language]):
                found.append((own[first].id, own[second].id))
    return found


def _alike(counts: NDArray[np.int32]) -> list[tuple[int, int]]:
    """List the pairs of texts whose letters allow that enough of them are in common.

    :param counts: letters in each bucket, shape ``(texts, buckets)``.
    :returns: places of the two texts, the earlier first, in order.
    """
    lengths = counts.sum(axis=1)
    apart = np.abs(lengths[:, np.newaxis] - lengths)
    allowed = (1 - _MIN_SHARED + 1e-9) * (lengths[:, np.newaxis] + lengths)
    first, second = np.nonzero(np.triu(apart <= allowed, k=1))
    differing = np.abs(counts[first] - counts[second]).sum(axis=1)
    alike = differing <= allowed[first, second]
    return list(zip(first[alike].tolist(), second[alike].tolist(), strict=True))


@functools.lru_cache(maxsize=_REMEMBERED)
def _letters(text: str) -> str:
    return letters(text)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(_letters(text).encode("utf-32-le"), dtype=np.uint32)


@functools.lru_cache(maxsize=_REMEMBERED)
def _count_letters(text: str) -> NDArray[np.int32]:
    counts = np.bincount(_codes(text) % _LETTER_BUCKETS, minlength=_LETTER_BUCKETS)
    return counts.astype(np.int32)


def _profile(text: str, run: int) -> NDArray[np.float64]:
    """Count runs of letters by their codes; of length 1 as a vector, or zeros."""
    codes = _codes(text)
    runs = np.zeros(max(len(codes) - run + 1, 0), dtype=np.uint32)
    for place in range(run if len(runs) else 0):
        runs = runs * np.uint32(_MIX) + codes[place : place + len(runs)]
    counts = np.bincount(runs % _BUCKETS, minlength=_BUCKETS)
    return counts / max(float(np.linalg.norm(counts)), 1.0)


@functools.lru_cache(maxsize=_REMEMBERED)
def _is_copy(first: str, second: str, run: int) -> bool:
    one, other = _letters(first), _letters(second)
    if min(len(one), len(other)) < _MIN_LETTERS:
        return False
    if one == other:
        return True
    if _profile(first, run) @ _profile(second, run) < _MIN_PROFILE:
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < _MIN_SHARED:
        return False
    return matcher.ratio() >= _MIN_SHARED and set(number_keys(first)) == set(number_keys(second))
