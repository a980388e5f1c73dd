"""What a document is: the values it is cited with and filtered by, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Protocol

#: Between the wordings of a value that a document states in both languages.
BOTH = " / "


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """What a document is; None where it is not known.

    :param title: as stated, in one language.
    :param date: ISO 8601: ``2021-12-30``, ``2021-12`` or ``2021``.
    :param source: who published it: a news agency, a newspaper, a website.
    :param event: the occasion: a press conference, a forum, an interview.
    :param interviewer: who asks: an outlet or a person.
    :param interviewee: the person who answers.
    """

    title: str | None = None
    date: str | None = None
    source: str | None = None
    event: str | None = None
    interviewer: str | None = None
    interviewee: str | None = None


#: Names of what metadata hold, in the order in which they are shown.
METADATA_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(DocumentMetadata))


@dataclass(frozen=True, slots=True)
class MetadataLayers:
    """Where metadata come from; what was corrected wins over the sidecar, this over the text.

    In the upper two None leaves a value to what lies below, and an empty text says that there is
    none.

    :param stated: what the document itself states.
    :param sidecar: what the file beside the document says.
    :param corrected: what was corrected by hand.
    :param reader: version of the rules that read ``stated``; 0 for those without.
    """

    stated: DocumentMetadata = DocumentMetadata()
    sidecar: DocumentMetadata = DocumentMetadata()
    corrected: DocumentMetadata = DocumentMetadata()
    reader: int = 0

    @property
    def merged(self) -> DocumentMetadata:
        """The values that hold."""
        return DocumentMetadata(**{name: self._value(name) for name in METADATA_FIELDS})

    def _value(self, name: str) -> str | None:
        layers = (self.corrected, self.sidecar, self.stated)
        found = (getattr(layer, name) for layer in layers)
        return next((value for value in found if value is not None), None) or None


class Described(Protocol):
    """Whatever has metadata: a document, a passage, metadata themselves."""

    @property
    def title(self) -> str | None:
        """Its title."""

    @property
    def date(self) -> str | None:
        """Its date."""

    @property
    def source(self) -> str | None:
        """Who published it."""

    @property
    def event(self) -> str | None:
        """The occasion."""

    @property
    def interviewer(self) -> str | None:
        """Who asks."""

    @property
    def interviewee(self) -> str | None:
        """Who answers."""


def metadata_of(described: Described) -> DocumentMetadata:
    """Give the metadata of a document or passage alone."""
    return DocumentMetadata(**{name: getattr(described, name) for name in METADATA_FIELDS})
