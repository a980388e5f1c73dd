"""A library as a LangChain retriever."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from rag.metadata import metadata_of
from rag.schema import Hit

if TYPE_CHECKING:
    from rag.library import Library


class LibraryRetriever(BaseRetriever):
    """Retrieves paragraphs of a library, each with its counterpart in the metadata."""

    library: Any
    top_k: int = 8

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[LangChainDocument]:
        library: Library = self.library
        return [_to_langchain(hit) for hit in library.search(query, top_k=self.top_k)]


def _to_langchain(hit: Hit) -> LangChainDocument:
    paragraph = hit.passage.paragraph
    return LangChainDocument(
        page_content=paragraph.text,
        id=str(hit.passage.id),
        metadata={
            "document": paragraph.document,
            "paragraph": paragraph.number,
            "language": paragraph.language,
            "speaker": paragraph.speaker,
            **asdict(metadata_of(hit.passage)),
            "score": hit.score,
            "counterpart": hit.counterpart.text if hit.counterpart else None,
        },
    )
