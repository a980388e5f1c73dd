from __future__ import annotations

import pytest
from bench_samples import FILES, write_sets

from rag.errors import EvaluationError
from rag.evaluation.bench.anchors import ANCHORS
from rag.evaluation.bench.pools import Row
from rag.evaluation.bench.retrieval import anchors_table, bench_retrieval, bias_table, rows_table
from rag.evaluation.bench.scores import Scores
from rag.settings import Settings

#: Each makes libraries and asks them by every channel.
pytestmark = pytest.mark.long


def _row(direction, at_1, *, holds="zh", note="", both=None, keyword=None):
    scores = Scores(1190, at_1, at_1 + 0.05, at_1 + 0.02, at_1 + 0.03, 0.0123)
    return Row(
        name="XQuAD",
        direction=direction,
        holds=holds,
        note=note,
        paragraphs=240,
        ours=scores,
        keyword=keyword,
        dense=scores,
        either_in_5=both,
        both_in_5=both,
        milliseconds=4.321,
    )


def _cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_rows_table_writes_ours_beside_the_baselines():
    keyword = Scores(1190, 0.8, 0.9, 0.85, 0.86, 0.01)
    table = rows_table([_row("zh>zh", 0.9, note="odd", keyword=keyword), _row("en>zh", 0.7)])
    _, _, first, second = map(_cells, table.splitlines())
    assert first[:5] == ["XQuAD odd", "zh>zh", "240 zh", "1190", "0.900 ±0.012"]
    assert first[5:] == ["0.950", "0.920", "0.800 / 0.900", "0.900 / 0.950", "4.3"]
    assert second[7] == ""


def test_bias_table_has_one_row_for_each_asking_language():
    rows = [_row(d, 0.9, holds="both", both=0.96) for d in ("zh>zh", "zh>en", "en>zh", "en>en")]
    lines = bias_table([*rows, _row("zh>zh", 0.9)]).splitlines()
    assert [_cells(line)[1] for line in lines[2:]] == ["zh", "en"]
    assert _cells(lines[2])[4] == "0.960"


def test_anchors_table_puts_ours_first_and_leaves_gaps_empty():
    lines = anchors_table([_row("zh>zh", 0.9), _row("en>zh", 0.7)]).splitlines()
    ours = _cells(lines[2])
    assert ours[:3] == ["Duizhao", "0.900 / 0.950", "0.930"]
    assert (ours[3], ours[6]) == ("", "0.750")
    mini = next(_cells(line) for line in lines if "all-MiniLM-L6-v2" in line)
    assert mini[1:5] == ["0.141 / 0.283", "0.242", "", "0.944"]


def test_anchors_table_does_not_take_the_pool_of_both():
    lines = anchors_table([_row("zh>zh", 0.9, holds="both")]).splitlines()
    assert _cells(lines[2])[1] == ""


def test_anchors_are_shares_with_a_source():
    assert len({each.system for each in ANCHORS}) == len(ANCHORS)
    for anchor in ANCHORS:
        figures = (*anchor.zh, *anchor.en, *anchor.across)
        assert anchor.source
        assert all(0 <= figure <= 1 for figure in figures if figure is not None)


def test_bench_retrieval_measures_the_sets_named(tmp_path):
    names = ["xquad", "drcd", "tatoeba"]
    text = bench_retrieval(write_sets(tmp_path), Settings(), limit=2, names=names)
    for title in ("XQuAD", "DRCD dev Traditional", "DRCD dev question Simplified", "Tatoeba"):
        assert title in text
    for part in ("up to 2 questions", "language bias", "LaBSE", "duizhao-static"):
        assert part in text
    assert "left out" not in text
    # Four directions in the pool of both languages, and two rows of language bias.
    assert text.count("without adaptation") == 6


def test_adaptation_that_is_off_is_measured_once(tmp_path):
    settings = Settings(adaptation={"enabled": False})
    text = bench_retrieval(write_sets(tmp_path), settings, limit=1, names=["xquad"])
    assert "language bias" in text
    assert "without adaptation" not in text


def test_bench_retrieval_names_what_is_missing(tmp_path):
    data = write_sets(tmp_path)
    (data / FILES["mlqa"][2]).unlink()
    (data / FILES["flores"][1]).unlink()
    text = bench_retrieval(data, Settings(), names=["mlqa", "flores", "tydi"])
    assert "mlqa is left out" in text
    assert "question-en.json.gz" in text
    assert "flores is left out" in text
    assert "FLORES-200 devtest, Simplified" in text
    assert "TyDi" in text
    assert "XQuAD" not in text


def test_bench_retrieval_without_any_set(tmp_path):
    text = bench_retrieval(tmp_path, Settings())
    assert text.count("left out") == 8
    assert "| set" not in text


def test_bench_retrieval_without_the_folder(tmp_path):
    assert "There is no folder" in bench_retrieval(tmp_path / "none", Settings())


def test_bench_retrieval_does_not_skip_a_damaged_set(tmp_path):
    (write_sets(tmp_path) / FILES["tydi"][0]).write_bytes(b"not gzip")
    with pytest.raises(EvaluationError, match=r"tydiqa.*cannot be read"):
        bench_retrieval(tmp_path, Settings(), names=["tydi"])
