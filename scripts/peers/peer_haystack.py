"""Haystack, as in its tutorials: an indexing and a query pipeline over a document store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from serving import MINILM, minilm_folder, serve


class Haystack:
    """The in-memory store kept on disk as JSON, or Chroma."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._path, self._chroma = job["index"], job["store"] == "chroma"
        if job["task"] == "ingest":
            self._embedder = _document_embedder(job["model"])
        else:
            self._embedder = _text_embedder(job["model"])

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Embed and write documents, and keep the store on disk."""
        from haystack import Document, Pipeline
        from haystack.components.writers import DocumentWriter
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        if self._chroma:
            store: Any = self._chroma_store()
        else:
            store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        indexing = Pipeline()
        indexing.add_component("embedder", self._embedder)
        indexing.add_component("writer", DocumentWriter(document_store=store))
        indexing.connect("embedder", "writer")
        documents = [Document(id=id_, content=text) for id_, text in passages]
        # Chroma takes at most 5,461 at once, and the store does not cut.
        step = 5_000 if self._chroma else len(documents)
        for start in range(0, len(documents), step):
            indexing.run({"embedder": {"documents": documents[start : start + step]}})
        if not self._chroma:
            store.save_to_disk(self._path)

    def open(self) -> None:
        """Load the store and put the query pipeline together."""
        from haystack import Pipeline

        if self._chroma:
            from haystack_integrations.components.retrievers.chroma import ChromaEmbeddingRetriever

            retriever: Any = ChromaEmbeddingRetriever(document_store=self._chroma_store())
        else:
            from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
            from haystack.document_stores.in_memory import InMemoryDocumentStore

            store = InMemoryDocumentStore.load_from_disk(self._path)
            retriever = InMemoryEmbeddingRetriever(document_store=store)
        self._querying = Pipeline()
        self._querying.add_component("embedder", self._embedder)
        self._querying.add_component("retriever", retriever)
        self._querying.connect("embedder.embedding", "retriever.query_embedding")

    def search(self, question: str, count: int) -> list[list[str]]:
        """Run the query pipeline."""
        inputs = {"embedder": {"text": question}, "retriever": {"top_k": count}}
        found = self._querying.run(inputs)["retriever"]["documents"]
        return [[each.id] for each in found]

    def _chroma_store(self) -> Any:
        from haystack_integrations.document_stores.chroma import ChromaDocumentStore

        Path(self._path).mkdir(exist_ok=True)
        return ChromaDocumentStore(persist_path=self._path, distance_function="cosine")


def _warm(embedder_class: Any) -> Any:
    embedder = embedder_class(model=minilm_folder(), progress_bar=False)
    embedder.warm_up()
    return embedder


def _document_embedder(model: str) -> Any:
    if model == MINILM:
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        return _warm(SentenceTransformersDocumentEmbedder)
    from dataclasses import replace

    from exported import ExportedEmbedder
    from haystack import Document, component

    exported = ExportedEmbedder(model)

    @component
    class ExportedDocumentEmbedder:
        @component.output_types(documents=list[Document])
        def run(self, documents: list[Document]) -> dict[str, Any]:
            vectors = exported.encode([each.content or "" for each in documents]).tolist()
            pairs = zip(documents, vectors, strict=True)
            return {"documents": [replace(each, embedding=vector) for each, vector in pairs]}

    return ExportedDocumentEmbedder()


def _text_embedder(model: str) -> Any:
    if model == MINILM:
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        return _warm(SentenceTransformersTextEmbedder)
    from exported import ExportedEmbedder
    from haystack import component

    exported = ExportedEmbedder(model)

    @component
    class ExportedTextEmbedder:
        @component.output_types(embedding=list[float])
        def run(self, text: str) -> dict[str, Any]:
            return {"embedding": exported.encode([text])[0].tolist()}

    return ExportedTextEmbedder()


if __name__ == "__main__":
    serve(
        Haystack,
        [
            "haystack-ai",
            "sentence-transformers-haystack",
            "chroma-haystack",
            "chromadb",
            "sentence-transformers",
            "torch",
        ],
    )
