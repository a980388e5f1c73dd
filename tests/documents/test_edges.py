import pytest

from rag.documents.edges import parse_edges, score_break
from rag.documents.train_edges import build_table

_TEXTS = ["港口开放了。市民很高兴。", "港口很大。市民来到港口。", "他们来到港口。市民很多。"] * 20


def test_build_table_is_read_back():
    edges = parse_edges(build_table(_TEXTS))
    assert edges.following["港口"] > edges.following[""]
    assert edges.score("来到港", "口很大") > edges.score("高兴", "市民")


def test_build_table_is_the_same_each_time():
    assert build_table(_TEXTS) == build_table(list(_TEXTS))


def test_build_table_of_nothing_is_readable():
    assert parse_edges(build_table([])).score("港", "口") <= 0.3


@pytest.mark.parametrize(
    ("before", "after"), [("取得重大成", "就"), ("開展國際合", "作"), ("中国的发", "展很快")]
)
def test_score_break_knows_words_cut_in_two(before, after):
    assert score_break(before, after) > 3


@pytest.mark.parametrize(
    ("before", "after"), [("取得重大成就", "我们"), ("開展國際合作", "首先"), ("作出了贡献", "在")]
)
def test_score_break_knows_sentence_ends(before, after):
    assert score_break(before, after) < 1


@pytest.mark.parametrize(("before", "after"), [("the port", "市民"), ("港口", "opens"), ("", "")])
def test_score_break_says_nothing_of_other_characters(before, after):
    assert score_break(before, after) == 0
