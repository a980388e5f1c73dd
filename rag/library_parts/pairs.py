"""Documents that changed -> the library's pairs, within and across documents."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from rag.ingesting.crew_pairing import PairingCrew, Scope
from rag.pairing import (
    AlignedPair,
    Claim,
    DocumentSide,
    match_documents,
    settle_claims,
)
from rag.protocols import FloatMatrix, Lexicon
from rag.schema import Language, Paragraph, Passage
from rag.settings import PairingSettings
from rag.text.terms import NUMBER_MARK, index_terms
from vectorstore import PairRow, Store

#: Passages or vectors read at a time.
_READ_AT_ONCE = 2_000
#: Documents whose passages are kept for the next pair of documents.
_KEPT_DOCUMENTS = 16


@dataclass(frozen=True, slots=True)
class _Side:
    """One language of one document, without its texts: those of a whole library fill gigabytes.

    :param ids: of its passages, in reading order.
    """

    document: str
    language: Language
    ids: Sequence[int]
    vectors: FloatMatrix


#: Two sides to align.
_Scope = tuple[_Side, _Side]
#: By document: the numbers of the paragraphs, Chinese first, that its file gives as pairs.
GivenPairs = Mapping[str, Sequence[tuple[int, int]]]


def update_pairs(
    store: Store,
    changed: Sequence[str],
    *,
    lexicon: Lexicon | None,
    settings: PairingSettings,
    given: GivenPairs = MappingProxyType({}),
    processes: int = 1,
) -> int:
    """Pair what changed, within itself and with the rest of the library, and store the pairs.

    :param store: the library; all pairs that touch a changed document are replaced.
    :param changed: names of new and changed documents.
    :param lexicon: translation table, as evidence; optional.
    :param settings: score threshold and how many documents are compared.
    :param given: the pairs of changed documents whose files state them; nothing else is paired
        within these.
    :param processes: how many may be started; they find the same pairs.
    :returns: how many pairs were stored.
    """
    scopes = _list_scopes(list(_sides(store)), frozenset(changed), settings)
    claims: list[Claim] = []
    with PairingCrew(settings, lexicon, processes) as crew:
        for (zh, en), found in crew.run(_list_tasks(store, scopes, given)):
            if zh.document == en.document and zh.document in given:
                claims += _given_claims(store, zh, en, given[zh.document])
            claims += [replace(_claim(pair, zh, en), support=found.support) for pair in found.pairs]
    kept = list(_stored_claims(store, claims, frozenset(changed)))
    settled = settle_claims(_with_terms(store, [*kept, *claims]))
    old = {(claim.zh, claim.en) for claim in kept}
    rows = [
        PairRow(zh=claim.zh, en=claim.en, score=claim.score)
        for claim in settled
        if (claim.zh, claim.en) not in old
    ]
    store.replace_pairs(rows, changed)
    return len(rows)


def _list_tasks(
    store: Store, scopes: Sequence[_Scope], given: GivenPairs
) -> Iterator[tuple[_Scope, Scope, int]]:
    """Yield what is to be aligned, with the work that is left after it."""

    @functools.lru_cache(maxsize=_KEPT_DOCUMENTS)
    def load(document: str, language: Language) -> list[Paragraph]:
        paragraphs = (passage.paragraph for passage in store.passages_of(document))
        return [paragraph for paragraph in paragraphs if paragraph.language == language]

    left = sum(zh.vectors.nbytes + en.vectors.nbytes for zh, en in scopes)
    for zh, en in scopes:
        left -= zh.vectors.nbytes + en.vectors.nbytes
        is_one = zh.document == en.document
        is_given = is_one and zh.document in given
        task = Scope(
            [] if is_given else load(zh.document, "zh"),
            [] if is_given else load(en.document, "en"),
            zh.vectors,
            en.vectors,
            is_one_document=is_one,
        )
        yield (zh, en), task, left


def _claim(pair: AlignedPair, zh: _Side, en: _Side) -> Claim:
    zh_rows, en_rows = list(pair.zh), list(pair.en)
    return Claim(
        zh=tuple(zh.ids[i] for i in zh_rows),
        en=tuple(en.ids[j] for j in en_rows),
        zh_terms=frozenset(),
        en_terms=frozenset(),
        score=pair.score,
        closeness=float(zh.vectors[zh_rows].mean(axis=0) @ en.vectors[en_rows].mean(axis=0)),
        given=zh.document == en.document,
        is_within=zh.document == en.document,
    )


def _given_claims(
    store: Store, zh: _Side, en: _Side, numbers: Sequence[tuple[int, int]]
) -> list[Claim]:
    """Claim what a file itself pairs: certain, whatever its texts look like."""
    number_of = {each.id: each.paragraph.number for each in store.passages_of(zh.document)}
    zh_places = {number_of[id_]: place for place, id_ in enumerate(zh.ids)}
    en_places = {number_of[id_]: place for place, id_ in enumerate(en.ids)}
    pairs = [AlignedPair((zh_places[i],), (en_places[j],), 1.0) for i, j in numbers]
    return [_claim(pair, zh, en) for pair in pairs]


def _stored_claims(
    store: Store, claims: Sequence[Claim], changed: frozenset[str]
) -> Iterator[Claim]:
    """Yield the stored pairs of the paragraphs claimed, where no changed document is in them."""
    wanted = sorted({id_ for claim in claims for id_ in (*claim.zh, *claim.en)})
    for ids in _batches(wanted):
        found = store.counterparts(ids)
        passages = store.passages(sorted(found))
        for id_, sides in found.items():
            passage = passages[id_]
            if passage.paragraph.document in changed:
                continue
            for side in sides:
                if any(other.paragraph.document in changed for other in side.passages):
                    continue
                here, there = (id_,), tuple(other.id for other in side.passages)
                zh, en = (here, there) if passage.paragraph.language == "zh" else (there, here)
                is_within = all(
                    other.paragraph.document == passage.paragraph.document
                    for other in side.passages
                )
                claim = Claim(zh, en, frozenset(), frozenset(), side.score, given=True)
                yield replace(claim, is_within=is_within)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _READ_AT_ONCE):
        yield ids[start : start + _READ_AT_ONCE]


def _with_terms(store: Store, claims: Sequence[Claim]) -> list[Claim]:
    """Give their terms to the claims that have rivals; those of a whole library fill gigabytes."""
    counts = Counter(id_ for claim in claims for id_ in {*claim.zh, *claim.en})
    contested = {
        id_
        for claim in claims
        if any(counts[each] > 1 for each in (*claim.zh, *claim.en))
        for id_ in (*claim.zh, *claim.en)
    }
    words = {
        id_: _split(passage)
        for ids in _batches(sorted(contested))
        for id_, passage in store.passages(ids).items()
    }
    return [
        replace(
            claim,
            zh_terms=_join(words[id_][0] for id_ in claim.zh),
            en_terms=_join(words[id_][0] for id_ in claim.en),
            zh_numbers=_join(words[id_][1] for id_ in claim.zh),
            en_numbers=_join(words[id_][1] for id_ in claim.en),
        )
        if contested.issuperset((*claim.zh, *claim.en))
        else claim
        for claim in claims
    ]


def _split(passage: Passage) -> tuple[frozenset[str], frozenset[str]]:
    """Split a paragraph's terms into words and figures; one date alone would be six terms."""
    terms = index_terms(passage.paragraph.text)
    numbers = frozenset(term for term in terms if term.startswith(NUMBER_MARK))
    return frozenset(term for term in terms if not term.isdigit()) - numbers, numbers


