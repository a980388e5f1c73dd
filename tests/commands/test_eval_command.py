"""``duizhao eval`` as a user runs it: public sets, a killed run, the progress bar."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from rag.samples import sample_documents, sample_questions

PORT = "新港口将于2026年5月1日开放，投资3.2亿元。"
PORT_EN = "The new harbour opens on May 1, 2026 and costs 320 million yuan."
FERRY = "从六月起，每天有十二班渡轮开往各岛，每班可载三百人。"
FERRY_EN = "Twelve ferries will run to the islands every day from June, each for 300 people."
TIMEOUT = 120


def squad(path: Path, *rows: tuple[str, str, str]) -> Path:
    """Write SQuAD JSON of rows of paragraph, question and answer."""
    paragraphs = [
        {"context": text, "qas": [{"id": str(n), "question": asked, "answers": [{"text": gold}]}]}
        for n, (text, asked, gold) in enumerate(rows)
    ]
    data = {"data": [{"paragraphs": paragraphs}]}
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def chinese(tmp_path: Path) -> Path:
    return squad(
        tmp_path / "zh.json",
        (PORT, "新港口何时开放？", "5月1日"),
        (FERRY, "每天有多少班渡轮？", "十二班"),
    )


@pytest.fixture
def english(tmp_path: Path) -> Path:
    return squad(
        tmp_path / "en.json",
        (PORT_EN, "When does the new harbour open?", "May 1"),
        (FERRY_EN, "How many ferries run every day?", "Twelve"),
    )


def test_a_public_set_makes_a_library_of_its_own(duizhao, chinese: Path, tmp_path: Path):
    run = duizhao("eval", chinese, "--out", tmp_path / "run", "--json")
    assert run.code == 0
    assert "zh.json brings 2 passages along" in run.err
    assert "report.html" in run.err
    (record,) = run.records
    assert record["all"]["figures"]["complete"]["value"] == 1.0
    assert list(record["direction"]) == ["zh>zh"]
    assert record["conditions"]["documents"] == 2
    assert not Path(os.environ["DUIZHAO_STORE"]).exists(), "the user's library is left alone"


def test_store_asks_the_users_library(duizhao, chinese: Path, documents: Path, tmp_path: Path):
    store = tmp_path / "mine"
    duizhao("ingest", documents, "--store", store)
    run = duizhao("eval", chinese, "--store", store, "--json")
    assert "passages along" not in run.err
    assert run.records[0]["conditions"]["documents"] == 2
    assert [each["document"] for each in duizhao("documents", "--store", store, "--json").records]


def test_questions_are_asked_about_the_passages_of_the_other_language(
    duizhao, chinese: Path, english: Path
):
    run = duizhao("eval", chinese, "--passages", english, "--json")
    assert list(run.records[0]["direction"]) == ["zh>en"]
    assert run.records[0]["all"]["figures"]["facts"]["count"] == 2


def test_rgb_lines_are_a_question_set(duizhao, tmp_path: Path):
    row = {"id": 0, "query": "每天有多少班渡轮？", "answer": ["十二班"]}
    file = tmp_path / "zh.json"
    file.write_text(json.dumps(row | {"positive": [FERRY], "negative": [PORT]}), "utf-8")
    run = duizhao("eval", file, "--json")
    assert run.records[0]["all"]["figures"]["facts"]["value"] == 1.0


def test_limit_asks_fewer(duizhao, chinese: Path):
    assert duizhao("eval", chinese, "--limit", 1, "--json").records[0]["questions"] == 1
    assert duizhao("eval", chinese, "--limit", 0).code == 2


def test_compare_names_what_changed(duizhao, chinese: Path, tmp_path: Path):
    duizhao("eval", chinese, "--out", tmp_path / "a")
    answers = tmp_path / "a" / "answers.jsonl"
    answers.write_text(answers.read_text("utf-8").replace("5月1日", "六月"), "utf-8")
    run = duizhao("eval", chinese, "--out", tmp_path / "b", "--compare", tmp_path / "a")
    assert "Compared with" in run.out
    assert "- 0 新港口何时开放？ (+complete" in run.out
    assert "Questions that changed (1)" in (tmp_path / "b" / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no question"),
        ('{"data": [{"paragraphs": 1}]}', "not SQuAD JSON"),
        ('{"id": 1, "query": "q", "answer": {}, "positive": []}', "not a question of RGB"),
        ("question,answer\n", "line 1: not JSON"),
    ],
    ids=["empty", "squad", "rgb", "csv"],
)
def test_a_wrong_file_ends_with_a_message(duizhao, tmp_path: Path, text: str, said: str):
    file = tmp_path / "set.json"
    file.write_text(text, "utf-8")
    run = duizhao("eval", file)
    assert run.code == 1
    assert said in run.err
    assert "Traceback" not in run.err


def test_help_says_what_is_asked(duizhao):
    said = " ".join(duizhao("eval", "--help").out.split())
    assert "they make a temporary library, unless --store names one" in said
    assert "RGB" in said


@pytest.fixture
def sample_store(duizhao, tmp_path: Path) -> Path:
    store = tmp_path / "samples"
    duizhao("ingest", sample_documents(), "--store", store)
    return store


def command(store: Path, out: Path) -> list[str]:
    program = [sys.executable, "-m", "rag.cli", "eval", str(sample_questions())]
    return [*program, "--store", str(store), "--out", str(out), "--json"]


#: Kills itself when it is about to keep its sixth answer: from outside, the run may be over before
#: anyone looks.
KILLED = """
import os, runpy, signal, sys
kept = 0
def watch(event, arguments):
    global kept
    if event == "open" and str(arguments[0]).endswith("answers.partial.jsonl"):
        kept += bool(arguments[2] & os.O_APPEND)
        if kept > 5:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
runpy.run_module("rag.cli", run_name="__main__", alter_sys=True)
"""


def test_a_killed_run_goes_on_where_it_was(duizhao, sample_store: Path, tmp_path: Path):
    out = tmp_path / "run"
    partial = out / "answers.partial.jsonl"
    killed = [sys.executable, "-c", KILLED, *command(sample_store, out)[3:]]
    run = subprocess.run(killed, capture_output=True, timeout=TIMEOUT, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()
    assert not (out / "answers.jsonl").exists()
    whole = partial.read_bytes().count(b"\n") - 1
    # The last line may be cut where the process died.
    partial.write_bytes(partial.read_bytes()[:-30])
    run = duizhao(*command(sample_store, out)[3:])
    assert run.code == 0
    (record,) = run.records
    assert record["resumed"] == whole - 1 == 4
    assert record["answers"] == record["questions"]
    assert not partial.exists()


def test_a_terminal_gets_a_progress_bar(sample_store: Path, tmp_path: Path):
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (40, 100))
    arguments = [*command(sample_store, tmp_path / "run"), "--limit", "8"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=slave) as running:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        stdout, _ = running.communicate(timeout=TIMEOUT)
    os.close(master)
    assert b"question/s" in shown or b"s/question" in shown
    assert b"%" in shown
    assert json.loads(stdout)["questions"] == 8
