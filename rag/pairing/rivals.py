"""Pairs found scope by scope -> those that do not contradict each other.

Each two documents are aligned by themselves, so that a paragraph may be claimed by several. Copies
of its translation are all right; of different texts only the likeliest can be its translation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rag.schema import Language

#: Copies of a text, with misprints, or the one an excerpt of the other, share this much of the
#: shorter one's terms; different paragraphs on one subject share about a third.
_COPY_SHARE = 0.5
#: And this much of its figures: the same is said every year with others.
_COPY_FIGURES = 0.5
#: A text with a translation in its own document is not taken for that of one twice as long in
#: another, most of which it does not say.
_WHOLE_SHARE = 0.5
#: Two versions by two translators share few words; where this share of both documents is paired,
#: with scores so high, both are right.
_SURE_SUPPORT, _SURE_SCORE = 0.5, 0.9
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
    :param is_within: whether both sides are of one document.
    :param zh_numbers: normalised figures of the zh side.
    :param en_numbers: normalised figures of the en side.
    :param support: share of the two documents that is paired, 0 to 1.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    zh_terms: frozenset[str]
    en_terms: frozenset[str]
    score: float
    closeness: float = 0.0
    given: bool = False
    is_within: bool = False
    zh_numbers: frozenset[str] = frozenset()
    en_numbers: frozenset[str] = frozenset()
    support: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the documents as a whole speak for it."""
        return self.score >= _SURE_SCORE and (self.given or self.support >= _SURE_SUPPORT)


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
        agrees = all(_may_both_hold(claim, rival, "en") for rival in rivals_zh) and all(
            _may_both_hold(claim, rival, "zh") for rival in rivals_en
        )
        if not (agrees or claim.given):
            continue
        kept.add(id(claim))
        for id_ in claim.zh:
            by_zh[id_].append(claim)
        for id_ in claim.en:
            by_en[id_].append(claim)
    return [claim for claim in claims if id(claim) in kept]


def _may_both_hold(claim: Claim, rival: Claim, language: Language) -> bool:
    """Tell whether what two claims say in a language can both be a translation of one text."""
    if language == "zh":
        terms, figures = (claim.zh_terms, rival.zh_terms), (claim.zh_numbers, rival.zh_numbers)
    else:
        terms, figures = (claim.en_terms, rival.en_terms), (claim.en_numbers, rival.en_numbers)
    if not _share(*figures, least=_COPY_FIGURES):
        return False
    if claim.is_sure and rival.is_sure:
        return True
    if not _share(*terms, least=_COPY_SHARE):
        return False
    is_added = rival.is_within and not (claim.given or claim.is_sure)
    return not is_added or _is_of_size(*terms)


def _share(first: frozenset[str], second: frozenset[str], *, least: float) -> bool:
    shorter = min(len(first), len(second))
    return shorter == 0 or len(first & second) >= least * shorter


def _is_of_size(added: frozenset[str], given: frozenset[str]) -> bool:
    """Tell whether a text says about what another does, and not much more."""
    return not given or len(added & given) >= _WHOLE_SHARE * len(added)
