import math
from dataclasses import dataclass, field

import pytest

from rag.search.telling import find_telling_places
from rag.text.terms import index_terms


@dataclass
class FakeStore:
    """Passages of each language, counted as BM25 counts them."""

    zh: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)

    def rarities(self, groups, *, language):
        held = [set(index_terms(text)) for text in getattr(self, language)]
        counts = [sum(term in each for each in held) for ((term, _),) in groups]
        return [math.log1p((len(held) - n + 0.5) / (n + 0.5)) for n in counts]


ZH = ["中国的港口很大。", "中国的渡轮很多。", "中国和日本通航。", "中国造船。"] * 3
EN = ["China has large ports."] * 11 + ["Japan has ferries."]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        pytest.param("日本有多少艘渡轮？", ["日本"], id="zh"),
        pytest.param("What did he say about Japan?", ["日本"], id="en"),
        pytest.param("日本的 ferries", ["日本"], id="mixed"),
        pytest.param("中国有多少港口？", [], id="taken for granted"),
        pytest.param("中国向印度卖了多少艘船？", ["印度"], id="of two the rarer"),
        pytest.param("渡轮几点开？", [], id="none"),
        pytest.param("", [], id="empty"),
    ],
)
def test_what_few_passages_name_tells(question, places):
    # 日本 stands in a quarter of the Chinese passages here, and in one English one.
    zh = [*ZH, "渡轮"]
    assert find_telling_places(question, FakeStore(zh, EN)) == places


def test_in_a_library_of_a_few_passages_no_place_tells():
    assert find_telling_places("日本有多少艘渡轮？", FakeStore(["日本"], ["Japan"])) == []
    assert find_telling_places("日本有多少艘渡轮？", FakeStore()) == []
