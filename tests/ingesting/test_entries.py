import numpy as np
import pytest

from rag.documents import split_paragraphs
from rag.embedding import StaticEmbedder, load_interaction
from rag.ingesting.entries import EntryMaker
from rag.schema import Document, Paragraph
from rag.text.letter_counts import pack_letters
from rag.text.terms import index_terms

TEXTS = {
    "zh": "渡轮早上六点开。鱼市周末休息。\n\n大桥明年通车，总长四公里。",
    "en": "The ferry leaves at six. The fish market rests.\n\nThe bridge opens next year.",
    "mixed": "市长谈“RCEP”和 tram 工程。\n\nThe mayor said 大桥 would open in May.",
}


@pytest.fixture(scope="module")
def embedder():
    return StaticEmbedder()


def build(text, maker):
    document = Document(name="notes", path="/notes.txt", text=text, content_hash="hash")
    paragraphs = split_paragraphs(document)
    return [each.text for each in paragraphs], maker.build(document, paragraphs)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_entries_hold_what_searches_compare(embedder, text):
    interaction = load_interaction(embedder)
    texts, entries = build(text, EntryMaker(embedder, interaction))
    assert len(entries) == 2
    assert [each.pieces for each in entries] == interaction.read(texts)
    assert [each.letters for each in entries] == [pack_letters(each) for each in texts]
    assert np.array_equal([each.vector for each in entries], embedder.encode(texts))


def test_entries_without_a_comparer_are_the_same_without_pieces(embedder):
    _, plain = build(TEXTS["mixed"], EntryMaker(embedder))
    _, entries = build(TEXTS["mixed"], EntryMaker(embedder, load_interaction(embedder)))
    assert {each.pieces for each in plain} == {b""}
    for one, other in zip(plain, entries, strict=True):
        assert (one.terms, one.context_terms, one.letters) == (
            other.terms,
            other.context_terms,
            other.letters,
        )
        assert np.array_equal(one.vector, other.vector)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Mayor Zhou: ", "The quay will move next year."),
        ("周市长：", "码头明年要迁走。"),
        ("Zhou 周市长：", "The 码头 will move."),
    ],
    ids=["en", "zh", "mixed"],
)
def test_label_of_who_speaks_is_found_but_not_compared(embedder, label, said):
    interaction, text = load_interaction(embedder), label + said
    document = Document(name="talk", path="/talk.txt", text=text, content_hash="hash")
    speaker, span = label.rstrip(":： "), ((0, len(text)),)
    paragraph = Paragraph("talk", 1, "zh", "answer", speaker, text, span)
    (entry,) = EntryMaker(embedder, interaction).build(document, [paragraph])
    assert entry.pieces == interaction.read([said])[0]
    assert np.array_equal(entry.vector, embedder.encode([said])[0])
    assert entry.letters == pack_letters(text)
    assert index_terms(label)[0] in entry.terms


def test_empty_document_has_no_entries(embedder):
    assert build("", EntryMaker(embedder, load_interaction(embedder))) == ([], [])
