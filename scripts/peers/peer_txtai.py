"""txtai, as on its first page: ``Embeddings`` with content, saved and loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serving import MINILM, minilm_folder, serve


class Txtai:
    """Faiss for vectors and SQLite for texts, its defaults."""

    def __init__(self, job: dict[str, Any]) -> None:
        from txtai import Embeddings

        self._folder = job["index"]
        self._config = _configure(job["model"])
        self._embeddings = Embeddings(**self._config, content=True)

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Index texts, and save the index."""
        self._embeddings.index(passages)
        self._embeddings.save(self._folder)

    def open(self) -> None:
        """Load the index; a function is not saved with it, and so given again."""
        self._embeddings.load(self._folder, config=self._config)

    def search(self, question: str, count: int) -> list[list[str]]:
        """Search by vectors, its default."""
        return [[each["id"]] for each in self._embeddings.search(question, count)]


def _configure(model: str) -> dict[str, Any]:
    if model == MINILM:
        return {"path": minilm_folder()}
    from exported import ExportedEmbedder

    embedder = ExportedEmbedder(model)

    def transform(texts: list[str]) -> Any:
        return embedder.encode(texts)

    return {"method": "external", "transform": transform}


if __name__ == "__main__":
    serve(Txtai, ["txtai", "faiss-cpu", "transformers", "torch"])
