"""A stretch that renders a term, roughly -> from the beginning of a word to the end of one.

Taken in is what stands beside the stretch, belongs to the term and is explained by nothing else;
left out at the ends are words of grammar.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from rag.concordance.evidence import MIN_WEIGHT, is_function_word
from rag.concordance.targets import Stretch, Target
from rag.concordance.words import Word, is_joint

#: Words that begin and end no rendering; Han characters only where they are words by themselves.
_EDGE_WORDS = frozenset("a an the of and or to in on for with by at as from".split()) | frozenset(
    "的地得了着和与及或等在是将把被为"
)
#: Words of grammar inside a name.
_NAME_JOINTS = frozenset("for in on".split())
#: Between the parts of a compound.
_HYPHENS = ("-", "‐", "‑")
#: Between two words of a name; a possessive ends one.
_IN_NAME = re.compile(r"[ \-‐‑]?")
#: From this share of capitals on, a sentence is a headline, where capitals say nothing.
_HEADLINE_SHARE = 0.6


def find_boundaries(
    target: Target, stretch: Stretch, *, missing: tuple[int, int], weak: Collection[int]
) -> Stretch:
    """Move the ends of a stretch to where they belong.

    :param target: the sentence.
    :param stretch: what the term's parts were found in.
    :param missing: parts of the term that were not found, to the left and to the right; each may be
        a word.
    :param weak: words that stand for a part of the term perhaps.
    :returns: the stretch; it never crosses one of two marks.
    """
    if _is_quotation(target, stretch):
        return stretch
    first, last = _trim(target, stretch)
    size = last - first
    first = _grow(target, (first, last), -1, parts=missing[0], weak=weak)
    last = _grow(target, (first, last), 1, parts=missing[1], weak=weak)
    if last - first == size and not target.words[first].is_han:
        # English turns the order round: what stands first in Chinese stands behind an "of".
        last = _grow(target, (first, last), 1, parts=missing[0], weak=weak)
    return _trim(target, _grow_name(target, _grow_compound(target, (first, last)), weak))


def list_neighbours(target: Target, stretch: Stretch) -> list[Stretch]:
    """List the stretches that take in a word more, on one side or the other.

    :param target: the sentence.
    :param stretch: one in it.
    :returns: those that may be a rendering.
    """
    found: list[Stretch] = []
    for step in () if _is_quotation(target, stretch) else (1, -1):
        near = stretch[0] - 1 if step < 0 else stretch[1] + 1
        while 0 < near < len(target.words) - 1 and _is_english_edge(target, near):
            near += step
        if not 0 <= near < len(target.words):
            continue
        piece = target.pieces[near]
        grown = min(piece[0], stretch[0]), max(piece[1], stretch[1])
        if not _is_explained(target, *piece) and _is_joint_run(target, grown):
            found.append(grown)
    return [each for each in found if _may_extend(target, each)]


def _is_quotation(target: Target, stretch: Stretch) -> bool:
    """Tell whether a stretch is all that stands in quotation marks."""
    start, end = target.span(stretch)
    return target.enclosures.partners.get(start - 1) == end


def _is_joint_run(target: Target, stretch: Stretch) -> bool:
    words = target.words[stretch[0] : stretch[1] + 1]
    return all(is_joint(target.text, *pair) for pair in pairwise(words))


def _grow_compound(target: Target, stretch: Stretch) -> Stretch:
    """Take in what a hyphen joins with a stretch: multi of multi-polar."""
    first, last = stretch
    while first > 0 and _is_hyphenated(target, first - 1) and not _is_explained(target, first - 1):
        first -= 1
    while (
        last + 1 < len(target.words)
        and _is_hyphenated(target, last)
        and not _is_explained(target, last + 1)
    ):
        last += 1
    return (first, last) if _may_extend(target, (first, last)) else stretch


def _is_hyphenated(target: Target, place: int) -> bool:
    one, other = target.words[place], target.words[place + 1]
    return not one.is_han and not other.is_han and target.text[one.end : other.start] in _HYPHENS


def _is_explained(target: Target, first: int, last: int | None = None) -> bool:
    end = (first if last is None else last) + 1
    return max(target.explained[first:end]) >= MIN_WEIGHT


def _may_extend(target: Target, stretch: Stretch) -> bool:
    return target.whole_span(stretch) is not None


def _trim(target: Target, stretch: Stretch) -> Stretch:
    first, last = stretch
    while first < last and _is_edge_word(target, first):
        first += 1
    while first < last and _is_edge_word(target, last):
        last -= 1
    return first, last


def _is_edge_word(target: Target, place: int) -> bool:
    word = target.words[place]
    written = target.text[word.start : word.end].lower()
    return written in _EDGE_WORDS and target.pieces[place] == (place, place)


def _is_english_edge(target: Target, place: int) -> bool:
    return not target.words[place].is_han and _is_edge_word(target, place)


def _is_known_chinese(target: Target, piece: Stretch) -> bool:
    """Tell whether a Chinese word says something else, since the lexicon would have found it."""
    return target.words[piece[0]].is_han and any(target.known[piece[0] : piece[1] + 1])


def _grow(
    target: Target,
    stretch: Stretch,
    step: int,
    *,
    parts: int,
    weak: Collection[int],
) -> int:
    """Take in the next words that nothing else explains: they stand for parts not found.

    :param target: the sentence.
    :param stretch: the stretch so far.
    :param step: -1 to grow to the left, 1 to the right.
    :param parts: parts of the term that were not found on this side.
    :param weak: words that stand for a part of the term perhaps; they need no missing part.
    :returns: the new edge on that side.
    """
    words = target.words
    first, last = stretch
    taken = 0.0
    while True:
        near = last + 1 if step > 0 else first - 1
        if not 0 <= near < len(words):
            break
        piece = target.pieces[near]
        grown = (first, piece[1]) if step > 0 else (piece[0], last)
        pair = (words[last], words[near]) if step > 0 else (words[near], words[first])
        inside = range(piece[0], piece[1] + 1)
        edge = target.pieces[last if step > 0 else first]
        # Of two characters that are words alone, one that may be of the term is of the same word.
        is_alone = len(inside) == 1 and edge[0] == edge[1]
        is_weak = (not words[near].is_han or is_alone) and any(place in weak for place in inside)
        is_unknown = taken < parts and not _is_known_chinese(target, piece)
        if not (
            (is_weak or is_unknown)
            and not any(is_function_word(word) for word in words[piece[0] : piece[1] + 1])
            and (is_weak or not _is_explained(target, *piece))
            and is_joint(target.text, *pair)
            and _may_extend(target, grown)
        ):
            break
        first, last = grown
        if not is_weak:
            # A Chinese word has two characters mostly.
            taken += 0.5 if words[near].is_han and piece[0] == piece[1] else 1
    return last if step > 0 else first


def _grow_name(target: Target, stretch: Stretch, weak: Collection[int]) -> Stretch:
    """Take in the rest of a name of which a part was found: World of World Health Organization."""
    words = target.words
    first, last = stretch
    if (
        first == last
        or words[first].is_han
        or not all(
            is_function_word(word) or _is_capital(target, word) for word in words[first : last + 1]
        )
    ):
        return stretch
    said = [word for word in words if not word.is_han and not is_function_word(word)]
    if sum(_is_capital(target, word) for word in said) > _HEADLINE_SHARE * len(said):
        return stretch
    near = first - 1
    while near >= 0 and _is_joined(target, near):
        word = words[near]
        if not is_function_word(word):
            is_other = near not in weak and _is_explained(target, near)
            if is_other or not _is_capital(target, word):
                break
            first = near
        elif target.text[word.start : word.end] not in _NAME_JOINTS:
            break
        near -= 1
    return first, last


def _is_joined(target: Target, place: int) -> bool:
    one, other = target.words[place], target.words[place + 1]
    return not one.is_han and _IN_NAME.fullmatch(target.text, one.end, other.start) is not None


def _is_capital(target: Target, word: Word) -> bool:
    return target.text[word.start].isupper()
