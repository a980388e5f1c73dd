"""A library and its settings -> under which conditions a run was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Protocol, runtime_checkable

from rag import __version__
from rag.records import Record
from rag.schema import DocumentInfo
from rag.settings import Settings

#: Stages whose settings can change an answer.
_STAGES = ("documents", "embedding", "pairing", "adaptation", "search", "answer")
#: Of an answer's settings, what is a secret, or changes when it comes rather than what it says.
_LEFT_OUT = {
    "api_key",
    "api_key_file",
    "timeout_seconds",
    "connect_timeout_seconds",
    "total_timeout_seconds",
    "max_retries",
}


@runtime_checkable
class DescribedLibrary(Protocol):
    """A library that says what it holds and how it is set."""

    @property
    def settings(self) -> Settings:
        """The settings it was opened with."""

    def documents(self) -> Sequence[DocumentInfo]:
        """List the documents."""


@dataclass(frozen=True, slots=True)
class RunConditions:
    """What a run's figures hold for.

    :param fingerprint: the same for two runs only if version, documents and settings are.
    :param min_certainty: extractive answers that are less certain are refused.
    """

    version: str
    model: str
    embedding: str
    documents: int
    paragraphs: int
    min_certainty: float
    fingerprint: str

    def record(self) -> Record:
        """Describe the conditions as ``scores.json`` holds them."""
        return asdict(self)


def read_conditions(library: object) -> RunConditions | None:
    """Read off a library under which conditions it answers.

    :param library: what is asked.
    :returns: None where it does not say.
    """
    if not isinstance(library, DescribedLibrary):
        return None
    documents, settings = library.documents(), library.settings
    known = settings.model_dump(mode="json", include=set(_STAGES), exclude={"answer": _LEFT_OUT})
    held = sorted((each.name, each.content_hash) for each in documents)
    text = json.dumps([__version__, known, held], ensure_ascii=False, sort_keys=True)
    return RunConditions(
        version=__version__,
        model=settings.answer.model,
        embedding=settings.embedding.model,
        documents=len(documents),
        paragraphs=sum(each.paragraph_count for each in documents),
        min_certainty=settings.answer.min_certainty,
        fingerprint=hashlib.sha256(text.encode("utf-8")).hexdigest()[:16],
    )
