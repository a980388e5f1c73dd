"""Ranking measures: by hand, and against the definitions written out here."""

from __future__ import annotations

import math
import random

import pytest

from rag.evaluation.lines import AnswerLine
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.retrieval import CUTOFFS, rank_groups, score_rankings

NONE: frozenset[int] = frozenset()


def groups(*found: int) -> frozenset[int]:
    return frozenset(found)


def score(ranking, group_count):
    return score_rankings({"q": ranking}, {"q": group_count})["q"]


def test_score_rankings_by_hand():
    scores = score([NONE, groups(1), NONE, groups(0)], 3)
    assert scores["hit@1"] == 0.0
    assert scores["hit@5"] == 1.0
    assert scores["recall@5"] == pytest.approx(2 / 3)
    assert scores["mrr@10"] == pytest.approx(1 / 2)
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert scores["ndcg@5"] == pytest.approx(gain / ideal)


def test_score_rankings_counts_a_group_once():
    once = score([groups(0), NONE, NONE], 2)
    assert score([groups(0), groups(0), groups(0)], 2) == once


def test_score_rankings_takes_groups_of_one_entry_as_one():
    scores = score([groups(0, 1)], 2)
    assert scores["recall@1"] == 1.0
    assert scores["ndcg@10"] == pytest.approx(1.0)


@pytest.mark.parametrize("ranking", [[], [NONE] * 12], ids=["nothing", "nothing right"])
def test_score_rankings_gives_nothing_for_nothing(ranking):
    assert set(score(ranking, 2).values()) == {0.0}


def test_score_rankings_keeps_questions_apart():
    scores = score_rankings(
        {"a": [groups(0)], "b": [], "c": [NONE, groups(0)]}, dict.fromkeys("abc", 1)
    )
    assert [scores[id_]["hit@1"] for id_ in "abc"] == [1.0, 0.0, 0.0]
    assert [scores[id_]["mrr@10"] for id_ in "abc"] == [1.0, 0.0, 0.5]


def test_score_rankings_without_questions():
    assert score_rankings({}, {}) == {}


def expected(ranking: list[frozenset[int]], group_count: int, cutoff: int) -> dict[str, float]:
    """The textbook definitions, for one relevant entry per group and one group per entry."""
    seen: set[int] = set()
    gains = []
    for found in ranking[:cutoff]:
        gains.append(float(bool(found - seen)))
        seen |= found
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(group_count, cutoff)))
    return {
        f"hit@{cutoff}": float(any(gains)),
        f"recall@{cutoff}": sum(gains) / group_count,
        f"ndcg@{cutoff}": sum(g / math.log2(r + 2) for r, g in enumerate(gains)) / ideal,
    }


def test_score_rankings_equals_the_definitions_on_random_rankings():
    rng = random.Random(7)  # noqa: S311
    for _ in range(40):
        group_count = rng.randint(1, 4)
        ranking = [
            groups(rng.randrange(group_count)) if rng.random() < 0.3 else NONE for _ in range(15)
        ]
        scores = score(ranking, group_count)
        for cutoff in CUTOFFS:
            for name, value in expected(ranking, group_count, cutoff).items():
                assert scores[name] == pytest.approx(value), (name, ranking)


def passage(language: str, text: str, counterpart: dict[str, object] | None = None):
    return {"document": "d", "language": language, "text": text, "counterpart": counterpart}


ZH = "防潮闸今年一共关闭了九次，最久的一次关了十四个小时。"
EN = "The barrier closed nine times this year, once for fourteen hours."


@pytest.mark.parametrize(
    ("entry", "expected_groups"),
    [
        (passage("zh", ZH), {0}),
        (passage("en", EN), {0}),
        (passage("en", "Something else entirely.", passage("zh", ZH)), {0}),
        (passage("zh", "完全是另外一回事，与此无关。"), set()),
    ],
    ids=["zh", "en", "counterpart", "other"],
)
def test_rank_groups_takes_a_passage_or_its_counterpart(entry, expected_groups):
    question = EvalQuestion.model_validate(
        {
            "id": "q",
            "question": "几次？",
            "evidence": [
                {"doc": "d", "lang": "zh", "text": ZH},
                {"doc": "d", "lang": "en", "text": EN},
            ],
        }
    )
    answer = AnswerLine.model_validate(
        {"id": "q", "language": "zh", "answer": "", "refused": False, "passages": [entry]}
    )
    assert rank_groups(answer, question) == [expected_groups]
