import numpy as np
import pytest

from rag.protocols import Closeness
from rag.schema import Paragraph, Passage
from rag.search.channels import Query
from rag.search.entries import EntryMap
from rag.search.fusion import WeighedRanking
from rag.search.interaction import compare_closely
from vectorstore import Outline


def passage(id_, language, text):
    spans = ((0, len(text)),)
    return Passage(id_, Paragraph("d", id_, language, "body", None, text, spans))


PASSAGES = {
    1: passage(1, "zh", "渡轮早上六点开。"),
    2: passage(2, "zh", "鱼市周末休息。"),
    3: passage(3, "en", "The ferry leaves at six."),
    4: passage(4, "en", "Nothing."),
}


def entries_with(pieces):
    """Hold the passages, with what is kept of them; texts are read as they are asked for."""
    outlines = {
        id_: Outline(id_, each.paragraph.language, "body", b"", pieces.get(id_, b""))
        for id_, each in PASSAGES.items()
    }
    return EntryMap(
        {id_: id_ for id_ in PASSAGES},
        outlines,
        lambda ids: {id_: PASSAGES[id_] for id_ in ids},
        lambda ids: {},
    )


KEPT = {id_: b"read " + each.paragraph.text.encode() for id_, each in PASSAGES.items()}
ENTRIES = entries_with(KEPT)
RANKINGS = [
    WeighedRanking(((2, 9.0), (1, 2.0), (7, 1.0)), "zh", 1.0),
    WeighedRanking(((3, 4.0), (4, 1.0)), "en", 1.0),
]


class LengthInteraction:
    """Scores by length, and remembers what it was given."""

    def __init__(self):
        self.asked, self.read_texts = [], []

    def read(self, texts):
        self.read_texts += texts
        return [b"read " + text.encode() for text in texts]

    def accepts(self, reading):
        return reading.startswith(b"read ")

    def compare(self, question, readings):
        texts = [reading.removeprefix(b"read ").decode() for reading in readings]
        self.asked.append((question, texts))
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
    assert not interaction.read_texts


@pytest.mark.parametrize("reading", [b"", b"of another model"], ids=["none", "stale"])
def test_what_is_not_kept_is_read_from_the_text(reading):
    interaction = LengthInteraction()
    entries = entries_with(KEPT | {2: reading})
    found = compare_closely(
        Query("渡轮 ferry?", "zh"), RANKINGS, entries, interaction, candidates=5
    )
    assert interaction.read_texts == ["鱼市周末休息。"]
    assert interaction.asked[0][1] == [PASSAGES[id_].paragraph.text for id_ in (2, 1, 3, 4)]
    assert {each.name for each in found if 2 in dict(each.ranking)} == {
        "interaction-zh",
        "sentence-zh",
    }


def test_what_is_removed_before_it_is_read_is_left_out():
    entries = entries_with(KEPT | {2: b"", 4: b""})
    gone = EntryMap(entries.entry_of, entries.outlines, lambda ids: {}, lambda ids: {})
    found = compare_closely(Query("?", "en"), RANKINGS, gone, LengthInteraction(), candidates=5)
    assert [dict(each.ranking).keys() for each in found] == [{1}, {1}, {3}, {3}]


@pytest.mark.parametrize("rankings", [[], [WeighedRanking((), "zh", 1.0)]])
def test_nothing_found_has_no_ranking(rankings):
    assert (
        compare_closely(Query("?", "en"), rankings, ENTRIES, LengthInteraction(), candidates=5)
        == []
    )
