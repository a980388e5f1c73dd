from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from evaluation_fakes import MARKET_ZH, FakeLibrary, make_answer, make_hit

from rag.errors import EvaluationError
from rag.evaluation import compare_runs, evaluate, read_run
from rag.evaluation.questions import EvalQuestion


@pytest.fixture
def questions(question_lines) -> list[EvalQuestion]:
    return [EvalQuestion.model_validate(line) for line in question_lines]


@pytest.fixture
def earlier(library: FakeLibrary, questions, tmp_path: Path) -> Path:
    evaluate(library, questions, out=tmp_path)
    return tmp_path


def with_answer(library: FakeLibrary, question: str, **changes) -> FakeLibrary:
    script = dict(library.script)
    script[question] = replace(script[question], **changes)
    return FakeLibrary(script)


def test_compare_runs_finds_gains_and_losses(library: FakeLibrary, questions, earlier: Path):
    library = with_answer(library, "防潮闸关闭了几次？", text="不知道几次。", hits=())
    library = with_answer(
        library, "How long was the longest closure?", text="Nine times, for 14 hours."
    )
    comparison = compare_runs(evaluate(library, questions), read_run(earlier))
    moves = {each.question.id: (each.gains, each.losses) for each in comparison.changed}
    assert moves == {"q1": ((), ("complete", "passages5")), "q2": (("complete",), ())}
    assert comparison.differences["complete"].value == 0.0
    assert comparison.differences["facts"].value == pytest.approx(0.0)
    assert (comparison.differences["passages5"].better, comparison.question_count) == (0, 3)


def test_compare_runs_sees_a_refusal_turn(library: FakeLibrary, questions, earlier: Path):
    library = with_answer(library, "How old is the mayor?", refused=False, text="About fifty.")
    comparison = compare_runs(evaluate(library, questions), read_run(earlier))
    (changed,) = comparison.changed
    assert changed.losses == ("refusal_recall",)
    assert (changed.before.refused, changed.after.refused) == (True, False)


def test_compare_runs_of_the_same_answers_finds_nothing(library, questions, earlier: Path):
    comparison = compare_runs(evaluate(library, questions), read_run(earlier))
    assert comparison.changed == ()
    assert {each.value for each in comparison.differences.values()} == {0.0}


def test_compare_runs_leaves_out_questions_in_other_words(library, questions, earlier: Path):
    questions[0] = questions[0].model_copy(update={"question": "一共关了几次？"})
    hit = make_hit("market", MARKET_ZH)
    library.script["一共关了几次？"] = make_answer("一共关了几次？", "九次", hits=[hit])
    comparison = compare_runs(evaluate(library, questions), read_run(earlier))
    assert comparison.question_count == 2


def test_compare_runs_of_other_questions_is_an_error(library, questions, earlier: Path):
    other = [questions[2].model_copy(update={"id": "another"})]
    with pytest.raises(EvaluationError, match="answers none of the 1 questions"):
        compare_runs(evaluate(library, other), read_run(earlier))


def test_read_run_names_a_wrong_line(earlier: Path):
    with (earlier / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "x"}\n')
    with pytest.raises(EvaluationError, match=r"answers\.jsonl, line 4: not an answer line"):
        read_run(earlier)


def test_comparison_record_is_plain_json(library, questions, earlier: Path):
    library = with_answer(library, "防潮闸关闭了几次？", text="不知道")
    record = compare_runs(evaluate(library, questions), read_run(earlier)).record()
    assert record["changed"] == [{"id": "q1", "gains": [], "losses": ["complete"]}]
