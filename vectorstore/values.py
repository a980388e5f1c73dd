"""The plain values that enter and leave a store, beside those of ``rag.schema``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.metadata import MetadataLayers
from rag.schema import Kind, Language, Paragraph, SearchFilters

#: float32; one row is one vector.
FloatArray = NDArray[np.float32]

#: One concept of a question: alternative index terms, each with its weight in (0, 1].
TermGroup = tuple[tuple[str, float], ...]

#: Passage ids with scores, best first.
Ranking = list[tuple[int, float]]

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph with everything it is found by.

    :param context: heading and question it answers; kept for hydration.
    :param vector: shape ``(dimension,)``, float32, unit length or zero.
    :param terms: index terms of the paragraph, repeated as often as they occur, in any order;
        a term holds no white space.
    :param context_terms: index terms of the context, searched with a lower boost.
    :param letters: what tells its copies; empty where it was not made.
    :param pieces: what it is compared by, word by word; likewise.
    """

    paragraph: Paragraph
    context: str
    vector: FloatArray
    terms: Sequence[str]
    context_terms: Sequence[str] = ()
    letters: bytes = b""
    pieces: bytes = b""


class Outline(NamedTuple):
    """A passage without its text: what a search reads of each one it looks at.

    A tuple, since it is made of a row in a tenth of the time.

    :param letters: as in ``Entry``; empty in what earlier versions stored.
    :param pieces: likewise.
    """

    id: int
    language: Language
    kind: Kind
    letters: bytes = b""
    pieces: bytes = b""


@dataclass(frozen=True, slots=True)
class PairRow:
    """Ids of passages of the two languages that say the same.

    :param score: confidence, 0 to 1.
    """

    zh: Sequence[int]
    en: Sequence[int]
    score: float


@dataclass(frozen=True, slots=True)
class Rename:
    """A document that is from now on called otherwise, or lies elsewhere.

    :param name: what it is called so far.
    :param new_name: what it is to be called; may be the same.
    :param new_path: where its file now lies, absolute.
    """

    name: str
    new_name: str
    new_path: str


@dataclass(frozen=True, slots=True)
class Redescription:
    """A document whose metadata are others now, while its text stays as it is.

    :param name: what it is called.
    :param layers: where each value comes from; those that hold are merged from them.
    :param context_terms: of all its paragraphs, in reading order, since they are searched with
        title and date; None where these two stay.
    """

    name: str
    layers: MetadataLayers
    context_terms: Sequence[Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds.

    :param embedder: name of the model it was made with.
    :param dimension: length of its vectors.
    :param format_version: number of the last migration applied to its catalogue.
    """

    path: Path
    embedder: str
    dimension: int
    document_count: int
    paragraph_count: int
    pair_count: int
    format_version: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages a search may return.

    :param language: their language.
    :param filters: what else they must meet; its own language is not looked at.
    """

    language: Language
    filters: SearchFilters = field(default_factory=SearchFilters)

    @property
    def is_whole(self) -> bool:
        """Whether nothing but the language is asked for."""
        return self.filters in (SearchFilters(), SearchFilters(language=self.language))
