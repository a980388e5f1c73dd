"""What a library knows of its documents beside their texts, and how that is corrected."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping

from rag.schema import DocumentInfo, SearchFilters
from rag.store_errors import library_errors
from vectorstore import Store


class LibraryMetadata(ABC):
    """The part of ``Library`` that tells and corrects what its documents are."""

    _store: Store

    def documents(self) -> list[DocumentInfo]:
        """List the documents, by name."""
        with library_errors():
            return self._store.documents()

    def correct(self, document: str, changes: Mapping[str, str | None]) -> DocumentInfo:
        """Correct what a document is cited with and filtered by.

        Corrections win over the document's sidecar and over what its text states, and stay when
        its file changes.

        :param document: its name.
        :param changes: values by field: ``title``, ``date`` (``2021-12-30``, ``2021-12``, ``2021``
            or as texts state it), ``source``, ``event``, ``interviewer``, ``interviewee``. An empty
            value or None takes a correction back, ``-`` says that there is none.
        :returns: the document as it is described now.
        :raises MetadataError: if there is no such document or field, or a date cannot be read.
        :raises LibraryError: if the library cannot be written.
        """
        from rag.describing import correct_document

        with library_errors():
            return correct_document(self._store, document, changes)

    def _narrowed(self, filters: SearchFilters | None) -> SearchFilters:
        """Turn filters on metadata into documents; a FilterError says when none is left."""
        if filters is None or filters == SearchFilters():
            return SearchFilters()
        from rag.describing import narrow_filters

        with library_errors():
            return narrow_filters(self._store, filters)
