"""A document's head -> its title, date, source, event, interviewer and interviewee."""

from rag.documents.metadata.dates import find_date
from rag.documents.metadata.reading import METADATA_READER, read_metadata
from rag.documents.metadata.values import NO_VALUE, read_value

__all__ = ["METADATA_READER", "NO_VALUE", "find_date", "read_metadata", "read_value"]
