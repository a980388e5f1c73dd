"""Plain text and Markdown -> text, which is the file's own."""

from __future__ import annotations

from rag.documents.encoding import decode_text
from rag.documents.formats.links import refuse_address_list
from rag.documents.formats.loaded import LoadedText
from rag.documents.front_matter import read_front_matter
from rag.documents.metadata import find_date
from rag.settings import DocumentSettings

_KEPT = ("author", "source", "publisher")


def load_plain_text(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Load plain text or Markdown, whose text is the file's own, its front matter included."""
    text, encoding = decode_text(data, name)
    refuse_address_list(text, name)
    values = read_front_matter(text).values
    return LoadedText(
        text,
        encoding,
        title=values.get("title"),
        date=find_date(values.get("date", "")),
        metadata={name: value for name, value in values.items() if name in _KEPT},
    )
