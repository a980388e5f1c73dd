"""Index terms -> codes and counts, as the catalogue keeps them and the keyword index searches them.

A term is known by a 32-bit code of its letters. Whatever scores terms needs to know no more than
that, codes are the dimensions that engines with sparse vectors want, and of a million different
terms about a hundred share a code with another one.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.values import TermGroup

#: One concept as codes with weights.
CodeGroup = tuple[tuple[int, float], ...]

#: One row for each different term of a passage: its code, and how often (at most 255 times) it
#: occurs in the text and in the context.
TERM_ROW = np.dtype([("code", "<u4"), ("text", "u1"), ("context", "u1")])
TermCounts = NDArray[np.void]
_MOST = 255
#: Codes of terms remembered, 7 MB: a question asks for each of its own several times.
_KNOWN = 50_000


@functools.lru_cache(maxsize=_KNOWN)
def term_code(term: str) -> int:
    """Give a term its code: CRC-32 of its UTF-8 bytes."""
    return zlib.crc32(term.encode())


def count_terms(terms: Sequence[str], context_terms: Sequence[str]) -> TermCounts:
    """Count the terms of a passage and of its context.

    :param terms: of its text, repeated as often as they occur.
    :param context_terms: of its context.
    :returns: one row a term, of type ``TERM_ROW``, by ascending code.
    """
    (text_codes, text), (context_codes, context) = _count(terms), _count(context_terms)
    codes = np.union1d(text_codes, context_codes)
    rows = np.zeros(len(codes), TERM_ROW)
    rows["code"] = codes
    rows["text"][np.searchsorted(codes, text_codes)] = np.minimum(text, _MOST)
    rows["context"][np.searchsorted(codes, context_codes)] = np.minimum(context, _MOST)
    return rows


def replace_context(counts: TermCounts, context_terms: Sequence[str]) -> TermCounts:
    """Count the terms of a passage anew whose context has changed.

    :param counts: as ``count_terms`` gave them.
    :param context_terms: of its new context.
    :returns: as ``count_terms`` would give them.
    """
    text = counts[counts["text"] > 0]
    context = count_terms((), context_terms)
    codes = np.union1d(text["code"], context["code"])
    rows = np.zeros(len(codes), TERM_ROW)
    rows["code"] = codes
    rows["text"][np.searchsorted(codes, text["code"])] = text["text"]
    rows["context"][np.searchsorted(codes, context["code"])] = context["context"]
    return rows


def _count(terms: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """Codes in ascending order, and how often each occurs; in C, as it is done for every term."""
    codes = np.fromiter(map(zlib.crc32, map(str.encode, terms)), np.uint32, len(terms))
    return np.unique(codes, return_counts=True)


def encode_group(group: TermGroup) -> CodeGroup:
    """Give the terms of a concept their codes; those without weight go."""
    return tuple([(term_code(term), float(weight)) for term, weight in group if weight > 0])


def encode_groups(groups: Sequence[TermGroup]) -> list[CodeGroup]:
    """Give the terms of a question their codes; terms without weight and empty concepts go."""
    return [coded for group in groups if (coded := encode_group(group))]
