import numpy as np
import pytest

from rag.schema import Paragraph, Passage
from rag.search.channels import Query
from rag.search.entries import EntryMap
from rag.search.fusion import WeighedRanking
from rag.search.interaction import compare_closely


def passage(id_, language, text):
    spans = ((0, len(text)),)
    return Passage(id_, Paragraph("d", id_, language, "body", None, text, spans))


PASSAGES = {
    1: passage(1, "zh", "渡轮早上六点开。"),
    2: passage(2, "zh", "鱼市周末休息。"),
    3: passage(3, "en", "The ferry leaves at six."),
    4: passage(4, "en", "Nothing."),
}
ENTRIES = EntryMap({id_: id_ for id_ in PASSAGES}, PASSAGES, {})
RANKINGS = [
    WeighedRanking(((2, 9.0), (1, 2.0), (7, 1.0)), "zh", 1.0),
    WeighedRanking(((3, 4.0), (4, 1.0)), "en", 1.0),
]


class LengthInteraction:
    """Scores by length, and remembers what it was given."""

    def __init__(self):
        self.asked = []

    def score(self, question, texts):
        self.asked.append((question, list(texts)))
        return np.array([len(text) / 100 for text in texts], np.float32)


def test_each_language_has_a_ranking_of_its_own():
    zh, en = compare_closely(
        Query("渡轮？", "zh"), RANKINGS, ENTRIES, LengthInteraction(), candidates=5
    )
    assert (zh.name, en.name) == ("interaction-zh", "interaction-en")
    assert [id_ for id_, _ in zh.ranking] == [1, 2]
    assert [id_ for id_, _ in en.ranking] == [3, 4]
    assert zh.attainable == 0


def test_only_the_best_of_each_language_are_read():
    interaction = LengthInteraction()
    found = compare_closely(Query("ferry?", "en"), RANKINGS, ENTRIES, interaction, candidates=1)
    assert [each.ranking[0][0] for each in found] == [2, 3]
    assert interaction.asked == [("ferry?", ["鱼市周末休息。", "The ferry leaves at six."])]


@pytest.mark.parametrize("rankings", [[], [WeighedRanking((), "zh", 1.0)]])
def test_nothing_found_has_no_ranking(rankings):
    assert (
        compare_closely(Query("?", "en"), rankings, ENTRIES, LengthInteraction(), candidates=5)
        == []
    )
