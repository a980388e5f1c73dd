import pytest

from rag.search.fusion import fuse_ranks


def test_fuse_ranks_prefers_what_several_rankings_place_high():
    scores = fuse_ranks([(["a", "b"], 1.0), (["b", "c"], 1.0)], constant=60)
    assert max(scores, key=scores.__getitem__) == "b"


def test_fuse_ranks_adds_reciprocal_ranks():
    scores = fuse_ranks([(["a", "b"], 1.0), (["b"], 0.5)], constant=60)
    assert scores == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 0.5 / 61})


def test_fuse_ranks_of_nothing_is_empty():
    assert fuse_ranks([([], 1.0)], constant=60) == {}
