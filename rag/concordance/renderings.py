"""A sentence with a term, and the sentence that says the same -> the stretch that renders the term.

Two kinds of evidence: the words that the lexicon gives for those of the term, against those it
gives for the rest of the sentence; and words that come back wherever the term does and hardly
elsewhere, which finds the renderings of names and coinages that no lexicon has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.concordance.words import Word, find_words, fold_word, is_joint
from rag.numbers import find_numbers
from rag.protocols import Lexicon
from rag.schema import Language, Span
from rag.stopwords import ENGLISH_STOPWORDS, HAN_STOP_CHARS
from rag.terms import NUMBER_MARK
from rag.translation import TermGroup, expand_query

#: Translations less likely than this are noise of the table.
_MIN_WEIGHT = 0.05
#: A word that the rest of the sentence explains better by this factor is none of the term's.
_RIVAL_FACTOR = 1.25
#: What a word inside the stretch costs that no part of the term explains; a Han character half.
_STOPWORD_COST, _FREE_COST, _EXPLAINED_COST = 0.03, 0.08, 0.35
_HAN_COST_SHARE = 0.5
_GAP_COST = 0.4
#: From this weight the rest of the sentence explains a word.
_EXPLAINED_WEIGHT = 0.15
#: A stretch is shown where the parts of the term that it holds add up to this share of all.
_MIN_COVERAGE = 0.3
#: Sentences that tell which words come back with a term, and how much more often than elsewhere.
_MIN_SENTENCES, _MIN_RETURN_SHARE, _MIN_RETURN_FACTOR = 3, 0.5, 4.0
_MIN_OTHER_SENTENCES = 10
#: What a word that comes back counts beside a part of the term that the lexicon explains.
_RETURN_WEIGHT = 0.6
#: Translations of a word of the target that are looked at, and the longest Chinese word.
_MAX_BACK, _MAX_HAN_WORD = 4, 6
_MIN_BACK_WEIGHT = 0.15
#: Words, or Han characters.
_MAX_RENDERING_WORDS = 24
#: What a second word that explains the same part of the term counts beside the first.
_FURTHER_SHARE = 0.3

#: How much more often each word stands in sentences that render the term than elsewhere, 0 to 1.
Returns = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of words that one part of the term explains, both ends included.

    :param part: number of the part; below 0 for words that come back with the term.
    :param member: the index term that was found.
    """

    first: int
    last: int
    part: int
    member: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Where a rendering is looked for.

    :param rivals: how well the rest of the source explains each word.
    :param parts: how many parts the term has.
    """

    text: str
    words: Sequence[Word]
    rivals: Sequence[float]
    parts: int


def find_rendering(
    source: str,
    term: Span,
    target: str,
    *,
    language: Language,
    lexicon: Lexicon | None,
    returns: Returns,
) -> Span | None:
    """Find what renders a term.

    :param source: the sentence with the term.
    :param term: where the term stands in it.
    :param target: the sentences of the other language that say the same.
    :param language: of the source.
    :param lexicon: translations; optional.
    :param returns: words that come back with the term, see ``count_returns``.
    :returns: offsets in the target; None where it is not clear.
    """
    words = find_words(target)
    if not words:
        return None
    rest = f"{source[: term[0]]} ， {source[term[1] :]}"
    groups = _expand(source[term[0] : term[1]], language, lexicon)
    rivals = _weigh_words(words, _mark_all(target, words, _expand(rest, language, lexicon)))
    forth = _mark_all(target, words, groups)
    back = [
        _with_part_of(mark, forth)
        for mark in _mark_back(source[slice(*term)], words, lexicon, first_part=len(groups))
    ]
    marks = [
        mark
        for mark in (*forth, *back)
        if _is_own(mark, words, max(rivals[mark.first : mark.last + 1]))
    ]
    sentence = _Sentence(target, words, rivals, parts=len(groups))
    found = _choose(sentence, marks)
    if found is None and returns:
        found = _choose(sentence, [*marks, *_mark_returns(sentence, returns)])
    return found


def _mark_back(
    term: str, words: Sequence[Word], lexicon: Lexicon | None, *, first_part: int
) -> list[_Mark]:
    """Find the words of the target whose own translations stand in the term.

    A table that gives 外国 for foreign first still knows that 外交部 is the Foreign Ministry.
    """
    if lexicon is None:
        return []
    keys = [word.key for word in find_words(term)]
    run = "".join(keys)
    marks: list[_Mark] = []
    for first, last, written in _candidates(words):
        language: Language = "zh" if words[first].is_han else "en"
        for translation, weight in lexicon.translate(written, language)[:_MAX_BACK]:
            for key in translation.split(" "):
                # A Chinese translation is several words here, one a character.
                place = keys.index(key) if key in keys else run.find(key) if len(key) > 1 else -1
                if place >= 0 and weight >= _MIN_BACK_WEIGHT:
                    marks.append(_Mark(first, last, first_part + place, written, weight))
    return marks


def _with_part_of(mark: _Mark, others: Sequence[_Mark]) -> _Mark:
    """Give a mark the part of the likeliest mark that it overlaps: both found the same word."""
    near = [each for each in others if each.first <= mark.last and mark.first <= each.last]
    return replace(mark, part=max(near, key=lambda each: each.weight).part) if near else mark


def _candidates(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield the words of the target as a table knows them: stems, and rows of Han characters."""
    for first, word in enumerate(words):
        if not word.is_han:
            if not _is_function_word(word):
                yield first, first, word.key
            continue
        written = word.key
        for last in range(first + 1, min(first + _MAX_HAN_WORD, len(words))):
            if not words[last].is_han or words[last].start != words[last - 1].end:
                break
            written += words[last].key
            yield first, last, written


