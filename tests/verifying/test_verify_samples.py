"""The sample documents' own sentences, and the same with one word changed."""

import re

import pytest

from rag.text.language import split_sentences
from rag.verifying import LibraryLetters, verify_quote


@pytest.fixture(scope="module")
def sentences(sample_library):
    """Every sentence, with the letters that it is found by."""
    letters = LibraryLetters(sample_library._store)
    texts = [
        passage.paragraph.text
        for info in sample_library.documents()
        for passage in sample_library.passages_of(info.name)
    ]
    return letters, [text[a:b] for text in texts for a, b in split_sentences(text)]


def test_every_sentence_is_exact(sentences):
    letters, quotes = sentences
    assert len(quotes) > 200
    assert [quote for quote in quotes if verify_quote(quote, letters).status != "exact"] == []


def test_no_sentence_with_another_figure_is_verified(sentences):
    letters, quotes = sentences
    figures = [quote for quote in quotes if re.search(r"\d", quote) and len(quote) > 12]
    assert len(figures) > 20
    for quote in figures:
        changed = re.sub(r"\d(?!.*\d)", lambda m: str((int(m.group()) + 1) % 10), quote, flags=re.S)
        check = verify_quote(changed, letters)
        assert check.status == "differs", changed
        assert check.differences, changed
