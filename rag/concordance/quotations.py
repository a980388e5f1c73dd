"""A term in quotation marks -> what stands in quotation marks in the other language for it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.concordance.enclosures import find_enclosures
from rag.concordance.evidence import EXPLAINED_WEIGHT, Mark, is_function_word, weigh_parts
from rag.concordance.targets import Stretch, Target
from rag.concordance.words import find_words
from rag.schema import Span

#: Longer quotations are what somebody said.
_MAX_QUOTED_WORDS = 16
#: From this share of its words on, the rest of the source explains a quotation.
_EXPLAINED_SHARE = 0.5


def find_quoted(
    source: str, term: Span, target: Target, marks: Sequence[Mark], found: Stretch | None
) -> Stretch | None:
    """Find the quotation that renders a term which is one.

    :param source: the sentence with the term.
    :param term: where the term stands in it.
    :param target: the sentence of the other language.
    :param marks: what stands for parts of the term.
    :param found: the stretch that these tell, whatever the quotation marks.
    :returns: the words in the marks; None where the term is no quotation, or it is not clear which
        one renders it.
    """
    own = find_enclosures(source).quoted
    places = [place for place, span in enumerate(own) if _says_the_same(source, span, term)]
    if not places:
        return None
    there = [stretch for span in target.enclosures.quoted if (stretch := _words_in(target, span))]
    weights = [weigh_parts(marks, stretch, target.sizes) for stretch in there]
    best = max(weights, default=0.0)
    if best > 0 and weights.count(best) == 1:
        stretch = there[weights.index(best)]
        is_there = found is not None and found[0] <= stretch[1] and stretch[0] <= found[1]
        if is_there or found is None or best >= weigh_parts(marks, found, target.sizes):
            return stretch
    if found is None and best == 0 and len(there) == len(own):
        # Quotations mostly keep their order.
        stretch = there[places[0]]
        return None if _is_of_the_rest(target, stretch) else stretch
    return None


def _says_the_same(source: str, span: Span, term: Span) -> bool:
    """Tell whether a quotation is the term, but for words of grammar and punctuation."""
    if not (span[0] <= term[0] and term[1] <= span[1]):
        return False
    around = source[span[0] : term[0]], source[term[1] : span[1]]
    return all(is_function_word(word) for part in around for word in find_words(part))


def _words_in(target: Target, span: Span) -> Stretch | None:
    inside = [place for place, word in enumerate(target.words) if span[0] <= word.start < span[1]]
    if not 0 < len(inside) <= _MAX_QUOTED_WORDS:
        return None
    return inside[0], inside[-1]


def _is_of_the_rest(target: Target, stretch: Stretch) -> bool:
    explained = target.explained[stretch[0] : stretch[1] + 1]
    count = sum(weight >= EXPLAINED_WEIGHT for weight in explained)
    return count >= _EXPLAINED_SHARE * len(explained)
