"""Sentence pairs as word numbers -> translation probabilities in both directions.

IBM Model 1 in both directions, trained to agree (Liang, Taskar and Klein, NAACL 2006: the product
of the two directions' posteriors is counted), with a prior for the diagonal as in fast_align (Dyer,
Chahuneau and Smith, NAACL 2013). Rounds work on numbered word pairs, so that each is a few passes
of numpy over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
#: Weight of aligning a word to nothing, and how sharply words keep to the diagonal.
_NULL_WEIGHT = 0.05
_DIAGONAL_TENSION = 3.0


_TINY = 1e-12
_SOLO_ROUNDS = 2
_AGREEING_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """Expected counts of word pairs that are translations of each other.

    :param pairs: shape (n, 2), Chinese and English word numbers.
    :param counts: expected count of each pair, float64, weighted by sentence.
    """

    pairs: Numbers
    counts: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Every pairing of a Chinese and an English token of the same sentence pair."""

    pair: Numbers
    zh_token: Numbers
    en_token: Numbers
    prior: NDArray[np.float32]


def align(zh: Sequence[Numbers], en: Sequence[Numbers], weights: NDArray[np.float32]) -> Alignment:
    """Count which words translate each other.

    :param zh: word numbers of each Chinese sentence, none empty.
    :param en: word numbers of each English sentence, parallel.
    :param weights: weight of each sentence pair, shape (len(zh),).
    :returns: the expected counts after the last round.
    """
    cells, pairs = _make_cells(zh, en)
    en_words = np.concatenate(en)
    zh_words = np.concatenate(zh)
    weight = np.repeat(weights, [len(words) for words in en])
    null_en = _NULL_WEIGHT * np.bincount(en_words)[en_words] / len(en_words)
    null_zh = _NULL_WEIGHT * np.bincount(zh_words)[zh_words] / len(zh_words)
    forward = backward = counts = np.ones(len(pairs))
    for round_number in range(_SOLO_ROUNDS + _AGREEING_ROUNDS):
        to_zh = _posterior(forward[cells.pair], cells.prior, cells.en_token, null_en)
        to_en = _posterior(backward[cells.pair], cells.prior, cells.zh_token, null_zh)
        scale = weight[cells.en_token]
        if round_number < _SOLO_ROUNDS:
            forward, backward = _sum(cells.pair, to_zh * scale), _sum(cells.pair, to_en * scale)
        else:
            forward = backward = counts = _sum(cells.pair, to_zh * to_en * scale)
        forward = forward / np.maximum(_sum(pairs[:, 0], forward), _TINY)[pairs[:, 0]]
        backward = backward / np.maximum(_sum(pairs[:, 1], backward), _TINY)[pairs[:, 1]]
    return Alignment(pairs, counts)


def _sum(numbers: Numbers, weights: NDArray[np.floating]) -> NDArray[np.float64]:
    """Add up the weights of each number."""
    return np.bincount(numbers, weights).astype(np.float64, copy=False)


def _posterior(
    probability: NDArray[np.float64],
    prior: NDArray[np.float32],
    token: Numbers,
    null: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Share each token out over the words it may translate, and over none."""
    mass = (probability * prior).astype(np.float32)
    total = np.bincount(token, mass, minlength=len(null)) + null
    return (mass / total[token]).astype(np.float32)


def _make_cells(zh: Sequence[Numbers], en: Sequence[Numbers]) -> tuple[_Cells, Numbers]:
    zh_length = np.array([len(words) for words in zh])
    en_length = np.array([len(words) for words in en])
    zh_words = np.concatenate(zh).astype(np.int64)
    en_words = np.concatenate(en).astype(np.int64)
    en_start = np.cumsum(en_length) - en_length
    sentence = np.repeat(np.arange(len(zh)), zh_length)
    repeat = en_length[sentence]
    zh_token = np.repeat(np.arange(len(zh_words), dtype=np.int32), repeat)
    shift = (en_start[sentence] - (np.cumsum(repeat) - repeat)).astype(np.int32)
    en_token = np.arange(len(zh_token), dtype=np.int32) + shift[zh_token]
    distance = np.abs(_positions(zh_length)[zh_token] - _positions(en_length)[en_token])
    prior = np.exp(-_DIAGONAL_TENSION * distance)
    size = int(en_words.max()) + 1
    codes, pair = np.unique(zh_words[zh_token] * size + en_words[en_token], return_inverse=True)
    pairs = np.stack([codes // size, codes % size], axis=1).astype(np.int32)
    return _Cells(pair.astype(np.int32), zh_token, en_token, prior), pairs


def _positions(lengths: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give each token's place in its sentence, 0 to 1."""
    return np.concatenate([(np.arange(n) + 0.5) / n for n in lengths]).astype(np.float32)
