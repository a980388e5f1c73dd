"""Our figures equal those of the scoring script that others use, on the same answers."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from rag.evaluation.lines import AnswerLine, write_line
from rag.evaluation.questions import EvalQuestion, read_questions
from rag.evaluation.results import score_answers

pytestmark = pytest.mark.shared

#: Figures of the script that have a counterpart of the same name here.
COMMON = (
    "answered", "facts", "complete", "cited_facts", "cite_precision", "cite_recall", "quoted",
    "passages5", "facts2000", "language", "refusal_recall", "refusal_precision",
)  # fmt: skip
#: The script rounds to three digits; alike texts may be judged differently in single cases.
TOLERANCE = 0.006


def imperfect_answers(questions: list[EvalQuestion], gold: list[dict]) -> list[dict]:
    """Answer from the gold, with every kind of slip now and then."""
    rng = random.Random(11)  # noqa: S311
    return [_imperfect_answer(question, gold, rng) for question in questions]


def _imperfect_answer(question: EvalQuestion, gold: list[dict], rng: random.Random) -> dict:
    passages = [_passage(row) for row in rng.sample(gold, 6)]
    for entry in question.evidence or ():
        if rng.random() < 0.8:
            text = (entry.text or "")[rng.choice([0, 0, 10]) :]
            found = {"document": entry.doc, "language": entry.lang, "text": text}
            passages.insert(rng.randrange(len(passages)), found)
    cited = rng.sample(passages, 2)
    citations = [
        {**passage, "marker": marker, "quote": passage["text"][5 : rng.choice([25, 40])]}
        for marker, passage in enumerate(cited, 1)
    ]
    citations[0]["quote"] += rng.choice(["", "", " not there"])
    answer = question.answer_zh if rng.random() < 0.5 else question.answer_en
    return {
        "id": question.id,
        "question": question.question,
        "language": question.lang if rng.random() < 0.9 else "en",
        "answer": answer or "",
        "refused": rng.random() < (0.1 if question.evidence else 0.7),
        "seconds": rng.random(),
        "citations": citations,
        "passages": passages,
    }


def _passage(row: dict) -> dict:
    return {"document": row["doc"] + ".txt", "language": row["lang"], "text": row["text"]}


def test_figures_equal_the_scoring_script(shared: Path, tmp_path: Path):
    question_file, gold_file = shared / "gold/questions.dev.jsonl", shared / "gold/evidence.jsonl"
    questions = read_questions(question_file)
    gold = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines()]
    answers = imperfect_answers(questions, gold)
    answer_file = tmp_path / "answers.jsonl"
    answer_file.write_text("".join(map(write_line, answers)), encoding="utf-8")
    script = [sys.executable, shared / "checks/answers.py", question_file, answer_file, gold_file]
    printed = subprocess.run([*script, "--json"], capture_output=True, text=True, check=True)
    theirs = json.loads(printed.stdout)

    lines = {answer["id"]: AnswerLine.model_validate(answer) for answer in answers}
    result = score_answers(questions, lines)
    for group in (result.overall, *result.grouped("direction")):
        expected = theirs[group.label]
        ours = {name: group.figures[name].value for name in COMMON if name in group.figures}
        assert set(ours) == set(expected) & set(COMMON)
        for name, value in ours.items():
            assert value == pytest.approx(expected[name], abs=TOLERANCE), (group.label, name)


@pytest.mark.parametrize(
    ("name", "count", "direction"),
    [
        ("xquad/xquad.zh.json.gz", 1190, "zh>zh"),
        ("xquad/xquad.en.json.gz", 1190, "en>en"),
        ("mlqa/dev/dev-context-zh-question-en.json.gz", 504, "en>zh"),
        ("cmrc2018/squad-style-data/cmrc2018_dev.json.gz", 3219, "zh>zh"),
    ],
)
def test_public_sets_are_read_as_question_sets(shared: Path, name: str, count: int, direction: str):
    questions = read_questions(shared / "data/eval" / name)
    assert len(questions) == count
    assert {question.direction for question in questions} == {direction}
    assert all(question.must_contain for question in questions)
