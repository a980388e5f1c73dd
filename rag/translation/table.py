"""The translation table: what a term of one language becomes in the other, and how likely."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.schema import Language
from rag.translation.arrays import Array, WordList, pack, read_arrays, write_arrays

TABLE_FILE = Path(__file__).parent / "table.npz"
#: Probabilities are kept as exp(-byte / 32): 3 % steps, down to 0.0004.
_STEPS_PER_NEPER = 32.0
#: Terms whose translations are remembered.
_REMEMBERED = 20_000
_SOURCES: tuple[Language, ...] = ("zh", "en")
_PARTS = ("terms", "names", "starts", "targets", "levels")

Translations = Sequence[tuple[str, float]]


class TranslationTable:
    """Translation probabilities in both directions; a ``Lexicon``.

    Chinese entries are words; English ones are index terms (stems), or a phrase's stems joined by
    spaces.

    :param entries: by source language, the terms and their translations, best first.
    """

    def __init__(self, entries: Mapping[Language, _Direction]) -> None:
        self._entries = dict(entries)

    def translate(self, term: str, source: Language) -> Sequence[tuple[str, float]]:
        """Translate a term; best first, empty for an unknown one."""
        return self._entries[source].look_up(term)

    def list_terms(self, source: Language) -> list[str]:
        """List the terms of a language that have translations."""
        return self._entries[source].terms.words()

    def size(self, source: Language) -> int:
        """Count the terms of a language that have translations."""
        return len(self._entries[source].terms)


class _Direction:
    """One direction: rows in compressed sparse form.

    :param terms: the source terms, one a row.
    :param starts: first cell of each row, and the end of the last, shape (rows + 1,), uint32.
    :param targets: target of each cell, uint32, into ``names``.
    :param levels: quantised probability of each cell, uint8.
    :param names: the terms that targets name.
    """

    def __init__(
        self,
        terms: WordList,
        starts: NDArray[np.uint32],
        *,
        targets: NDArray[np.uint32],
        levels: NDArray[np.uint8],
        names: WordList,
    ) -> None:
        self.terms = terms
        self._starts = starts
        self._targets = targets
        self._levels = levels
        self._names = names
        self._known: dict[str, Translations] = {}

    def look_up(self, term: str) -> Translations:
        # Every question cuts its words out of many candidates, and the next one tries them again.
        known = self._known.get(term)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known = {}
            known = self._known[term] = self._read(term)
        return known

    def _read(self, term: str) -> Translations:
        row = self.terms.find(term)
        if row is None:
            return ()
        cells = slice(self._starts[row], self._starts[row + 1])
        probabilities = np.exp(self._levels[cells] / -_STEPS_PER_NEPER).tolist()
        names = [self._names[target] for target in self._targets[cells].tolist()]
        return tuple(zip(names, probabilities, strict=True))


def save_table(path: Path, entries: Mapping[Language, Mapping[str, Translations]]) -> None:
    """Write a table; the same entries give the same bytes.

    :param path: file to write, ``.npz``.
    :param entries: for each source language, translations by term, best first.
    """
    arrays: dict[str, Array] = {}
    for source, rows in entries.items():
        terms = sorted(rows, key=str.encode)
        names = sorted({name for cells in rows.values() for name, _ in cells}, key=str.encode)
        number_of = {name: number for number, name in enumerate(names)}
        cells = [cell for term in terms for cell in rows[term]]
        starts = np.cumsum([0, *(len(rows[term]) for term in terms)])
        probabilities = np.array([probability for _, probability in cells])
        levels = np.clip(np.rint(-np.log(probabilities) * _STEPS_PER_NEPER), 0, 255)
        arrays |= {
            f"{source}_terms": pack(terms),
            f"{source}_names": pack(names),
            f"{source}_starts": starts.astype(np.uint32),
            f"{source}_targets": np.array([number_of[name] for name, _ in cells], np.uint32),
            f"{source}_levels": levels.astype(np.uint8),
        }
    write_arrays(path, arrays)


def load_table(path: Path) -> TranslationTable:
    """Read a table.

    :param path: a file that ``save_table`` wrote.
    :returns: the table.
    :raises RagError: where the file is missing or is no table.
    """
    arrays = read_arrays(path, [f"{source}_{part}" for source in _SOURCES for part in _PARTS])
    return TranslationTable({source: _read(arrays, source) for source in _SOURCES})


@functools.cache
def load_lexicon() -> TranslationTable:
    """Load the table that ships, once a process."""
    return load_table(TABLE_FILE)


def _read(arrays: Mapping[str, Array], source: Language) -> _Direction:
    return _Direction(
        WordList(arrays[f"{source}_terms"]),
        arrays[f"{source}_starts"].astype(np.uint32),
        targets=arrays[f"{source}_targets"].astype(np.uint32),
        levels=arrays[f"{source}_levels"].astype(np.uint8),
        names=WordList(arrays[f"{source}_names"]),
    )
