"""A question -> the places in it that tell of what it is asked.

In a library of one country's speeches nearly every passage is about that country, named or not:
"we" says it as well. What few passages name is what a question is about.
"""

from __future__ import annotations

import math

from rag.search.channels import LANGUAGES
from rag.text.places import find_places, index_words
from rag.text.terms import han_pairs, word_terms
from vectorstore import Store

#: What more than this share of the passages of a language name is taken for granted there.
_COMMON_SHARE = 0.25
_COMMON_RARITY = math.log(1 / _COMMON_SHARE)


def find_telling_places(text: str, store: Store) -> list[str]:
    """Find the places that a question names and that few passages do.

    :param text: the question, in its own words alone.
    :param store: the library.
    :returns: Chinese names of countries and regions, as ``rag.text.places`` has them, sorted.
    """
    return sorted(place for place in find_places(text) if not _is_common(place, store))


def _is_common(place: str, store: Store) -> bool:
    for language in LANGUAGES:
        cut = han_pairs if language == "zh" else word_terms
        names = [terms for name in index_words(place)[language] if (terms := cut(name))]
        groups = [((term, 1.0),) for terms in names for term in terms]
        rarities = iter(store.rarities(groups, language=language) if groups else ())
        # A long name is at least as rare as the rarest of its parts.
        if any(max(next(rarities) for _ in terms) < _COMMON_RARITY for terms in names):
            return True
    return False
