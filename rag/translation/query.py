"""Question -> groups of weighted index terms of the other language, one group for each concept.

The members of a group stand for the same thing, so their counts are to be added before they are
weighed (probabilistic structured queries; Darwish and Oard, SIGIR 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rag.protocols import Lexicon
from rag.schema import Language
from rag.text import terms
from rag.text.language import HAN
from rag.text.numbers import Number, find_numbers
from rag.text.stopwords import HAN_STOP_CHARS
from rag.translation.names import NameSpeller, load_speller
from rag.translation.words import cut_words, han_runs, name_cost, part_phrases, word_cost

#: Index terms with weights in (0, 1], heaviest first.
TermGroup = tuple[tuple[str, float], ...]

# Chosen on MLQA dev (mean reciprocal rank over both directions), see README.md here.
_MAX_TRANSLATIONS = 16
#: Probabilities are flattened a little: the table is surer than it should be.
_FLATTENING = 0.7
#: Weights are divided by the heaviest to this power: at 0 they add up to 1, so that a word with
#: many translations hardly counts; at 1 the likeliest counts in full, and wrong ones with it.
_LEVELLING = 0.5
#: What the parts of a long Chinese word count beside the word itself, and from which length.
_PARTS_SHARE, _MIN_CHARS_WITH_PARTS = 0.3, 4
#: What a phrase and each of its words count where both are known.
_PHRASE_WEIGHT, _MAX_PHRASE_WORDS = 0.7, 4
#: What a capitalised English word counts as itself: Chinese text names many in Latin letters.
_AS_ITSELF = 0.3
#: Guessed names: flatter, since at most one of the guesses stands in the index at all.
_GUESS_FLATTENING = 0.3
_GUESSED_PAIRS, _GUESS_WEIGHT = 30, 1.5
_MIN_GUESSED_LETTERS = 4
_NOT_HAN = re.compile(rf"[^{HAN}]+")

_Weights = Mapping[str, float]


def expand_query(question: str, source: Language, lexicon: Lexicon) -> list[TermGroup]:
    """Translate a question into what the other language's index holds.

    Names in Latin letters, acronyms and numbers stand for themselves; names that the lexicon lacks
    are spelt by sound.

    :param question: the question as asked.
    :param source: the language it is in; the groups are for the index of the other.
    :param lexicon: translation probabilities.
    :returns: one group for each concept; empty where nothing can be translated.
    """
    expand = _expand_chinese if source == "zh" else _expand_english
    numbers = find_numbers(question)
    words = _blank_numbers(question, numbers)
    groups = [group for weights in expand(words, lexicon) if (group := _rank(weights))]
    keys = [key for number in numbers for key in number.keys]
    return groups + [((terms.NUMBER_MARK + key, 1.0),) for key in keys]


def _blank_numbers(text: str, numbers: Iterable[Number]) -> str:
    """Leave numbers to their keys: 万 of 120万 is no word. First and 第一 are words as well."""
    for number in numbers:
        if number.kind != "ordinal":
            blank = " " * (number.end - number.start)
            text = text[: number.start] + blank + text[number.end :]
    return text


def _rank(weights: _Weights) -> TermGroup:
    ranked = sorted([(-weight, term) for term, weight in weights.items() if weight > 0])
    return tuple([(term, min(-lowered, 1.0)) for lowered, term in ranked])


def _level(translations: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Turn the probabilities of alternatives into weights."""
    flat = {term: probability**_FLATTENING for term, probability in translations}
    if not flat:
        return {}
    total = sum(flat.values())
    heaviest = max(flat.values()) / total
    return {term: weight / total / heaviest**_LEVELLING for term, weight in flat.items()}


# Chinese questions


def cut_chinese(question: str, lexicon: Lexicon) -> Iterator[str]:
    """Cut the Han characters of a question into words and names, without those of grammar."""
    speller = load_speller()

    def cost(word: str) -> float | None:
        if lexicon.translate(word, "zh"):
            return word_cost(word)
        if speller.is_name_like(word):
            return name_cost(word)
        return None

    for run in han_runs(question):
        for piece in part_phrases(run):
            for word in cut_words(piece, cost):
                if word not in HAN_STOP_CHARS:
                    yield word


def _expand_chinese(question: str, lexicon: Lexicon) -> Iterator[_Weights]:
    speller = load_speller()
    for word in cut_chinese(question, lexicon):
        yield from _expand_word(word, lexicon, speller)
    for text in _NOT_HAN.findall(question):
        yield from ({term: 1.0} for word in terms.content_words(text) for term in _own_term(word))


def _own_term(word: str) -> Sequence[str]:
    return terms.word_terms(word)[:1]


