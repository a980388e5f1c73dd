"""Footnotes and tables as Markdown writes them: their marks are in no paragraph."""

import pytest

from rag.documents import split_paragraphs
from rag.schema import Document


def _split(text):
    paragraphs = split_paragraphs(Document("a", "a.md", text, ""))
    for paragraph in paragraphs:
        assert paragraph.text == "".join(text[start:end] for start, end in paragraph.spans)
    return [(p.kind, p.text) for p in paragraphs]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "今天我们启用三号码头[^1]。\n\n[^1]: 三号码头造价为二亿元。\n",
            ["今天我们启用三号码头。", "三号码头造价为二亿元。"],
        ),
        (
            "The pier is open.[^cost] Ships may call.\n\n[^cost]: It cost 200 million yuan.\n",
            ["The pier is open. Ships may call.", "It cost 200 million yuan."],
        ),
        (
            "三号码头启用。[^1]\n\nPier 3 is open.[^1]\n\n[^1]: 造价二亿元。\n"
            "[^2]: It cost much.\n",
            ["三号码头启用。", "Pier 3 is open.", "造价二亿元。", "It cost much."],
        ),
    ],
    ids=["zh", "en", "mixed"],
)
def test_a_footnote_is_told_without_its_mark(text, found):
    assert _split(text) == [("paragraph", each) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "| 库房 | 温度 | 用途 |\n|---|---|---|\n| 短期库 | 10℃ | 分发与交换 |\n"
            "| 长期库 | -18℃ | 战略保存 |\n",
            ["库房  温度  用途", "短期库  10℃  分发与交换", "长期库  -18℃  战略保存"],
        ),
        (
            "| Store | Use |\n| :-- | --: |\n| Short term | Exchange |\n| Long term | Reserve |\n",
            ["Store  Use", "Short term  Exchange", "Long term  Reserve"],
        ),
        (
            "|阶段 Phase|管网 Pipes|\n|-|-|\n|一期 Phase I|180|\n",
            ["阶段 Phase|管网 Pipes", "一期 Phase I|180"],
        ),
    ],
    ids=["zh", "en", "mixed, no spaces"],
)
def test_a_tables_row_is_told_without_its_bars(text, found):
    assert _split(text) == [("paragraph", each) for each in found]


def test_nothing_is_nothing():
    assert _split("") == _split("| |\n|---|\n\n[^1]: \n") == []
