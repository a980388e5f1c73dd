import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from rag.commands.output import IngestBar
from rag.ingesting.report import IngestProgress


def test_ingest_tells_what_was_renamed(duizhao, documents):
    duizhao("ingest", documents)
    (documents / "port.txt").rename(documents / "港口 port.txt")
    run = duizhao("ingest", documents, "--json")
    assert run.code == 0
    assert run.records[0]["renamed"] == [{"from": "port", "to": "港口 port"}]
    assert "1 renamed or moved, 1 unchanged" in run.err
    assert "renamed: port -> 港口 port" in run.err


def test_ingest_tells_which_files_are_gone_and_what_to_do(duizhao, documents):
    duizhao("ingest", documents)
    (documents / "port.txt").unlink()
    run = duizhao("ingest", documents, "--json")
    assert (run.code, run.records[0]["missing"]) == (0, ["port"])
    assert "1 document (port)" in run.err
    assert "--prune" in run.err
    assert "gone" not in duizhao("ingest", documents, "--prune").err


def test_ingest_of_an_empty_folder_says_so(duizhao, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "nothing to do" in duizhao("ingest", tmp_path / "empty").err


@pytest.mark.parametrize("value", ["0", "-1", "x", "nan", "1e9"])
def test_interval_has_to_be_a_time(duizhao, documents, value):
    run = duizhao("ingest", "--watch", documents, "--interval", value)
    assert run.code == 2
    assert "not a number above 0" in run.err


@pytest.mark.skipif(os.name != "posix", reason="interrupts are sent as on POSIX")
def test_watch_ends_with_a_summary_and_without_failure(documents):
    command = [sys.executable, "-m", "rag.cli", "ingest", "--watch", str(documents), "--json"]
    with subprocess.Popen(
        [*command, "--interval", "0.1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert sorted(json.loads(run.stdout.readline())["added"]) == ["ferry", "port"]
        time.sleep(0.3)  # by now it watches
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=30)
    assert run.returncode == 0
    assert "no longer watching: 2 added" in said
    assert "Traceback" not in said


class Terminal(io.StringIO):
    def isatty(self):
        return True


STEPS = [
    IngestProgress(0, 2, "港口 port.txt", 0, 400),
    IngestProgress(1, 2, "ferry.txt", 100, 400),
    IngestProgress(2, 2, "pairs", 400, 400),
    IngestProgress(2, 2, "", 400, 400),
]


def show(file):
    bar = IngestBar(file)
    for step in STEPS:
        bar(step)
    return file.getvalue()


def test_bar_names_files_and_the_time_left():
    shown = show(Terminal())
    assert "0/2 files" in shown
    assert "港口 port.txt" in shown
    assert " 25%" in shown
    assert " left, ferry.txt]" in shown
    assert "pairing]" in shown


def test_bar_is_silent_without_a_terminal():
    assert show(io.StringIO()) == ""
