"""A small question set and a library that answers it."""

from __future__ import annotations

import pytest
from evaluation_fakes import MARKET_ZH, TIDE_EN, TIDE_ZH, FakeLibrary, make_answer, make_hit


@pytest.fixture
def library() -> FakeLibrary:
    """Knows about the tide in both languages, and refuses to tell the mayor's age."""
    tide_zh = make_hit("tide", TIDE_ZH, other=TIDE_EN)
    tide_en = make_hit("tide", TIDE_EN, number=2, other=TIDE_ZH)
    market = make_hit("market", MARKET_ZH, number=3)
    answers = [
        make_answer(
            "防潮闸关闭了几次？",
            "一共关闭了九次。[1]",
            hits=[tide_zh, market],
            quotes=["关闭了九次"],
        ),
        make_answer(
            "How long was the longest closure?",
            "The longest time was 14 hours. [1]",
            hits=[market, tide_en],
            quotes=["巷子里一共有212个摊位"],
        ),
        make_answer("How old is the mayor?", "The documents do not say.", refused=True),
    ]
    return FakeLibrary({answer.question.text: answer for answer in answers})


@pytest.fixture
def question_lines() -> list[dict[str, object]]:
    """The questions that the library knows, as contract lines."""
    evidence = [
        {"doc": "tide", "lang": "zh", "text": TIDE_ZH},
        {"doc": "tide", "lang": "en", "text": TIDE_EN},
    ]
    return [
        {
            "id": "q1",
            "question": "防潮闸关闭了几次？",
            "must_contain": [["九次", "nine times"]],
            "evidence": evidence,
            "evidence_groups": [[0, 1]],
            "answer_zh": "九次。",
            "kind": "fact",
        },
        {
            "id": "q2",
            "question": "How long was the longest closure?",
            "history": [{"role": "user", "content": "Did the barrier close?"}],
            "must_contain": [["14个小时", "14 hours"], ["nine times"]],
            "evidence": evidence,
            "kind": "followup",
        },
        {"id": "q3", "question": "How old is the mayor?", "evidence": [], "kind": "unanswerable"},
    ]
