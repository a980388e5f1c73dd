"""Two sides of a library -> the pairs to believe, by several processes where that saves time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.ingesting.crew_processes import WORTH_SECONDS, ProcessCrew
from rag.pairing import Believed, align_paragraphs, choose_believable
from rag.protocols import FloatMatrix, Lexicon
from rag.runtime.threads import one_blas_thread
from rag.schema import Paragraph
from rag.settings import PairingSettings
from rag.translation import load_lexicon


@dataclass(frozen=True, slots=True)
class Scope:
    """Two sides to align.

    :param zh: zh paragraphs in reading order; nothing is found where there are none.
    :param en: en paragraphs in reading order.
    :param zh_vectors: of the zh side.
    :param en_vectors: of the en side.
    :param is_one_document: whether both sides are of one document, whose pairs are all believed.
    """

    zh: Sequence[Paragraph]
    en: Sequence[Paragraph]
    zh_vectors: FloatMatrix
    en_vectors: FloatMatrix
    is_one_document: bool

    @property
    def size(self) -> int:
        """How many bytes its vectors have; texts take about as many."""
        return self.zh_vectors.nbytes + self.en_vectors.nbytes


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Aligns scopes.

    :param lexicon: translation table; None for none, and for the one that ships.
    :param is_shipped: whether to take the table that ships, which each process loads by itself.
    """

    settings: PairingSettings
    lexicon: Lexicon | None
    is_shipped: bool

    def __call__(self, task: Scope) -> Believed:
        # There is a process for each core; threads would only wait for each other.
        with one_blas_thread():
            aligned = align_paragraphs(
                task.zh,
                task.en,
                zh_vectors=task.zh_vectors,
                en_vectors=task.en_vectors,
                lexicon=load_lexicon() if self.is_shipped else self.lexicon,
                settings=self.settings,
            )
        if task.is_one_document:
            return Believed(tuple(aligned), 0.0)
        return choose_believable(aligned, task.zh, task.en)

    def replace_lost(self, task: Scope, code: int) -> Believed:  # noqa: ARG002
        # For want of memory perhaps, which one process alone may have.
        return self(task)


class PairingCrew(ProcessCrew[Scope, Believed]):
    """Processes that align scopes; none for little work. To be closed.

    :param settings: how to align.
    :param lexicon: translation table; with another than the one that ships, or none, this process
        does all the work.
    :param size: how many processes there may be.
    :param worth_seconds: as for ``ProcessCrew``.
    """

    def __init__(
        self,
        settings: PairingSettings,
        lexicon: Lexicon | None,
        size: int,
        *,
        worth_seconds: float = WORTH_SECONDS,
    ) -> None:
        is_shipped = lexicon is not None and lexicon is load_lexicon()
        can_start = is_shipped or lexicon is None
        super().__init__(
            _Pairing(settings, None if is_shipped else lexicon, is_shipped),
            size if can_start else 1,
            worth_seconds=worth_seconds,
        )

    def __enter__(self) -> PairingCrew:
        return self
