"""A sentence with a term, and the sentence that says the same -> the stretch that renders the term.

Two kinds of evidence: the words that the lexicon gives for those of the term, against those it
gives for the rest of the sentence; and words that come back wherever the term does and hardly
elsewhere, which finds the renderings of names and coinages that no lexicon has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.concordance.acronyms import find_gloss_end, find_spelt_out
from rag.concordance.boundaries import find_boundaries, list_neighbours
from rag.concordance.enclosures import find_enclosures
from rag.concordance.evidence import (
    EXPLAINED_WEIGHT,
    Mark,
    Returns,
    discount,
    expand_text,
    find_known,
    is_function_word,
    list_units,
    mark_back,
    mark_translations,
    measure_parts,
    weigh_parts,
    weigh_words,
    with_part_of,
)
from rag.concordance.leftovers import mark_leftovers
from rag.concordance.quotations import find_quoted
from rag.concordance.targets import Stretch, Target, cut_target
from rag.concordance.words import Word, find_words, is_acronym, is_joint
from rag.protocols import Lexicon
from rag.schema import Language, Span

#: A word that the rest of the sentence explains better by this factor is none of the term's.
_RIVAL_FACTOR = 1.25
#: What a word inside the stretch costs that no part of the term explains; a Han character half.
_STOPWORD_COST, _FREE_COST, _KNOWN_COST, _EXPLAINED_COST = 0.03, 0.08, 0.2, 0.35
_HAN_COST_SHARE = 0.5
_GAP_COST = 0.4
#: A stretch is shown where the parts of the term that it holds add up to this share of all.
_MIN_COVERAGE = 0.3
#: What a word that comes back counts beside a part of the term that the lexicon explains.
_RETURN_WEIGHT = 0.6
#: What a word counts at least that nothing else explains, where another one stands beside it.
_LEFT_WEIGHT = 0.4
#: Words, or Han characters.
_MAX_RENDERING_WORDS = 24
#: Words on each side of a stretch that may belong to it as well.
_BESIDE = 4
#: A neighbouring stretch must be rendered by so much more of the term.
_MIN_GAIN = 0.1
#: What a second word that explains the same part of the term counts beside the first.
_FURTHER_SHARE = 0.3


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
    read = _Reading(language, lexicon, returns)
    found = _find_stretch(source, term, target, read)
    if found is None:
        return None
    there, stretch, is_quoted = found
    if is_quoted:
        return there.span(stretch)
    return there.whole_span(_check_back(source, term, there, stretch, read))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What sentences are read with: see ``find_rendering``."""

    language: Language
    lexicon: Lexicon | None
    returns: Returns


def _check_back(source: str, term: Span, there: Target, found: Stretch, read: _Reading) -> Stretch:
    """Take a neighbouring stretch where that one is rendered by the term, and this one is not."""
    neighbours = list_neighbours(there, found)
    if not neighbours:
        return found
    back = _Reading("en" if read.language == "zh" else "zh", read.lexicon, {})
    best, most = found, _rate_back(source, term, there, found, back)
    for each in neighbours if 0 < most < 1 else ():
        share = _rate_back(source, term, there, each, back)
        if share > most + _MIN_GAIN:
            best, most = each, share
    return best


def _rate_back(source: str, term: Span, there: Target, stretch: Stretch, back: _Reading) -> float:
    """Tell how far what renders a rendering is the term: characters of both, of all."""
    found = _find_stretch(there.text, there.span(stretch), source, back)
    if found is None:
        return 0.0
    start, end = found[0].span(found[1])
    common = min(end, term[1]) - max(start, term[0])
    return max(0, common) / (max(end, term[1]) - min(start, term[0]))