def _is_own(mark: _Mark, words: Sequence[Word], rival: float) -> bool:
    """Tell whether a mark may stand for the term rather than for the rest of its sentence.

    What stands in the target twice may stand for both.
    """
    if mark.weight * _RIVAL_FACTOR >= rival:
        return True
    keys = [word.key for word in words[mark.first : mark.last + 1]]
    starts = range(len(words) - len(keys) + 1)
    return sum([w.key for w in words[i : i + len(keys)]] == keys for i in starts) > 1


def _mark_returns(sentence: _Sentence, returns: Returns) -> list[_Mark]:
    numbers = {key: number for number, key in enumerate(returns)}
    return [
        _Mark(first, last, -1 - numbers[key], key, _RETURN_WEIGHT * returns[key])
        for first, last, key in _units(sentence.words)
        if key in returns and max(sentence.rivals[first : last + 1]) < _EXPLAINED_WEIGHT
    ]


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
        counts.update({key for _, _, key in _units(find_words(sentence))})
    return counts


def _units(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield what can come back: words that say something, and pairs of Han characters."""
    for place, word in enumerate(words):
        if not word.is_han:
            if not _is_function_word(word):
                yield place, place, word.key
        elif place + 1 < len(words) and words[place + 1].is_han:
            yield place, place + 1, word.key + words[place + 1].key


def _is_function_word(word: Word) -> bool:
    return (
        word.key in ENGLISH_STOPWORDS or word.key in HAN_STOP_CHARS or word.key.endswith("\u200b")
    )


def _expand(text: str, language: Language, lexicon: Lexicon | None) -> list[TermGroup]:
    return expand_query(text, language, lexicon) if lexicon is not None else []


def _mark_all(target: str, words: Sequence[Word], groups: Sequence[TermGroup]) -> list[_Mark]:
    """Find where the members of groups stand in a sentence."""
    numbers = {
        NUMBER_MARK + key: (number.start, number.end)
        for number in find_numbers(target)
        for key in number.keys
    }
    marks: list[_Mark] = []
    for part, group in enumerate(groups):
        for member, weight in group:
            if weight < _MIN_WEIGHT:
                continue
            if member.startswith(NUMBER_MARK):
                found = [_words_within(words, numbers[member])] if member in numbers else []
            else:
                found = _find_member(words, member)
            marks += [_Mark(first, last, part, member, weight) for first, last in found]
    return marks


def _find_member(words: Sequence[Word], member: str) -> list[tuple[int, int]]:
    """Find an index term: a stem, or one or two Han characters."""
    parts = list(member) if _is_han(member) else [fold_word(member)]
    length = len(parts)
    return [
        (first, first + length - 1)
        for first in range(len(words) - length + 1)
        if words[first].key == parts[0]
        and [word.key for word in words[first : first + length]] == parts
    ]


def _is_han(member: str) -> bool:
    return ord(member[0]) > 0x2E7F


def _words_within(words: Sequence[Word], span: Span) -> tuple[int, int]:
    inside = [place for place, word in enumerate(words) if span[0] <= word.start < span[1]]
    return (inside[0], inside[-1]) if inside else (0, 0)


def _weigh_words(words: Sequence[Word], marks: Iterable[_Mark]) -> list[float]:
    """Give each word the weight of what explains it best."""
    weights = [0.0] * (len(words) or 1)
    for mark in marks:
        for place in range(mark.first, mark.last + 1):
            weights[place] = max(weights[place], mark.weight)
    return weights


def _choose(sentence: _Sentence, marks: Sequence[_Mark]) -> Span | None:
    """Choose the stretch that holds most of the term's parts for the least that is not of it."""
    best: tuple[float, int, int] | None = None
    costs, gaps = _cost_words(sentence, marks), _cost_gaps(sentence)
    for first in sorted({mark.first for mark in marks}):
        for last, value in _stretches(first, marks, costs, gaps):
            if best is None or value > best[0]:
                best = (value, first, last)
    if best is None:
        return None
    _, first, last = best
    held = [mark for mark in marks if first <= mark.first and mark.last <= last]
    covered = {mark.part for mark in held if mark.part >= 0}
    lexical = sum(max(m.weight for m in held if m.part == part) ** 0.5 for part in covered)
    returned = max((mark.weight for mark in held if mark.part < 0), default=0.0)
    if max(lexical / max(1, sentence.parts), returned) < _MIN_COVERAGE:
        return None
    # Parts found by the target's own translations are numbered from sentence.parts on.
    lacking = sentence.parts - len(covered)
    if covered and lacking > 0:
        missing = [part for part in range(sentence.parts) if part not in covered]
        before = min(lacking, sum(part < min(covered) for part in missing))
        after = min(lacking, sum(part > max(covered) for part in missing))
        first = _grow(sentence, edge=first, step=-1, parts=before)
        last = _grow(sentence, edge=last, step=1, parts=after)
    return sentence.words[first].start, sentence.words[last].end


def _grow(sentence: _Sentence, *, edge: int, step: int, parts: int) -> int:
    """Take in the next words that nothing else explains: they stand for parts not found.

    :param sentence: where the stretch stands.
    :param edge: the stretch's first or last word.
    :param step: -1 to grow to the left, 1 to the right.
    :param parts: parts of the term that were not found on this side; each may be a word or two Han
        characters.
    :returns: the new edge.
    """
    words = sentence.words
    taken = 0
    while 0 <= edge + step < len(words):
        near, word = words[edge], words[edge + step]
        is_free = sentence.rivals[edge + step] < _MIN_WEIGHT and not _is_function_word(word)
        is_near = is_joint(sentence.text, *((near, word) if step > 0 else (word, near)))
        if not (is_free and is_near) or taken >= parts * (2 if word.is_han else 1):
            break
        edge += step
        taken += 1
    return edge


def _stretches(
    first: int, marks: Sequence[_Mark], costs: Sequence[float], gaps: Sequence[float]
) -> Iterable[tuple[int, float]]:
    """Yield each last word a stretch may have, with the stretch's value."""
    held: list[_Mark] = []
    cost = 0.0
    place = first
    for mark in sorted((m for m in marks if m.first >= first), key=lambda each: each.last):
        if mark.last - first >= _MAX_RENDERING_WORDS:
            break
        while place <= mark.last:
            cost += costs[place] + (gaps[place] if place > first else 0.0)
            place += 1
        held.append(mark)
        yield mark.last, _value(held) - cost


def _value(marks: Iterable[_Mark]) -> float:
    """Add up what the parts of the term find; a part's further words count less than its first.

    Belt, Road and Initiative are all of 一带一路, while humanity and mankind are one or the other.
    """
    by_part: dict[int, dict[str, float]] = defaultdict(dict)
    for mark in marks:
        members = by_part[mark.part]
        members[mark.member] = max(members.get(mark.member, 0.0), mark.weight**0.5)
    return sum(
        (1 - _FURTHER_SHARE) * max(members.values()) + _FURTHER_SHARE * sum(members.values())
        for members in by_part.values()
    )


def _cost_words(sentence: _Sentence, marks: Sequence[_Mark]) -> list[float]:
    own = _weigh_words(sentence.words, marks)
    return [
        _cost(word, mine, rival)
        for word, mine, rival in zip(sentence.words, own, sentence.rivals, strict=False)
    ]


def _cost(word: Word, own: float, rival: float) -> float:
    if own > 0:
        return 0.0
    share = _HAN_COST_SHARE if word.is_han else 1.0
    if _is_function_word(word):
        return _STOPWORD_COST * share
    return (_EXPLAINED_COST if rival >= _EXPLAINED_WEIGHT else _FREE_COST) * share


def _cost_gaps(sentence: _Sentence) -> list[float]:
    """Cost of what stands before each word: a comma seldom stands inside a rendering."""
    return [0.0] + [
        0.0 if is_joint(sentence.text, one, other) else _GAP_COST
        for one, other in pairwise(sentence.words)
    ]
