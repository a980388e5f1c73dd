"""Commands that are killed, interrupted, out of disk or without power: nothing stored is lost."""

import contextlib
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_processes import hold_still, signal_writer, start, wait_for_writer

from rag.cli import main
from rag.library import Library
from rag.settings import Settings
from vectorstore import inspect_catalogue, inspect_keywords, inspect_vectors

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from kill_harness import Harness, run_all

FIRST = "记者：灯塔何时开放？\n\n馆长周敏：灯塔将于2025年3月9日开放。\n\nIt opens in March.\n"


@pytest.fixture
def run(capsys):
    """Run a command in this process, which has all it takes loaded."""

    def run(*words):
        capsys.readouterr()
        code = main([*map(str, words)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err, said.err
        return code, said.out, said.err

    return run


def write_files(folder, count, paragraphs=40):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        lines = [
            f"第{number}号船第{line}次出港，载客{line * 7 + number}人。\n\n"
            f"Ship {number} left port for the {line}th time with {line * 7 + number} passengers."
            for line in range(paragraphs)
        ]
        (folder / f"ship-{number}.txt").write_text("\n\n".join(lines), "utf-8")
    return folder


def prepare(folder, tmp_path):
    """A library of one document, with which all else is compared."""
    (tmp_path / "lighthouse.txt").write_text(FIRST, "utf-8")
    with Library.open(folder, settings=Settings(store=folder)) as library:
        library.ingest(tmp_path / "lighthouse.txt")
    return folder


def check_first_document(folder):
    """The library is sound and still holds its first document."""
    with Library.open(folder, settings=Settings(store=folder)) as library:
        assert library._store.document("lighthouse").text == FIRST
        assert library.search("灯塔何时开放？")[0].passage.paragraph.document == "lighthouse"
        with library._store.writer():
            pass  # whoever writes next clears away what was left half done
    assert inspect_catalogue(folder) == inspect_vectors(folder) == inspect_keywords(folder) == []


def test_three_kills_lose_nothing(tmp_path):
    said = []
    harness = Harness(tmp_path, random.Random(), 0, only=("ingest changed files",))  # noqa: S311
    losses = run_all(harness, 3, said.append)
    assert losses == 0, "\n".join(said)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"]
)
def test_interrupted_ingest_ends_in_order(tmp_path, run, number, code):
    folder = prepare(tmp_path / "store", tmp_path)
    files = write_files(tmp_path / "files", 12)
    process = start("ingest", files, "--store", folder)
    signal_writer(folder, process, number)
    errors = process.communicate(timeout=120)[1]
    assert process.returncode == code, errors
    assert "Traceback" not in errors
    assert "the same command goes on where this one ended" in errors
    check_first_document(folder)
    assert run("ingest", files, "--store", folder)[0] == 0


def test_power_cut_leaves_a_sound_library(tmp_path):
    folder = prepare(tmp_path / "store", tmp_path)
    process = start("ingest", write_files(tmp_path / "files", 12), "--store", folder)
    wait_for_writer(folder, process)
    copies = []
    while len(copies) < 4 and hold_still(process):  # what lies on the disk is of one moment
        copies.append(tmp_path / f"copy-{len(copies)}")
        shutil.copytree(folder, copies[-1])
        process.send_signal(signal.SIGCONT)
        time.sleep(0.1)
    assert process.wait(120) == 0
    assert copies
    for copy in copies:
        check_first_document(copy)


@contextlib.contextmanager
def mounted(target, *options):
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("only on Linux can a test make a file system of its own")
    done = subprocess.run(["mount", *options, target], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"file systems cannot be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", target], check=True)


def test_full_disk_is_told_and_leaves_the_library_as_it_was(tmp_path, run):
    disk, files = tmp_path / "disk", write_files(tmp_path / "files", 12)
    disk.mkdir()
    with mounted(disk, "-t", "tmpfs", "-o", "size=5m", "tmpfs"):
        folder = prepare(disk / "store", tmp_path)
        code, _, errors = run("ingest", files, "--store", folder)
        assert code == 1
        assert "free space" in errors
        with Library.open(folder, settings=Settings(store=folder), create=False) as library:
            assert library._store.document("lighthouse").text == FIRST
        assert inspect_catalogue(folder) == []
        code, _, errors = run("backup", disk / "b.tar.gz", "--store", folder)
        assert code == 0 or "free space" in errors
        subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)
        assert run("ingest", files, "--store", folder)[0] == 0
        check_first_document(folder)


def test_read_only_library_answers_and_says_that_it_cannot_be_changed(tmp_path, run):
    folder = prepare(tmp_path / "store", tmp_path)
    (tmp_path / "view").mkdir()
    with mounted(tmp_path / "view", "--bind", "-o", "ro", folder):
        view = tmp_path / "view"
        code, output, _ = run("ask", "灯塔何时开放？", "--store", view)
        assert code == 0
        assert "3月9日" in output
        code, _, errors = run("remove", "lighthouse", "--store", view)
        assert code == 1
        assert "cannot be written" in errors
        assert run("doctor", "--store", view)[0] == 0
        assert run("backup", tmp_path / "b.tar.gz", "--store", view)[0] == 0
