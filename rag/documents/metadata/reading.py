"""Paragraphs at a document's head -> the title and date that the text itself states.

Cautious on purpose: a date counts in a dateline, a title, a caption, or where a news agency puts
it at the beginning of a report; dates told of in running text are none of the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.documents.metadata.dates import find_date
from rag.metadata import DocumentMetadata
from rag.schema import Paragraph

#: Version of these rules: documents read by earlier ones are looked at again at the next ingest.
METADATA_READER = 1
#: How many paragraphs from the beginning may state the document's title and date.
_HEAD_PARAGRAPHS = 8
_AGENCY = re.compile(
    r"^\W{0,3}[\u4e00-\u9fff]{0,14}(?:社|报|報|网|網)[\u4e00-\u9fff]{2,10}(?P<zh>.{6,14})[电電讯訊]"
    r"|^[A-Z][A-Za-z ,]{2,40}[,\s]\s*(?P<en>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\s*"
    r"(?:\([^()]{2,30}\))?\s*[-–—]"
)


def read_metadata(paragraphs: Sequence[Paragraph]) -> DocumentMetadata:
    """Read title and date off a document's paragraphs, in reading order."""
    head = paragraphs[:_HEAD_PARAGRAPHS]
    title = next((p.text for p in head if p.kind == "title"), None)
    stated = next((found for text in _stating(head) if (found := find_date(text))), None)
    return DocumentMetadata(title, stated)


def _stating(head: Sequence[Paragraph]) -> Iterator[str]:
    """Yield the texts that may state the document's date, the most telling kind first."""
    for kind in ("dateline", "title", "caption"):
        yield from (p.text for p in head if p.kind == kind)
    for paragraph in head:
        match = _AGENCY.match(paragraph.text)
        if match:
            yield match.group("zh") or match.group("en")
