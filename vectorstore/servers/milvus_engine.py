"""Both indexes of a library in Milvus, over one connection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vectorstore.servers.milvus_keywords import MilvusKeywords
from vectorstore.servers.milvus_session import MilvusSession
from vectorstore.servers.milvus_vectors import MilvusVectors
from vectorstore.servers.record import EngineAccess, EngineRecord


@dataclass(frozen=True, slots=True)
class MilvusEngine:
    """The two indexes."""

    vectors: MilvusVectors
    keywords: MilvusKeywords

    def make(self) -> None:
        """Make the collections that are missing."""
        self.vectors.make()
        self.keywords.make()

    def seal(self) -> None:
        """Have what was written in bulk indexed now."""
        self.vectors.seal()
        self.keywords.seal()

    def drop(self) -> None:
        """Delete all of it from the server."""
        self.vectors.drop()
        self.keywords.drop()


def open_milvus(
    record: EngineRecord,
    access: EngineAccess,
    *,
    vectors: Path,
    keywords: Path,
    dimension: int,
) -> MilvusEngine:
    """Open both indexes; the server is asked at the first use only.

    :param record: the server, and the library's name there.
    :param access: how to use it.
    :param vectors: folder for what is kept here of the vectors.
    :param keywords: folder for what is kept here of the words.
    :param dimension: length of the library's vectors.
    :returns: both.
    """
    session = MilvusSession(record.address, access)
    return MilvusEngine(
        MilvusVectors(session, record, vectors, dimension),
        MilvusKeywords(session, record, keywords),
    )
