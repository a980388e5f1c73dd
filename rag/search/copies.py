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
        run = _RUN[language]
        profiles = np.zeros((len(own), _BUCKETS), dtype=np.float32)
        for row, passage in zip(profiles, own, strict=True):
            buckets, shares = _profile(passage.paragraph.text, run)
            row[buckets] = shares
        alike = np.argwhere(np.triu(profiles @ profiles.T >= _MIN_PROFILE, k=1))
        for first, second in alike.tolist():
            if _is_copy(own[first].paragraph.text, own[second].paragraph.text):
                found.append((own[first].id, own[second].id))
    return found


@functools.lru_cache(maxsize=_REMEMBERED)
def _letters(text: str) -> str:
    return letters(text)


@functools.lru_cache(maxsize=_REMEMBERED)
def _profile(text: str, run: int) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """Count runs of letters by their codes: buckets that are not 0, and their share of length 1."""
    codes = np.frombuffer(_letters(text).encode("utf-32-le"), dtype=np.uint32)
    runs = np.zeros(max(len(codes) - run + 1, 0), dtype=np.uint32)
    for place in range(run if len(runs) else 0):
        runs = runs * np.uint32(_MIX) + codes[place : place + len(runs)]
    buckets, counts = np.unique(runs % _BUCKETS, return_counts=True)
    length = max(float(np.linalg.norm(counts)), 1.0)
    return buckets.astype(np.uint16), np.asarray(counts / length, dtype=np.float32)


@functools.lru_cache(maxsize=_REMEMBERED)
def _is_copy(first: str, second: str) -> bool:
    one, other = _letters(first), _letters(second)
    if min(len(one), len(other)) < _MIN_LETTERS:
        return False
    if one == other:
        return True
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _MIN_SHARED or matcher.quick_ratio() < _MIN_SHARED:
        return False
    return matcher.ratio() >= _MIN_SHARED and set(number_keys(first)) == set(number_keys(second))
