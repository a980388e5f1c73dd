"""Plain text and Markdown -> text, which is the file's own."""

from __future__ import annotations

from rag.documents.encoding import decode_text
from rag.documents.formats.links import refuse_address_list
from rag.documents.formats.loaded import LoadedText
from rag.settings import DocumentSettings


def load_plain_text(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Load plain text or Markdown, whose text is the file's own."""
    text, encoding = decode_text(data, name)
    refuse_address_list(text, name)
    return LoadedText(text, encoding)
