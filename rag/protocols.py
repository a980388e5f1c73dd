"""What can be swapped: the embedder, the word comparer, the answerer and the translation table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.schema import AnswerEvent, Hit, Language, Question

#: Rows are texts; float32, unit length.
FloatMatrix = NDArray[np.float32]
#: One number for each of some texts; float32.
FloatVector = NDArray[np.float32]

#: Texts, at least one -> vectors, shape (texts, dimension), rows unit length or zero.
Encode = Callable[[Sequence[str]], FloatMatrix]


class Embedder(Protocol):
    """Turns texts of either language into vectors of one space."""

    @property
    def name(self) -> str:
        """Model name with its version, as recorded in a library (``duizhao-static-2``)."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed texts, shape ``(len(texts), dimension)``, float32, rows unit length or zero."""

    def encode_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed questions; differs from ``encode`` for models that are told which is which."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close some texts are to a question, one number for each text.

    :param words: how much of the question has a word of like meaning in the text, 0 to 1.
    :param sentences: cosine of the text's closest sentence, -1 to 1; 0 where that is below 0.
    """

    words: FloatVector
    sentences: FloatVector


class Interaction(Protocol):
    """Compares a question with texts word by word (late interaction)."""

    def read(self, texts: Sequence[str]) -> list[bytes]:
        """Cut texts into what they are compared by, to be kept with them.

        :param texts: any strings.
        :returns: one reading a text, never empty.
        """

    def read_and_encode(
        self, texts: Sequence[str], embedder: Embedder
    ) -> tuple[list[bytes], FloatMatrix]:
        """Read texts and embed them, in one go where both begin with the same pieces.

        :param texts: any strings.
        :param embedder: whose vectors are wanted.
        :returns: as ``read`` and as the embedder's ``encode``.
        """

    def accepts(self, reading: bytes) -> bool:
        """Tell whether a reading that was kept is whole and is what ``read`` gives now."""

    def compare(self, question: str, readings: Sequence[bytes]) -> Closeness:
        """Compare texts of either language with one question.

        :param question: in either language.
        :param readings: of what was found for it; how rare a word is, is measured among them.
        :returns: closeness of each text; 0 where nothing corresponds.
        """


class Reader(Protocol):
    """Reads a few sentences closely: slower than searching, and surer of what answers."""

    def read(self, question: str, texts: Sequence[str]) -> FloatVector:
        """Compare texts of either language with a question.

        :param question: in either language.
        :param texts: any strings.
        :returns: how well each answers, -1 to 1; higher is better.
        """


class Lexicon(Protocol):
    """Translation probabilities between index terms."""

    def translate(self, term: str, source: Language) -> Sequence[tuple[str, float]]:
        """Translate an index term into the other language.

        Pairs of term and probability in (0, 1], best first; empty for an unknown term.
        """


class Answerer(Protocol):
    """Writes an answer from the evidence."""

    @property
    def name(self) -> str:
        """What is reported as the answer's model."""

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[AnswerEvent]:
        """Yield text pieces, then exactly one ``AnswerDone`` as the last event.

        :param question: the checked question.
        :param hits: evidence, best first; may be empty.
        :returns: the events, lazily.
        """
