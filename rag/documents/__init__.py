"""Files -> Documents -> Paragraphs.

Files are found and decoded exactly; nothing in a document's text is changed afterwards, so that
every paragraph, and every quote from it, can be shown where it stands.
"""

from rag.documents.load import (
    SUPPORTED_SUFFIXES,
    are_read_alike,
    find_files,
    list_sources,
    load_document,
    load_source,
)
from rag.documents.paragraphs import split_paragraphs
from rag.documents.sources import Source, find_source_file, is_archive

__all__ = [
    "SUPPORTED_SUFFIXES",
    "Source",
    "are_read_alike",
    "find_files",
    "find_source_file",
    "is_archive",
    "list_sources",
    "load_document",
    "load_source",
    "split_paragraphs",
]
