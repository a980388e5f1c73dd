"""An answer found within filters -> the same, each claim cited from what the filters let through.

What is found has a counterpart in the asker's language, which is what is read and quoted. That may
stand in a document, or be in a language, that was not asked for: there the passage found is the
source, and the counterpart stands beside it.
"""

from __future__ import annotations

from dataclasses import replace

from rag.schema import Answer, Citation, Counterpart, Passage, SearchFilters


def cite_within(answer: Answer, filters: SearchFilters) -> Answer:
    """Turn the citations round whose passage lies outside the filters and whose counterpart within.

    :param answer: with its citations.
    :param filters: what was searched; those on metadata as documents.
    :returns: the answer with the same text.
    """
    citations = tuple(_turn_round(each, filters) for each in answer.citations)
    return answer if citations == answer.citations else replace(answer, citations=citations)


def _turn_round(citation: Citation, filters: SearchFilters) -> Citation:
    other = citation.counterpart
    if other is None or _is_within(citation.passage, filters):
        return citation
    within = [each for each in other.passages if _is_within(each, filters)]
    if not within:
        return citation
    quote = citation.counterpart_quote
    passage = next((each for each in within if quote in each.paragraph.text), within[0])
    if not quote or quote not in passage.paragraph.text:
        # Which of its sentences says the same is not known.
        quote = passage.paragraph.text
    return replace(
        citation,
        passage=passage,
        quote=quote,
        counterpart=Counterpart((citation.passage,), other.score),
        counterpart_quote=citation.quote,
    )


def _is_within(passage: Passage, filters: SearchFilters) -> bool:
    """Tell whether filters let a passage through; its speaker has another name in each language."""
    paragraph = passage.paragraph
    if filters.documents and paragraph.document not in filters.documents:
        return False
    return filters.language in (None, paragraph.language)
