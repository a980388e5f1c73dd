"""A document's paragraphs and pairs -> rows of a text in two columns, Chinese and English."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.schema import DocumentInfo, Language, Pair, Paragraph

_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand beside each other.

    :param zh: in document order; empty where nothing in Chinese says the same.
    :param en: likewise in English.
    :param score: the pair's confidence, 0 to 1; None where one side is empty.
    :param elsewhere: what else says the same, in other documents.
    """

    zh: tuple[Paragraph, ...] = ()
    en: tuple[Paragraph, ...] = ()
    score: float | None = None
    elsewhere: tuple[Paragraph, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Both sides, Chinese first."""
        return (*self.zh, *self.en)

    def own(self, document: str, language: Language) -> list[int]:
        """List the numbers of a document's own paragraphs on one side."""
        side = self.zh if language == "zh" else self.en
        return [each.number for each in side if each.document == document]


def arrange_rows(
    document: str, paragraphs: Sequence[Paragraph], pairs: Sequence[Pair]
) -> tuple[Row, ...]:
    """Set a document in two columns, each paragraph of it once.

    A paragraph stands beside its counterpart within the document where it has one, else beside
    one of another document, the one that holds most of it.

    :param document: its name.
    :param paragraphs: all of its paragraphs, in reading order.
    :param pairs: all pairs with one of them.
    :returns: rows in reading order.
    """
    rows = _pair_up(document, pairs)
    paired = {number for row in rows for lang in _LANGUAGES for number in row.own(document, lang)}
    rows += [
        Row(zh=(each,)) if each.language == "zh" else Row(en=(each,))
        for each in paragraphs
        if each.number not in paired
    ]
    return tuple(_order(document, rows))


def _pair_up(document: str, pairs: Sequence[Pair]) -> list[Row]:
    taken: set[int] = set()
    rows: dict[int, Row] = {}
    further: dict[int, list[Paragraph]] = defaultdict(list)
    partners = Counter(_partner(document, pair) for pair in pairs)

    def rank(pair: Pair) -> tuple[bool, int, float]:
        # Counterparts from one document read better than a change at each paragraph.
        partner = _partner(document, pair)
        return partner != document, -partners[partner], -pair.score

    for pair in sorted(pairs, key=rank):
        row = Row(pair.zh, pair.en, pair.score)
        own = [number for language in _LANGUAGES for number in row.own(document, language)]
        if own and taken.isdisjoint(own):
            taken.update(own)
            rows[own[0]] = row
        elif own:
            others = (each for each in row.paragraphs if each.document != document)
            further[own[0]] += list(others)[:1]
    return [
        Row(row.zh, row.en, row.score, _distinct(further.get(number, ()), row))
        for number, row in rows.items()
    ]


def _partner(document: str, pair: Pair) -> str:
    """Name the other document of a pair; the document itself where it is paired within."""
    others = (each.document for each in (*pair.zh, *pair.en) if each.document != document)
    return next(others, document)


def _distinct(further: Iterable[Paragraph], row: Row) -> tuple[Paragraph, ...]:
    shown = {(each.document, each.number) for each in row.paragraphs}
    places = {(each.document, each.number): each for each in further}
    return tuple(each for place, each in sorted(places.items()) if place not in shown)


def _order(document: str, rows: Sequence[Row]) -> list[Row]:
    """Put rows in the order of their Chinese paragraphs, the other English ones between.

    An English paragraph without a Chinese one follows the English paragraph before it, and the
    Chinese ones without English that stand before it in the document.
    """
    zh_rows = sorted(
        (row for row in rows if row.own(document, "zh")), key=lambda row: row.own(document, "zh")
    )
    place_of = {n: i for i, row in enumerate(zh_rows) for n in row.own(document, "en")}
    lone = {row.own(document, "en")[0]: row for row in rows if not row.own(document, "zh")}
    following: dict[int, list[Row]] = defaultdict(list)
    place = -1
    for number in sorted([*place_of, *lone]):
        if number in place_of:
            place = max(place, place_of[number])
            continue
        while place + 1 < len(zh_rows) and _stands_before(document, zh_rows[place + 1], number):
            place += 1
        following[place].append(lone[number])
    ordered = list(following[-1])
    for i, row in enumerate(zh_rows):
        ordered += [row, *following[i]]
    return ordered


def _stands_before(document: str, row: Row, number: int) -> bool:
    return not row.own(document, "en") and row.own(document, "zh")[-1] < number


def list_new_speakers(rows: Sequence[Row]) -> set[tuple[str, int]]:
    """List the paragraphs, by document and number, that need their speaker's name above them.

    Those are the first of a turn that does not print the name, and the first shown at all.
    """
    found: set[tuple[str, int]] = set()
    for language in _LANGUAGES:
        column = [p for row in rows for p in (row.zh if language == "zh" else row.en)]
        turns = groupby(column, key=lambda each: (each.document, each.speaker))
        for (document, speaker), turn in turns:
            first = next(turn)
            if speaker and not first.text.lstrip().startswith(speaker):
                found.add((document, first.number))
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """A document laid out for reading.

    :param info: the document.
    :param rows: its text, in reading order.
    :param titles: title by document, of all documents.
    :param new_speakers: document and number of the paragraphs that need the speaker's name.
    :param places: row by document and number, counted from 0; of one that stands in several rows
        the first.
    """

    info: DocumentInfo
    rows: tuple[Row, ...]
    titles: Mapping[str, str]
    new_speakers: frozenset[tuple[str, int]]
    places: Mapping[tuple[str, int], int]

    @property
    def is_bilingual(self) -> bool:
        """Whether anything stands in both columns, or something in each."""
        sides = {bool(row.zh) * 1 + bool(row.en) * 2 for row in self.rows}
        return 3 in sides or sides == {1, 2}

    @property
    def is_paired(self) -> bool:
        """Whether any paragraph stands beside its counterpart, so that the two can be compared."""
        return any(row.score is not None for row in self.rows)

    def title_of(self, document: str) -> str:
        """Give a document's title, or its name."""
        return self.titles.get(document) or document


def lay_out(
    info: DocumentInfo,
    paragraphs: Sequence[Paragraph],
    pairs: Sequence[Pair],
    documents: Iterable[DocumentInfo],
) -> Reading:
    """Lay a document out for reading.

    :param info: the document.
    :param paragraphs: all of its paragraphs, in reading order.
    :param pairs: all pairs with one of them.
    :param documents: all of the library, for their titles.
    :returns: the document in rows.
    """
    rows = arrange_rows(info.name, paragraphs, pairs)
    shown = [(p, number) for number, row in enumerate(rows) for p in row.paragraphs]
    places = {(p.document, p.number): number for p, number in reversed(shown)}
    titles = {each.name: each.title or each.name for each in documents}
    return Reading(info, rows, titles, frozenset(list_new_speakers(rows)), places)
