"""Terms of both sides and a translation table -> how much of each bead one side explains.

A term counts by its rarity in the scope, so that what every paragraph holds tells nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.pairing.chain import BEAD_SHAPES
from rag.pairing.words import translate_term
from rag.protocols import FloatMatrix, Lexicon
from rag.schema import Language

#: A translation of at least this probability counts in full; rarer ones in proportion. Tables
#: spread a term over its inflections and synonyms, so that good ones often have no more.
_FULL_PROBABILITY = 0.2
#: Rarity a term keeps where every paragraph of the scope holds it: in scopes of one or two
#: paragraphs all terms are of that kind, and they must count for something.
_LEAST_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of a bead's terms that the other side explains, one grid per bead shape, 0 to 1."""

    zh: tuple[FloatMatrix, ...]
    en: tuple[FloatMatrix, ...]


@dataclass(frozen=True, slots=True)
class TermMatrix:
    """Which paragraph holds which term.

    :param terms: the vocabulary.
    :param weights: rarity of each term, shape ``(terms,)``.
    :param held: 1 where the paragraph holds the term, shape ``(n, terms)``.
    """

    terms: tuple[str, ...]
    weights: FloatMatrix
    held: FloatMatrix


def count_terms(paragraphs: Sequence[frozenset[str]]) -> TermMatrix:
    """Lay out the terms of paragraphs as a matrix, weighted by rarity."""
    frequency = Counter(term for terms in paragraphs for term in terms)
    vocabulary = sorted(frequency)
    position = {term: index for index, term in enumerate(vocabulary)}
    held = np.zeros((len(paragraphs), len(vocabulary)), dtype=np.float32)
    for row, terms in enumerate(paragraphs):
        held[row, [position[term] for term in terms]] = 1.0
    counts = np.array([frequency[term] for term in vocabulary], dtype=np.float32)
    weights = np.log((len(paragraphs) + 1) / (counts + 0.5)).astype(np.float32)
    return TermMatrix(tuple(vocabulary), np.maximum(weights, _LEAST_WEIGHT), held)


def measure_coverage(
    zh: Sequence[frozenset[str]], en: Sequence[frozenset[str]], lexicon: Lexicon
) -> Coverage:
    """Measure for every bead which share of its terms the other side explains.

    Terms that neither the table nor the other side knows count for nothing.
    """
    zh_terms, en_terms = count_terms(zh), count_terms(en)
    zh_known = _explain(zh_terms, en_terms, lexicon, source="zh")
    en_known = _explain(en_terms, zh_terms, lexicon, source="en")
    return Coverage(
        tuple(_share(zh_terms, zh_known, a, b) for a, b in BEAD_SHAPES),
        tuple(_share(en_terms, en_known, b, a).T for a, b in BEAD_SHAPES),
    )


@dataclass(frozen=True, slots=True)
class _Explained:
    """How far each paragraph of the other side explains each term.

    :param weights: of the terms, zero for unknown ones, shape ``(terms,)``.
    :param degrees: 0 to 1, shape ``(terms, paragraphs of the other side)``.
    """

    weights: FloatMatrix
    degrees: FloatMatrix


def _explain(
    terms: TermMatrix, others: TermMatrix, lexicon: Lexicon, *, source: Language
) -> _Explained:
    position = {term: index for index, term in enumerate(others.terms)}
    held = np.ascontiguousarray(others.held.T)
    weights = terms.weights.copy()
    # What explains each term, one after the other: row by row would take three times as long.
    rows: list[int] = []
    starts: list[int] = []
    columns: list[int] = []
    degrees: list[float] = []
    for row, term in enumerate(terms.terms):
        translations = translate_term(lexicon, term, source)
        found = [other for other in translations if other in position]
        if term not in position and not translations:
            weights[row] = 0.0
        if term in position or found:
            rows.append(row)
            starts.append(len(columns))
        if term in position:
            columns.append(position[term])
            degrees.append(1.0)
        columns += [position[other] for other in found]
        degrees += [translations[other] / _FULL_PROBABILITY for other in found]
    explained = np.zeros((len(terms.terms), held.shape[1]), dtype=np.float32)
    if rows:
        parts = held[columns] * np.array(degrees, dtype=np.float32)[:, None]
        explained[rows] = np.add.reduceat(parts, starts, axis=0)
    return _Explained(weights, np.minimum(explained, 1.0))


def _share(terms: TermMatrix, explained: _Explained, own: int, other: int) -> FloatMatrix:
    """Measure beads of ``own`` paragraphs against ``other`` ones of the other side."""
    weighted = join_neighbours(terms.held, own) * explained.weights
    total = weighted.sum(axis=1, keepdims=True)
    used = explained.degrees.any(axis=1)
    degrees = join_neighbours(explained.degrees[used].T, other).T
    share: FloatMatrix = (weighted[:, used] @ degrees) / np.maximum(total, np.float32(1e-6))
    return share


def join_neighbours(rows: FloatMatrix, count: int) -> FloatMatrix:
    """Give for each row the maximum of it and those after it, ``count`` in all.

    :param rows: of any width.
    :param count: rows to join, at least 1.
    :returns: as many rows as came in; those too near the end take what there is.
    """
    joined = rows.copy()
    for shift in range(1, count):
        np.maximum(joined[:-shift], rows[shift:], out=joined[:-shift])
    return joined
