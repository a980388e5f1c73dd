"""A lexicon of a few words, so that a test says all that is known."""

from __future__ import annotations

from collections.abc import Sequence

from rag.concordance.renderings import find_rendering
from rag.schema import Language


class Dictionary:
    """A ``Lexicon`` that knows what it is given, each way: Chinese words and English stems."""

    def __init__(self, **words: str) -> None:
        self._rows: dict[tuple[str, Language], list[tuple[str, float]]] = {}
        for stem, chinese in words.items():
            for word in chinese.split():
                self._rows.setdefault((stem, "en"), []).append((word, 0.5))
                self._rows.setdefault((word, "zh"), []).append((stem, 0.5))

    def translate(self, term: str, source: Language) -> Sequence[tuple[str, float]]:
        """Translate a term; best first, empty for an unknown one."""
        return self._rows.get((term, source), [])


def render(source, term, target, *, lexicon):
    """Give what renders a term that a sentence holds, in the other language's sentence."""
    start = source.index(term)
    span = find_rendering(
        source,
        (start, start + len(term)),
        target,
        language="en" if term.isascii() else "zh",
        lexicon=lexicon,
        returns={},
    )
    return target[slice(*span)] if span else None
