"""Lines that hold a text and its translation -> where the one ends and the other begins.

A single line may not tell: 票价与补贴 Fares and subsidies could be a heading with English in it.
Where a document's other lines all go over from one language to the other, this one does too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rag.documents.shapes import is_enclosing, is_finished, is_introducing, is_salutation
from rag.schema import Language
from rag.text.language import HAN, count_han, count_latin_words

#: Lines that show the order, in number and as a share of those with words of both languages.
_MIN_LINES = 2
_MIN_SHARE = 0.3
_NUMBER = r"(?:\d{1,2}[.．、)）]\s?|[(（][\d一二三四五六七八九十]{1,3}[)）]\s?)?"
_ZH_THEN_EN = re.compile(
    f".*[{HAN}][^A-Za-z]*?(?=[—–-]{{0,2}}\\s?{_NUMBER}[“\"'(]?[A-Za-z\\d][^{HAN}]*$)", re.DOTALL
)
_EN_THEN_ZH = re.compile(
    f"[^{HAN}]*[A-Za-z][^{HAN}]*?(?=[—–-]{{0,2}}{_NUMBER}[“《「（(]?(?:\\d{{1,4}}[年月])?[{HAN}])",
    re.DOTALL,
)
_FIRST_LETTER = re.compile(r"[A-Za-z]")
_NUMBERED = re.compile(r"[(]?(?:\d{1,2}|[a-zA-Z]|[IVXivx]{1,4})[.)]\s")
#: Chinese that leads on to an English name.
_LEADING_ON = frozenset("是叫称稱为為即如由在与與和对對的了把被从從到以及或、，《“（向用有")
_CLOSING = {"“": "”", "(": ")"}
#: Longer lines have sentences, which part them already; keeps the search cheap.
_MAX_CHARS = 1_200
_MIN_HAN = 2
_SLACK = 4
_MAX_WORDS_PER_HAN, _MAX_HAN_PER_WORD = 2, 5


def tell_order(lines: Iterable[Sequence[Language | None]]) -> Language | None:
    """Tell which language comes first on the lines of a document that hold both.

    :param lines: the languages of each line's runs, of the lines with words of both languages.
    :returns: the language, or None where no order is usual.
    """
    counts: Counter[Language] = Counter()
    total = 0
    for languages in lines:
        total += 1
        if len(languages) == 2 and languages[0] is not None:
            counts[languages[0]] += 1
    first, count = next(iter(counts.most_common(1)), (None, 0))
    return first if count >= _MIN_LINES and count >= total * _MIN_SHARE else None


def find_seam(text: str, first: Language) -> int | None:
    """Find where a text goes over into its translation, in a document where that is usual.

    :param text: a line, with words of both languages.
    :param first: the language that comes first.
    :returns: the offset, or None where the line shows no such place.
    """
    if len(text) > _MAX_CHARS:
        return None
    match = (_ZH_THEN_EN if first == "zh" else _EN_THEN_ZH).match(text)
    if match is None or not match.end():
        return None
    left, right = text[: match.end()].strip(), text[match.end() :].strip()
    zh, en = (left, right) if first == "zh" else (right, left)
    return match.end() if _are_counterparts(zh, en) else None


def _are_counterparts(zh: str, en: str) -> bool:
    han, words = count_han(zh), count_latin_words(en)
    if han < _MIN_HAN or not words or is_enclosing(zh) or zh[-1] in _LEADING_ON:
        return False
    if en[0] in _CLOSING and _CLOSING[en[0]] not in en:
        return False
    letter = _FIRST_LETTER.search(en)
    if letter is None or not (letter.group().isupper() or _NUMBERED.match(en)):
        return False
    if words > han * _MAX_WORDS_PER_HAN + _SLACK or han > words * _MAX_HAN_PER_WORD + _SLACK:
        return False
    if is_salutation(zh) or is_salutation(en):
        return True
    return is_finished(zh) == is_finished(en) and is_introducing(zh) == is_introducing(en)
