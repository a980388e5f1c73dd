"""A sentence with a term, and the sentence that says the same -> the stretch that renders the term.

Two kinds of evidence: the words that the lexicon gives for those of the term, against those it
gives for the rest of the sentence; and words that come back wherever the term does and hardly
elsewhere, which finds the renderings of names and coinages that no lexicon has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.concordance.evidence import (
    MIN_WEIGHT,
    Mark,
    Returns,
    expand_text,
    is_function_word,
    list_units,
    mark_back,
    mark_translations,
    weigh_words,
    with_part_of,
)
from rag.concordance.words import Word, find_words, is_joint
from rag.protocols import Lexicon
from rag.schema import Language, Span

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
#: What a word that comes back counts beside a part of the term that the lexicon explains.
_RETURN_WEIGHT = 0.6
#: Words, or Han characters.
_MAX_RENDERING_WORDS = 24
#: What a second word that explains the same part of the term counts beside the first.
_FURTHER_SHARE = 0.3


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
    groups = expand_text(source[term[0] : term[1]], language, lexicon)
    rivals = weigh_words(
        words, mark_translations(target, words, expand_text(rest, language, lexicon))
    )
    forth = mark_translations(target, words, groups)
    back = [
        with_part_of(mark, forth)
        for mark in mark_back(source[slice(*term)], words, lexicon, first_part=len(groups))
    ]
    marks = [
        mark
        for mark in (*forth, *back)
        if _is_own(mark, words, max(rivals[mark.first : mark.last + 1]))
    ]
    sentence = _Sentence(target, words, rivals, parts=len(groups))
    found = _choose(sentence, marks)
    if found is not None and _is_borrowed(found, sentence, marks):
        found = None
    if found is None and returns:
        found = _choose(sentence, [*marks, *_mark_returns(sentence, returns)])
    return found


def _is_own(mark: Mark, words: Sequence[Word], rival: float) -> bool:
    """Tell whether a mark may stand for the term rather than for the rest of its sentence.

    What stands in the target twice may stand for both.
    """
    if mark.weight * _RIVAL_FACTOR >= rival:
        return True
    keys = [word.key for word in words[mark.first : mark.last + 1]]
    starts = range(len(words) - len(keys) + 1)
    return sum([w.key for w in words[i : i + len(keys)]] == keys for i in starts) > 1


def _is_borrowed(found: Span, sentence: _Sentence, marks: Sequence[Mark]) -> bool:
    """Tell whether a stretch renders another part of the sentence that is like part of the term.

    Of 防潮闸 tide explains one part of two, and 潮水 beside it explains tide no worse.
    """
    words = sentence.words
    held = [
        mark
        for mark in marks
        if found[0] <= words[mark.first].start and words[mark.last].end <= found[1]
    ]
    is_whole = sentence.parts < 2 or len({mark.part for mark in held}) > 1
    return not is_whole and all(
        max(sentence.rivals[mark.first : mark.last + 1]) >= mark.weight for mark in held
    )


def _mark_returns(sentence: _Sentence, returns: Returns) -> list[Mark]:
    numbers = {key: number for number, key in enumerate(returns)}
    return [
        Mark(first, last, -1 - numbers[key], key, _RETURN_WEIGHT * returns[key])
        for first, last, key in list_units(sentence.words)
        if key in returns and max(sentence.rivals[first : last + 1]) < _EXPLAINED_WEIGHT
    ]


def _choose(sentence: _Sentence, marks: Sequence[Mark]) -> Span | None:
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
        is_free = sentence.rivals[edge + step] < MIN_WEIGHT and not is_function_word(word)
        is_near = is_joint(sentence.text, *((near, word) if step > 0 else (word, near)))
        if not (is_free and is_near) or taken >= parts * (2 if word.is_han else 1):
            break
        edge += step
        taken += 1
    return edge


def _stretches(
    first: int, marks: Sequence[Mark], costs: Sequence[float], gaps: Sequence[float]
) -> Iterable[tuple[int, float]]:
    """Yield each last word a stretch may have, with the stretch's value."""
    held: list[Mark] = []
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


def _value(marks: Iterable[Mark]) -> float:
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


def _cost_words(sentence: _Sentence, marks: Sequence[Mark]) -> list[float]:
    own = weigh_words(sentence.words, marks)
    return [
        _cost(word, mine, rival)
        for word, mine, rival in zip(sentence.words, own, sentence.rivals, strict=False)
    ]


def _cost(word: Word, own: float, rival: float) -> float:
    if own > 0:
        return 0.0
    share = _HAN_COST_SHARE if word.is_han else 1.0
    if is_function_word(word):
        return _STOPWORD_COST * share
    return (_EXPLAINED_COST if rival >= _EXPLAINED_WEIGHT else _FREE_COST) * share


def _cost_gaps(sentence: _Sentence) -> list[float]:
    """Cost of what stands before each word: a comma seldom stands inside a rendering."""
    return [0.0] + [
        0.0 if is_joint(sentence.text, one, other) else _GAP_COST
        for one, other in pairwise(sentence.words)
    ]
