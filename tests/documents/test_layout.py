from itertools import accumulate

import pytest

from rag.documents.labels import LabelBook
from rag.documents.layout import Block, join_halves
from rag.documents.stretch import Joiner, Stretch


class _CountedBlock:
    """A block that counts how often its stretch is looked at."""

    own_line = True

    def __init__(self, stretch, language, looks):
        self._stretch = stretch
        self.language = language
        self._looks = looks

    @property
    def stretch(self):
        self._looks.append(self._stretch.line)
        return self._stretch


def _count_looks(lines, language):
    """Join lines that all go on with the first; tell how often they were looked at."""
    text = "\n".join(lines)
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    looks = []
    blocks = [
        _CountedBlock(Stretch(line, ((start, start + len(line)),), number), language, looks)
        for number, (line, start) in enumerate(zip(lines, starts, strict=False))
    ]
    joined = join_halves(blocks, LabelBook(), Joiner(text), text.count)
    assert [type(block) for block in joined] == [Block] * bool(lines)
    return len(looks)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        pytest.param("这条路通向的", "zh", id="zh"),
        pytest.param("the road that leads to", "en", id="en"),
        pytest.param("这条路通向 Harbour 的", "zh", id="mixed"),
    ],
)
def test_a_paragraph_of_many_parts_takes_no_more_for_each(line, language):
    few, many = (_count_looks([line] * count, language) for count in (50, 500))
    assert many < few * 12


def test_no_parts():
    assert _count_looks([], "zh") == 0
