from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from evaluation_fakes import TIDE_EN, TIDE_ZH, FakeLibrary

from rag.errors import EvaluationError, ModelError
from rag.evaluation import evaluate, evaluate_files
from rag.evaluation.lines import ANSWERS_FILE
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.run import PARTIAL_FILE, REPORT_FILE, SCORES_FILE
from rag.schema import Answer, Turn


@pytest.fixture
def questions(question_lines) -> list[EvalQuestion]:
    return [EvalQuestion.model_validate(line) for line in question_lines]


class FailingLibrary(FakeLibrary):
    """Breaks down at its second question, as a model server does."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        if len(self.asked) == 1:
            raise ModelError("The model server is gone")
        return super().ask(question, history=history)


def answer_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_evaluate_measures_over_all_and_by_group(library: FakeLibrary, questions):
    result = evaluate(library, questions)
    figures = result.overall.figures
    assert figures["facts"].value == pytest.approx(2 / 3)
    assert figures["complete"].value == 0.5
    assert figures["refusal_recall"].value == figures["refusal_precision"].value == 1.0
    assert figures["mrr@10"].value == pytest.approx(0.75)
    assert figures["cite_precision"].value == 0.5
    assert [group.label for group in result.grouped("direction")] == [
        "en>both",
        "en>none",
        "zh>both",
    ]
    assert [group.label for group in result.grouped("kind")] == ["fact", "followup", "unanswerable"]
    assert result.models == ("scripted",)
    assert result.median_seconds == 0.25


def test_evaluate_passes_the_history_on(library: FakeLibrary, questions):
    evaluate(library, questions)
    assert library.histories[1] == (Turn("user", "Did the barrier close?"),)


def test_evaluate_counts_what_cannot_be_asked_as_refused(library: FakeLibrary):
    empty = EvalQuestion(id="empty", question="", lang="en", evidence=())
    result = evaluate(library, [empty])
    line = result.answers["empty"]
    assert line.refused
    assert line.reason == "not_askable"
    assert line.notes == ("The question '' cannot be asked",)
    assert result.overall.figures["refusal_recall"].value == 1.0


def test_evaluate_of_no_questions_has_no_figures(library: FakeLibrary):
    result = evaluate(library, [])
    assert result.overall.figures == {}
    assert result.median_seconds is None


def test_evaluate_reports_progress(library: FakeLibrary, questions):
    seen: list[tuple[int, int]] = []
    evaluate(library, questions, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_evaluate_writes_answers_scores_and_report(library: FakeLibrary, questions, tmp_path: Path):
    out = tmp_path / "new" / "run"
    evaluate(library, questions, out=out)
    assert sorted(path.name for path in out.iterdir()) == [ANSWERS_FILE, REPORT_FILE, SCORES_FILE]
    lines = answer_lines(out / ANSWERS_FILE)
    assert [line["id"] for line in lines] == ["q1", "q2", "q3"]
    scores = json.loads((out / SCORES_FILE).read_text(encoding="utf-8"))
    assert scores["all"]["figures"]["complete"]["value"] == 0.5
    assert scores["direction"]["zh>both"]["questions"] == 1


def test_evaluate_writes_whole_contract_lines(library: FakeLibrary, questions, tmp_path: Path):
    evaluate(library, questions, out=tmp_path)
    raw = (tmp_path / ANSWERS_FILE).read_text(encoding="utf-8")
    assert TIDE_ZH in raw
    citation = json.loads(raw.splitlines()[0])["citations"][0]
    assert citation["title"] == "Linwan"
    assert citation["date"] == "2024-03-07"
    assert citation["speaker"] == "Shen Ruolan"
    assert citation["counterpart"]["text"] == TIDE_EN
    assert citation["counterpart"]["score"] == 0.9


def test_evaluate_goes_on_after_an_interruption(library: FakeLibrary, questions, tmp_path: Path):
    broken = FailingLibrary(library.script)
    with pytest.raises(ModelError, match="gone"):
        evaluate(broken, questions, out=tmp_path)
    result = evaluate(library, questions, out=tmp_path)
    assert result.resumed == 1
    assert library.asked == [questions[1].question, questions[2].question]
    assert [line["id"] for line in answer_lines(tmp_path / ANSWERS_FILE)] == ["q1", "q2", "q3"]


def test_evaluate_survives_a_line_cut_in_a_character(
    library: FakeLibrary, questions, tmp_path: Path
):
    evaluate(library, questions, out=tmp_path)
    whole = (tmp_path / ANSWERS_FILE).read_bytes()
    first_end = whole.index(b"\n") + 1
    cut = whole.index("防".encode()) + 1
    (tmp_path / PARTIAL_FILE).write_bytes(whole[first_end:] + whole[:cut])
    again = FakeLibrary(library.script)
    result = evaluate(again, questions, out=tmp_path)
    assert again.asked == ["防潮闸关闭了几次？"]
    assert result.overall.figures["complete"].value == 0.5


def test_evaluate_asks_again_what_was_asked_in_other_words(
    library: FakeLibrary, questions, tmp_path: Path
):
    with pytest.raises(ModelError, match="gone"):
        evaluate(FailingLibrary(library.script), questions, out=tmp_path)
    changed = [questions[0].model_copy(update={"question": "How old is the mayor?"})]
    result = evaluate(library, changed, out=tmp_path)
    assert result.resumed == 0
    assert library.asked == ["How old is the mayor?"]


def test_evaluate_starts_a_finished_run_over(library: FakeLibrary, questions, tmp_path: Path):
    evaluate(library, questions, out=tmp_path)
    again = FakeLibrary(library.script)
    assert evaluate(again, questions, out=tmp_path).resumed == 0
    assert len(again.asked) == 3


def test_evaluate_keeps_the_last_results_until_the_new_ones_are_there(
    library: FakeLibrary, questions, tmp_path: Path
):
    evaluate(library, questions, out=tmp_path)
    before = (tmp_path / ANSWERS_FILE).read_bytes()
    with pytest.raises(ModelError, match="gone"):
        evaluate(FailingLibrary(library.script), questions, out=tmp_path)
    assert (tmp_path / ANSWERS_FILE).read_bytes() == before


def test_evaluate_names_a_folder_that_cannot_be_written(library: FakeLibrary, tmp_path: Path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"cannot be written to .*file.*choose another --out"):
        evaluate(library, [], out=tmp_path / "file")


@pytest.fixture
def question_file(question_lines, tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, question_lines)), encoding="utf-8")
    return path


def test_evaluate_files_gives_text_and_record(library: FakeLibrary, question_file: Path):
    report = evaluate_files(library, question_file)
    assert "| complete " in report.text()
    assert report.record()["comparison"] is None
    json.dumps(report.record(), ensure_ascii=False)


def test_evaluate_files_compares_with_the_run_it_replaces(
    library: FakeLibrary, question_file: Path, tmp_path: Path
):
    out = tmp_path / "run"
    evaluate_files(library, question_file, out=out)
    report = evaluate_files(library, question_file, out=out, compare=out)
    assert report.comparison is not None
    assert report.comparison.changed == ()
    assert "Compared with" in (out / REPORT_FILE).read_text(encoding="utf-8")


def test_evaluate_files_asks_nothing_if_the_earlier_run_is_missing(
    library: FakeLibrary, question_file: Path, tmp_path: Path
):
    with pytest.raises(EvaluationError, match=r"There is no answer file .*missing"):
        evaluate_files(library, question_file, compare=tmp_path / "missing")
    assert library.asked == []
