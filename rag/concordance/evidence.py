"""A sentence and a term of the other language -> which of its words may stand for the term.

Three kinds of evidence: what the lexicon gives for the term, what it gives for the words of the
sentence, and which words come back wherever the term does and hardly elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.concordance.words import Word, find_words, fold_word
from rag.protocols import Lexicon
from rag.schema import Language, Span
from rag.text.numbers import find_numbers
from rag.text.stopwords import ENGLISH_STOPWORDS, HAN_STOP_CHARS
from rag.text.terms import NUMBER_MARK
from rag.translation import TermGroup, cut_chinese, expand_query

#: Translations less likely than this are noise of the table.
MIN_WEIGHT = 0.05
#: Translations of a word of the target that are looked at, and the longest Chinese word.
_MAX_BACK, _MAX_HAN_WORD = 4, 6
_MIN_BACK_WEIGHT = 0.15
#: From this weight the rest of the sentence explains a word.
EXPLAINED_WEIGHT = 0.15
#: Sentences that tell which words come back with a term, and how much more often than elsewhere.
_MIN_SENTENCES, _MIN_RETURN_SHARE, _MIN_RETURN_FACTOR = 3, 0.5, 4.0
_MIN_OTHER_SENTENCES = 10

#: How much more often each word stands in sentences that render the term than elsewhere, 0 to 1.
Returns = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words that one part of the term explains, both ends included.

    :param part: number of the part; below 0 for words that come back with the term.
    :param member: the index term that was found.
    """

    first: int
    last: int
    part: int
    member: str
    weight: float


def expand_text(text: str, language: Language, lexicon: Lexicon | None) -> list[TermGroup]:
    """Translate a text into groups of index terms, one for each part; none without a lexicon."""
    return expand_query(text, language, lexicon) if lexicon is not None else []


def measure_parts(text: str, language: Language, lexicon: Lexicon | None) -> list[float]:
    """Tell what share of a text each of the groups of ``expand_text`` stands for.

    A Chinese word counts by its characters, as an unknown one is several groups.
    """
    count = len(expand_text(text, language, lexicon))
    if lexicon is not None and language == "zh":
        words = list(cut_chinese(text, lexicon))
        parts = [(len(word), len(expand_text(word, language, lexicon))) for word in words]
        sizes = [length / number for length, number in parts for _ in range(number)]
        if len(sizes) == count and count:
            return [size / sum(sizes) for size in sizes]
    return [1 / count] * count if count else []


def mark_translations(
    target: str, words: Sequence[Word], groups: Sequence[TermGroup]
) -> list[Mark]:
    """Find where the members of groups stand in a sentence."""
    numbers = {
        NUMBER_MARK + key: (number.start, number.end)
        for number in find_numbers(target)
        for key in number.keys
    }
    marks: list[Mark] = []
    for part, group in enumerate(groups):
        for member, weight in group:
            if weight < MIN_WEIGHT:
                continue
            if member.startswith(NUMBER_MARK):
                found = [_words_within(words, numbers[member])] if member in numbers else []
            else:
                found = _find_member(words, member)
            marks += [Mark(first, last, part, member, weight) for first, last in found]
    return marks


def _find_member(words: Sequence[Word], member: str) -> list[tuple[int, int]]:
    """Find an index term: a stem, or one or two Han characters."""
    parts = list(member) if is_han_term(member) else [fold_word(member)]
    length = len(parts)
    return [
        (first, first + length - 1)
        for first in range(len(words) - length + 1)
        if words[first].key == parts[0]
        and [word.key for word in words[first : first + length]] == parts
    ]


def is_han_term(member: str) -> bool:
    """Tell whether an index term is Chinese."""
    return ord(member[0]) > 0x2E7F


def _words_within(words: Sequence[Word], span: Span) -> tuple[int, int]:
    inside = [place for place, word in enumerate(words) if span[0] <= word.start < span[1]]
    return (inside[0], inside[-1]) if inside else (0, 0)


def mark_back(
    term: str, words: Sequence[Word], lexicon: Lexicon | None, *, first_part: int
) -> list[Mark]:
    """Find the words of the target whose own translations stand in the term.

    A table that gives 外国 for foreign first still knows that 外交部 is the Foreign Ministry.
    """
    if lexicon is None:
        return []
    keys = [word.key for word in find_words(term)]
    run = "".join(keys)
    marks: list[Mark] = []
    for first, last, written in _candidates(words):
        language: Language = "zh" if words[first].is_han else "en"
        for translation, weight in lexicon.translate(written, language)[:_MAX_BACK]:
            for key in translation.split(" "):
                place = _find_translation(key, keys, run)
                if place >= 0 and weight >= _MIN_BACK_WEIGHT:
                    marks.append(Mark(first, last, first_part + place, written, weight))
    return marks


