"""Dictionary entries -> translation probabilities in both directions, by their glosses alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from rag.text.stopwords import ENGLISH_STOPWORDS
from rag.text.terms import stem_words, word_terms
from rag.translation.corpus import Entry

#: By term, the probability of each translation.
Probabilities = dict[str, dict[str, float]]

_LEAD = re.compile(r"^(?:to be|to|a|an|the|sb|sth|surname) ", re.IGNORECASE)
_NUMERAL = re.compile(r"[0-9.,]+")
_FILLERS = frozenset({"sb", "sth", "etc", "esp"})
STOP_STEMS: frozenset[str] = frozenset(
    stem for word in ENGLISH_STOPWORDS for stem in word_terms(word)[:1]
)
_MAX_GLOSSES = 8
MAX_PHRASE_WORDS = 4
#: Longer glosses explain rather than translate.
_MAX_GLOSS_WORDS = 6
#: How much less the next gloss of an entry counts: 1, 1/1.3, 1/1.6 ...
_GLOSS_DECAY = 0.3


def content_stems(text: str) -> list[str]:
    """List the stems of a text's words, without function words and numerals."""
    stems = stem_words(text)
    return [stem for stem in stems if stem not in STOP_STEMS and not _NUMERAL.fullmatch(stem)]


def gloss_stems(entry: Entry) -> list[list[str]]:
    """List the content stems of each of an entry's glosses that translate it."""
    glosses = []
    for gloss in entry.glosses[:_MAX_GLOSSES]:
        stems = [stem for stem in content_stems(_LEAD.sub("", gloss)) if stem not in _FILLERS]
        if 0 < len(stems) <= _MAX_GLOSS_WORDS:
            glosses.append(stems)
    return glosses


def translate_by_glosses(
    entries: Iterable[Entry], counts: Mapping[str, int]
) -> tuple[Probabilities, Probabilities]:
    """Share each entry out over its glosses, and each English stem over the entries.

    :param entries: the dictionary.
    :param counts: how often each Chinese word occurs in text; common words are the likelier
        translations of an English one.
    :returns: English by Chinese and Chinese by English.
    """
    to_english: dict[str, dict[str, float]] = {}
    to_chinese: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in entries:
        glosses = gloss_stems(entry)
        share = to_english.setdefault(entry.word, defaultdict(float)) if glosses else {}
        commonness = float(np.log1p(counts.get(entry.word, 0))) + 0.3
        for rank, stems in enumerate(glosses):
            weight = 1 / (1 + _GLOSS_DECAY * rank)
            for stem in stems:
                share[stem] += weight / len(stems)
                # A word among many says little of the whole: port of call is not call.
                to_chinese[stem][entry.word] += weight * commonness / len(stems) ** 1.5
    return _normalise(to_english), _normalise(to_chinese)


def collect_phrases(entries: Iterable[Entry], counts: Mapping[str, int]) -> Probabilities:
    """Find what phrases of two words and more are called in Chinese.

    :param entries: the dictionary.
    :param counts: how often each Chinese word occurs in text.
    :returns: Chinese words by a phrase's content stems joined by spaces.
    """
    phrases: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in entries:
        for rank, stems in enumerate(gloss_stems(entry)):
            if 1 < len(stems) <= MAX_PHRASE_WORDS:
                weight = 1 / (1 + _GLOSS_DECAY * rank) + counts.get(entry.word, 0) ** 0.5
                phrases[" ".join(stems)][entry.word] += weight
    return _normalise(phrases)


def _normalise(rows: Mapping[str, Mapping[str, float]]) -> Probabilities:
    return {
        term: {target: value / sum(cells.values()) for target, value in cells.items()}
        for term, cells in rows.items()
    }


def combine(learned: Probabilities, glossed: Probabilities, share: float) -> Probabilities:
    """Mix two tables; a term that only one knows keeps its probabilities.

    :param learned: learned from text.
    :param glossed: read from the dictionary.
    :param share: weight of the learned ones, 0 to 1.
    :returns: the mixture.
    """
    mixed: Probabilities = {}
    for term in learned.keys() | glossed.keys():
        one, other = learned.get(term), glossed.get(term)
        if one and other:
            mixed[term] = {
                target: share * one.get(target, 0.0) + (1 - share) * other.get(target, 0.0)
                for target in one.keys() | other.keys()
            }
        else:
            mixed[term] = dict(one or other or {})
    return mixed


def prune(table: Probabilities, floor: float, top: int) -> dict[str, list[tuple[str, float]]]:
    """Keep each term's likeliest translations, best first, and drop terms left without any."""
    rows = {
        term: sorted(
            ((target, value) for target, value in cells.items() if value >= floor),
            key=lambda cell: (-cell[1], cell[0]),
        )[:top]
        for term, cells in table.items()
    }
    return {term: cells for term, cells in rows.items() if cells}
