from __future__ import annotations

import re

import pytest
from bench_samples import FILES, write_sets

from rag.errors import EvaluationError
from rag.evaluation.bench.answers import bench_answers, refuse_off_topic
from rag.settings import Settings


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.long
def test_xquad_is_asked_in_four_directions(tmp_path):
    text = bench_answers(write_sets(tmp_path), Settings(), limit=2)
    assert "Sample documents: " in text
    assert "Of 2 questions on other subjects " in text
    table = text[text.index("| XQuAD") :].splitlines()
    header = cells(table[0])
    rows = [dict(zip(header, cells(line), strict=True)) for line in table[2:6]]
    assert [row["XQuAD"] for row in rows] == ["zh>zh", "en>zh", "zh>en", "en>en"]
    assert [row["floor"] for row in rows] == ["0.70", "0.60", "0.60", "0.70"]
    assert {row["questions"] for row in rows} == {"2"}
    assert rows[0]["gold answer in the answer"].startswith("1.000")
    assert rows[0]["in its first 3 sentences"] == "1.000"


def test_most_questions_on_other_subjects_are_refused(sample_library):
    told = re.search(r"Of (\d+) questions .* (\d+) are", refuse_off_topic(sample_library))
    assert told
    assert int(told[1]) > 100
    # Measured: 78 of 108.
    assert int(told[2]) >= 0.65 * int(told[1])


@pytest.mark.long
def test_missing_xquad_is_said(tmp_path):
    text = bench_answers(tmp_path, Settings(), limit=2)
    assert "XQuAD is left out: there is no" in text


@pytest.mark.long
def test_damaged_xquad_is_named(tmp_path):
    (write_sets(tmp_path) / FILES["xquad"][1]).write_bytes(b"\x1f\x8b broken")
    with pytest.raises(EvaluationError, match=r"xquad\.en\.json\.gz cannot be read"):
        bench_answers(tmp_path, Settings())
