"""Passage ids -> entries of evidence: what says the same counts once.

A paragraph, its counterparts in the other language and its copies in other documents form one
entry, so that a list of eight entries holds eight different statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from rag.schema import Counterpart, Kind, Language, Passage
from rag.search.copies import find_copies
from vectorstore import Outline, Store

#: Counterparts by passage id, best first.
Counterparts = Mapping[int, Sequence[Counterpart]]
_LINES_OF_LAYOUT: frozenset[Kind] = frozenset({"title", "dateline", "heading", "notice"})


@dataclass(frozen=True, slots=True)
class EntryMap:
    """Which passages make one entry.

    :param entry_of: entry number by passage id.
    :param outlines: every passage that was looked at, by id.
    :param read_passages: reads passages, as ``Store.passages`` does.
    :param read_counterparts: reads those of some passages, as ``Store.counterparts`` does.
    :param copies: by passage id, the ids of all that are the same text; those without are left out.
    """

    entry_of: Mapping[int, int]
    outlines: Mapping[int, Outline]
    read_passages: Callable[[Sequence[int]], Mapping[int, Passage]]
    read_counterparts: Callable[[Sequence[int]], Counterparts]
    copies: Mapping[int, Set[int]] = field(default_factory=dict)

    def rank_entries(self, ranking: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
        """Turn a ranking of passages into one of entries; an entry may come several times."""
        return [(self.entry_of[id_], score) for id_, score in ranking if id_ in self.entry_of]

    def other_places(self, id_: int) -> tuple[Passage, ...]:
        """List the other passages that are the same text as one, in the order of their ids."""
        others = sorted(self.copies.get(id_, frozenset()) - {id_})
        return tuple(self.read_passages(others).values()) if others else ()

    def framing_entries(self) -> set[int]:
        """Find the entries that are a title, a dateline, a heading or a notice."""
        return {
            entry
            for id_, entry in self.entry_of.items()
            if self.outlines[id_].kind in _LINES_OF_LAYOUT
        }


def map_entries(ids: Sequence[int], store: Store, *, compared: Iterable[int]) -> EntryMap:
    """Group passages that say the same.

    :param ids: passages found, by any channel.
    :param store: the library, for texts and pairs.
    :param compared: those of them among which copies are looked for.
    :returns: the groups; ids that the library no longer holds are left out.
    """
    outlines = store.outlines(ids)
    parent: dict[int, int] = {id_: id_ for id_ in outlines}

    def find(id_: int) -> int:
        while parent.setdefault(id_, id_) != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for id_, partners in store.partners(list(outlines)).items():
        root = find(id_)
        for partner in partners:
            parent[find(partner)] = root
    copies: dict[int, set[int]] = {}
    likely = [outlines[id_] for id_ in dict.fromkeys(compared) if id_ in outlines]

    def read_texts(ids: Sequence[int]) -> dict[int, str]:
        return {id_: each.paragraph.text for id_, each in store.passages(ids).items()}

    for first, copy in find_copies(likely, read_texts):
        parent[find(copy)] = find(first)
        same = copies.get(first, {first}) | copies.get(copy, {copy})
        copies |= dict.fromkeys(same, same)
    entry_of = {id_: id_ if parent[id_] == id_ else find(id_) for id_ in outlines}
    return EntryMap(entry_of, outlines, store.passages, store.counterparts, copies)


def choose_passage(
    members: Sequence[Passage],
    counterparts: Counterparts,
    language: Language,
    *,
    found_only: bool,
) -> Passage:
    """Choose the passage that stands for an entry: the asker's language first, then rank.

    :param members: the entry's passages that were found, best first.
    :param counterparts: theirs.
    :param language: the asker's language.
    :param found_only: leave out counterparts that no channel found, which filters may forbid.
    :returns: a found passage in that language, else the counterpart of the best one where it has
        one, else the best one.
    """
    for passage in members:
        if passage.paragraph.language == language:
            return passage
    if not found_only:
        for passage in members:
            for side in counterparts.get(passage.id, ()):
                return side.passages[0]
    return members[0]
