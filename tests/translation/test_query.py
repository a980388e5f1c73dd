import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.translation import expand_query, load_lexicon

TABLE = {
    ("港口", "zh"): [("port", 0.6), ("harbour", 0.3)],
    ("灯", "zh"): [("lantern", 1.0)],
    ("命运", "zh"): [("destini", 1.0)],
    ("共同体", "zh"): [("communiti", 1.0)],
    ("命运共同体", "zh"): [("communiti", 0.5), ("futur", 0.5)],
    ("王毅", "zh"): [("wang", 0.8), ("yi", 0.2)],
    ("port", "en"): [("港口", 0.7), ("港", 0.3)],
    ("lantern", "en"): [("灯", 1.0)],
    ("paper", "en"): [("纸", 1.0)],
    ("white", "en"): [("白", 1.0)],
    ("white paper", "en"): [("白皮书", 1.0)],
    ("us", "en"): [("美国", 1.0)],
}


class FakeLexicon:
    def translate(self, term, source):
        return TABLE.get((term, source), [])


def expand(question, source):
    return expand_query(question, source, FakeLexicon())


def members(question, source):
    return [[term for term, _ in group] for group in expand(question, source)]


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("", "zh"),
        ("", "en"),
        ("？", "zh"),
        ("?", "en"),
        ("什么是的吗", "zh"),
        ("what is it?", "en"),
    ],
)
def test_expand_query_finds_nothing_to_translate(question, source):
    assert expand(question, source) == []


@pytest.mark.parametrize(
    ("question", "source", "groups"),
    [
        ("港口有什么灯？", "zh", [["port", "harbour"], ["lantern"]]),
        ("燈", "zh", [["lantern"]]),
        ("RCEP港口", "zh", [["port", "harbour"], ["rcep"]]),
        ("120多万盏灯", "zh", [["lantern"], ["#1200000"]]),
        ("How many lanterns?", "en", [["灯"]]),
        ("lanterns at the port", "en", [["灯"], ["港口", "港"]]),
        ("1.2 million lanterns", "en", [["灯"], ["#1200000"]]),
        ("the 灯节", "en", [["灯节"]]),
        ("the U.S. port", "en", [["美国", "us"], ["港口", "港"]]),
        ("unheard words", "en", [["unheard"], ["word"]]),
    ],
)
def test_expand_query_groups_by_concept(question, source, groups):
    assert members(question, source) == groups


def test_expand_query_knows_phrases_and_their_words():
    assert members("a white paper", "en") == [["白皮", "皮书"], ["白"], ["纸"]]


def test_expand_query_adds_the_parts_of_long_words():
    ((*terms, _),) = [[*group, None] for group in expand("命运共同体", "zh")]
    weights = dict(terms)
    assert weights.keys() == {"communiti", "futur", "destini"}
    assert weights["communiti"] > weights["futur"] > weights["destini"]


def test_expand_query_looks_for_both_parts_of_a_persons_name():
    assert members("王毅", "zh") == [["wang"], ["yi"]]


def test_expand_query_spells_unknown_names():
    (spellings,) = members("曼佐尼", "zh")
    assert "manzoni" in spellings
    (writings,) = members("Blinken", "en")
    assert {"blinken", "布林", "林肯"} <= set(writings)


def test_expand_query_leaves_unknown_plain_words_alone():
    assert members("blinken", "en") == [["blinken"]]


@given(st.text(alphabet=string.ascii_letters + " 中国王毅灯港口二十１2.5%万’-", max_size=40))
def test_expand_query_gives_weighted_index_terms(question):
    lexicon = load_lexicon()
    for source in ("zh", "en"):
        for group in expand_query(question, source, lexicon):
            assert group
            assert all(0 < weight <= 1 for _, weight in group)
            assert all(term.split() == [term] for term, _ in group)
            weights = [weight for _, weight in group]
            assert weights == sorted(weights, reverse=True)
            assert len({term for term, _ in group}) == len(group)
