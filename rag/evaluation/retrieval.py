"""Ranked passages against evidence groups -> hit, recall, MRR and nDCG, through ir_measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from rag.errors import QuestionError
from rag.evaluation.lines import AnswerLine, PassageLine
from rag.evaluation.matching import matched_groups
from rag.evaluation.questions import EvalQuestion
from rag.records import passage_record
from rag.schema import Answer, Hit, Turn

CUTOFFS = (1, 5, 10)

#: One question's ranking: for each entry, the evidence groups it serves.
Ranking = Sequence[frozenset[int]]


@runtime_checkable
class SearchableLibrary(Protocol):
    """A library that ranks as many passages as it is told to."""

    def search(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        top_k: int | None = None,
        adapted: bool = True,
    ) -> Sequence[Hit]:
        """Rank passages, with the terms learned from the library or without."""


def rank_further(library: object, answer: Answer) -> tuple[PassageLine, ...]:
    """Find what ranks behind the entries that an answer considered, as far as is measured.

    An answer may consider fewer entries than the highest cut-off, which would then be reached by
    none.

    :param library: what was asked.
    :param answer: its answer.
    :returns: the entries that follow; none where the library cannot tell.
    """
    deepest = max(CUTOFFS)
    considered = {hit.passage.id for hit in answer.hits}
    if not 0 < len(answer.hits) < deepest or not isinstance(library, SearchableLibrary):
        return ()
    try:
        hits = library.search(answer.question.search_text, top_k=deepest)
    except QuestionError:
        return ()
    further = [hit for hit in hits if hit.passage.id not in considered]
    records = map(passage_record, further[: deepest - len(answer.hits)])
    return tuple(PassageLine.model_validate(record) for record in records)


def entry_groups(passage: PassageLine, question: EvalQuestion) -> frozenset[int]:
    """Find the evidence groups that an entry serves: the passage, or its counterpart."""
    evidence = question.evidence or ()
    groups = matched_groups(passage, evidence, question.evidence_groups)
    if passage.counterpart is not None:
        groups |= matched_groups(passage.counterpart, evidence, question.evidence_groups)
    return groups


def rank_groups(answer: AnswerLine, question: EvalQuestion) -> list[frozenset[int]]:
    """List, in rank order, the evidence groups that each retrieved entry serves."""
    return [entry_groups(passage, question) for passage in answer.ranking]


def score_rankings(
    rankings: Mapping[str, Ranking], group_counts: Mapping[str, int]
) -> dict[str, dict[str, float]]:
    """Score rankings of evidence groups.

    An evidence group counts once, at the first entry that serves it; a later entry that serves the
    same group gains nothing. Groups found by one and the same entry are one piece of evidence.

    :param rankings: by question id.
    :param group_counts: how many evidence groups each question has, at least one.
    :returns: by question id, ``hit@k``, ``recall@k``, ``ndcg@k`` for k in :data:`CUTOFFS` and
        ``mrr@10``; 0 to 1.
    """
    import ir_measures
    from ir_measures import RR, R, Success, nDCG

    names = {RR @ max(CUTOFFS): f"mrr@{max(CUTOFFS)}"}
    for cutoff in CUTOFFS:
        names[Success @ cutoff] = f"hit@{cutoff}"
        names[R @ cutoff] = f"recall@{cutoff}"
        names[nDCG @ cutoff] = f"ndcg@{cutoff}"
    judged: dict[str, dict[str, int]] = {}
    ranked: dict[str, dict[str, float]] = {}
    for id_, ranking in rankings.items():
        judged[id_], ranked[id_] = _as_trec(ranking, group_counts[id_])
    # A question that retrieved nothing is left out by ir_measures; it scores nothing.
    scores = {id_: dict.fromkeys(names.values(), 0.0) for id_ in rankings}
    if any(ranked.values()):
        for metric in ir_measures.iter_calc(list(names), judged, ranked):
            scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores


def _as_trec(ranking: Ranking, group_count: int) -> tuple[dict[str, int], dict[str, float]]:
    """Name each entry after the first new group it serves, and score entries by rank."""
    wanted = set(range(group_count))
    found: set[int] = set()
    names: list[str] = []
    for rank, groups in enumerate(ranking):
        new = sorted(groups - found)
        wanted -= set(new[1:])
        found |= groups
        names.append(f"group-{new[0]}" if new else f"entry-{rank}")
    judged = {f"group-{group}": 1 for group in sorted(wanted)}
    return judged, {name: float(len(names) - rank) for rank, name in enumerate(names)}