def _find_stretch(
    source: str, term: Span, target: str, read: _Reading
) -> tuple[Target, Stretch, bool] | None:
    """Find what renders a term, in one direction.

    :param source: a sentence.
    :param term: where the term stands in it.
    :param target: what the other language says for the sentence.
    :param read: how the sentence is read.
    :returns: the sentence of the other language, the stretch, and whether quotation marks tell it.
    """
    term = find_spelt_out(source, term)
    end = find_gloss_end(source, term)
    # An acronym in brackets is the term's, and none of the rest's.
    own, rest = source[term[0] : end], f"{source[: term[0]]} ， {source[end:]}"
    lexicon = read.lexicon
    there = _read_target(own, rest, target, language=read.language, lexicon=lexicon)
    if not there.words:
        return None
    forth = mark_translations(target, there.words, expand_text(own, read.language, lexicon))
    marks = _mark(own, there, forth, lexicon)
    found = _choose(there, marks)
    is_borrowed = found is not None and _is_borrowed(found, there, marks)
    found = None if is_borrowed else found
    quoted = find_quoted(source, term, there, marks, found)
    if quoted is not None:
        return there, quoted, True
    if found is None and read.returns:
        marks = [*marks, *_mark_returns(there, read.returns)]
        found = _choose(there, marks)
    if found is None and not is_borrowed:
        everywhere = 0, len(there.words) - 1
        left = mark_leftovers(own, there, lexicon, within=everywhere)
        found = _choose_leftovers(there, marks, left)
    if found is None:
        return None
    beside = max(0, found[0] - _BESIDE), min(len(there.words) - 1, found[1] + _BESIDE)
    weak = [*forth, *mark_leftovers(own, there, lexicon, within=beside)]
    return there, _finish(there, found, marks, weak), False


def _read_target(
    own: str, rest: str, text: str, *, language: Language, lexicon: Lexicon | None
) -> Target:
    """Find out what the rest of the source explains of a sentence.

    :param own: the term.
    :param rest: the sentence without the term.
    :param text: the sentence of the other language.
    :param language: of the source.
    :param lexicon: translations; optional.
    :returns: the sentence.
    """
    words = find_words(text)
    claims = mark_translations(text, words, expand_text(rest, language, lexicon))
    rivals = weigh_words(words, discount(claims))
    back = weigh_words(words, mark_back(rest, words, lexicon, first_part=0))
    return Target(
        text,
        words,
        find_enclosures(text),
        rivals=rivals,
        back=back,
        explained=[max(pair) for pair in zip(rivals, back, strict=True)],
        known=find_known(words, lexicon),
        sizes=measure_parts(own, language, lexicon),
        pieces=cut_target(words, lexicon),
    )


def _mark(own: str, target: Target, forth: Sequence[Mark], lexicon: Lexicon | None) -> list[Mark]:
    """Find what may stand for parts of a term rather than for the rest of its sentence."""
    words = target.words
    back = [
        with_part_of(mark, forth)
        for mark in mark_back(own, words, lexicon, first_part=target.parts)
    ]
    supported = {place for mark in back for place in range(mark.first, mark.last + 1)}
    return [
        mark
        for found in (*forth, *back)
        if _is_own(found, words, max(target.rivals[found.first : found.last + 1]))
        and (mark := _to_pieces(found, target.pieces)) is not None
        and not _is_contradicted(mark, target, supported)
    ]


def _to_pieces(mark: Mark, pieces: Sequence[Stretch]) -> Mark | None:
    """Widen a mark inside a word to the word; none where it cuts two words."""
    first, last = pieces[mark.first], pieces[mark.last]
    if first == last:
        return replace(mark, first=first[0], last=first[1])
    return mark if first[0] == mark.first and last[1] == mark.last else None


def _is_contradicted(mark: Mark, target: Target, supported: Collection[int]) -> bool:
    """Tell whether a word's own translations stand in the rest of the source, not in the term."""
    places = range(mark.first, mark.last + 1)
    return not any(place in supported for place in places) and (
        max(target.back[place] for place in places) > mark.weight
    )


def _is_own(mark: Mark, words: Sequence[Word], rival: float) -> bool:
    """Tell whether a mark may stand for the term rather than for the rest of its sentence.

    What stands in the target twice may stand for both.
    """
    if mark.weight * _RIVAL_FACTOR >= rival:
        return True
    keys = [word.key for word in words[mark.first : mark.last + 1]]
    starts = range(len(words) - len(keys) + 1)
    return sum([w.key for w in words[i : i + len(keys)]] == keys for i in starts) > 1


def _is_borrowed(found: Stretch, target: Target, marks: Sequence[Mark]) -> bool:
    """Tell whether a stretch renders another part of the sentence that is like part of the term.

    Of 防潮闸 tide explains one part of two, and 潮水 beside it explains tide no worse.
    """
    held = [mark for mark in marks if found[0] <= mark.first and mark.last <= found[1]]
    is_whole = target.parts < 2 or len({mark.part for mark in held}) > 1
    return not is_whole and all(
        max(target.rivals[mark.first : mark.last + 1]) >= mark.weight for mark in held
    )


