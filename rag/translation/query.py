"""Question -> groups of weighted index terms of the other language, one group for each concept.

The members of a group stand for the same thing, so their counts are to be added before they are
weighed (probabilistic structured queries; Darwish and Oard, SIGIR 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag import terms
from rag.language import HAN
from rag.numbers import number_keys
from rag.protocols import Lexicon
from rag.schema import Language
from rag.stopwords import HAN_STOP_CHARS, HAN_STOP_PHRASES
from rag.translation.words import cut_words, han_runs

#: Index terms with weights in (0, 1] that add up to at most 1, heaviest first.
TermGroup = tuple[tuple[str, float], ...]

_MAX_TRANSLATIONS = 12
_MIN_PROBABILITY = 0.02
#: Longest English phrase looked up, in words.
_MAX_PHRASE_WORDS = 5
_STOP_PHRASE = re.compile("|".join(sorted(HAN_STOP_PHRASES, key=len, reverse=True)))
_LATIN_RUN = re.compile(rf"[^{HAN}]+")


def expand_query(question: str, source: Language, lexicon: Lexicon) -> list[TermGroup]:
    """Translate a question into what the other language's index holds.

    Names in Latin letters, acronyms and numbers stand for themselves.

    :param question: the question as asked.
    :param source: the language it is in; the groups are for the index of the other.
    :param lexicon: translation probabilities.
    :returns: one group for each concept, in order; empty where nothing can be translated.
    """
    groups = (
        _expand_chinese(question, lexicon) if source == "zh" else _expand_english(question, lexicon)
    )
    groups += [((terms.NUMBER_MARK + key, 1.0),) for key in number_keys(question)]
    return groups


def _expand_chinese(question: str, lexicon: Lexicon) -> list[TermGroup]:
    groups = []
    for run in han_runs(question):
        for piece in _STOP_PHRASE.split(run):
            words = cut_words(piece, lambda word: _word_cost(word, lexicon))
            groups += [_group(word, "zh", lexicon) for word in words if word not in HAN_STOP_CHARS]
    groups += [
        ((term, 1.0),)
        for run in _LATIN_RUN.findall(question)
        for term in terms.query_terms(run, "zh")
        if not term.startswith("#")
    ]
    return [group for group in groups if group]


def _word_cost(word: str, lexicon: Lexicon) -> float | None:
    if not lexicon.translate(word, "zh"):
        return None
    return 1.0 if len(word) > 1 else 1.2


def _expand_english(question: str, lexicon: Lexicon) -> list[TermGroup]:
    groups = []
    for term in terms.query_terms(question, "en"):
        if term.startswith("#"):
            continue
        g = _group(term, "en", lexicon)
        groups.append(g or ((term, 1.0),))
    return groups


def _group(term: str, source: Language, lexicon: Lexicon) -> TermGroup:
    weights: dict[str, float] = {}
    translations = [
        t for t in lexicon.translate(term, source)[:_MAX_TRANSLATIONS] if t[1] >= _MIN_PROBABILITY
    ]
    for target, probability in translations:
        found = [target] if source == "zh" or len(target) == 1 else terms.han_pairs(target)
        for name in found:
            weights[name] = weights.get(name, 0.0) + probability / len(found)
    total = sum(p for _, p in translations)
    return tuple(sorted(((n, w / total) for n, w in weights.items()), key=lambda x: -x[1]))
