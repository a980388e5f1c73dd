import pytest

from rag.concordance.evidence import count_returns
from rag.concordance.renderings import find_rendering
from rag.translation import load_lexicon


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


def render(source, term, target, lexicon, *, language, returns=None):
    start = source.index(term)
    span = find_rendering(
        source,
        (start, start + len(term)),
        target,
        language=language,
        lexicon=lexicon,
        returns=returns or {},
    )
    return target[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("source", "term", "target", "rendering"),
    [
        (
            "图书馆的供应链很稳定。",
            "供应链",
            "The library's supply chain is stable.",
            "supply chain",
        ),
        ("我们支持全球治理。", "全球治理", "We stand by global governance.", "global governance"),
        ("我们加入了RCEP。", "RCEP", "We have joined RCEP.", "RCEP"),
        ("市长王毅欢迎大家。", "王毅", "Mayor Wang Yi welcomed all.", "Wang Yi"),
    ],
)
def test_a_chinese_term_is_found_in_english(source, term, target, rendering, lexicon):
    assert render(source, term, target, lexicon, language="zh") == rendering


@pytest.mark.parametrize(
    ("source", "term", "target", "rendering"),
    [
        ("The supply chain is stable.", "supply chain", "供应链很稳定。", "供应链"),
        ("The Foreign Ministry spoke.", "Foreign Ministry", "外交部作了发言。", "外交部"),
        ("We have joined RCEP.", "RCEP", "我们加入了RCEP。", "RCEP"),
    ],
)
def test_an_english_term_is_found_in_chinese(source, term, target, rendering, lexicon):
    assert render(source, term, target, lexicon, language="en") == rendering


def test_what_is_not_rendered_is_not_found(lexicon):
    found = render("供应链很稳定。", "供应链", "All is well here.", lexicon, language="zh")
    assert found is None


def test_an_empty_target_has_no_rendering(lexicon):
    assert render("供应链", "供应链", "……", lexicon, language="zh") is None


def test_an_unknown_part_takes_the_word_that_nothing_else_explains(lexicon):
    found = render(
        "我们有新冠疫苗。",
        "新冠疫苗",
        "We have the Zubrin vaccines.",
        lexicon,
        language="zh",
    )
    assert found == "Zubrin vaccines"


def test_a_word_of_another_part_of_the_sentence_is_not_borrowed(lexicon):
    found = render(
        "防潮闸可以挡住三米高的潮水。",
        "防潮闸",
        "The barrier can hold back tides of three metres.",
        lexicon,
        language="zh",
    )
    assert found is None


def test_without_a_lexicon_what_comes_back_is_found():
    returns = {"zubrin": 0.9}
    found = render("蓝丘来了。", "蓝丘", "The Zubrin came.", None, language="zh", returns=returns)
    assert found == "Zubrin"


WITH = ["The Zubrin sails.", "A Zubrin came in.", "We built the Zubrin."]
OTHERS = [f"The library opened room {number} in May." for number in range(12)]


def test_count_returns_finds_what_comes_back():
    assert set(count_returns(WITH, OTHERS)) == {"zubrin"}


def test_count_returns_leaves_out_what_stands_everywhere():
    others = [f"{each} The Zubrin again." for each in OTHERS]
    assert not count_returns(WITH, others)


def test_count_returns_needs_enough_sentences():
    assert not count_returns(WITH[:2], OTHERS)
    assert not count_returns(WITH, OTHERS[:5])
    assert not count_returns([], [])


def test_count_returns_takes_chinese_in_pairs():
    with_term = ["蓝丘开航了", "坐蓝丘去", "造了蓝丘"]
    others = [f"图书馆第{number}室五月开放" for number in "一二三四五六七八九十百千"]
    assert set(count_returns(with_term, others)) == {"蓝丘"}
