"""Question and evidence -> how much of what the question says the evidence covers.

A term counts as covered where it stands in the text, or where one of its translations does in a
text of the other language.
"""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rag.protocols import Lexicon
from rag.schema import Language, Question
from rag.text.language import HAN
from rag.text.numbers import number_keys
from rag.text.stopwords import REPORTING_STEMS, REPORTING_WORDS
from rag.text.terms import han_pairs, index_terms, query_terms
from rag.wanted import without_wording

_HAN_TERM = re.compile(f"[{HAN}]+")
#: One Han character occurs in many words; a pair is mostly a word.
_SINGLE_HAN_WEIGHT = 0.3
#: Words that say how something was said, and dates, which every paragraph of a document shares:
#: they place a question rather than say what it asks.
_FRAME_WEIGHT = 0.3
_DATE_TERM = re.compile(r"#(?:1\d{3}|20\d{2}|-)(?:-\d{2}){0,2}|#--\d{2}")
#: What only an earlier turn of the conversation said helps less than what is asked now.
_HISTORY_WEIGHT = 0.4
#: Translations below this chance are noise of the table.
_MIN_TRANSLATION = 0.05
_MAX_TRANSLATIONS = 6
#: Half of a word's translations by chance is as good as the word: tables split it over synonyms.
_FULL_TRANSLATION = 0.5
#: A way there and back says less than a translation, and never as much as the word itself.
_MIN_SYNONYM = 0.04
_FULL_SYNONYM = 0.3
_MAX_SYNONYM = 0.6
#: A translation's word stands for the text's own, but not quite.
_COUNTERPART_SHARE = 0.8
#: Questions on one subject look at the same sentences again.
_REMEMBERED_TEXTS = 5_000


@dataclass(frozen=True, slots=True)
class StandIns:
    """Words that may stand for a term.

    :param words: of each word the index terms that a text needs to hold it, and its chance.
    :param clues: one index term of each word; a text without any of them holds no word.
    """

    words: tuple[tuple[frozenset[str], float], ...] = ()
    clues: frozenset[str] = frozenset()

    def chance(self, terms: frozenset[str]) -> float:
        """Add up the chances of the words that a text holds."""
        if self.clues.isdisjoint(terms):
            return 0.0
        return sum([chance for parts, chance in self.words if parts <= terms])


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term of the question.

    :param weight: importance before rarity, > 0.
    :param translations: terms of the other language with their chances.
    :param synonyms: terms of the same language that share translations, with their chances.
    """

    term: str
    weight: float
    translations: StandIns = StandIns()
    synonyms: StandIns = StandIns()


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What a question says, as terms.

    :param numbers: keys of the numbers it states.
    """

    language: Language
    terms: tuple[QueryTerm, ...]
    numbers: frozenset[str]


def read_query(question: Question, lexicon: Lexicon | None = None) -> QueryTerms:
    """Read the terms of a question, with their translations where there is a table."""
    own = query_terms(without_wording(question.text), question.search_language)
    weights = {term: _base_weight(term) for term in own}
    if question.search_text != question.text:
        for term in query_terms(without_wording(question.search_text), question.search_language):
            weights.setdefault(term, _HISTORY_WEIGHT * _base_weight(term))
    language = question.search_language
    return QueryTerms(
        language,
        tuple(_read_term(term, weight, language, lexicon) for term, weight in weights.items()),
        frozenset(number_keys(question.text)),
    )


def _read_term(term: str, weight: float, language: Language, lexicon: Lexicon | None) -> QueryTerm:
    if lexicon is None:
        return QueryTerm(term, weight)
    translations = _translate(term, language, lexicon)
    synonyms = _find_synonyms(translations, term, language, lexicon)
    return QueryTerm(term, weight, _stand_in(translations), _stand_in(synonyms))


def _stand_in(words: Sequence[tuple[str, float]]) -> StandIns:
    parts = [_parts(word) for word, _ in words]
    return StandIns(
        tuple([(frozenset(own), chance) for own, (_, chance) in zip(parts, words, strict=True)]),
        frozenset([own[0] for own in parts]),
    )


def _parts(word: str) -> list[str]:
    """Longer Han words are indexed by their pairs."""
    return han_pairs(word) if len(word) > 2 and is_han(word) else [word]


