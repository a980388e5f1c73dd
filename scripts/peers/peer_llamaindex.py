"""LlamaIndex, as on its pages on storing: its own store kept on disk, or Chroma."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serving import MINILM, minilm_folder, serve


class LlamaIndex:
    """``VectorStoreIndex`` with all its defaults: sentence splitter, batches, retriever."""

    def __init__(self, job: dict[str, Any]) -> None:
        from llama_index.core import Settings

        self._folder, self._chroma = job["index"], job["store"] == "chroma"
        Settings.embed_model = _load_embedding(job["model"])

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Index documents, and keep the index on disk."""
        from llama_index.core import Document, StorageContext, VectorStoreIndex

        # The id is no metadata: that would be embedded with the text.
        documents = [Document(text=text, doc_id=id_) for id_, text in passages]
        if self._chroma:
            context = StorageContext.from_defaults(vector_store=self._store())
            VectorStoreIndex.from_documents(documents, storage_context=context)
        else:
            index = VectorStoreIndex.from_documents(documents)
            index.storage_context.persist(persist_dir=self._folder)

    def open(self) -> None:
        """Load the index from disk."""
        from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage

        if self._chroma:
            self._index: Any = VectorStoreIndex.from_vector_store(self._store())
        else:
            context = StorageContext.from_defaults(persist_dir=self._folder)
            self._index = load_index_from_storage(context)

    def search(self, question: str, count: int) -> list[list[str]]:
        """Ask the default retriever."""
        retriever = self._index.as_retriever(similarity_top_k=count)
        return [[str(each.node.ref_doc_id)] for each in retriever.retrieve(question)]

    def _store(self) -> Any:
        import chromadb
        from llama_index.vector_stores.chroma import ChromaVectorStore

        collection = chromadb.PersistentClient(self._folder).get_or_create_collection("quickstart")
        return ChromaVectorStore(chroma_collection=collection)


def _load_embedding(model: str) -> Any:
    if model == MINILM:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        return HuggingFaceEmbedding(model_name=minilm_folder(), device="cpu")
    from exported import ExportedEmbedder
    from llama_index.core.embeddings import BaseEmbedding

    embedder = ExportedEmbedder(model)

    class Exported(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return embedder.encode(texts).tolist()

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    # What its own class for local models takes at once.
    return Exported(embed_batch_size=10)


if __name__ == "__main__":
    serve(
        LlamaIndex,
        [
            "llama-index-core",
            "llama-index-embeddings-huggingface",
            "llama-index-vector-stores-chroma",
            "chromadb",
            "sentence-transformers",
            "torch",
        ],
    )
