"""Paragraphs of one language -> what the alignment counts in them: sizes, numbers, names, roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.language import fold
from rag.numbers import number_keys
from rag.protocols import FloatMatrix
from rag.schema import Kind, Language, Paragraph
from rag.terms import NUMBER_MARK, query_terms

_HEADS: frozenset[Kind] = frozenset({"title", "heading"})
_LATIN_NAME = re.compile(r"[a-z][a-z0-9]+")
_NOT_SPACE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a scope, in reading order.

    :param vectors: shape ``(n, dim)``, float32.
    :param sizes: characters other than white space, shape ``(n,)``, at least 1.
    :param terms: content terms of each paragraph, without repetition.
    :param numbers: normalised numbers of each paragraph.
    :param names: Latin words of each paragraph, folded.
    :param roles: what each paragraph does: ``head``, ``question``, ``dateline``, ``caption``,
        ``notice`` or ``body``.
    :param turns: whether a speaker's turn begins with the paragraph.
    """

    language: Language
    vectors: FloatMatrix
    sizes: FloatMatrix
    terms: tuple[frozenset[str], ...]
    numbers: tuple[frozenset[str], ...]
    names: tuple[frozenset[str], ...]
    roles: tuple[str, ...]
    turns: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.roles)


def describe_paragraphs(
    paragraphs: Sequence[Paragraph], vectors: FloatMatrix, *, language: Language
) -> Side:
    """Count what the alignment needs.

    :param paragraphs: of one language, in reading order.
    :param vectors: of the paragraphs, shape ``(n, dim)``.
    """
    side = describe_texts([p.text for p in paragraphs], vectors, language=language)
    return Side(
        side.language,
        side.vectors,
        side.sizes,
        side.terms,
        side.numbers,
        side.names,
        tuple(_role(paragraph.kind) for paragraph in paragraphs),
        tuple(_begins_turn(paragraph) for paragraph in paragraphs),
    )


def describe_texts(texts: Sequence[str], vectors: FloatMatrix, *, language: Language) -> Side:
    """Count what the alignment needs in texts without roles, such as sentences."""
    return Side(
        language,
        vectors,
        np.array([max(1, len(_NOT_SPACE.findall(text))) for text in texts], dtype=np.float32),
        tuple(_content_terms(text, language) for text in texts),
        tuple(frozenset(number_keys(text)) for text in texts),
        tuple(frozenset(_LATIN_NAME.findall(fold(text))) for text in texts),
        ("body",) * len(texts),
        (False,) * len(texts),
    )


def _content_terms(text: str, language: Language) -> frozenset[str]:
    terms = query_terms(text, language)
    return frozenset(term for term in terms if not term.startswith(NUMBER_MARK))


def _role(kind: Kind) -> str:
    if kind in _HEADS:
        return "head"
    return "body" if kind in {"answer", "paragraph"} else kind


def _begins_turn(paragraph: Paragraph) -> bool:
    return paragraph.speaker is not None and paragraph.text.lstrip(" *_").startswith(
        paragraph.speaker
    )
