from __future__ import annotations

import subprocess
import sys

import pytest
from bench_samples import FILES, write_sets

from rag.evaluation.bench.__main__ import main


def test_one_set_is_printed(tmp_path, capsys):
    assert main(["retrieval", "--data", str(write_sets(tmp_path)), "--set", "tydi"]) == 0
    captured = capsys.readouterr()
    assert "| TyDi QA en dev | en>en" in captured.out
    assert "TyDi QA" in captured.err


def test_missing_folder_is_said(tmp_path, capsys):
    assert main(["retrieval", "--data", str(tmp_path / "none")]) == 0
    assert "There is no folder" in capsys.readouterr().out


def test_damaged_set_ends_with_a_message(tmp_path, capsys):
    (write_sets(tmp_path) / FILES["drcd"][0]).write_bytes(b"\x1f\x8b broken")
    assert main(["retrieval", "--data", str(tmp_path), "--set", "drcd"]) == 1
    captured = capsys.readouterr()
    assert "DRCD_dev.json.gz cannot be read" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["everything"],
            "unknown part everything; there are retrieval, pairs, alignment, speed, ingest, "
            "answers",
        ),
        (["retrieval", "--limit", "0"], "--limit is 0"),
        (["speed", "--passages", "-5"], "--passages is -5"),
        (["retrieval", "--set", "none"], "invalid choice"),
    ],
    ids=["part", "limit", "passages", "set"],
)
def test_wrong_usage_is_refused(capsys, arguments, said):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert said in capsys.readouterr().err


def test_package_is_a_program():
    command = [sys.executable, "-m", "rag.evaluation.bench", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "retrieval, pairs, alignment, speed, ingest, answers" in done.stdout
