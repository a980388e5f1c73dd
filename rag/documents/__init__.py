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
from rag.documents.metadata import METADATA_READER, NO_VALUE, read_value
from rag.documents.paragraphs import split_paragraphs
from rag.documents.sidecar import Sidecar, find_orphans, read_sidecar, sidecar_path
from rag.documents.sources import Source, find_source_file, is_archive
from rag.documents.table_heads import find_table_heads
from rag.documents.third_language import THIRD_LANGUAGE

__all__ = [
    "METADATA_READER",
    "NO_VALUE",
    "SUPPORTED_SUFFIXES",
    "THIRD_LANGUAGE",
    "Sidecar",
    "Source",
    "are_read_alike",
    "find_files",
    "find_orphans",
    "find_source_file",
    "find_table_heads",
    "is_archive",
    "list_sources",
    "load_document",
    "load_source",
    "read_sidecar",
    "read_value",
    "sidecar_path",
    "split_paragraphs",
]
