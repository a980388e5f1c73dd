"""A quote that differs -> the quote with its differences marked, for reading."""

from __future__ import annotations

from collections.abc import Sequence

from rag.verifying.values import LetterDifference


def mark_differences(quote: str, differences: Sequence[LetterDifference]) -> str:
    """Mark what a quote has and the text has not, and the other way round, as wdiff does.

    :param quote: the quote.
    :param differences: from the text, in order.
    :returns: ``will open this [-May-]{+September+}``.
    """
    pieces: list[str] = []
    at = 0
    for difference in differences:
        start, end = difference.quote_span
        pieces.append(quote[at:start])
        pieces.append(f"[-{difference.quote}-]" if difference.quote else "")
        pieces.append(f"{{+{difference.source}+}}" if difference.source else "")
        # What is missing stands before the next word, which white space parts it from.
        is_parted = not difference.quote and quote[end : end + 1].isascii()
        pieces.append(" " if is_parted and quote[end : end + 1].isalnum() else "")
        at = end
    return "".join([*pieces, quote[at:]])