def _join(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*parts)


def _sides(store: Store) -> Iterator[_Side]:
    """Yield the sides of all documents, by name, Chinese first."""
    listed = store.sides()
    if not listed:
        return
    ids = [id_ for _, _, id_ in listed]
    vectors = np.empty((len(ids), store.info.dimension), dtype=np.float32)
    for start in range(0, len(ids), _READ_AT_ONCE):
        vectors[start : start + _READ_AT_ONCE] = store.vectors_of(
            ids[start : start + _READ_AT_ONCE]
        )
    start = 0
    for (document, language), group in itertools.groupby(listed, key=lambda each: each[:2]):
        stop = start + len(list(group))
        yield _Side(document, language, ids[start:stop], vectors[start:stop])
        start = stop


def _list_scopes(
    sides: Sequence[_Side], changed: frozenset[str], settings: PairingSettings
) -> list[_Scope]:
    """List the zh and en sides to align: those of one document, and matched documents."""
    by_key = {(side.document, side.language): side for side in sides}
    scopes: list[_Scope] = []
    for name in sorted(changed):
        zh, en = by_key.get((name, "zh")), by_key.get((name, "en"))
        if zh is not None and en is not None:
            scopes.append((zh, en))
    matched = match_documents(
        [DocumentSide(side.document, side.language, side.vectors) for side in sides],
        settings=settings,
        changed=changed,
    )
    for i, j in matched:
        zh, en = sides[i], sides[j]
        if zh.document != en.document and not changed.isdisjoint((zh.document, en.document)):
            scopes.append((zh, en))
    return scopes
