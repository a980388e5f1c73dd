"""What is asked of some documents is cited from them, whoever asks in which language."""

import pytest

from rag.schema import SearchFilters


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("How many volumes were saved in the end?", "library-interview-2024"),
        ("馆藏现在是多少册？", "library-interview-2024-english"),
    ],
    ids=["en", "zh"],
)
def test_sources_stand_in_the_document_that_is_searched(sample_library, question, document):
    filters = SearchFilters(documents=(document,))
    answer = sample_library.ask(question, filters=filters)
    assert answer.citations
    for citation in answer.citations:
        assert citation.passage.paragraph.document == document
        assert citation.quote in citation.passage.paragraph.text
        assert citation.counterpart
        assert citation.counterpart_quote in citation.counterpart.text
        # The answer is in the asker's language all the same.
        assert citation.counterpart_quote[:10] in answer.text
