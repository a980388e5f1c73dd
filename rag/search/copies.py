"""Passages -> which of them are the same text: reprints, excerpts, with or without misprints."""

from __future__ import annotations

import difflib
import functools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.schema import Language
from rag.text.language import letters
from rag.text.letter_counts import is_packed, letter_codes, pack_letters, unpack_letters
from rag.text.numbers import number_keys
from vectorstore import Outline

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


#: Gives the texts of those of some passages that are still there, by id.
ReadTexts = Callable[[Sequence[int]], Mapping[int, str]]


def find_copies(outlines: Sequence[Outline], read_texts: ReadTexts) -> list[tuple[int, int]]:
    """List the ids of passages that are the same text but for misprints and punctuation.

    :param outlines: of any passages, in both languages.
    :param read_texts: called for those that may be copies, and those without letters.
    :returns: pairs of ids, the earlier passage's first; numbers always agree.
    """
    packed = {each.id: each.letters for each in outlines}
    unread = [id_ for id_, letters in packed.items() if not is_packed(letters)]
    packed |= {id_: pack_letters(text) for id_, text in read_texts(unread).items()}
    by_language: dict[Language, list[int]] = defaultdict(list)
    for outline in outlines:
        if is_packed(packed[outline.id]):
            by_language[outline.language].append(outline.id)
    alike = [
        (own[first], own[second], _RUN[language])
        for language, own in by_language.items()
        for first, second in _alike([packed[id_] for id_ in own])
    ]
    texts = read_texts(list(dict.fromkeys(id_ for pair in alike for id_ in pair[:2])))
    return [
        (first, second)
        for first, second, run in alike
        if first in texts and second in texts and _is_copy(texts[first], texts[second], run)
    ]


def _alike(packed: Sequence[bytes]) -> list[tuple[int, int]]:
    """List the pairs of texts whose letters allow that enough of them are in common.

    :param packed: the letters of each text.
    :returns: places of the two texts, the earlier first, in order.
    """
    lengths, counts = unpack_letters(packed)
    apart = np.abs(lengths[:, np.newaxis] - lengths)
    allowed = (1 - _MIN_SHARED + 1e-9) * (lengths[:, np.newaxis] + lengths)
    first, second = np.nonzero(np.triu(apart <= allowed, k=1))
    differing = np.abs(counts[first] - counts[second]).sum(axis=1)
    alike = differing <= allowed[first, second]
    return list(zip(first[alike].tolist(), second[alike].tolist(), strict=True))


@functools.lru_cache(maxsize=_REMEMBERED)
def _letters(text: str) -> str:
    return letters(text)


def _profile(text: str, run: int) -> NDArray[np.float64]:
    """Count runs of letters by their codes; of length 1 as a vector, or zeros."""
    codes = letter_codes(_letters(text))
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
