import pytest

from rag.translation import load_lexicon
from rag.translation.bitext import pair_sentences
from rag.translation.reading import Reader


@pytest.fixture(scope="module")
def reader():
    return Reader(load_lexicon())


def texts(pairs, reader):
    return [(zh.text, en.text) for zh, en in pair_sentences(pairs, reader)]


def test_sentences_are_paired_in_order(reader):
    pair = (
        "港口今天关闭。图书馆明天开放。",
        "The port is closed today. The library opens tomorrow.",
    )
    assert texts([pair], reader) == [
        ("港口今天关闭。", "The port is closed today."),
        ("图书馆明天开放。", "The library opens tomorrow."),
    ]


def test_sentence_that_the_other_side_lacks_is_left_out(reader):
    zh = "港口今天关闭。图书馆明天开放。"
    en = "The port is closed today. Nobody likes cold soup. The library opens tomorrow."
    assert [en for _, en in texts([(zh, en)], reader)] == [
        "The port is closed today.",
        "The library opens tomorrow.",
    ]


def test_one_sentence_may_be_two(reader):
    zh = "港口今天关闭，图书馆明天开放。医院需要医生。"
    en = "The port is closed today. The library opens tomorrow. The hospital needs doctors."
    first, second = texts([(zh, en)], reader)
    assert first == (
        "港口今天关闭，图书馆明天开放。",
        "The port is closed today. The library opens tomorrow.",
    )
    assert second[1] == "The hospital needs doctors."


def test_repeated_sentences_count_once(reader):
    pair = ("港口今天关闭。", "The port is closed today.")
    again = ("“港口今天关闭。”", "“The port is closed today.”")
    assert len(texts([pair, again], reader)) == 1


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(("", ""), id="empty"),
        pytest.param(("港口今天关闭。", ""), id="zh"),
        pytest.param(("", "The port is closed."), id="en"),
        pytest.param(("港口今天关闭。", "Cats sleep a lot."), id="unrelated"),
    ],
)
def test_nothing_is_paired(pair, reader):
    assert texts([pair], reader) == []


def test_chinese_is_cut_into_known_words_and_english_into_stems(reader):
    assert reader.read("港口今天关闭", "zh").words == ["港口", "今天", "关闭"]
    assert reader.read("The ports closed", "en").words == ["port", "close"]
    assert reader.read("港口 RCEP 开放", "zh").runs == (("港口",), ("开放",))
