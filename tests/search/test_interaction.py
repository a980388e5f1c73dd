import numpy as np
import pytest

from rag.protocols import Closeness
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
ENTRIES = EntryMap({id_: id_ for id_ in PASSAGES}, PASSAGES, lambda ids: {})
RANKINGS = [
    WeighedRanking(((2, 9.0), (1, 2.0), (7, 1.0)), "zh", 1.0),
    WeighedRanking(((3, 4.0), (4, 1.0)), "en", 1.0),
]


class LengthInteraction:
    """Scores by length, and remembers what it was given."""

    def __init__(self):
        self.asked = []

    def compare(self, question, texts):
        self.asked.append((question, list(texts)))
        lengths = np.array([len(text) / 100 for text in texts], np.float32)
        return Closeness(words=lengths, sentences=1 - lengths)


def test_each_language_has_a_ranking_of_its_own():
    found = compare_closely(
        Query("渡轮？", "zh"), RANKINGS, ENTRIES, LengthInteraction(), candidates=5
    )
    assert {each.name: [id_ for id_, _ in each.ranking] for each in found} == {
        "interaction-zh": [1, 2],
        "sentence-zh": [2, 1],
        "interaction-en": [3, 4],
        "sentence-en": [4, 3],
    }
    assert not any(each.attainable for each in found)


def test_only_the_best_of_each_language_are_read():
    interaction = LengthInteraction()
    found = compare_closely(Query("ferry?", "en"), RANKINGS, ENTRIES, interaction, candidates=1)
    assert [each.ranking[0][0] for each in found] == [2, 2, 3, 3]
    assert interaction.asked == [("ferry?", ["鱼市周末休息。", "The ferry leaves at six."])]


@pytest.mark.parametrize("rankings", [[], [WeighedRanking((), "zh", 1.0)]])
def test_nothing_found_has_no_ranking(rankings):
    assert (
        compare_closely(Query("?", "en"), rankings, ENTRIES, LengthInteraction(), candidates=5)
        == []
    )
