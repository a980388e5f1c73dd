"""Paragraphs of one language -> what the alignment counts in them: sizes, numbers, words, roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.protocols import FloatMatrix
from rag.schema import Kind, Language, Paragraph
from rag.text.language import HAN
from rag.text.numbers import number_keys
from rag.text.terms import NUMBER_MARK, query_terms

_HEADS: frozenset[Kind] = frozenset({"title", "heading"})
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_LETTER = re.compile("[A-Za-z]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a scope, in reading order.

    :param vectors: shape ``(n, dim)``, float32.
    :param sizes: characters other than white space, shape ``(n,)``, at least 1.
    :param words: stems of each text's Latin words other than function words.
    :param numbers: normalised numbers of each text.
    :param roles: what each paragraph does: ``head``, ``question``, ``dateline``, ``caption``,
        ``notice`` or ``body``.
    :param turns: whether a speaker's turn begins with the paragraph.
    """

    vectors: FloatMatrix
    sizes: FloatMatrix
    texts: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    numbers: tuple[frozenset[str], ...]
    roles: tuple[str, ...]
    turns: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, indexes: Sequence[int]) -> Side:
        """Give a side of some of the paragraphs, in the order of the indexes."""
        rows = list(indexes)
        return Side(
            vectors=self.vectors[rows],
            sizes=self.sizes[rows],
            texts=tuple(self.texts[i] for i in rows),
            words=tuple(self.words[i] for i in rows),
            numbers=tuple(self.numbers[i] for i in rows),
            roles=tuple(self.roles[i] for i in rows),
            turns=tuple(self.turns[i] for i in rows),
        )


def describe_paragraphs(
    paragraphs: Sequence[Paragraph], vectors: FloatMatrix, language: Language
) -> Side:
    """Count what the alignment needs in paragraphs of one language, in reading order."""
    return replace(
        describe_texts([paragraph.text for paragraph in paragraphs], vectors, language),
        roles=tuple(_role(paragraph.kind) for paragraph in paragraphs),
        turns=tuple(_begins_turn(paragraph) for paragraph in paragraphs),
    )


def describe_texts(texts: Sequence[str], vectors: FloatMatrix, language: Language) -> Side:
    """Count what the alignment needs in texts without roles, such as sentences."""
    found = [_find_words(text, language) for text in texts]
    return Side(
        vectors=vectors,
        sizes=np.array([max(1, len(_SPACE.sub("", text))) for text in texts], dtype=np.float32),
        texts=tuple(texts),
        words=tuple(words for words, _ in found),
        numbers=tuple(numbers for _, numbers in found),
        roles=("body",) * len(texts),
        turns=(False,) * len(texts),
    )


def find_numbers(text: str) -> frozenset[str]:
    """Find a text's numbers, normalised, so that 1.3亿 and 130 million are the same."""
    return frozenset(number_keys(text))


def _find_words(text: str, language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Find a text's Latin words and its numbers."""
    if language == "en":
        terms = query_terms(text, "en")
        numbers = frozenset(term[1:] for term in terms if term.startswith(NUMBER_MARK))
    else:
        numbers = frozenset(number_keys(text))
        latin = _HAN_RUN.sub(" ", text)
        terms = query_terms(latin, "en") if _LATIN_LETTER.search(latin) else []
    words = frozenset(t for t in set(terms) if t[0] != NUMBER_MARK and not t[0].isdigit())
    return words, numbers


def _role(kind: Kind) -> str:
    if kind in _HEADS:
        return "head"
    return "body" if kind in {"answer", "paragraph"} else kind


def _begins_turn(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph opens with its speaker's label; Markdown marks may stand before."""
    label = paragraph.speaker
    return label is not None and paragraph.text.lstrip(" *_").startswith(label)
