"""A quote and the text it stands in, of the same letters -> in what they are spelt differently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rag.schema import Span
from rag.text.language import to_simplified
from rag.verifying.letters import Letters, find_letters
from rag.verifying.values import Variation

#: What a sentence may lose or gain at its ends when it is quoted.
_AT_EDGES = " \t\r\n\u3000,，.。．、…⋯—–-;；:：\"'“”‘’「」『』《》<>«»()（）[]【】"
_SPACE = re.compile(r"\s+")


def find_variations(quote: str, text: str, span: Span) -> tuple[Variation, ...]:
    """Tell in what a quote departs from a text that has its letters.

    Runs of white space count as one; commas, full stops and quotation marks at the ends of a quote
    are the writer's.

    :param quote: the quote.
    :param text: the text it stands in.
    :param span: from the first of its letters to the last, in the text.
    :returns: nothing where it is exact.
    """
    letters = find_letters(quote)
    first, last = letters.span(0, len(letters.text))
    here, there = _flatten(quote[first:last]), _flatten(text[slice(*span)])
    found = list(_compare(here, there)) if here != there else []
    return tuple(dict.fromkeys([*found, *_compare_ends(quote, text, letters, span)]))


def _flatten(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _compare(here: str, there: str) -> list[Variation]:
    """List that in which two texts of the same letters differ."""
    found: list[Variation] = []
    one, other = (_part(each) for each in (here, there))
    if _fold("NFKC", one.marks) != _fold("NFKC", other.marks):
        found.append("punctuation")
    if one.words != other.words:
        found.append("spaces")
    if _fold("NFD", one.letters) != _fold("NFD", other.letters) or (
        one.marks != other.marks and "punctuation" not in found
    ):
        found.append("width")
    for name, keep in _KEEPING.items():
        if keep(one.letters) != keep(other.letters):
            found.append(name)
    return found


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text's letters, its other signs, and its folded words as white space parts them."""

    letters: str
    marks: str
    words: str


def _part(text: str) -> _Parts:
    folded = [(char, find_letters(char).text) for char in text]
    letters = "".join(char for char, letter in folded if letter)
    marks = "".join(char for char, letter in folded if not letter and not char.isspace())
    words = "".join(" " if char.isspace() else letter for char, letter in folded)
    return _Parts(letters, marks, _flatten(words))


def _fold(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Fold script and case, and whatever the form of normalising does."""
    return _drop_accents(to_simplified(unicodedata.normalize(form, text))).casefold()


def _drop_accents(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


#: Folds everything but one thing: texts of the same letters that still differ do so in it.
_KEEPING: dict[Variation, Callable[[str], str]] = {
    "script": lambda text: _drop_accents(unicodedata.normalize("NFKD", text)).casefold(),
    "case": lambda text: to_simplified(_drop_accents(unicodedata.normalize("NFKD", text))),
    "accents": lambda text: to_simplified(unicodedata.normalize("NFKC", text)).casefold(),
}


def _compare_ends(quote: str, text: str, letters: Letters, span: Span) -> list[Variation]:
    first, last = letters.span(0, len(letters.text))
    before, after = quote[:first].strip(_AT_EDGES), quote[last:].strip(_AT_EDGES)
    left = text[: span[0]].rstrip(_AT_EDGES)
    right = text[span[1] :].lstrip(_AT_EDGES)
    if left.endswith(before) and right.startswith(after):
        return []
    before, after, left, right = (
        unicodedata.normalize("NFKC", each) for each in (before, after, left, right)
    )
    return ["width"] if left.endswith(before) and right.startswith(after) else ["punctuation"]
