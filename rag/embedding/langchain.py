"""An embedder -> LangChain's ``Embeddings``, for use in other people's chains."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from rag.protocols import Embedder


class LangChainEmbeddings(Embeddings):
    """An ``Embedder`` behind LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, one list of floats a text."""
        return [row.tolist() for row in self.embedder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        [row] = self.embedder.encode_questions([text])
        return [float(number) for number in row]
