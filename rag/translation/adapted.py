"""What a library's own pairs teach, laid over the table that ships."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.protocols import Lexicon
from rag.schema import Language

#: Raised when what is learned, or how it is written, changes: libraries then learn anew.
LEARNING_VERSION = 1
_SOURCES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class LearnedTerm:
    """What a library says of one term.

    :param weight: how much it counts against the table, in (0, 1]; a term that the table lacks
        counts in full.
    :param translations: terms of the other language with chances that add up to at most 1, best
        first.
    """

    weight: float
    translations: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class LearnedTerms:
    """Everything that was learned from a library.

    :param entries: by source language, what was learned of each term.
    :param pair_count: different pairs of paragraphs it was learned from.
    :param digest: names those pairs, so that a change of them is noticed.
    """

    entries: Mapping[Language, Mapping[str, LearnedTerm]] = field(
        default_factory=lambda: {source: {} for source in _SOURCES}
    )
    pair_count: int = 0
    digest: str = ""

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.entries.values())

    def to_json(self) -> str:
        """Write as JSON; the same terms give the same letters."""
        entries = {
            source: {
                term: [learned.weight, dict(learned.translations)]
                for term, learned in sorted(self.entries[source].items())
            }
            for source in _SOURCES
        }
        record = {
            "version": LEARNING_VERSION,
            "pairs": self.pair_count,
            "digest": self.digest,
            "terms": entries,
        }
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> LearnedTerms | None:
        """Read what ``to_json`` wrote.

        :param text: the JSON.
        :returns: the terms; None where another version wrote them or they are damaged, since they
            can be learned anew.
        """
        try:
            record = json.loads(text)
            if record["version"] != LEARNING_VERSION:
                return None
            return cls(
                {source: _read_entries(record["terms"][source]) for source in _SOURCES},
                int(record["pairs"]),
                str(record["digest"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


def _read_entries(rows: Mapping[str, tuple[float, Mapping[str, float]]]) -> dict[str, LearnedTerm]:
    return {
        term: LearnedTerm(float(weight), tuple(found.items()))
        for term, (weight, found) in rows.items()
    }


class AdaptedLexicon:
    """A table with a library's own terms over it; a ``Lexicon``.

    :param base: the table.
    :param learned: what the library says.
    """

    def __init__(self, base: Lexicon, learned: LearnedTerms) -> None:
        self._base = base
        self._learned = learned.entries
        #: What was learned and has been asked for; every question asks for its words several times.
        self._mixed: dict[tuple[str, Language], Sequence[tuple[str, float]]] = {}

    def translate(self, term: str, source: Language) -> Sequence[tuple[str, float]]:
        """Translate a term; best first, empty for an unknown one."""
        learned = self._learned[source].get(term)
        if learned is None:
            return self._base.translate(term, source)
        mixed = self._mixed.get((term, source))
        if mixed is None:
            known = self._base.translate(term, source)
            mixed = self._mixed[(term, source)] = _mix(known, learned)
        return mixed


def _mix(known: Sequence[tuple[str, float]], learned: LearnedTerm) -> tuple[tuple[str, float], ...]:
    """Lay what was learned of a term over what the table says of it."""
    weight = learned.weight if known else 1.0
    mixed = {other: (1 - weight) * chance for other, chance in known}
    for other, chance in learned.translations:
        mixed[other] = mixed.get(other, 0.0) + weight * chance
    ranked = sorted(mixed.items(), key=lambda cell: (-cell[1], cell[0]))
    return tuple([(other, chance) for other, chance in ranked if chance > 0])
