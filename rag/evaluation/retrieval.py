"""Ranked passages against evidence groups -> hit, recall, MRR and nDCG, through ir_measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.evaluation.lines import AnswerLine, PassageLine
from rag.evaluation.matching import matched_groups
from rag.evaluation.questions import EvalQuestion

CUTOFFS = (1, 5, 10)

#: One question's ranking: for each entry, the evidence groups it serves.
Ranking = Sequence[frozenset[int]]


def entry_groups(passage: PassageLine, question: EvalQuestion) -> frozenset[int]:
    """Find the evidence groups that an entry serves: the passage, or its counterpart."""
    evidence = question.evidence or ()
    groups = matched_groups(passage, evidence, question.evidence_groups)
    if passage.counterpart is not None:
        groups |= matched_groups(passage.counterpart, evidence, question.evidence_groups)
    return groups


def rank_groups(answer: AnswerLine, question: EvalQuestion) -> list[frozenset[int]]:
    """List, in rank order, the evidence groups that each retrieved entry serves."""
    return [entry_groups(passage, question) for passage in answer.passages]


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
