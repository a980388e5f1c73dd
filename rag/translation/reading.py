"""Sentences of paired texts -> words that can be looked up, and what a lexicon says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, runtime_checkable

from rag.protocols import Lexicon
from rag.schema import Language
from rag.text import terms
from rag.translation.names import MAX_NAME_CHARS, load_speller
from rag.translation.words import cut_words, han_runs, name_cost, part_phrases, word_cost

_MAX_TRANSLATIONS = 16


@runtime_checkable
class _ListsTerms(Protocol):
    """A lexicon that can list what it knows, which spares asking it for every substring."""

    def list_terms(self, source: Language) -> list[str]:
        """List the terms of a language."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a few joined.

    :param text: as printed.
    :param runs: words that stand together: each stretch of Han characters, folded to Simplified,
        is a run of Chinese words; an English sentence is one run of index terms, without function
        words.
    """

    text: str
    runs: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> list[str]:
        """All words, in order."""
        return [word for run in self.runs for word in run]


class Reader:
    """Cuts texts into words, and remembers what a lexicon says of them.

    :param lexicon: translation probabilities.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[tuple[str, Language], Mapping[str, float]] = {}
        self._speller = load_speller()
        self._name_characters = self._speller.name_characters()
        self._name_costs: dict[str, float | None] = {}
        self._find_cost: Callable[[str], float | None] = self._ask_cost
        self._longest: dict[str, int] | None = None
        if isinstance(lexicon, _ListsTerms):
            costs, self._longest = _read_listed(lexicon)
            self._find_cost = costs.get

    def translate(self, term: str, source: Language) -> Mapping[str, float]:
        """Give a term's likeliest translations with their chances; empty for an unknown one."""
        key = (term, source)
        if key not in self._known:
            found = self._lexicon.translate(term, source)
            self._known[key] = dict(found[:_MAX_TRANSLATIONS])
        return self._known[key]

    def read(self, text: str, language: Language) -> Sentence:
        """Cut a sentence into words."""
        if language == "zh":
            runs = [words for run in han_runs(text) for words in self._cut(run)]
            return Sentence(text, tuple(runs))
        stems = (terms.word_terms(word)[:1] for word in terms.content_words(text))
        return Sentence(text, (tuple(stem for found in stems for stem in found),))

    def spellings(self, name: str) -> frozenset[str]:
        """Spell a Chinese name as English might; empty where it does not look like a name."""
        if not self._speller.is_name_like(name):
            return frozenset()
        sounds = (term for term, _ in self._speller.spell(name))
        return frozenset([*sounds, *self._speller.spell_in_pinyin(name)])

    def is_part_of_person(self, word: str, name: str) -> bool:
        """Tell whether an English word is the surname or the given name of a Chinese name."""
        spelt = self._speller.spell_in_pinyin(name)
        return len(spelt) > 1 and word in spelt

    def _cut(self, run: str) -> Iterator[tuple[str, ...]]:
        """Cut a run of Han characters into words, parted where a phrase of grammar stands."""
        # As questions are cut, so that what is learned is what will be looked up.
        for piece in part_phrases(run):
            yield tuple(cut_words(piece, self._cost, self._reach(piece)))

    def _reach(self, piece: str) -> list[int] | None:
        """Tell how long a word may be that begins at each character, known or a name."""
        if self._longest is None:
            return None
        reach: list[int] = []
        name_length = 0
        for place in range(len(piece) - 1, -1, -1):
            name_length = name_length + 1 if piece[place] in self._name_characters else 0
            known = self._longest.get(piece[place : place + 2], 1)
            reach.append(max(known, min(name_length, MAX_NAME_CHARS)))
        return reach[::-1]

    def _cost(self, word: str) -> float | None:
        cost = self._find_cost(word)
        if cost is not None or len(word) < 2 or not self._name_characters.issuperset(word):
            return cost
        if word not in self._name_costs:
            is_name = self._speller.is_name_like(word)
            self._name_costs[word] = name_cost(word) if is_name else None
        return self._name_costs[word]

    def _ask_cost(self, word: str) -> float | None:
        return word_cost(word) if self.translate(word, "zh") else None


@lru_cache(maxsize=1)  # a third of a second, for every file that is added to an open library
def _read_listed(lexicon: _ListsTerms) -> tuple[dict[str, float], dict[str, int]]:
    """Give what each Chinese word of a lexicon costs, and how long the longest ones are."""
    listed = lexicon.list_terms("zh")
    return {term: word_cost(term) for term in listed}, _find_longest(listed)


def _find_longest(words: Iterable[str]) -> dict[str, int]:
    """Find by their first two characters how long the longest words are."""
    longest: dict[str, int] = {}
    for word in words:
        longest[word[:2]] = max(len(word), longest.get(word[:2], 1))
    return longest
