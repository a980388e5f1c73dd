from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from rag.embedding import load_embedder
from rag.embedding.measure import (
    QuestionSet,
    cross,
    main,
    measure_recall,
    read_squad,
    read_xquad,
)
from rag.errors import EvaluationError
from rag.settings import EmbeddingSettings

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data" / "eval"


class LengthEmbedder:
    """Texts are near when they are about as long; a stand-in whose ranks can be told by hand."""

    name = "length-1"
    dimension = 2

    def encode(self, texts):
        angles = np.array([len(text) / 10 for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    encode_questions = encode


class ConstantEmbedder(LengthEmbedder):
    def encode(self, texts):
        return np.ones((len(texts), 2), dtype=np.float32)

    encode_questions = encode


def _write_squad(path, paragraphs):
    items = [
        {"context": context, "qas": [{"question": question} for question in questions]}
        for context, questions in paragraphs
    ]
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump({"data": [{"paragraphs": items}]}, stream)


def test_read_squad_counts_equal_paragraphs_once(tmp_path):
    _write_squad(
        tmp_path / "a.json.gz", [("地铁", ["何时？"]), ("metro", ["When?"]), ("地铁", ["谁？"])]
    )
    found = read_squad(tmp_path / "a.json.gz")
    assert found == QuestionSet(("何时？", "When?", "谁？"), ("地铁", "metro"), (0, 1, 0))


@pytest.mark.parametrize(
    "content",
    [b"", b"not gzip", gzip.compress(b"{}"), gzip.compress(b"[1]")],
    ids=["empty", "not packed", "no questions", "a list"],
)
def test_read_squad_refuses_other_files(tmp_path, content):
    (tmp_path / "a.json.gz").write_bytes(content)
    with pytest.raises(EvaluationError, match="is not a gzipped question set"):
        read_squad(tmp_path / "a.json.gz")


def test_read_squad_of_a_missing_file_names_it(tmp_path):
    with pytest.raises(EvaluationError, match=r"none\.json\.gz"):
        read_squad(tmp_path / "none.json.gz")


def test_measure_recall_counts_first_and_first_five():
    paragraphs = tuple("x" * length for length in range(1, 9))
    questions = QuestionSet(("x", "x", "x"), paragraphs, (0, 4, 7))
    recall = measure_recall(LengthEmbedder(), questions)
    assert (recall.at_1, recall.at_5) == pytest.approx((1 / 3, 2 / 3))


def test_measure_recall_counts_a_tie_against_us():
    recall = measure_recall(ConstantEmbedder(), QuestionSet(("q",), ("a", "b"), (0,)))
    assert (recall.at_1, recall.at_5) == (0, 1)


def test_cross_asks_one_language_of_the_other():
    zh = QuestionSet(("何时？",), ("地铁",), (0,))
    en = QuestionSet(("When?",), ("metro",), (0,))
    assert cross(zh, en) == QuestionSet(("何时？",), ("metro",), (0,))


@pytest.fixture(scope="module")
def shared_data():
    if not SHARED.is_dir():
        pytest.skip("../shared/data/eval is missing")
    return SHARED


@pytest.mark.shared
@pytest.mark.parametrize("direction", ["zh>en", "en>zh"])
def test_builtin_model_finds_the_other_language(shared_data, direction):
    embedder = load_embedder(EmbeddingSettings())
    assert measure_recall(embedder, read_xquad(shared_data)[direction]).at_1 >= 0.62


@pytest.mark.shared
def test_main_prints_four_directions(shared_data, capsys):
    assert main(["--data", str(shared_data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["zh>zh", "zh>en", "en>zh", "en>en"]


@pytest.mark.shared
def test_main_prints_the_sets_that_settings_are_chosen_on(shared_data, capsys):
    assert main(["--data", str(shared_data), "--set", "tydi"]) == 0
    _, line = capsys.readouterr().out.splitlines()
    assert line.split()[0] == "en>en"
    assert "440 questions" in line
