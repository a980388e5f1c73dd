"""Where a rendering begins and ends."""

import pytest
from dictionary import Dictionary, render

from rag.concordance.targets import cut_target
from rag.concordance.words import find_words

WORDS = Dictionary(
    communiti="共同体",
    health="健康 卫生健康",
    harbour="港口",
    watch="守望",
    tide="潮汐",
    build="建设",
    begin="开始",
    practic="实用",
    trade="贸易",
    free="自由",
    area="区 区域",
    product="生产 产品",
    good="产品",
    public="公共",
    sea="海 海上",
    person="人类",
)


@pytest.mark.parametrize(
    ("source", "term", "target", "rendering"),
    [
        ("building a tide watch", "tide watch", "建设潮汐守望的", "潮汐守望"),
        ("begin the tide watch", "tide watch", "开始的潮汐守望", "潮汐守望"),
        ("潮汐守望开始", "潮汐守望", "the watch of tides begins", "watch of tides"),
    ],
    ids=["en", "en before", "zh"],
)
def test_words_of_grammar_stand_at_no_end(source, term, target, rendering):
    assert render(source, term, target, lexicon=WORDS) == rendering


@pytest.mark.parametrize(
    ("source", "written", "rendering"),
    [
        ("贸易守望", "World Trade Watch", "World Trade Watch"),
        ("贸易守望", "Fair for Trade Watch", "Fair for Trade Watch"),
        ("港口的贸易守望", "Harbour Trade Watch", "Trade Watch"),
        ("贸易守望", "harbour’s Trade Watch", "Trade Watch"),
    ],
    ids=["left", "over a word of grammar", "explained", "possessive"],
)
def test_a_name_is_taken_whole(source, written, rendering):
    target = f"Later the {written} met twice again, wrote somebody."
    assert render(source, "贸易守望", target, lexicon=WORDS) == rendering


def test_in_a_headline_capitals_say_nothing():
    assert render("贸易守望", "贸易守望", "Brave Trade Watch", lexicon=WORDS) == "Trade Watch"


def test_a_compound_is_not_cut():
    assert render("极守望", "极守望", "a multi-watch way", lexicon=WORDS) == "multi-watch"


def test_a_longer_stretch_is_taken_where_it_is_rendered_by_more_of_the_term():
    assert (
        render("守望海上潮汐吧", "海上潮汐", "We watch all sea tides", lexicon=WORDS) == "sea tides"
    )


def test_a_word_that_is_rendered_elsewhere_claims_less():
    found = render("products of public good", "public good", "公共产品的生产", lexicon=WORDS)
    assert found == "公共产品"


def test_words_that_are_left_over_bear_each_other_out():
    words = Dictionary(spring="泉 温泉 春", sprout="芽 萌芽 苗")
    found = render("有春苗计", "春苗计", "There is the Spring Sprout plan.", lexicon=words)
    assert found == "Spring Sprout plan"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("港口潮汐", ["港口", "潮汐"]),
        ("人类卫生健康共同体", ["人类", "卫生健康", "共同体"]),
        ("the 港口 harbour", ["the", "港口", "harbour"]),
        ("tide watch", ["tide", "watch"]),
        ("", []),
    ],
    ids=["zh", "zh long", "mixed", "en", "empty"],
)
def test_han_characters_are_cut_into_words(text, pieces):
    words = find_words(text)
    found = dict.fromkeys(cut_target(words, WORDS))
    assert [text[words[a].start : words[b].end] for a, b in found] == pieces


def test_without_a_lexicon_each_character_is_a_word():
    assert cut_target(find_words("港口"), None) == [(0, 0), (1, 1)]
