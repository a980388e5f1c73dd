import itertools

import numpy as np
import pytest

from rag.pairing.chain import BEAD_SHAPES, GapCosts, run_chain

COSTS = GapCosts(open=-1.0, extend=-0.2, both=-0.5)


def draw_scores(n, m):
    rng = np.random.default_rng(n * 10 + m)
    return [rng.normal(size=(n, m)) for _ in BEAD_SHAPES]


def list_chains(scores, n, m, i=0, j=0, state="bead"):
    """Every chain from a place to the end: its weight and its beads."""
    if (i, j) == (n, m):
        yield 0.0, ()
    for shape, (a, b) in enumerate(BEAD_SHAPES):
        if i + a <= n and j + b <= m:
            for weight, beads in list_chains(scores, n, m, i + a, j + b):
                yield weight + scores[shape][i, j], ((shape, i, j), *beads)
    if i < n and state != "en":
        cost = COSTS.open if state == "bead" else COSTS.extend
        for weight, beads in list_chains(scores, n, m, i + 1, j, "zh"):
            yield weight + cost, beads
    if j < m:
        cost = {"bead": COSTS.open, "zh": COSTS.both, "en": COSTS.extend}[state]
        for weight, beads in list_chains(scores, n, m, i, j + 1, "en"):
            yield weight + cost, beads


@pytest.mark.parametrize(("n", "m"), [(1, 1), (3, 4), (4, 2), (1, 4)])
def test_chain_agrees_with_counting_every_chain(n, m):
    scores = draw_scores(n, m)
    chains = list(list_chains(scores, n, m))
    total = np.log(np.sum([np.exp(weight) for weight, _ in chains]))
    result = run_chain(scores, COSTS)
    assert result.log_total == pytest.approx(total)
    for shape, i, j in {bead for _, beads in chains for bead in beads}:
        share = sum(np.exp(w - total) for w, beads in chains if (shape, i, j) in beads)
        assert result.posteriors[shape][i, j] == pytest.approx(share)


@pytest.mark.parametrize("field", ["open", "extend", "both"])
def test_chain_gap_counts_are_the_gradient(field):
    scores, step = draw_scores(4, 3), 1e-5
    values = {"open": COSTS.open, "extend": COSTS.extend, "both": COSTS.both}
    above = run_chain(scores, GapCosts(**values | {field: values[field] + step})).log_total
    below = run_chain(scores, GapCosts(**values | {field: values[field] - step})).log_total
    counts = dict(zip(values, run_chain(scores, COSTS).gap_counts, strict=True))
    assert counts[field] == pytest.approx((above - below) / (2 * step), abs=1e-5)


def test_chain_without_beads_has_only_gaps():
    result = run_chain([np.full((2, 3), -np.inf) for _ in BEAD_SHAPES], COSTS)
    assert all(not grid.any() for grid in result.posteriors)
    assert result.gap_counts == pytest.approx((1, 1 + 2, 1))


def test_chain_shares_probability_between_rivals():
    scores = [np.full((1, 3), -np.inf) for _ in BEAD_SHAPES]
    scores[0][:] = 9.0
    posterior = run_chain(scores, GapCosts(-1.0, -1.0, -1.0)).posteriors[0]
    assert posterior.sum() == pytest.approx(1, abs=0.01)
    assert max(itertools.chain(*posterior)) < 0.6
