"""Words of a sentence that nothing explains -> which of them stand for the term perhaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.concordance.evidence import (
    Mark,
    expand_text,
    is_function_word,
    is_han_term,
)
from rag.concordance.targets import Stretch, Target
from rag.concordance.words import find_words
from rag.protocols import Lexicon
from rag.schema import Language

#: Translations less likely than this are noise even of a word that is left over.
_MIN_WEAK_WEIGHT = 0.08


def mark_leftovers(
    term: str, target: Target, lexicon: Lexicon | None, *, within: Stretch
) -> list[Mark]:
    """Find words that nothing else explains and whose translations share a part with the term.

    Of sprout the table gives 苗 among many others: too little, but for a word that is left over.

    :param term: the term.
    :param target: the sentence.
    :param lexicon: translations; optional.
    :param within: where in the sentence to look.
    :returns: the marks; none without a lexicon.
    """
    keys = [word.key for word in find_words(term)]
    run = "".join(keys)
    marks: list[Mark] = []
    for first, last in _list_pieces(target, within):
        language: Language = "zh" if target.words[first].is_han else "en"
        written = "".join(word.key for word in target.words[first : last + 1])
        found = [
            (weight, place)
            for group in expand_text(written, language, lexicon)
            for member, weight in group
            if weight >= _MIN_WEAK_WEIGHT and (place := _find(member, keys, run)) >= 0
        ]
        weight, place = max(found, default=(0.0, 0))
        if weight > max(target.explained[first : last + 1]):
            marks.append(Mark(first, last, target.parts + place, written, weight))
    return marks


def _list_pieces(target: Target, within: Stretch) -> Iterator[Stretch]:
    place = within[0]
    while place <= within[1]:
        first, last = target.pieces[place]
        place = last + 1
        if first != last or not is_function_word(target.words[first]):
            yield first, last


def _find(member: str, keys: Sequence[str], run: str) -> int:
    if is_han_term(member):
        return run.find(member)
    return keys.index(member) if member in keys else -1
