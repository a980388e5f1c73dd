import pytest

from rag.search.fusion import WeighedRanking, fuse_scores, standardise


def best(scores):
    return max(scores, key=scores.__getitem__)


def test_standardise_measures_from_the_median():
    heights = standardise([("a", 5.0), ("b", 3.0), ("c", 1.0)])
    assert heights["a"] == pytest.approx(2 / 1.632993)
    assert heights["b"] == heights["c"] == 0


@pytest.mark.parametrize(
    ("ranking", "heights"),
    [
        pytest.param([], {}, id="empty"),
        pytest.param([("a", 4.0)], {"a": 1.0}, id="one"),
        pytest.param([("a", 4.0), ("b", 4.0)], {"a": 1.0, "b": 1.0}, id="equal"),
    ],
)
def test_standardise_without_spread(ranking, heights):
    assert standardise(ranking) == heights


def test_standardise_counts_an_item_once_with_its_best():
    assert standardise([("a", 5.0), ("a", 1.0), ("b", 1.0)])["a"] > 0


def test_fuse_scores_prefers_what_several_rankings_of_a_language_place_high():
    first = WeighedRanking([("a", 3.0), ("b", 2.9), ("c", 0.0), ("d", 0.0)], "zh", 1.0)
    second = WeighedRanking([("b", 3.0), ("c", 1.0), ("d", 0.5), ("a", 0.0)], "zh", 1.0)
    assert best(fuse_scores([first, second], other_language_share=0.0)) == "b"


def test_fuse_scores_does_not_prefer_an_item_for_being_in_both_languages():
    zh = WeighedRanking([("lone", 9.0), ("paired", 6.0), ("x", 1.0), ("y", 1.0)], "zh", 1.0)
    en = WeighedRanking([("paired", 6.0), ("u", 5.0), ("v", 1.0), ("w", 1.0)], "en", 1.0)
    assert best(fuse_scores([zh, en], other_language_share=0.1)) == "lone"


def test_fuse_scores_leaves_out_nothing_that_is_ranked():
    ranking = WeighedRanking([("a", 2.0), ("b", 1.0), ("c", 0.0)], "en", 1.0)
    assert set(fuse_scores([ranking], other_language_share=0.2)) == {"a", "b", "c"}


def test_fuse_scores_of_nothing_is_empty():
    assert fuse_scores([WeighedRanking([], "zh", 1.0)], other_language_share=0.2) == {}
