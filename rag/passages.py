"""Paragraphs of a document -> what each is searched with: its heading and the question it answers.

A transcript's answer seldom repeats the words of its question, and a heading names the topic for
a page: both are searched with the paragraph, while the paragraph alone is cited.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.schema import FRAMING_KINDS, Language, Paragraph


def find_contexts(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Find the context of every paragraph of one document.

    :param paragraphs: all of one document, in reading order.
    :returns: one text a paragraph: the heading above it and the question it answers, in its own
        language, one a line; empty for framing paragraphs and where there is neither.
    """
    headings: dict[Language, str] = {}
    questions: dict[Language, str] = {}
    contexts = []
    for paragraph in paragraphs:
        language = paragraph.language
        if paragraph.kind == "heading":
            headings[language] = paragraph.text
            questions.pop(language, None)
        elif paragraph.kind == "question":
            questions[language] = paragraph.text
        contexts.append(_context(paragraph, headings, questions))
    return contexts


def _context(
    paragraph: Paragraph, headings: dict[Language, str], questions: dict[Language, str]
) -> str:
    language = paragraph.language
    if paragraph.kind == "question":
        return headings.get(language, "")
    if paragraph.kind in FRAMING_KINDS or paragraph.kind == "caption":
        return ""
    question = questions.get(language, "") if paragraph.kind == "answer" else ""
    return "\n".join(text for text in (headings.get(language, ""), question) if text)
