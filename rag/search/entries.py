"""Passage ids -> entries of evidence: what says the same counts once.

A paragraph, its counterparts in the other language and its copies in other documents form one
entry, so that a list of eight entries holds eight different statements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.language import letters
from rag.schema import Counterpart, Kind, Language, Passage
from vectorstore import Store

#: Shorter texts ("Thank you.") are the same letters by chance, not copies.
_MIN_COPY_LETTERS = 12
_NOT_LETTERS = re.compile(r"[\W_]+")
_LINES_OF_LAYOUT: frozenset[Kind] = frozenset({"title", "dateline", "heading", "notice"})


@dataclass(frozen=True, slots=True)
class EntryMap:
    """Which passages make one entry.

    :param entry_of: entry number by passage id.
    :param passages: every passage that was looked at, by id.
    :param counterparts: counterparts by passage id, best first.
    """

    entry_of: Mapping[int, int]
    passages: Mapping[int, Passage]
    counterparts: Mapping[int, Sequence[Counterpart]]

    def rank_entries(self, ranking: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
        """Turn a ranking of passages into one of entries; an entry may come several times."""
        return [(self.entry_of[id_], score) for id_, score in ranking if id_ in self.entry_of]

    def framing_entries(self) -> set[int]:
        """Find the entries that are a title, a dateline, a heading or a notice."""
        return {
            entry
            for id_, entry in self.entry_of.items()
            if self.passages[id_].paragraph.kind in _LINES_OF_LAYOUT
        }


def map_entries(ids: Sequence[int], store: Store) -> EntryMap:
    """Group passages that say the same.

    :param ids: passages found, by any channel.
    :param store: the library, for texts and pairs.
    :returns: the groups; ids that the library no longer holds are left out.
    """
    passages = dict(store.passages(ids))
    counterparts = store.counterparts(list(passages))
    parent: dict[int, int] = {id_: id_ for id_ in passages}

    def find(id_: int) -> int:
        while parent.setdefault(id_, id_) != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for id_, sides in counterparts.items():
        for side in sides:
            for passage in side.passages:
                parent[find(passage.id)] = find(id_)
    for first, copy in _find_copies(passages.values()):
        parent[find(copy)] = find(first)
    return EntryMap({id_: find(id_) for id_ in passages}, passages, counterparts)


def _find_copies(passages: Iterable[Passage]) -> Iterator[tuple[int, int]]:
    """Yield passages of the same letters: the first one's id, and the copy's."""
    by_length: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        # Folding takes time, and texts of different lengths need none to be told apart.
        by_length[len(_NOT_LETTERS.sub("", passage.paragraph.text))].append(passage)
    for length, alike in by_length.items():
        if length < _MIN_COPY_LETTERS or len(alike) == 1:
            continue
        firsts: dict[str, int] = {}
        for passage in alike:
            first = firsts.setdefault(letters(passage.paragraph.text), passage.id)
            if first != passage.id:
                yield first, passage.id


def choose_passage(
    members: Sequence[int], entries: EntryMap, language: Language, *, found_only: bool
) -> Passage:
    """Choose the passage that stands for an entry: the asker's language first, then rank.

    :param members: the entry's passage ids that were found, best first.
    :param entries: the groups they belong to.
    :param language: the asker's language.
    :param found_only: leave out counterparts that no channel found, which filters may forbid.
    :returns: a found passage in that language, else the counterpart of the best one where it has
        one, else the best one.
    """
    found = [entries.passages[id_] for id_ in members]
    for passage in found:
        if passage.paragraph.language == language:
            return passage
    if not found_only:
        for passage in found:
            for side in entries.counterparts.get(passage.id, ()):
                return side.passages[0]
    return found[0]
