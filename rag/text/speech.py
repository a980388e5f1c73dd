"""A paragraph of a transcript -> what is said in it, without the label that tells who says it.

"Mayor Zhou: ..." begins every turn: a question of what Mayor Zhou said would be nearest to whatever
turn is short, and the two sides of a pair alike in their labels alone.
"""

from __future__ import annotations

import re

from rag.schema import Paragraph

_LABEL_END = re.compile(r"\s{0,3}[:\uff1a]\s*")


def label_end(paragraph: Paragraph) -> int:
    """Find where a paragraph's words start behind its speaker's label; 0 where there is none."""
    speaker, text = paragraph.speaker, paragraph.text
    if not speaker or not text.startswith(speaker):
        return 0
    label = _LABEL_END.match(text, len(speaker))
    return label.end() if label else 0


def spoken_text(paragraph: Paragraph) -> str:
    """Give a paragraph's text behind its speaker's label; all of it where nothing stands there."""
    return paragraph.text[label_end(paragraph) :] or paragraph.text
