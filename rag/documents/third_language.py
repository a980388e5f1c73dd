"""A document's text -> whether most of it is in neither Chinese nor English.

Such a document is kept, since a file may be mixed and the judgement may be wrong, but its words are
taken for English, by which they are hardly found.
"""

from __future__ import annotations

from rag.text.language import count_latin_words, is_third_language

#: Said of a file; also known to the page, which says it in the reader's language.
THIRD_LANGUAGE = (
    "Most of this text seems to be in neither Chinese nor English; it is kept, but will be found "
    "badly: questions are understood in these two languages alone."
)
#: Lines that are judged; of a longer text every so many.
_JUDGED_LINES = 30
#: Fewer words may be names, or terms of any language.
_MIN_WORDS = 6


def is_mostly_third_language(text: str) -> bool:
    """Tell whether more than half of a text is clearly in neither Chinese nor English."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    judged = lines[:: max(1, len(lines) // _JUDGED_LINES)]
    total = left = sum(map(len, judged))
    foreign = 0
    for line in judged:
        if (foreign + left) * 2 <= total:  # whatever the others are in, which takes long to tell
            break
        left -= len(line)
        foreign += len(line) if _is_foreign(line) else 0
    return foreign * 2 > total


def _is_foreign(line: str) -> bool:
    # Scripts without spaces, such as kana, have no words in Latin letters to count.
    words = count_latin_words(line)
    return (words == 0 or words >= _MIN_WORDS) and is_third_language(line)
