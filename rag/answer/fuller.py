"""Chosen sentences -> with the other version's, where only that one holds what was asked for.

Translations are not equal: where the Chinese says 港口的“三害”, the English may name "the silt, the
noise and the rats" of the port. Who asks in Chinese which three they are needs the English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby

from rag.answer.reading import Sentence, split_passage
from rag.answer.wants import Wants, fits_type
from rag.schema import Counterpart, Language, Passage, Span
from rag.text.speech import label_end

#: Passage, its counterpart, a stretch of the passage -> what of the counterpart says the same.
FindQuote = Callable[[Passage, Counterpart | None, Span], str]

#: What is listed: at most so long, without a stop in it.
_ITEM: dict[Language, str] = {"zh": r"[^\s，。；：、,;:.!?！？]{1,24}", "en": r"[^,;:.!?]{1,60}"}
_LISTING: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(rf"{_ITEM['zh']}(?:、{_ITEM['zh']})+"),
    "en": re.compile(rf"{_ITEM['en']}(?:, {_ITEM['en']})+"),
}
_LAST: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?<=.)(?:和|与|及|以及)(?=.)"),
    "en": re.compile(r"\b(?:and|or)\b"),
}


def add_fuller_version(
    chosen: Sequence[Sentence], wants: Wants, known: Collection[str], find_quote: FindQuote
) -> tuple[Sentence, ...]:
    """Add the sentence of the other version that holds the figure, date or items asked for.

    :param chosen: the sentences of an answer.
    :param wants: what the question asks for; only figures, dates and so many items are looked for.
    :param known: keys of the numbers that the question states itself.
    :param find_quote: finds what of a counterpart says the same as a stretch.
    :returns: the sentences; where none of them holds it, with the first one that does of what says
        the same in the other language. One of the development questions, and the three facts it
        asks for, depend on it.
    """
    counted = wants.type == "list" and wants.count is not None
    if not counted and wants.type not in ("number", "date"):
        return tuple(chosen)
    if any(_holds(sentence, wants, known) for sentence in chosen):
        return tuple(chosen)
    for _, own in groupby(chosen, key=lambda sentence: sentence.passage.id):
        stretch = list(own)
        for other in _other_version(stretch[0]):
            if _holds(other, wants, known) and _says_same(stretch, other, find_quote):
                return (*chosen, other)
    return tuple(chosen)


def is_fuller_version(sentence: Sentence, wanted: Language) -> bool:
    """Tell a sentence that was added from an original without a version in the wanted language."""
    return sentence.language != wanted and sentence.counterpart is not None


def _other_version(sentence: Sentence) -> Iterator[Sentence]:
    if sentence.counterpart is None:
        return
    back = Counterpart((sentence.passage,), sentence.counterpart.score)
    for passage in sentence.counterpart.passages:
        yield from split_passage(sentence.hit, passage, back, start=label_end(passage.paragraph))


def _says_same(stretch: Sequence[Sentence], other: Sentence, find_quote: FindQuote) -> bool:
    first, last = stretch[0], stretch[-1]
    quote = find_quote(first.passage, first.counterpart, (first.span[0], last.span[1]))
    return bool(quote) and (other.quote in quote or quote in other.quote)


def _holds(sentence: Sentence, wants: Wants, known: Collection[str]) -> bool:
    if wants.type == "list":
        return count_listed(sentence.text, sentence.language) >= (wants.count or 0)
    return fits_type(sentence.text, wants, known)


def count_listed(text: str, language: Language) -> int:
    """Count the items of the longest listing in a sentence.

    :param text: the sentence.
    :param language: the language it is in.
    :returns: 1 where nothing is listed; "A and B" are two.
    """
    longest = 2 if _LAST[language].search(text) else 1
    comma = "、" if language == "zh" else ","
    for match in _LISTING[language].finditer(text):
        items = match[0].split(comma)
        joined = _LAST[language].search(items[-1])
        # "A, B and C" are three in two pieces, "A, B, and C" in three.
        more = joined is not None and bool(items[-1][: joined.start()].strip())
        longest = max(longest, len(items) + more)
    return longest