def _mark_returns(target: Target, returns: Returns) -> list[Mark]:
    numbers = {key: number for number, key in enumerate(returns)}
    return [
        Mark(first, last, -1 - numbers[key], key, _RETURN_WEIGHT * returns[key])
        for first, last, key in list_units(target.words)
        if key in returns and max(target.rivals[first : last + 1]) < EXPLAINED_WEIGHT
    ]


def _choose(target: Target, marks: Sequence[Mark]) -> Stretch | None:
    """Choose the stretch that holds most of the term's parts for the least that is not of it."""
    best: tuple[float, int, int] | None = None
    costs, gaps = _cost_words(target, marks), _cost_gaps(target)
    for first in sorted({mark.first for mark in marks}):
        for last, value in _stretches(first, marks, costs, gaps):
            if (
                (best is None or value > best[0])
                and target.whole_span((first, last)) is not None
                and _cover(target, (first, last), marks) >= _MIN_COVERAGE
            ):
                best = (value, first, last)
    return best[1:] if best is not None else None


def _choose_leftovers(
    target: Target, marks: Sequence[Mark], left: Sequence[Mark]
) -> Stretch | None:
    """Choose a stretch of words that nothing else explains; two of them bear each other out."""
    free = [mark for mark in left if not any(target.explained[mark.first : mark.last + 1])]
    lifted = [replace(mark, weight=max(mark.weight, _LEFT_WEIGHT)) for mark in free]
    found = _choose(target, [*marks, *lifted])
    if found is not None:
        held = {m.part for m in lifted if found[0] <= m.first and m.last <= found[1]}
        if len(held) > 1:
            return found
    return _choose(target, [*marks, *free])


def _cover(target: Target, stretch: Stretch, marks: Sequence[Mark]) -> float:
    """Tell how much of the term a stretch holds; acronyms and what comes back stand for all."""
    held = [mark for mark in marks if stretch[0] <= mark.first and mark.last <= stretch[1]]
    wholes = [mark.weight for mark in held if mark.part < 0]
    wholes += [mark.weight**0.5 for mark in held if _is_acronym(target, mark.first)]
    return max(weigh_parts([m for m in held if m.part >= 0], stretch, target.sizes), *wholes, 0.0)


def _is_acronym(target: Target, place: int) -> bool:
    return is_acronym(target.text[slice(*target.span((place, place)))])


def _finish(target: Target, found: Stretch, marks: Sequence[Mark], weak: Sequence[Mark]) -> Stretch:
    """Find where a stretch begins and ends."""
    held = [mark for mark in marks if found[0] <= mark.first and mark.last <= found[1]]
    covered = {mark.part for mark in held if mark.part >= 0}
    # Parts found by the target's own translations are numbered from target.parts on.
    lacking = target.parts - len(covered) if covered else 0
    missing = [part for part in range(target.parts) if part not in covered]
    before = min(lacking, sum(part < min(covered) for part in missing)) if lacking > 0 else 0
    after = min(lacking, sum(part > max(covered) for part in missing)) if lacking > 0 else 0
    places = {place for mark in weak for place in range(mark.first, mark.last + 1)}
    return find_boundaries(target, found, missing=(before, after), weak=places)


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


def _cost_words(target: Target, marks: Sequence[Mark]) -> list[float]:
    own = weigh_words(target.words, marks)
    return [
        _cost(word, mine, rival, is_known=known)
        for word, mine, rival, known in zip(
            target.words, own, target.explained, target.known, strict=False
        )
    ]


def _cost(word: Word, own: float, rival: float, *, is_known: bool) -> float:
    if own > 0:
        return 0.0
    share = _HAN_COST_SHARE if word.is_han else 1.0
    if is_function_word(word):
        return _STOPWORD_COST * share
    if word.is_han and is_known and rival < EXPLAINED_WEIGHT:
        return _KNOWN_COST * share
    return (_EXPLAINED_COST if rival >= EXPLAINED_WEIGHT else _FREE_COST) * share


def _cost_gaps(target: Target) -> list[float]:
    """Cost of what stands before each word: a comma seldom stands inside a rendering."""
    return [0.0] + [
        0.0 if is_joint(target.text, one, other) else _GAP_COST
        for one, other in pairwise(target.words)
    ]
