"""Chroma alone, one collection, vectors made beforehand: the limit of what is built on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serving import serve

_NAME = "passages"


class RawChroma:
    """A collection of all passages; its time is that of ``collection.query`` alone."""

    def __init__(self, job: dict[str, Any]) -> None:
        import chromadb
        from exported import ExportedEmbedder

        self._embedder = ExportedEmbedder(job["model"])
        self._client = chromadb.PersistentClient(
            job["index"], chromadb.Settings(anonymized_telemetry=False)
        )
        self._made: dict[str, Any] = {}

    def prepare(self, texts: Sequence[str]) -> None:
        """Embed texts before the clock starts."""
        self._made.update(zip(texts, self._embedder.encode(texts), strict=True))

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Add vectors and texts in the largest batches that the client takes."""
        collection = self._client.create_collection(
            _NAME, configuration={"hnsw": {"space": "ip"}}, embedding_function=None
        )
        step = self._client.get_max_batch_size()
        for start in range(0, len(passages), step):
            batch = passages[start : start + step]
            texts = [text for _, text in batch]
            vectors = self._embedder.encode(texts)
            collection.add(ids=[id_ for id_, _ in batch], embeddings=vectors, documents=texts)

    def open(self) -> None:
        """Open the collection."""
        self._collection = self._client.get_collection(_NAME, embedding_function=None)

    def search(self, question: str, count: int) -> list[list[str]]:
        """Query by a vector made beforehand."""
        found = self._collection.query(
            query_embeddings=self._made[question][None, :],
            n_results=count,
            include=["documents", "distances"],
        )
        return [[id_] for id_ in found["ids"][0]]


if __name__ == "__main__":
    serve(RawChroma, ["chromadb"])