def find_known(words: Sequence[Word], lexicon: Lexicon | None) -> list[bool]:
    """Tell which words of a target a lexicon knows, each alone or with its neighbours."""
    known = [False] * len(words)
    if lexicon is not None:
        for first, last, written in _candidates(words):
            if lexicon.translate(written, "zh" if words[first].is_han else "en"):
                known[first : last + 1] = [True] * (last + 1 - first)
    return known


def _find_translation(key: str, keys: Sequence[str], run: str) -> int:
    """Find a translation among a term's words; -1 where it is not.

    A Chinese one is several words here, one a character; among is 中, and yet not part of 中国.
    """
    if is_han_term(key):
        return run.find(key) if len(key) > 1 or run == key else -1
    return keys.index(key) if key in keys else -1


def _candidates(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield the words of the target as a table knows them: stems, and rows of Han characters."""
    for first, word in enumerate(words):
        if not word.is_han:
            if not is_function_word(word):
                yield first, first, word.key
            continue
        written = word.key
        for last in range(first + 1, min(first + _MAX_HAN_WORD, len(words))):
            if not words[last].is_han or words[last].start != words[last - 1].end:
                break
            written += words[last].key
            yield first, last, written


def weigh_parts(marks: Iterable[Mark], stretch: tuple[int, int], sizes: Sequence[float]) -> float:
    """Tell what share of a term a stretch of words holds, by the likeliest mark of each part."""
    best: dict[int, float] = {}
    for mark in marks:
        if stretch[0] <= mark.first and mark.last <= stretch[1]:
            best[mark.part] = max(best.get(mark.part, 0.0), mark.weight**0.5)
    even = 1 / max(1, len(sizes))
    return sum(
        weight * (sizes[part] if 0 <= part < len(sizes) else even) for part, weight in best.items()
    )


def with_part_of(mark: Mark, others: Sequence[Mark]) -> Mark:
    """Give a mark the part of the likeliest mark that it overlaps: both found the same word."""
    near = [each for each in others if each.first <= mark.last and mark.first <= each.last]
    return replace(mark, part=max(near, key=lambda each: each.weight).part) if near else mark


def discount(marks: Sequence[Mark]) -> list[Mark]:
    """Lower what a part claims besides its likeliest word: production is 生产 rather than 产品."""
    best: dict[int, float] = {}
    for mark in marks:
        best[mark.part] = max(best.get(mark.part, 0.0), mark.weight)
    return [replace(mark, weight=mark.weight * mark.weight / best[mark.part]) for mark in marks]


def weigh_words(words: Sequence[Word], marks: Iterable[Mark]) -> list[float]:
    """Give each word the weight of what explains it best."""
    weights = [0.0] * (len(words) or 1)
    for mark in marks:
        for place in range(mark.first, mark.last + 1):
            weights[place] = max(weights[place], mark.weight)
    return weights


def count_returns(with_term: Sequence[str], without: Sequence[str]) -> Returns:
    """Find the words that come back with a term.

    :param with_term: sentences that say the same as those with the term.
    :param without: other sentences beside them.
    :returns: words with how often they come back, 0 to 1; empty where there are too few sentences.
    """
    distinct, others = list(dict.fromkeys(with_term)), list(dict.fromkeys(without))
    if len(distinct) < _MIN_SENTENCES or len(others) < _MIN_OTHER_SENTENCES:
        return {}
    inside, outside = _count_sentences(distinct), _count_sentences(others)
    found = {}
    for key, count in inside.items():
        share, elsewhere = count / len(distinct), (outside[key] + 0.5) / (len(others) + 1)
        is_frequent = count >= _MIN_SENTENCES and share >= _MIN_RETURN_SHARE
        if is_frequent and share >= _MIN_RETURN_FACTOR * elsewhere:
            found[key] = share - elsewhere
    return found


def _count_sentences(sentences: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for sentence in sentences:
        counts.update({key for _, _, key in list_units(find_words(sentence))})
    return counts


def list_units(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield what can come back: words that say something, and pairs of Han characters."""
    for place, word in enumerate(words):
        if not word.is_han:
            if not is_function_word(word):
                yield place, place, word.key
        elif (
            place + 1 < len(words)
            and words[place + 1].is_han
            and word.end == words[place + 1].start
        ):
            yield place, place + 1, word.key + words[place + 1].key


def is_function_word(word: Word) -> bool:
    """Tell whether a word says nothing by itself."""
    return (
        word.key in ENGLISH_STOPWORDS or word.key in HAN_STOP_CHARS or word.key.endswith("\u200b")
    )
