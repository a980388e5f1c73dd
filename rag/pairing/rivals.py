"""Pairs found scope by scope -> those that do not contradict each other.

Each two documents are aligned by themselves, so that a paragraph may be claimed by several. Copies
of its translation are all right; of different texts only the likeliest can be its translation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

#: Copies of a text, with misprints, or the one an excerpt of the other, share this much of the
#: shorter one's terms; different paragraphs on one subject share about a third.
_COPY_SHARE = 0.5
#: Nearly all sure pairs score 1.00; below a hundredth, closeness tells more.
_SCORE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """A pair between two sides of a library.

    :param zh: ids of its zh passages.
    :param en: ids of its en passages.
    :param zh_terms: index terms of the zh side.
    :param en_terms: index terms of the en side.
    :param score: the pair's score, 0 to 1.
    :param closeness: cosine of the two sides; decides between equal scores.
    :param given: not to be dropped: from within one document, or stored already.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    zh_terms: frozenset[str]
    en_terms: frozenset[str]
    score: float
    closeness: float = 0.0
    given: bool = False


def settle_claims(claims: Sequence[Claim]) -> list[Claim]:
    """Drop the claims that a likelier one contradicts.

    :param claims: of any number of scopes.
    :returns: those that remain, in the order given.
    """
    order = sorted(
        claims,
        key=lambda claim: (claim.given, round(claim.score, _SCORE_DIGITS), claim.closeness),
        reverse=True,
    )
    by_zh: dict[int, list[Claim]] = defaultdict(list)
    by_en: dict[int, list[Claim]] = defaultdict(list)
    kept: set[int] = set()
    for claim in order:
        rivals_zh = [rival for id_ in claim.zh for rival in by_zh[id_]]
        rivals_en = [rival for id_ in claim.en for rival in by_en[id_]]
        agrees = all(_are_copies(claim.en_terms, rival.en_terms) for rival in rivals_zh) and all(
            _are_copies(claim.zh_terms, rival.zh_terms) for rival in rivals_en
        )
        if not (agrees or claim.given):
            continue
        kept.add(id(claim))
        for id_ in claim.zh:
            by_zh[id_].append(claim)
        for id_ in claim.en:
            by_en[id_].append(claim)
    return [claim for claim in claims if id(claim) in kept]


def _are_copies(first: frozenset[str], second: frozenset[str]) -> bool:
    shorter = min(len(first), len(second))
    return shorter == 0 or len(first & second) >= _COPY_SHARE * shorter
