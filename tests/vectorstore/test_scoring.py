import math

import pytest

from vectorstore.scoring import inverse_frequency, weigh_group


def test_single_term_keeps_its_weight():
    assert weigh_group([0.4], [7], 100) == pytest.approx([0.4])


def test_unknown_terms_weigh_nothing():
    assert weigh_group([0.4, 0.6], [0, 0], 100) == [0, 0]
    assert weigh_group([], [], 100) == []
    assert weigh_group([0.4, 0.6], [0, 3], 100) == pytest.approx([0, 0.6])


def test_alternatives_are_as_rare_as_their_concept():
    boosts = weigh_group([0.9, 0.1], [50, 1], 1_000)
    rarity = [inverse_frequency(count, 1_000) for count in (50, 1)]
    # Boost times the engine's own rarity: the rare translation counts by its weight alone.
    pooled = [boost * rare for boost, rare in zip(boosts, rarity, strict=True)]
    assert pooled[0] / pooled[1] == pytest.approx(9)


def test_rarity_is_above_zero_and_falls():
    values = [inverse_frequency(count, 10) for count in (1, 5, 10)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0
    assert inverse_frequency(1, 10) == pytest.approx(math.log(1 + 9.5 / 1.5))


def test_more_than_all_passages_is_no_error():
    assert inverse_frequency(12, 10) > 0
