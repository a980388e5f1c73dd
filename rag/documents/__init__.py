"""Files -> Documents -> Paragraphs.

Files are found and decoded exactly; nothing in a document's text is changed afterwards, so that
every paragraph, and every quote from it, can be shown where it stands.
"""

from rag.documents.load import SUPPORTED_SUFFIXES, find_files, load_document
from rag.documents.paragraphs import split_paragraphs

__all__ = ["SUPPORTED_SUFFIXES", "find_files", "load_document", "split_paragraphs"]
