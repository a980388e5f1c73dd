"""A library -> the letters of its documents, to find a quote in whatever paragraph it stands."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.schema import Language, Passage
from rag.verifying.letters import find_letters
from vectorstore import Store

#: Kept between quotes, at two bytes each; a larger library is read anew for each quote.
_MAX_KEPT_LETTERS = 50_000_000
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Column:
    """The letters of a document's paragraphs of one language, in reading order, in one row.

    :param ids: of the passages.
    :param starts: where each one's letters begin.
    """

    document: str
    ids: tuple[int, ...]
    starts: tuple[int, ...]
    letters: str

    def find(self, letters: str, start: int = 0) -> Iterator[int]:
        """Yield where letters stand, from left to right."""
        at = self.letters.find(letters, start)
        while at >= 0:
            yield at
            at = self.letters.find(letters, at + 1)

    def paragraph_at(self, place: int) -> int:
        """Tell which paragraph, from 0, a letter belongs to."""
        return bisect_right(self.starts, place) - 1

    def end_of(self, paragraph: int) -> int:
        """Tell where a paragraph's letters end."""
        following = paragraph + 1
        return self.starts[following] if following < len(self.starts) else len(self.letters)


class LibraryLetters:
    """The letters of a library, read when they are first asked for and whenever it has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._columns: list[Column] = []

    def columns(self) -> Iterator[Column]:
        """Yield the columns, in the order of documents, Chinese before English."""
        with self._lock:
            generation = self._store.generation()
            kept = self._columns if self._generation == generation else None
        if kept is not None:
            yield from kept
            return
        read: list[Column] = []
        room = _MAX_KEPT_LETTERS
        for info in self._store.documents():
            for column in _make_columns(info.name, self._store.passages_of(info.name)):
                room -= len(column.letters)
                if room >= 0:
                    read.append(column)
                yield column
        if room >= 0:
            with self._lock:
                self._generation, self._columns = generation, read

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Load passages by id; those of a document that has changed since are left out."""
        return self._store.passages(ids)


def _make_columns(name: str, passages: Sequence[Passage]) -> Iterator[Column]:
    for language in _LANGUAGES:
        own = [each for each in passages if each.paragraph.language == language]
        if not own:
            continue
        texts = [find_letters(each.paragraph.text).text for each in own]
        starts = [0]
        for text in texts[:-1]:
            starts.append(starts[-1] + len(text))
        yield Column(name, tuple(each.id for each in own), tuple(starts), "".join(texts))
