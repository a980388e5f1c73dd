"""Documents that changed -> the library's pairs, within and across documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from rag.pairing import (
    AlignedPair,
    Claim,
    DocumentSide,
    align_paragraphs,
    choose_believable,
    match_documents,
    settle_claims,
)
from rag.protocols import FloatMatrix, Lexicon
from rag.schema import Language, Passage
from rag.settings import PairingSettings
from rag.terms import NUMBER_MARK, index_terms
from vectorstore import PairRow, Store

_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class _Side:
    """One language of one document."""

    document: str
    language: Language
    passages: tuple[Passage, ...]
    vectors: FloatMatrix


#: By document: the numbers of the paragraphs, Chinese first, that its file gives as pairs.
GivenPairs = Mapping[str, Sequence[tuple[int, int]]]


def update_pairs(
    store: Store,
    changed: Sequence[str],
    *,
    lexicon: Lexicon | None,
    settings: PairingSettings,
    given: GivenPairs = MappingProxyType({}),
) -> int:
    """Pair what changed, within itself and with the rest of the library, and store the pairs.

    :param store: the library; all pairs that touch a changed document are replaced.
    :param changed: names of new and changed documents.
    :param lexicon: translation table, as evidence; optional.
    :param settings: score threshold and how many documents are compared.
    :param given: the pairs of changed documents whose files state them; nothing else is paired
        within these.
    :returns: how many pairs were stored.
    """
    sides = [side for info in store.documents() for side in _sides(store, info.name)]
    claims: list[Claim] = []
    for zh, en in _scopes(sides, frozenset(changed), settings):
        if zh.document == en.document and zh.document in given:
            claims += _given_claims(zh, en, given[zh.document])
            continue
        aligned = align_paragraphs(
            [passage.paragraph for passage in zh.passages],
            [passage.paragraph for passage in en.passages],
            zh_vectors=zh.vectors,
            en_vectors=en.vectors,
            lexicon=lexicon,
            settings=settings,
        )
        if zh.document == en.document:
            claims += [_claim(pair, zh, en) for pair in aligned]
            continue
        believed = choose_believable(
            aligned,
            [each.paragraph for each in zh.passages],
            [each.paragraph for each in en.passages],
        )
        claims += [
            replace(_claim(pair, zh, en), support=believed.support) for pair in believed.pairs
        ]
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


def _claim(pair: AlignedPair, zh: _Side, en: _Side) -> Claim:
    zh_rows, en_rows = list(pair.zh), list(pair.en)
    return Claim(
        zh=tuple(zh.passages[i].id for i in zh_rows),
        en=tuple(en.passages[j].id for j in en_rows),
        zh_terms=frozenset(),
        en_terms=frozenset(),
        score=pair.score,
        closeness=float(zh.vectors[zh_rows].mean(axis=0) @ en.vectors[en_rows].mean(axis=0)),
        given=zh.document == en.document,
    )


def _given_claims(zh: _Side, en: _Side, numbers: Sequence[tuple[int, int]]) -> list[Claim]:
    """Claim what a file itself pairs: certain, whatever its texts look like."""
    zh_places = {each.paragraph.number: place for place, each in enumerate(zh.passages)}
    en_places = {each.paragraph.number: place for place, each in enumerate(en.passages)}
    pairs = [AlignedPair((zh_places[i],), (en_places[j],), 1.0) for i, j in numbers]
    return [_claim(pair, zh, en) for pair in pairs]


def _stored_claims(
    store: Store, claims: Sequence[Claim], changed: frozenset[str]
) -> Iterator[Claim]:
    """Yield the stored pairs of the paragraphs claimed, where no changed document is in them."""
    wanted = {id_ for claim in claims for id_ in (*claim.zh, *claim.en)}
    passages = store.passages(sorted(wanted))
    for id_, sides in store.counterparts(sorted(wanted)).items():
        passage = passages[id_]
        if passage.paragraph.document in changed:
            continue
        for side in sides:
            if any(other.paragraph.document in changed for other in side.passages):
                continue
            here, there = (id_,), tuple(other.id for other in side.passages)
            zh, en = (here, there) if passage.paragraph.language == "zh" else (there, here)
            yield Claim(zh, en, frozenset(), frozenset(), side.score, given=True)


def _with_terms(store: Store, claims: Sequence[Claim]) -> list[Claim]:
    """Give their terms to the claims that have rivals; those of a whole library fill gigabytes."""
    counts = Counter(id_ for claim in claims for id_ in {*claim.zh, *claim.en})
    contested = {
        id_
        for claim in claims
        if any(counts[each] > 1 for each in (*claim.zh, *claim.en))
        for id_ in (*claim.zh, *claim.en)
    }
    words = {id_: _split(passage) for id_, passage in store.passages(sorted(contested)).items()}
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
