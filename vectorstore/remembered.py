"""What was read of the catalogue lately, kept in memory until the library changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from rag.schema import Counterpart, Language, Passage
from vectorstore.catalogue import Catalogue
from vectorstore.values import LANGUAGES, Outline, Selection

#: Some 2 KB each; outlines 0.8, counts of terms 0.6.
_MOST = 10_000

_T = TypeVar("_T")


class Remembered:
    """What a question reads of the catalogue, of which the next one reads much again.

    :param catalogue: where it is read from.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._passages: _Values[Passage | None] = _Values()
        self._outlines: _Values[Outline | None] = _Values()
        self._counterparts: _Values[Sequence[Counterpart]] = _Values()
        self._partners: _Values[Sequence[int]] = _Values()
        self._term_counts: dict[Language, _Values[bytes | None]] = {
            language: _Values() for language in LANGUAGES
        }

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Load passages by id; those that no longer count are left out."""

        def read(missing: list[int]) -> Mapping[int, Passage | None]:
            return dict.fromkeys(missing) | self._catalogue.passages(missing)

        found = self._passages.get(self._catalogue.generation(), ids, read)
        return {id_: passage for id_, passage in found.items() if passage is not None}

    def outlines(self, ids: Sequence[int]) -> dict[int, Outline]:
        """Load passages without texts by id; those that no longer count are left out."""

        def read(missing: list[int]) -> Mapping[int, Outline | None]:
            return dict.fromkeys(missing) | self._catalogue.outlines(missing)

        found = self._outlines.get(self._catalogue.generation(), ids, read)
        return {id_: outline for id_, outline in found.items() if outline is not None}

    def keep(self, ids: Sequence[int], selection: Selection) -> set[int]:
        """Keep of some ids those that count and that the selection allows."""
        if not selection.is_whole:
            return self._catalogue.keep(ids, selection)
        # Outlines, since whoever searches reads next those of what was found.
        found = self.outlines(ids).items()
        return {id_ for id_, each in found if each.language == selection.language}

    def counterparts(self, ids: Sequence[int]) -> dict[int, Sequence[Counterpart]]:
        """Find what passages say in the other language; those that have none are left out."""

        def read(missing: list[int]) -> Mapping[int, Sequence[Counterpart]]:
            return dict.fromkeys(missing, ()) | self._catalogue.counterparts(missing)

        found = self._counterparts.get(self._catalogue.generation(), ids, read)
        return {id_: sides for id_, sides in found.items() if sides}

    def partners(self, ids: Sequence[int]) -> dict[int, Sequence[int]]:
        """Find the ids of passages' counterparts; those that have none are left out."""

        def read(missing: list[int]) -> Mapping[int, Sequence[int]]:
            return dict.fromkeys(missing, ()) | self._catalogue.partners(missing)

        found = self._partners.get(self._catalogue.generation(), ids, read)
        return {id_: partners for id_, partners in found.items() if partners}

    def term_counts(
        self, generation: int, ids: Sequence[int], selection: Selection
    ) -> dict[int, bytes]:
        """Read the term counts of those of some passages that count and are selected.

        :param generation: of the library, as read before the ids were found.
        :param ids: passages.
        :param selection: those that may be returned.
        :returns: rows of ``TERM_ROW`` by id, in the order of ids.
        """
        language = selection.language

        def read(missing: list[int]) -> Mapping[int, bytes | None]:
            whole = Selection(language)
            return dict.fromkeys(missing) | self._catalogue.term_counts(missing, whole)

        found = self._term_counts[language].get(generation, ids, read)
        counts = {id_: each for id_, each in found.items() if each is not None}
        if selection.is_whole:
            return counts
        kept = self._catalogue.keep(counts, selection)
        return {id_: each for id_, each in counts.items() if id_ in kept}


class _Values(Generic[_T]):
    """Values by passage id, all of one generation of the library."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = -1
        self._values: dict[int, _T] = {}

    def get(
        self, generation: int, ids: Iterable[int], read: Callable[[list[int]], Mapping[int, _T]]
    ) -> dict[int, _T]:
        """Give values in the order of ids, reading those that are not known."""
        wanted = list(ids)
        with self._lock:
            if generation != self._generation:
                self._generation, self._values = generation, {}
            # Bound here: what is read for an older generation is not put among newer values.
            known = self._values
            found = {id_: known[id_] for id_ in wanted if id_ in known}
        missing = [id_ for id_ in dict.fromkeys(wanted) if id_ not in found]
        if not missing:
            return found
        new = read(missing)
        found |= new
        with self._lock:
            if len(known) + len(new) > _MOST:
                known.clear()
            if len(new) <= _MOST:
                known |= new
        return {id_: found[id_] for id_ in wanted}
