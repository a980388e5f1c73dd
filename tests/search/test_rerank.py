from __future__ import annotations

import pytest

from rag.schema import Counterpart, Hit, Paragraph, Passage
from rag.search.rerank import rerank

ZH, EN = "防潮闸关闭了九次。", "The barrier closed nine times."
MIXED = "RCEP今年生效。"


class ScriptedReranker:
    """Scores texts by the first word of the script that they hold."""

    def __init__(self, script):
        self.script = script
        self.asked = []

    def score(self, question, texts):
        self.asked.append((question, list(texts)))
        return [next((s for word, s in self.script.items() if word in t), 0.0) for t in texts]


def _passage(number, text, context=""):
    language = "zh" if any(char >= "\u4e00" for char in text) else "en"
    span = ((0, len(text)),)
    return Passage(number, Paragraph("d", number, language, "answer", None, text, span), context)


def _hit(number, text, *, score, other=(), context=""):
    passages = tuple(_passage(number + 100 + at, each) for at, each in enumerate(other))
    counterpart = Counterpart(passages, 0.9) if other else None
    return Hit(
        _passage(number, text, context),
        score,
        confidence=score / 10,
        counterpart=counterpart,
        channels={"keyword-zh": number},
    )


def _numbers(hits):
    return [hit.passage.id for hit in hits]


HITS = [_hit(1, EN, score=5.0), _hit(2, ZH, score=3.0), _hit(3, MIXED, score=1.0)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({"九次": 0.9, "RCEP": 0.5}, [2, 3, 1]),
        ({"nine": 0.9, "九次": 0.5, "RCEP": 0.1}, [1, 2, 3]),
        ({"RCEP": -1.0, "nine": -3.0, "九次": -2.0}, [3, 2, 1]),
        ({}, [1, 2, 3]),
    ],
    ids=["zh", "en", "mixed, below zero", "all equal"],
)
def test_hits_come_in_the_order_of_the_model(script, expected):
    assert _numbers(rerank("几次？", HITS, ScriptedReranker(script))) == expected


def test_scores_stay_those_of_the_search_in_the_new_order():
    found = rerank("几次？", HITS, ScriptedReranker({"RCEP": 1.0}))
    assert [hit.score for hit in found] == [5.0, 3.0, 1.0]


def test_confidence_and_channels_stay_and_the_model_s_rank_is_added():
    found = rerank("几次？", HITS, ScriptedReranker({"九次": 1.0}))
    assert {hit.passage.id: hit.confidence for hit in found} == {1: 0.5, 2: 0.3, 3: 0.1}
    assert found[0].channels == {"keyword-zh": 2, "reranker": 1}
    assert [hit.channels["reranker"] for hit in found] == [1, 2, 3]
    assert "reranker" not in HITS[1].channels


def test_hit_is_as_good_as_its_better_side():
    paired = _hit(4, "另一段话。", score=1.0, other=(EN, "And more."))
    model = ScriptedReranker({"nine": 0.9, "RCEP": 0.5})
    assert _numbers(rerank("How often?", [HITS[2], paired], model)) == [4, 3]
    assert model.asked == [("How often?", [MIXED, "另一段话。", f"{EN}\nAnd more."])]


def test_passage_is_scored_below_its_heading_and_question():
    model = ScriptedReranker({})
    rerank("几次？", [_hit(5, ZH, score=1.0, context="防潮闸\n去年关了几次？")], model)
    assert model.asked == [("几次？", [f"防潮闸\n去年关了几次？\n{ZH}"])]


def test_nothing_is_reranked_to_nothing():
    assert rerank("几次？", [], ScriptedReranker({})) == []