def _base_weight(term: str) -> float:
    if term in REPORTING_STEMS or term in REPORTING_WORDS or _DATE_TERM.fullmatch(term):
        return _FRAME_WEIGHT
    return _SINGLE_HAN_WEIGHT if len(term) == 1 and _HAN_TERM.fullmatch(term) else 1.0


def _translate(term: str, language: Language, lexicon: Lexicon) -> list[tuple[str, float]]:
    found = lexicon.translate(term, language)[:_MAX_TRANSLATIONS]
    return [translation for translation in found if translation[1] >= _MIN_TRANSLATION]


def _find_synonyms(
    translations: Sequence[tuple[str, float]], term: str, language: Language, lexicon: Lexicon
) -> list[tuple[str, float]]:
    """Translate there and back: pact -> 条约 -> treaty."""
    back: dict[str, float] = defaultdict(float)
    for word, chance in translations:
        for own, returned in _translate(word, _other(language), lexicon):
            back[own] += chance * returned
    back.pop(term, None)
    return [synonym for synonym in back.items() if synonym[1] >= _MIN_SYNONYM]


def is_han(word: str) -> bool:
    """Tell whether a term is of Han characters alone."""
    return _HAN_TERM.fullmatch(word) is not None


def _other(language: Language) -> Language:
    return "en" if language == "zh" else "zh"


@functools.lru_cache(maxsize=_REMEMBERED_TEXTS)
def term_set(text: str) -> frozenset[str]:
    """List the different index terms of a text."""
    return frozenset(index_terms(text))


def match_term(term: QueryTerm, terms: frozenset[str], *, foreign: bool) -> float:
    """Tell how surely a text says a term.

    :param term: a term of the question.
    :param terms: the text's terms.
    :param foreign: whether the text is in the language the question is not in.
    :returns: 0 to 1.
    """
    if term.term in terms:
        return 1.0
    if foreign:
        return min(1.0, term.translations.chance(terms) / _FULL_TRANSLATION)
    return min(_MAX_SYNONYM, term.synonyms.chance(terms) / _FULL_SYNONYM)


def match_terms(query: QueryTerms, terms: frozenset[str], *, foreign: bool) -> list[float]:
    """Tell how surely a text says each term of a question, as ``match_term``."""
    return [match_term(term, terms, foreign=foreign) for term in query.terms]


def weigh_terms(query: QueryTerms, texts: Sequence[Sequence[float]]) -> list[float]:
    """Weigh the question's terms by how few of the texts say them.

    :param query: the question's terms.
    :param texts: how surely each text says each term.
    :returns: one weight a term; 0 for terms that no text says, which cannot tell the texts apart.
    """
    weights = []
    for place, term in enumerate(query.terms):
        count = sum([matches[place] for matches in texts])
        rarity = math.log(1 + (len(texts) + 1) / (count + 0.5)) if count else 0.0
        weights.append(term.weight * rarity)
    return weights


def cover(
    query: QueryTerms,
    weights: Sequence[float],
    terms: frozenset[str],
    *,
    foreign: bool,
    counterpart: frozenset[str] | None = None,
) -> float:
    """Measure the share of the question's weight that a text covers.

    :param query: the question's terms.
    :param weights: one weight a term.
    :param terms: the text's terms.
    :param foreign: whether the text is in the language the question is not in.
    :param counterpart: terms of what says the same in the language the question is not in: a
        paraphrase in one language is often the plain word in the other.
    :returns: 0 to 1.
    """
    matches = match_terms(query, terms, foreign=foreign)
    if counterpart is not None:
        abroad = match_terms(query, counterpart, foreign=True)
        matches = [
            max(own, _COUNTERPART_SHARE * other) for own, other in zip(matches, abroad, strict=True)
        ]
    return share_covered(weights, matches)


def share_covered(weights: Sequence[float], matches: Sequence[float]) -> float:
    """Measure the share of the question's weight that a text covers, 0 to 1.

    :param weights: one weight a term.
    :param matches: how surely the text says each term.
    :returns: 0 to 1; 0 where nothing weighs anything.
    """
    total = sum(weights)
    if not total:
        return 0.0
    return sum([weight * match for weight, match in zip(weights, matches, strict=True)]) / total