def _expand_word(word: str, lexicon: Lexicon, speller: NameSpeller) -> Iterator[_Weights]:
    translations = lexicon.translate(word, "zh")
    if not translations and len(word) > 1:
        yield _guess_spellings(word, speller)
        yield from ({term: 1.0} for term in speller.spell_in_pinyin(word))
        return
    person = speller.spell_in_pinyin(word)
    weights = dict(translations[:_MAX_TRANSLATIONS])
    if person and weights.keys() >= set(person):  # Wang and Yi are two words to find, not one
        yield from ({term: 1.0} for term in person)
        return
    if len(word) >= _MIN_CHARS_WITH_PARTS:
        weights = _mix(weights, _translate_parts(word, lexicon), _PARTS_SHARE)
    ranked = sorted(weights.items(), key=lambda cell: (-cell[1], cell[0]))
    yield _level(ranked[:_MAX_TRANSLATIONS])


def _translate_parts(word: str, lexicon: Lexicon) -> dict[str, float]:
    """Translate the words inside a longer one: community, share, destiny for 命运共同体."""

    def cost(part: str) -> float | None:
        if part == word or not lexicon.translate(part, "zh"):
            return None
        return word_cost(part)

    parts = [part for part in cut_words(word, cost) if part not in HAN_STOP_CHARS]
    weights: dict[str, float] = {}
    for part in parts:
        for term, probability in lexicon.translate(part, "zh")[:_MAX_TRANSLATIONS]:
            weights[term] = weights.get(term, 0.0) + probability / len(parts)
    return weights


def _mix(one: _Weights, other: _Weights, share: float) -> dict[str, float]:
    return {
        term: (1 - share) * one.get(term, 0.0) + share * other.get(term, 0.0)
        for term in (*one, *other)
    }


def _guess_spellings(name: str, speller: NameSpeller) -> _Weights:
    spellings = speller.spell(name)
    return {
        term: (probability / spellings[0][1]) ** _GUESS_FLATTENING
        for term, probability in spellings
    }


# English questions


def _expand_english(question: str, lexicon: Lexicon) -> Iterator[_Weights]:
    words = [word for word in terms.content_words(question) if terms.word_terms(word)]
    stems = [terms.word_terms(word)[0] for word in words]
    start = 0
    while start < len(words):
        length, phrase = _find_phrase(stems, start, lexicon)
        share = _PHRASE_WEIGHT if phrase else 1.0
        if phrase:
            yield _scale(_to_index(_level(phrase)), share)
        for word, stem in zip(words[start:][:length], stems[start:][:length], strict=True):
            yield _scale(_expand_english_word(word, stem, lexicon), share)
        start += length
    for run in han_runs(question):
        yield from ({term: 1.0} for term in (terms.han_pairs(run) or run))


def _find_phrase(
    stems: Sequence[str], start: int, lexicon: Lexicon
) -> tuple[int, Sequence[tuple[str, float]]]:
    """Find the longest phrase the lexicon has; one word and nothing where it has none."""
    for length in range(min(_MAX_PHRASE_WORDS, len(stems) - start), 1, -1):
        found = lexicon.translate(" ".join(stems[start : start + length]), "en")
        if found:
            return length, found[:_MAX_TRANSLATIONS]
    return 1, ()


def _scale(weights: _Weights, factor: float) -> _Weights:
    return {term: weight * factor for term, weight in weights.items()}


def _expand_english_word(word: str, stem: str, lexicon: Lexicon) -> _Weights:
    weights = _to_index(_level(lexicon.translate(stem, "en")[:_MAX_TRANSLATIONS]))
    is_name = word[:1].isupper()
    if not weights:
        guesses = _guess_writings(word) if is_name and not word.isupper() else {}
        return {stem: _AS_ITSELF if guesses else 1.0, **guesses}
    if is_name:
        return {**_scale(weights, 1 - _AS_ITSELF), stem: _AS_ITSELF}
    return weights


def _guess_writings(word: str) -> dict[str, float]:
    letters = terms.word_letters(word)
    if len(letters) < _MIN_GUESSED_LETTERS:
        return {}
    weights = _to_index(dict(load_speller().write(letters)))
    ranked = sorted(weights.items(), key=lambda cell: (-cell[1], cell[0]))[:_GUESSED_PAIRS]
    total = sum(weight for _, weight in ranked)
    factor = _GUESS_WEIGHT * (1 - _AS_ITSELF) / total if total else 0.0
    return {term: weight * factor for term, weight in ranked}


def _to_index(words: _Weights) -> dict[str, float]:
    """Share each Chinese word's weight out over the pairs by which the index knows it."""
    weights: dict[str, float] = {}
    for word, weight in words.items():
        pairs = terms.han_pairs(word) if len(word) > 2 else [word]
        for pair in pairs:
            weights[pair] = weights.get(pair, 0.0) + weight / len(pairs)
    return weights
