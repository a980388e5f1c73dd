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
