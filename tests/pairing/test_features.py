import numpy as np
import pytest
from pairing_fakes import FakeEmbedder, FakeLexicon, paragraphs

from rag.pairing.coverage import measure_coverage
from rag.pairing.features import FEATURE_NAMES, LEXICAL_NAMES, list_beads
from rag.pairing.sides import describe_paragraphs
from rag.pairing.words import find_chinese_words


def side(language, *texts):
    made = paragraphs(language, *texts)
    return describe_paragraphs(made, FakeEmbedder().encode([p.text for p in made]), language)


def features_of(zh, en, lexicon=None, bead=(0, 0, 0)):
    """The features, by name, of a bead given by shape and first paragraphs."""
    beads = list_beads(zh, en, lexicon)
    rows = zip(beads.shapes, beads.zh, beads.en, beads.features, strict=True)
    (row,) = (values for *place, values in rows if tuple(place) == bead)
    return dict(zip(FEATURE_NAMES, row, strict=True))


@pytest.mark.parametrize(
    ("zh", "en", "shared", "alone"),
    [
        ("运送了120多万份", "more than 1.2 million sent", True, False),
        ("2021年12月30日", "December 30, 2021", True, False),
        ("增长5%", "grew by 7 percent", False, True),
        ("没有数字", "no number", False, False),
    ],
    ids=["large", "date", "other number", "none"],
)
def test_features_compare_numbers(zh, en, shared, alone):
    found = features_of(side("zh", zh), side("en", en))
    assert bool(found["numbers_shared"] > 0) is shared
    assert bool(found["numbers_alone"] > 0) is alone


def test_features_compare_latin_names_of_the_zh_side():
    found = features_of(side("zh", "RCEP生效"), side("en", "RCEP took effect in Lakeside"))
    assert found["names_shared"] > 0
    assert found["names_alone"] == 0


def test_features_see_roles_and_turns():
    zh = side("zh", "question|记者|记者：渡轮呢？", "answer|市长|渡轮开航。")
    en = side("en", "question|Question|Question: The ferry?", "answer|Mayor|Mayor: The ferry runs.")
    same, differs = features_of(zh, en), features_of(zh, en, bead=(0, 1, 1))
    assert (same["role_same"], same["role_differs"], same["turn_same"]) == (1, 0, 1)
    assert (differs["role_same"], differs["turn_differs"]) == (0, 1)


def test_features_count_turns_inside_a_bead():
    zh = side("zh", "渡轮价格不变。")
    en = side("en", "question|Question|Question: Prices?", "answer|Mayor|Mayor: The ferry prices.")
    assert features_of(zh, en, bead=(1, 0, 0))["turn_inside"] == 1


def test_features_without_table_hold_no_lexical_evidence():
    found = features_of(side("zh", "渡轮"), side("en", "ferry"))
    assert not any(found[name] for name in LEXICAL_NAMES)


def test_features_length_misfit_grows_with_the_difference():
    zh = side("zh", "港口的渡轮五月开航，工人正在做最后的检查。" * 3)
    fitting = side("en", "The ferry at the harbour starts in May; workers make last checks. " * 3)
    short = side("en", "The ferry starts.")
    misfits = [features_of(zh, en)["length_misfit"] for en in (fitting, short)]
    assert misfits[0] < 1 < misfits[1]


def test_features_join_vectors_of_a_cut_paragraph():
    zh = side("zh", "堤坝会修好。洪水不会再来。")
    en = side("en", "The dam will be mended.", "The flood will not come.")
    assert features_of(zh, en, bead=(1, 0, 0))["cosine_gain"] > 0


def test_coverage_counts_explained_terms():
    coverage = measure_coverage(
        [frozenset({"渡轮", "港口"})],
        [frozenset({"ferri", "harbour"}), frozenset({"ferri"}), frozenset()],
        FakeLexicon(),
    )
    assert coverage.zh[0].tolist() == [[1.0, 0.5, 0.0]]
    assert coverage.en[0].tolist() == [[1.0, 1.0, 0.0]]
    # The bead of two joins what its parts hold.
    assert coverage.zh[1][0, 1] == pytest.approx(0.5)


def test_coverage_leaves_unknown_terms_out_of_account():
    coverage = measure_coverage(
        [frozenset({"渡轮", "某某"})], [frozenset({"ferri", "lakesid"})], FakeLexicon()
    )
    assert coverage.zh[0][0, 0] == coverage.en[0][0, 0] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("图书馆旁的電車車站", {"图书馆", "电车", "车站"}),
        ("the library", set()),
        ("新的library在港口", {"港口"}),
        ("", set()),
    ],
    ids=["zh", "en", "mixed", "empty"],
)
def test_chinese_words_are_those_the_table_knows(text, words):
    assert find_chinese_words(text, FakeLexicon()) == words


def test_beads_of_one_paragraph_each():
    beads = list_beads(side("zh", "渡轮"), side("en", "ferry"), None)
    assert len(beads) == 1
    assert np.isfinite(beads.features).all()
