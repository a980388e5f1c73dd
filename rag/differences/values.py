"""What a comparison of two texts that say the same finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.schema import Pair, Paragraph, Span

DifferenceKind = Literal["number", "date", "name", "negation", "sentence", "letters"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where one side differs.

    :param span: offsets in the paragraph's text; empty where the side lacks what the other has.
    """

    paragraph: Paragraph
    span: Span = (0, 0)

    @property
    def quote(self) -> str:
        """The letters that differ, as printed."""
        return self.paragraph.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two texts do not say alike.

    :param first: of a pair the Chinese side; of two copies the one of the earlier document.
    :param second: the other.
    """

    kind: DifferenceKind
    first: Stretch
    second: Stretch


@dataclass(frozen=True, slots=True)
class PairTexts:
    """A pair as two texts; offsets in them can be led back to the paragraphs."""

    pair: Pair

    @property
    def zh(self) -> str:
        """The Chinese paragraphs, one a line."""
        return _join(self.pair.zh)

    @property
    def en(self) -> str:
        """The English paragraphs, one a line."""
        return _join(self.pair.en)

    def difference(
        self, kind: DifferenceKind, zh: Span | None = None, en: Span | None = None
    ) -> Difference:
        """Describe a difference by where it stands in the two texts; None for nowhere."""
        return Difference(kind, _place(self.pair.zh, zh), _place(self.pair.en, en))


def _join(paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _place(paragraphs: Sequence[Paragraph], span: Span | None) -> Stretch:
    if span is None:
        return Stretch(paragraphs[0])
    start = 0
    for paragraph in paragraphs:
        if span[0] <= start + len(paragraph.text):
            break
        start += len(paragraph.text) + 1
    return Stretch(paragraph, (span[0] - start, min(span[1] - start, len(paragraph.text))))
