from __future__ import annotations

import numpy as np
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from rag.embedding import as_langchain, load_embedder
from rag.settings import EmbeddingSettings


class SidedEmbedder:
    """Tells questions from passages in the second number."""

    name = "sided-1"
    dimension = 2

    def encode(self, texts):
        return np.array([[len(text), 0] for text in texts], dtype=np.float32)

    def encode_questions(self, texts):
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def test_as_langchain_embeds_documents_and_questions_apart():
    embeddings = as_langchain(SidedEmbedder())
    assert isinstance(embeddings, Embeddings)
    assert embeddings.embed_documents(["地铁", "metro", ""]) == [[2, 0], [5, 0], [0, 0]]
    assert embeddings.embed_query("地铁 metro") == [8, 1]


def test_as_langchain_serves_a_langchain_store():
    store = InMemoryVectorStore(as_langchain(load_embedder(EmbeddingSettings())))
    store.add_texts(["新地铁线明年开通。", "农民在下雨前卖掉了小麦。"])
    [found] = store.similarity_search("When does the new metro line open?", k=1)
    assert found.page_content == "新地铁线明年开通。"
