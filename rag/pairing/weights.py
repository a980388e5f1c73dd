"""The fitted weights: how much each feature says, and what gaps cost."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from rag.pairing.chain import BEAD_SHAPES, FloatGrid, GapCosts
from rag.pairing.features import FEATURE_NAMES, Beads

WEIGHTS_FILE = Path(__file__).parent / "weights.json"

#: Translators divide paragraphs more often than the scopes that the weights are fitted on: one in
#: ten of those of several sentences. Log-odds added to beads of several paragraphs; on made-up
#: scopes with that many F1 rises from 0.981 to 0.987, with three times as many from 0.971 to 0.983,
#: and where up to half of the paragraphs have no counterpart it stays at 0.979.
_JOINED_ODDS = 0.75
_JOINED = frozenset(f"shape_{a}_{b}" for a, b in BEAD_SHAPES if (a, b) != (1, 1))

#: What is aligned, and whether a translation table helps.
WeightSet = Literal["paragraphs", "paragraphs_plain", "sentences", "sentences_plain"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of one kind of alignment.

    :param features: log-odds per unit of each feature, in the order of ``FEATURE_NAMES``.
    :param gaps: log-weights of leaving paragraphs alone.
    """

    features: FloatGrid
    gaps: GapCosts


@functools.cache
def load_weights(name: WeightSet) -> Weights:
    """Load the weights that ship, as ``scripts/fit_pairing.py`` wrote them."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))[name]
    features = np.array([stored["features"].get(feature, 0.0) for feature in FEATURE_NAMES])
    if name.startswith("paragraphs"):
        features += _JOINED_ODDS * np.array([feature in _JOINED for feature in FEATURE_NAMES])
    return Weights(features, GapCosts(**stored["gaps"]))


def save_weights(path: Path, fitted: Mapping[WeightSet, Weights]) -> None:
    """Write weights as ``load_weights`` reads them; features that say nothing are left out."""
    stored = {
        name: {
            "features": {
                feature: round(float(value), 4)
                for feature, value in zip(FEATURE_NAMES, weights.features, strict=True)
                if value
            },
            "gaps": {field: round(value, 4) for field, value in asdict(weights.gaps).items()},
        }
        for name, weights in fitted.items()
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def score_beads(beads: Beads, weights: Weights, size: tuple[int, int]) -> list[FloatGrid]:
    """Lay out the beads' log-odds as one grid per bead shape.

    :param beads: with their features.
    :param weights: to score by.
    :param size: paragraphs of the zh and the en side.
    :returns: grids of that size, minus infinity where there is no bead.
    """
    log_odds = beads.features @ weights.features.astype(np.float32)
    grids = [np.full(size, -np.inf) for _ in BEAD_SHAPES]
    for shape, grid in enumerate(grids):
        chosen = beads.shapes == shape
        grid[beads.zh[chosen], beads.en[chosen]] = log_odds[chosen]
    return grids
