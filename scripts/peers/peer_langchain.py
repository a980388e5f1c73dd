"""LangChain with Chroma, as in its tutorial on semantic search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serving import MINILM, minilm_folder, serve


class LangChain:
    """A text splitter of 1,000 characters, 200 shared, a Chroma store and its retriever."""

    def __init__(self, job: dict[str, Any]) -> None:
        from langchain_chroma import Chroma

        self._index = job["index"]
        self._embeddings = _load_embeddings(job["model"])
        self._store = Chroma(persist_directory=self._index, embedding_function=self._embeddings)

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Split and add; the client takes at most 5,461 texts at once."""
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        documents = [Document(text, metadata={"source": id_}) for id_, text in passages]
        splits = splitter.split_documents(documents)
        for start in range(0, len(splits), 5_000):
            self._store.add_documents(splits[start : start + 5_000])

    def open(self) -> None:
        """Do nothing: the store is open."""

    def search(self, question: str, count: int) -> list[list[str]]:
        """Ask the default retriever."""
        retriever = self._store.as_retriever(search_kwargs={"k": count})
        return [[each.metadata["source"]] for each in retriever.invoke(question)]


def _load_embeddings(model: str) -> Any:
    if model == MINILM:
        from langchain_huggingface import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(model_name=minilm_folder(), model_kwargs={"device": "cpu"})
    from exported import ExportedEmbedder
    from langchain_core.embeddings import Embeddings

    embedder = ExportedEmbedder(model)

    class Exported(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return embedder.encode(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return embedder.encode([text])[0].tolist()

    return Exported()


if __name__ == "__main__":
    serve(
        LangChain,
        [
            "langchain",
            "langchain-core",
            "langchain-chroma",
            "langchain-huggingface",
            "langchain-text-splitters",
            "chromadb",
            "sentence-transformers",
            "torch",
        ],
    )
