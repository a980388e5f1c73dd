"""Documents that changed -> the library's pairs, within and across documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.pairing import AlignedPair, DocumentSide, align_paragraphs, match_documents
from rag.protocols import FloatMatrix, Lexicon
from rag.schema import FRAMING_KINDS, Language, Passage
from rag.settings import PairingSettings
from vectorstore import PairRow, Store

_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class _Side:
    """One language of one document."""

    document: str
    language: Language
    passages: tuple[Passage, ...]
    vectors: FloatMatrix


def update_pairs(
    store: Store, changed: Sequence[str], *, lexicon: Lexicon | None, settings: PairingSettings
) -> int:
    """Pair what changed, within itself and with the rest of the library, and store the pairs.

    :param store: the library; all pairs that touch a changed document are replaced.
    :param changed: names of new and changed documents.
    :param lexicon: translation table, as evidence; optional.
    :param settings: score threshold and how many documents are compared.
    :returns: how many pairs were stored.
    """
    sides = [side for info in store.documents() for side in _sides(store, info.name)]
    rows: list[PairRow] = []
    for zh, en in _scopes(sides, frozenset(changed), settings):
        aligned = align_paragraphs(
            [passage.paragraph for passage in zh.passages],
            [passage.paragraph for passage in en.passages],
            zh_vectors=zh.vectors,
            en_vectors=en.vectors,
            lexicon=lexicon,
            settings=settings,
        )
        if zh.document != en.document and not _hold_statements(aligned, zh, en):
            continue
        rows += [
            PairRow(
                zh=tuple(zh.passages[i].id for i in pair.zh),
                en=tuple(en.passages[i].id for i in pair.en),
                score=pair.score,
            )
            for pair in aligned
        ]
    store.replace_pairs(rows, changed)
    return len(rows)


def _hold_statements(aligned: Sequence[AlignedPair], zh: _Side, en: _Side) -> bool:
    """Tell whether two documents share more than titles, dates and headings.

    Those are much alike in documents of one kind ("The mayor answers questions of the press").
    """
    return any(
        zh.passages[i].paragraph.kind not in FRAMING_KINDS
        and en.passages[j].paragraph.kind not in FRAMING_KINDS
        for pair in aligned
        for i in pair.zh
        for j in pair.en
    )


def _sides(store: Store, name: str) -> Iterator[_Side]:
    passages = store.passages_of(name)
    for language in _LANGUAGES:
        own = tuple(p for p in passages if p.paragraph.language == language)
        if own:
            yield _Side(name, language, own, store.vectors_of([p.id for p in own]))


def _scopes(
    sides: Sequence[_Side], changed: frozenset[str], settings: PairingSettings
) -> Iterator[tuple[_Side, _Side]]:
    """Yield the zh and en sides to align: those of one document, and matched documents."""
    by_key = {(side.document, side.language): side for side in sides}
    for name in sorted(changed):
        zh, en = by_key.get((name, "zh")), by_key.get((name, "en"))
        if zh is not None and en is not None:
            yield zh, en
    matched = match_documents(
        [DocumentSide(side.document, side.language, side.vectors) for side in sides],
        settings=settings,
        changed=changed,
    )
    for i, j in matched:
        zh, en = sides[i], sides[j]
        if zh.document != en.document and not changed.isdisjoint((zh.document, en.document)):
            yield zh, en
