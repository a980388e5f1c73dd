import math

import pytest

from vectorstore.scoring import (
    CONTEXT_SHARE,
    inverse_frequency,
    join_terms,
    pooled_rarity,
    score_passages,
)
from vectorstore.terms import count_terms, encode_groups, term_code

TEXTS = ["harbour ship ship", "ship", "library", "港 港 船", ""]
COUNTS = {"harbour": 1, "ship": 2, "library": 1, "港": 1, "船": 1, "vessel": 0}
MEAN = 2.0


def score(groups, texts=TEXTS, contexts=None):
    contexts = contexts or [""] * len(texts)
    pairs = zip(texts, contexts, strict=True)
    blobs = [count_terms(text.split(), context.split()).tobytes() for text, context in pairs]
    counts = {term_code(term): count for term, count in COUNTS.items()}
    coded = encode_groups(groups)
    rarities = [pooled_rarity(group, counts, 100) for group in coded]
    passages = join_terms(blobs)
    return score_passages(coded, passages, rarities=rarities, mean_length=MEAN).tolist()


def bm25(frequency, document_count, length):
    rarity = math.log(1 + (100 - document_count + 0.5) / (document_count + 0.5))
    return rarity * frequency * 1.9 / (frequency + 0.9 * (0.4 + 0.6 * length / MEAN))


def test_one_term_scores_as_bm25():
    assert score([(("ship", 1.0),)]) == pytest.approx([bm25(2, 2, 3), bm25(1, 2, 1), 0, 0, 0])


@pytest.mark.parametrize("term", ["港", "船"])
def test_chinese_terms_score_too(term):
    found = score([((term, 1.0),)])
    assert [place for place, each in enumerate(found) if each > 0] == [3]


def test_terms_of_several_concepts_add_up():
    both = score([(("ship", 1.0),), (("harbour", 1.0),)])
    assert both[0] == pytest.approx(bm25(2, 2, 3) + bm25(1, 1, 3))


def test_alternatives_are_one_term_with_their_counts_pooled():
    found = score([(("ship", 0.5), ("harbour", 0.25), ("vessel", 0.25))])
    assert found[0] == pytest.approx(bm25(0.5 * 2 + 0.25, 0.5 * 2 + 0.25, 3))


def test_context_counts_for_its_share():
    (found,) = score([(("ship", 1.0),)], ["library"], ["ship ship"])
    assert found == pytest.approx(bm25(2 * CONTEXT_SHARE, 2, 1))


def test_a_term_in_two_concepts_counts_in_both():
    assert score([(("ship", 1.0),), (("ship", 1.0),)])[1] == pytest.approx(2 * bm25(1, 2, 1))


def test_empty_passages_score_nothing_wherever_they_stand():
    found = score([(("ship", 1.0),)], ["", "ship", "", "", "harbour ship ship", "", ""])
    alone = score([(("ship", 1.0),)], ["ship", "harbour ship ship"])
    assert [place for place, each in enumerate(found) if each > 0] == [1, 4]
    assert [found[1], found[4]] == pytest.approx(alone)


def test_a_term_whose_code_ends_alike_is_another():
    first, second = find_alike()
    blob = count_terms([second], []).tobytes()
    groups = encode_groups([((first, 1.0),)])
    (found,) = score_passages(groups, join_terms([blob]), rarities=[1.0], mean_length=1.0)
    assert found == 0


def find_alike():
    """Find two terms whose codes agree in the lower half and in nothing else."""
    known = {}
    for number in range(100_000):
        term = f"term{number}"
        other = known.setdefault(term_code(term) & 0xFFFF, term)
        if other != term:
            return other, term
    raise AssertionError("no two codes end alike")


def test_unknown_terms_score_nothing():
    assert score([(("zeppelin", 1.0),)]) == [0, 0, 0, 0, 0]


def test_no_passages_have_no_scores():
    assert score([(("ship", 1.0),)], []) == []


def test_rarity_is_above_zero_and_falls():
    values = [inverse_frequency(count, 10) for count in (1, 5, 10)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0


def test_terms_are_counted_by_code():
    rows = count_terms("b a b".split(), ["a", "港"])
    found = {int(code): (int(text), int(context)) for code, text, context in rows.tolist()}
    assert found == {term_code("a"): (1, 1), term_code("b"): (2, 0), term_code("港"): (0, 1)}
    assert len(count_terms([], [])) == 0


def test_very_frequent_terms_are_counted_up_to_255():
    assert count_terms(["a"] * 1000, [])["text"].tolist() == [255]


def test_terms_without_weight_are_left_out():
    assert encode_groups([(("a", 0.0),), (("a", 0.5), ("b", 0.0)), ()]) == [
        ((term_code("a"), 0.5),)
    ]
