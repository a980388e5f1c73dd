"""Made-up scopes -> the weights that ship; ``scripts/fit_pairing.py`` is the command.

Fits a semi-Markov random field by gradient ascent on the likelihood of the right alignments. Same
scopes, same weights.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.pairing.chain import BEAD_SHAPES, FloatGrid, GapCosts, run_chain
from rag.pairing.features import FEATURE_NAMES, Beads, list_beads
from rag.pairing.scopes import Line, Scope, draw_style, make_scope, make_strange_scope
from rag.pairing.sides import describe_paragraphs
from rag.pairing.weights import Weights, score_beads
from rag.protocols import Embedder, Lexicon

_LOG = logging.getLogger(__name__)
#: Of gradient ascent; the likelihood gains less than 0.001 a paragraph after 150.
DEFAULT_STEPS = 200
_LEARNING_RATE = 0.08
_DECAY = 1e-3
_GAP_FIELDS = ("open", "extend", "both")


@dataclass(frozen=True, slots=True)
class Example:
    """A scope made ready for fitting.

    :param gold: summed features of the right beads.
    :param gold_gaps: how often the right alignment pays each gap cost.
    """

    size: tuple[int, int]
    beads: Beads
    gold: FloatGrid
    gold_gaps: FloatGrid


def make_scopes(
    sources: Sequence[Sequence[Line]], count: int, *, sentences: bool, seed: int
) -> list[Scope]:
    """Make scopes of every style from all sources in turn; one in four translates nothing."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    scopes = []
    for index in range(count):
        lines = sources[index % len(sources)]
        style = draw_style(rng, sentences=sentences)
        # The round is added so that every source has its turn.
        strange = not sentences and (index + index // len(sources)) % 4 == 3
        make = make_strange_scope if strange else make_scope
        scopes.append(make(lines, style, rng))
    return scopes


def prepare_example(scope: Scope, embedder: Embedder, lexicon: Lexicon | None) -> Example | None:
    """List a scope's beads; None where a right one is not among them."""
    zh = describe_paragraphs(scope.zh, embedder.encode([p.text for p in scope.zh]), "zh")
    en = describe_paragraphs(scope.en, embedder.encode([p.text for p in scope.en]), "en")
    beads = list_beads(zh, en, lexicon)
    rows = {
        key: row
        for row, key in enumerate(
            zip(beads.shapes.tolist(), beads.zh.tolist(), beads.en.tolist(), strict=True)
        )
    }
    shapes = {shape: index for index, shape in enumerate(BEAD_SHAPES)}
    chosen = [rows.get((shapes.get((len(z), len(e)), -1), z[0], e[0])) for z, e in scope.gold]
    if None in chosen:
        return None
    gold = beads.features[[row for row in chosen if row is not None]].sum(axis=0)
    size = (len(scope.zh), len(scope.en))
    return Example(size, beads, gold.astype(np.float64), count_gaps(scope, size))


def count_gaps(scope: Scope, size: tuple[int, int]) -> FloatGrid:
    """Count how often a scope's right alignment pays each gap cost, in the fields' order."""
    counts = np.zeros(3)
    before = (-1, -1)
    for after in [(z[0], e[0]) for z, e in scope.gold] + [size]:
        zh_gap, en_gap = after[0] - before[0] - 1, after[1] - before[1] - 1
        counts += [
            (zh_gap > 0) + (en_gap > 0 and zh_gap == 0),
            max(0, zh_gap - 1) + max(0, en_gap - 1),
            zh_gap > 0 and en_gap > 0,
        ]
        ends = [(z[-1], e[-1]) for z, e in scope.gold if (z[0], e[0]) == after]
        before = ends[0] if ends else after
    return counts


def fit_weights(
    examples: Sequence[Example], *, names: frozenset[str], steps: int = DEFAULT_STEPS
) -> Weights:
    """Fit weights by Adam on the mean log-likelihood per paragraph.

    :param examples: what to fit.
    :param names: features that may be used; the others stay at zero.
    :param steps: of ascent.
    :returns: the weights.
    """
    scale = np.concatenate(
        [
            np.sqrt(
                np.mean(
                    np.concatenate([e.beads.features for e in examples]).astype(np.float64) ** 2,
                    axis=0,
                )
            ),
            np.ones(3),
        ]
    )
    scale[scale < 1e-6] = 1.0
    used = np.array([name in names for name in FEATURE_NAMES] + [True] * 3)
    values = np.zeros(len(scale))
    values[-3:] = (-1.0, -0.2, -0.2)
    moment, square = np.zeros_like(values), np.zeros_like(values)
    total = sum(sum(example.size) for example in examples)
    for step in range(1, steps + 1):
        likelihood, gradient = measure_fit(examples, values / scale)
        gradient = gradient / scale / total - _DECAY * values / len(values)
        gradient[~used] = 0
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = _LEARNING_RATE * (1 - 0.9 * step / steps)
        values += rate * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
        if step % 50 == 0:
            _LOG.info("step %d: log-likelihood per paragraph %.4f", step, likelihood / total)
    values = values / scale
    return Weights(values[:-3], GapCosts(*values[-3:].tolist()))


def measure_fit(examples: Sequence[Example], values: FloatGrid) -> tuple[float, FloatGrid]:
    """Give the log-likelihood of the right alignments, and its gradient."""
    weights = Weights(values[:-3], GapCosts(*values[-3:].tolist()))
    likelihood, gradient = 0.0, np.zeros_like(values)
    for example in examples:
        beads = example.beads
        result = run_chain(score_beads(beads, weights, example.size), weights.gaps)
        likelihood += float(example.gold @ values[:-3] + example.gold_gaps @ values[-3:])
        likelihood -= result.log_total
        posteriors = np.empty(len(beads))
        for shape, grid in enumerate(result.posteriors):
            chosen = beads.shapes == shape
            posteriors[chosen] = grid[beads.zh[chosen], beads.en[chosen]]
        gradient[:-3] += example.gold - posteriors.astype(np.float32) @ beads.features
        gradient[-3:] += example.gold_gaps - np.array(result.gap_counts)
    return likelihood, gradient
