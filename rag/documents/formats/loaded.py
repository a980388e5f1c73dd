"""What every format's loader takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rag.schema import Span
from rag.settings import DocumentSettings

#: The field of ``metadata`` for those whom the format itself names as speakers, one a line: before
#: a colon at the beginning of a paragraph their names are no words of the text.
SPEAKERS = "speakers"
#: The field of ``metadata`` that says what a text is all made of, and its value for subtitles:
#: nothing in them is a title or a heading, however short.
FORM, SPEECH = "form", "speech"


@dataclass(frozen=True, slots=True)
class LoadedText:
    """What a loader finds in a file's bytes.

    The text may use Markdown's marks for headings (``# ``) and lists (``- ``); a blank line ends a
    paragraph. What stands in it is what is shown and quoted.

    :param page_starts: offset in ``text`` of each page's first character; empty without pages.
    :param title: a title stated beside the text, in the format's own fields.
    :param date: a date stated there, ISO 8601; one that the text itself states goes before it.
    :param metadata: what else is stated there: ``author``, ``publisher``, ``source``, ...
    :param given_pairs: spans of ``text`` that the file itself gives as translations of each other,
        Chinese first; no paragraph crosses their borders.
    :param warnings: what of the file could not be read, and what to do about it; whole sentences.
    """

    text: str
    encoding: str
    page_starts: tuple[int, ...] = ()
    title: str | None = None
    date: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    given_pairs: tuple[tuple[Span, Span], ...] = ()
    warnings: tuple[str, ...] = ()


#: Bytes, the file's name for messages, and the limits that hold -> its text. Raises DocumentError.
Loader = Callable[[bytes, str, DocumentSettings], LoadedText]
