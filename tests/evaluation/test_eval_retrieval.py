"""Ranking measures: by hand, and against the definitions written out here."""

from __future__ import annotations

import math
import random

import pytest
from evaluation_fakes import MARKET_ZH, TIDE_EN, TIDE_ZH, FakeLibrary, make_answer, make_hit

from rag.errors import QuestionError
from rag.evaluation import evaluate
from rag.evaluation.lines import AnswerLine
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.retrieval import CUTOFFS, rank_further, rank_groups, score_rankings
from rag.schema import Hit

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


class Deep(FakeLibrary):
    """Ranks more than its answers consider."""

    def __init__(self, script, ranked):
        super().__init__(script)
        self.ranked = ranked

    def search(self, question, *, history=(), top_k=None, adapted=True):
        if question not in self.script:
            raise QuestionError(f"The question {question!r} cannot be asked")
        return self.ranked[:top_k]


def numbered(count: int) -> list[Hit]:
    return [make_hit("tide", f"{TIDE_ZH}{n}", number=n) for n in range(count)]


def test_what_ranks_behind_an_answer_is_measured_to_the_highest_cutoff():
    hits = numbered(12)
    answer = make_answer("几次？", "九次", hits=hits[:8])
    further = rank_further(Deep({"几次？": answer}, hits), answer)
    assert [each.text for each in further] == [f"{TIDE_ZH}8", f"{TIDE_ZH}9"]


@pytest.mark.parametrize("considered", [0, 10, 12])
def test_nothing_is_added_to_an_empty_or_a_full_ranking(considered: int):
    hits = numbered(12)
    answer = make_answer("几次？", "九次", hits=hits[:considered])
    assert rank_further(Deep({"几次？": answer}, hits), answer) == ()


def test_a_library_that_cannot_search_adds_nothing():
    answer = make_answer("几次？", "九次", hits=numbered(3))
    assert rank_further(FakeLibrary({}), answer) == ()
    assert rank_further(Deep({}, numbered(9)), answer) == ()


def test_evidence_behind_the_answers_entries_counts_at_ten():
    hits = [*numbered(9), make_hit("market", MARKET_ZH, number=99)]
    hits = [make_hit("tide", f"{TIDE_EN} {n}", number=n) for n in range(9)] + hits[9:]
    answer = make_answer("几次？", "九次", hits=hits[:8])
    asked = EvalQuestion(
        id="q", question="几次？", lang="zh", evidence=[{"lang": "zh", "text": MARKET_ZH}]
    )
    figures = evaluate(Deep({"几次？": answer}, hits), [asked]).overall.figures
    assert figures["hit@5"].value == 0.0
    assert figures["hit@10"].value == 1.0
    assert figures["mrr@10"].value == pytest.approx(0.1)
