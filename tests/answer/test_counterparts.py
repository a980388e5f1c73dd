import numpy as np
import pytest
from answer_fakes import encode, make_passage

from rag.answer.counterparts import find_counterpart_quote
from rag.schema import Counterpart

EN = make_passage("The bridge opened. It is long. It carries trams.")
ZH = make_passage("大桥通车了。桥很长,走电车。", "zh")
OPENED, LONG, TRAMS = (0, 18), (19, 30), (31, 48)


def pairs(zh_text, en_text):
    """The second Chinese sentence says what the last two English ones do."""
    return [((0, 6), OPENED), ((6, 14), (LONG[0], TRAMS[1]))]


@pytest.mark.parametrize(
    ("span", "found"),
    [
        pytest.param(OPENED, "大桥通车了。", id="one to one"),
        pytest.param(LONG, "桥很长,走电车。", id="part of what is one sentence there"),
        pytest.param((0, 30), "大桥通车了。桥很长,走电车。", id="over two"),
    ],
)
def test_counterpart_of_a_quote_follows_the_alignment(span, found):
    side = Counterpart((ZH,), 0.9)
    assert find_counterpart_quote(EN, span, side, encode=encode, pairs=pairs) == found


def test_counterpart_of_a_chinese_quote():
    side = Counterpart((EN,), 0.9)
    quote = find_counterpart_quote(ZH, (6, 14), side, encode=encode, pairs=pairs)
    assert quote == "It is long. It carries trams."


def test_no_counterpart_gives_no_quote():
    assert find_counterpart_quote(EN, OPENED, None, encode=encode, pairs=pairs) == ""


def test_quote_of_several_sentences_is_marked_in_the_paragraph_that_holds_most_of_them():
    zh = (
        "两市一直是朋友。去年友谊又经受了考验。两市为此召开了会议。我们派出了医生。我们免除了债务。"
    )
    first = make_passage("The two cities have always been friends.", "en", number=4)
    second = make_passage(
        "We held a meeting of the two cities for it. We sent doctors. We forgave the debts.",
        "en",
        number=5,
    )
    passage = make_passage(zh, "zh")
    sides = Counterpart((first, second), 0.9)
    vectors = {
        "两市一直是朋友。": 0,
        "去年友谊又经受了考验。": 5,
        "两市为此召开了会议。": 1,
        "我们派出了医生。": 2,
        "我们免除了债务。": 3,
        "The two cities have always been friends.": 0,
        "We held a meeting of the two cities for it.": 1,
        "We sent doctors.": 2,
        "We forgave the debts.": 3,
    }

    def encode_by_hand(texts):
        return np.eye(6, dtype=np.float32)[[vectors[text] for text in texts]]

    found = find_counterpart_quote(passage, (0, len(zh)), sides, encode=encode_by_hand)
    assert found == second.paragraph.text
