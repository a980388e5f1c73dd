"""A model's answer and the hits it was given -> the answer with verified citations.

Every sentence is compared with what it cites. What stands there is quoted to the letter; what
stands in another hit is moved to it and marked repaired; what stands nowhere is shown as
unsupported, not hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.answer.counterparts import SentencePairs, find_counterpart_quote
from rag.answer.denials import says_not_there
from rag.answer.marks import NOT_THERE, Claim, join_claims, keep_known, split_claims
from rag.answer.support import ClaimReader, Support
from rag.runtime.observing import stage
from rag.schema import Citation, CitationStatus, Hit, Question

#: Where one sentence joins what several passages say.
_PART_END = re.compile(r"(?<!\d),|[;\uff0c\uff1b\u3001]|\band\b|而|并")


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """What the checks made of an answer.

    :param text: with marks renumbered in order of first use.
    :param unknown_marks: marks that pointed to no passage, removed.
    :param unsupported: sentences whose support was not found.
    :param repaired: sentences whose mark was moved.
    :param verified: sentences that stand where they were said to.
    :param not_there: whether the answer says that the passages do not answer, and states nothing
        else that was verified.
    """

    text: str
    citations: tuple[Citation, ...]
    unknown_marks: int = 0
    unsupported: int = 0
    repaired: int = 0
    verified: int = 0
    not_there: bool = False


@dataclass(slots=True)
class _Tally:
    claims: list[Claim] = field(default_factory=list)
    citations: dict[tuple[int, str], Citation] = field(default_factory=dict)
    counts: dict[CitationStatus, int] = field(
        default_factory=lambda: {"verified": 0, "repaired": 0, "unsupported": 0}
    )


@stage("check_answer")
def check_answer(
    text: str,
    question: Question,
    hits: Sequence[Hit],
    *,
    reader: ClaimReader,
    pairs: SentencePairs | None = None,
) -> CheckedAnswer:
    """Check every sentence of an answer against what it cites.

    :param text: the model's answer; its marks count the hits from 1.
    :param question: what was asked; its language is the answer's.
    :param hits: the hits it was given, in that order.
    :param reader: finds support.
    :param pairs: sentence aligner, for the quotes in the other language.
    :returns: every sentence, with citations of what supports it.
    """
    claims, unknown = keep_known(split_claims(text), range(1, len(hits) + 1))
    tally = _Tally()
    denials = 0
    for claim in claims:
        denial = NOT_THERE in claim.numbers or says_not_there(claim.text)
        numbers = tuple(number for number in claim.numbers if number != NOT_THERE)
        if denial and (
            NOT_THERE in claim.numbers or not _is_quoted(claim, numbers, question, hits, reader)
        ):
            denials += 1
            tally.claims.append(Claim(claim.text, (), claim.separator))
            continue
        found = list(_settle(claim, numbers, question, hits, reader))
        _count(tally, claim, found, reader, pairs)
    counts = tally.counts
    return CheckedAnswer(
        join_claims(tally.claims),
        tuple(tally.citations.values()),
        unknown,
        unsupported=counts["unsupported"],
        repaired=counts["repaired"],
        verified=counts["verified"],
        not_there=denials > 0 and not counts["verified"] + counts["repaired"],
    )


def _is_quoted(
    claim: Claim,
    numbers: Sequence[int],
    question: Question,
    hits: Sequence[Hit],
    reader: ClaimReader,
) -> bool:
    """Whether what sounds like "not in the documents" is what a document says itself."""
    places = [hits[number - 1] for number in numbers] or hits
    found = (reader.find_support(claim.text, hit, question) for hit in places)
    return any(support.holds and says_not_there(support.quote) for support in found)


def _settle(
    claim: Claim,
    numbers: Sequence[int],
    question: Question,
    hits: Sequence[Hit],
    reader: ClaimReader,
) -> Iterator[tuple[Support, CitationStatus]]:
    """Find what a sentence is to cite: what it cited and holds, else another hit that holds."""
    cited = [reader.find_support(claim.text, hits[number - 1], question) for number in numbers]
    holding = [support for support in cited if support.holds]
    if holding:
        yield from ((support, "verified") for support in holding)
        return
    together = _hold_together(claim, numbers, question, hits, reader) if len(cited) > 1 else []
    if together:
        yield from ((support, "verified") for support in together)
        return
    others = [hit for number, hit in enumerate(hits, start=1) if number not in numbers]
    elsewhere = [reader.find_support(claim.text, hit, question) for hit in others]
    repaired = [support for support in elsewhere if support.holds]
    if repaired:
        yield max(repaired, key=lambda support: support.covered), "repaired"
        return
    yield from ((support, "unsupported") for support in cited)


def _hold_together(
    claim: Claim,
    numbers: Sequence[int],
    question: Question,
    hits: Sequence[Hit],
    reader: ClaimReader,
) -> list[Support]:
    """Find what supports each part of a sentence that draws on several passages, if all is."""
    parts = [part for part in _PART_END.split(claim.text) if any(map(str.isalnum, part))]
    found = []
    for part in parts if len(parts) > 1 else []:
        supports = (reader.find_support(part, hits[number - 1], question) for number in numbers)
        holding = next((support for support in supports if support.holds), None)
        if holding is None:
            return []
        found.append(holding)
    return list({(each.passage.id, each.span): each for each in found}.values())


def _count(
    tally: _Tally,
    claim: Claim,
    found: Sequence[tuple[Support, CitationStatus]],
    reader: ClaimReader,
    pairs: SentencePairs | None,
) -> None:
    markers = []
    for support, status in found:
        key = (support.passage.id, f"{support.span} {status}")
        if key not in tally.citations:
            tally.citations[key] = _cite(support, status, len(tally.citations) + 1, reader, pairs)
        markers.append(tally.citations[key].marker)
    tally.counts[found[0][1] if found else "unsupported"] += 1
    tally.claims.append(Claim(claim.text, tuple(dict.fromkeys(markers)), claim.separator))


def _cite(
    support: Support,
    status: CitationStatus,
    marker: int,
    reader: ClaimReader,
    pairs: SentencePairs | None,
) -> Citation:
    other = find_counterpart_quote(
        support.passage, support.span, support.counterpart, encode=reader.encode, pairs=pairs
    )
    return Citation(
        marker,
        support.passage,
        support.quote,
        status=status,
        counterpart=support.counterpart,
        counterpart_quote=other,
    )
