"""Linked sentences -> stretches that nothing explains and that always come together.

Where neither side of a new term is known, the links of single words cannot tell its words apart:
all of them come together, always. What comes together and apart from each other never is a term.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np

from rag.text.stopwords import HAN_STOP_CHARS
from rag.translation.bitext import SentencePair
from rag.translation.linking import Links
from rag.translation.words import MAX_WORD_CHARS

#: A link to a word that the lexicon knows, this sure, explains both.
_SURE = 0.25
_MAX_ZH_WORDS, _MAX_EN_WORDS = 6, 4
#: Share of a stretch's words that nothing explains.
_MIN_FREE = 0.5
#: Sentence pairs that hold both, and twice that over the sum of those that hold either (Dice).
_MIN_TOGETHER, _MIN_DICE = 3, 0.8

Stretch = tuple[str, ...]
#: Chinese words and English terms that come together, in how many sentence pairs, and in what share
#: of those that hold the Chinese and the English stretch.
Association = tuple[Stretch, Stretch, int, float, float]


def associate(sentences: Sequence[SentencePair], links: Links) -> list[Association]:
    """Find the stretches that come together.

    :param sentences: what says the same.
    :param links: their links.
    :returns: the longest of those that come in the same sentences, most frequent first.
    """
    explained = _find_explained(links)
    zh_found: dict[Stretch, set[int]] = defaultdict(set)
    en_found: dict[Stretch, set[int]] = defaultdict(set)
    for number, (zh, en) in enumerate(sentences):
        zh_known, en_known = explained[number]
        for stretch in _free_stretches(zh.runs, zh_known, _MAX_ZH_WORDS):
            if sum(map(len, stretch)) <= MAX_WORD_CHARS and _stands_alone(stretch):
                zh_found[stretch].add(number)
        for stretch in _free_stretches(en.runs, en_known, _MAX_EN_WORDS):
            en_found[stretch].add(number)
    zh_often = _longest(zh_found)
    en_often = _longest(en_found)
    totals = _count_all(sentences, {*zh_often, *en_often})
    found = []
    for zh_stretch, zh_places in zh_often.items():
        for en_stretch, en_places in en_often.items():
            together = len(zh_places & en_places)
            zh_total, en_total = totals[zh_stretch], totals[en_stretch]
            if together >= _MIN_TOGETHER and 2 * together >= _MIN_DICE * (zh_total + en_total):
                found.append(
                    (zh_stretch, en_stretch, together, together / zh_total, together / en_total)
                )
    return sorted(found, key=lambda each: (-each[2], -len("".join(each[0])), each[0], each[1]))


def _find_explained(links: Links) -> Mapping[int, tuple[set[int], set[int]]]:
    """Find the places of the words that a known translation explains, sentence by sentence."""
    explained: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    sure = (links.chances >= _SURE) & links.known[links.cells[:, 3]]
    for sentence, zh, en, _ in links.cells[np.flatnonzero(sure)].tolist():
        explained[sentence][0].add(zh)
        explained[sentence][1].add(en)
    return explained


def _free_stretches(
    runs: Sequence[Stretch], explained: Set[int], max_words: int
) -> Iterator[Stretch]:
    """Yield neighbouring words, most of which nothing explains."""
    start = 0
    for run in runs:
        free = [start + place not in explained for place in range(len(run))]
        for first in range(len(run)):
            for last in range(first + 1, min(first + max_words, len(run)) + 1):
                if sum(free[first:last]) >= _MIN_FREE * (last - first):
                    yield run[first:last]
        start += len(run)


def _stands_alone(stretch: Stretch) -> bool:
    return not HAN_STOP_CHARS.intersection(stretch)


def _longest(found: Mapping[Stretch, set[int]]) -> dict[Stretch, set[int]]:
    """Keep what is frequent, and of stretches within each other that come together the longest."""
    often = {each: places for each, places in found.items() if len(places) >= _MIN_TOGETHER}
    inner = {
        part
        for stretch, places in often.items()
        for part in (stretch[1:], stretch[:-1])
        if often.get(part) == places
    }
    return {each: often[each] for each in sorted(often) if each not in inner}


def _count_all(sentences: Sequence[SentencePair], wanted: Set[Stretch]) -> Mapping[Stretch, int]:
    """Count the sentence pairs that hold each stretch, explained there or not."""
    counts: Counter[Stretch] = Counter()
    longest = max(map(len, wanted), default=0)
    for pair in sentences:
        held = {
            run[first:last]
            for side in pair
            for run in side.runs
            for first in range(len(run))
            for last in range(first + 1, min(first + longest, len(run)) + 1)
        }
        counts.update(held & wanted)
    return counts
