"""Text -> where a broken conversion put pinyin between its characters: 學(xué)英語, 雙yǔ語.

What was put in is no part of the sentence and is left out of paragraphs. A single reading is left
alone: writers gloss a rare character too.
"""

from __future__ import annotations

import re

from rag.schema import Span
from rag.text.language import HAN

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_VOWELS = f"aeiouüv{_TONED}"
_INITIAL = "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL_END = f"(?:ng(?![{_VOWELS}])|n(?![{_VOWELS}])|r(?![{_VOWELS}]))?"
#: A syllable with its tone, then more, of which some may be unstressed.
_TONED_SYLLABLE = f"{_INITIAL}[aeiouü]{{0,2}}[{_TONED}][aeiou]{{0,2}}{_FINAL_END}"
_SYLLABLE = f"{_INITIAL}[{_VOWELS}]{{1,3}}{_FINAL_END}"
_WORD = f"{_TONED_SYLLABLE}(?:['’ -]?{_SYLLABLE}){{0,5}}"
_READING = re.compile(
    f"(?<=[{HAN}])(?:[(（]\\s?{_WORD}\\s?[)）]"
    f"|\\s?{_WORD}\\s?(?=[{HAN}，。、；：？！”’）》」』,.;:?!]|$))",
    re.IGNORECASE | re.MULTILINE,
)
_TONE = re.compile(f"[{_TONED}]")
#: One syllable without its tone, in brackets, behind the character it reads.
_PLAIN = re.compile(
    f"(?<=[{HAN}])\\({_SYLLABLE}\\)(?=[{HAN}，。、；：？！”’）》」』]|$)", re.MULTILINE
)
_MIN_READINGS = 2
_MIN_PLAIN = 4


def find_pinyin(text: str) -> list[Span]:
    """Find the readings that a conversion put in, brackets and spaces around them included.

    :param text: a whole text.
    :returns: spans in order; none where there is but one, or none at all.
    """
    if _TONE.search(text):
        toned = [match.span() for match in _READING.finditer(text)]
        return toned if len(toned) >= _MIN_READINGS else []
    plain = [match.span() for match in _PLAIN.finditer(text)]
    return plain if len(plain) >= _MIN_PLAIN else []
