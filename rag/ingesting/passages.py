"""Paragraphs of a document -> what each is searched with: heading, question, announcement, columns.

A transcript's answer seldom repeats the words of its question, a heading names the topic for a
page, and the head of a table what its figures count: they are searched with the paragraph, while
the paragraph alone is cited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.documents import find_table_heads
from rag.schema import FRAMING_KINDS, Language, Paragraph

#: A last sentence that what follows completes: "I have three points:", 可以用六个“最”来概括。
_ANNOUNCEMENT = re.compile(
    r"[^。！？.!?]{4,}(?:[:\uff1a]|(?:概括|以下|如下|几点|几个?方面)[^。！？.!?，,]{0,6}[。.])\s*$"
)
_SENTENCE_ENDS = "。！？.!?"


def find_contexts(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Find the context of every paragraph of one document.

    :param paragraphs: all of one document, in reading order.
    :returns: one text a paragraph: the heading above it, the question it answers, the sentence
        that announces it, in its own language, and the head of the columns that it is a row of,
        one a line; empty for framing paragraphs and where there is none.
    """
    headings: dict[Language, str] = {}
    questions: dict[Language, str] = {}
    announced: dict[Language, str] = {}
    contexts = []
    for paragraph, columns in zip(paragraphs, find_table_heads(paragraphs), strict=True):
        language = paragraph.language
        if paragraph.kind == "heading":
            headings[language] = paragraph.text
            questions.pop(language, None)
        elif paragraph.kind == "question":
            questions[language] = paragraph.text
        if paragraph.kind in FRAMING_KINDS:
            announced.pop(language, None)
        found = (
            _context(paragraph, headings, questions),
            announced.get(language, ""),
            columns,
        )
        contexts.append("\n".join(filter(None, found)))
        if lead := _find_announcement(paragraph.text):
            announced[language] = lead
    return contexts


def _find_announcement(text: str) -> str:
    """Give the last sentence of a text if it announces what follows; empty where it does not."""
    # Looked for at one place: at every one it would take the square of a sentence's length.
    body = text.rstrip()[:-1]
    start = max(body.rfind(end) for end in _SENTENCE_ENDS) + 1
    lead = _ANNOUNCEMENT.match(text, start)
    return lead.group() if lead else ""


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
