from __future__ import annotations

from pathlib import Path

import pytest
from evaluation_fakes import MARKET_ZH, TIDE_EN, TIDE_ZH, make_hit

from rag.evaluation.bench import cross, main, retrieval_cells, spread, write_paragraphs
from rag.evaluation.questions import EvalQuestion

ZH = EvalQuestion.model_validate(
    {"id": "a", "question": "关了几次？", "evidence": [{"lang": "zh", "text": TIDE_ZH}]}
)
EN = EvalQuestion.model_validate(
    {"id": "a", "question": "How often?", "evidence": [{"lang": "en", "text": TIDE_EN}]}
)


def test_cross_puts_a_question_to_the_other_language():
    crossed = cross(ZH, EN)
    assert (crossed.question, crossed.direction) == ("关了几次？", "zh>en")
    assert crossed.evidence == EN.evidence


def test_spread_takes_questions_from_everywhere():
    questions = [ZH.model_copy(update={"id": str(number)}) for number in range(10)]
    assert [each.id for each in spread(questions, 3)] == ["0", "3", "6"]
    assert spread(questions, 20) == questions


def test_retrieval_cells_scores_a_search():
    asked_pools = []

    def search(question: str, pool: str | None):
        asked_pools.append((question, pool))
        return [make_hit("market", MARKET_ZH), make_hit("tide", TIDE_EN)]

    cells = retrieval_cells(search, [cross(ZH, EN)], pool="en")
    assert cells[:4] == ["1", "0.000 ±0.000", "1.000 ±0.000", "0.500 ±0.000"]
    assert asked_pools == [("关了几次？", "en")]


def test_retrieval_cells_counts_a_counterpart():
    def search(_question: str, _pool: str | None):
        return [make_hit("tide", TIDE_ZH, other=TIDE_EN)]

    assert retrieval_cells(search, [EN], pool=None)[1] == "1.000 ±0.000"


def test_retrieval_cells_without_questions():
    assert retrieval_cells(lambda _question, _pool: [], [], pool=None)[:2] == ["0", ""]


def test_write_paragraphs_writes_each_paragraph_once(tmp_path: Path):
    sets = {"zh": {"a": ZH, "b": ZH}, "en": {"a": EN}}
    folder = write_paragraphs(sets, tmp_path / "new")
    assert sorted(path.name for path in folder.iterdir()) == ["en-001.txt", "zh-001.txt"]
    assert (folder / "zh-001.txt").read_text(encoding="utf-8").strip() == TIDE_ZH


def test_main_says_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["retrieval", "--xquad", str(tmp_path / "none")]) == 0
    assert "XQuAD is not in" in capsys.readouterr().out


def test_main_refuses_an_unknown_part(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])
    assert "unknown part" in capsys.readouterr().err
