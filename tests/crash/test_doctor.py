"""What is damaged is found, whatever it is, and made anew where that can be."""

import os
import random
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from rag.cli import main
from rag.conversations import Conversation
from rag.embedding import load_embedder
from rag.ingesting.entries import EntryMaker
from rag.library import Library
from rag.settings import EmbeddingSettings, Settings
from rag.upkeep.doctor import check_contents, diagnose, repair
from rag.upkeep.isolation import IsolatedError, run_isolated
from rag.upkeep.repairing import repair_library
from vectorstore import (
    WriterLock,
    describe_holder,
    inspect_catalogue,
    inspect_keywords,
    inspect_vectors,
)
from vectorstore.folder import begin_anew
from vectorstore.servers.address import parse_address
from vectorstore.servers.record import new_record, record_path, write_record

BOTH = (
    "记者：新港口何时开放？Question: When will the new port open?\n\n"
    "市长：新港口将于2026年5月1日开放，投资3.2亿元。"
    "Mayor: The new port will open on May 1, 2026, at a cost of 320 million yuan.\n"
)
FERRY = (
    "Question: How many ferries?\n\nMayor Lin Hai: Twelve ferries, and each carries 300 people.\n"
)


def open_library(folder):
    return Library.open(folder, settings=Settings(store=folder))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    files = folder / "files"
    files.mkdir()
    (files / "port.txt").write_text(BOTH, "utf-8")
    (files / "ferry.txt").write_text(FERRY, "utf-8")
    with Library.open(folder / "store", settings=Settings(store=folder)) as library:
        library.ingest(files)
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    shutil.copytree(whole / "store", tmp_path / "store")
    return tmp_path / "store"


def change(folder, statement, *values):
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection, connection:
        assert connection.execute(statement, values).rowcount > 0


def contents(folder):
    """All that a library holds and finds."""
    with open_library(folder) as library:
        passages = [p.paragraph for i in library.documents() for p in library.passages_of(i.name)]
        hits = library.search("新港口何时开放？")
        found = [(hit.passage.paragraph, hit.score) for hit in hits]
        return passages, sorted(map(str, library.pairs())), found


def failed(folder):
    diagnosis = diagnose(folder, Settings(store=folder))
    return diagnosis, {check.name: check.found for check in diagnosis.checks if not check.passed}


def test_whole_library_is_found_whole(folder):
    assert failed(folder)[1] == {}


@pytest.mark.parametrize(
    ("statement", "value", "word"),
    [
        ("UPDATE paragraphs SET text = replace(text, '港', '巷')", None, "port"),
        ("UPDATE texts SET text = replace(text, 'Twelve', 'Twenty')", None, "ferry"),
        ("UPDATE documents SET title = 'Wrong' WHERE name = ?", "port", "port"),
        ("UPDATE vectors SET vector = zeroblob(2048)", None, "ferry"),
        ("UPDATE terms SET counts = substr(counts, 7)", None, "ferry"),
        ("DELETE FROM vectors WHERE paragraph_id = 1", None, "not as written"),
        ("UPDATE pairs SET score = 0.5 WHERE id = 1", None, "1 pairs"),
        ("UPDATE meta SET value = '{}' WHERE key = ?", "learned_terms", "learned"),
    ],
    ids=["paragraph", "text", "title", "vector", "terms", "no vector", "pair", "value"],
)
def test_changed_row_is_found_and_made_anew(whole, folder, statement, value, word):
    change(folder, statement, *([value] if value else []))
    findings = inspect_catalogue(folder)
    assert any(word in finding.text for finding in findings)
    assert repair_library(folder, Settings(store=folder), findings)
    assert inspect_catalogue(folder) == inspect_vectors(folder) == inspect_keywords(folder) == []
    assert contents(folder) == contents(whole / "store")


def test_text_that_is_damaged_is_told_where_its_file_is_gone(folder):
    change(folder, "UPDATE documents SET path = '/gone/ferry.txt' WHERE name = 'ferry'")
    change(folder, "UPDATE texts SET text = replace(text, 'Twelve', 'Twenty')")
    said = repair_library(folder, Settings(store=folder), inspect_catalogue(folder))
    assert "ferry: its text is damaged and its file is gone (/gone/ferry.txt)" in said
    assert [finding.names for finding in inspect_catalogue(folder)] == [("ferry",)]


def test_document_whose_file_is_gone_is_made_anew_from_its_text(whole, folder):
    change(folder, "UPDATE documents SET path = '/gone/ferry.txt' WHERE name = 'ferry'")
    said = repair_library(folder, Settings(store=folder), inspect_catalogue(folder))
    assert "ferry: vectors and words made anew from its text" in said
    assert inspect_catalogue(folder) == []
    assert contents(folder) == contents(whole / "store")


def test_files_that_a_killed_writer_left_behind_are_no_damage(folder):
    (folder / "keywords" / "zh" / f"{'0a' * 16}.idx").write_bytes(b"half a segment")
    assert inspect_keywords(folder) == []


def test_first_ingest_that_was_killed_before_it_wrote_vectors_is_no_damage(whole, tmp_path):
    folder, embedder = tmp_path / "store", load_embedder(EmbeddingSettings())
    with Library.open(whole / "store", settings=Settings(store=whole)) as library:
        document = library._store.document("port")
        paragraphs = [passage.paragraph for passage in library.passages_of("port")]
    with open_library(folder) as library, library._store.writer():
        entries = EntryMaker(embedder).build(document, paragraphs)
        library._store._catalogue.add_pending([(document, entries)])
    assert inspect_catalogue(folder) == inspect_vectors(folder) == inspect_keywords(folder) == []
    with open_library(folder) as library:
        library.ingest(whole / "files")
    assert contents(folder) == contents(whole / "store")


@pytest.mark.parametrize(
    ("marker", "check"),
    [("vectors/changing", "vector index"), ("keywords/damaged", "keyword index")],
)
def test_index_whose_change_was_killed_is_mended_by_the_next_writer(
    whole, folder, capsys, marker, check
):
    (folder / marker).touch()
    assert main(["doctor", "--store", str(folder)]) == 0
    assert f"ok    {check}: the index is to be built again" in capsys.readouterr().out
    with open_library(folder) as library:
        library._store.set_meta("any", "change")
    assert inspect_vectors(folder) == inspect_keywords(folder) == []
    assert contents(folder) == contents(whole / "store")


def test_index_that_waits_to_be_built_again_is_built_by_repair(folder):
    (folder / "vectors" / "changing").touch()
    assert repair_library(folder, Settings(store=folder), inspect_vectors(folder))
    assert inspect_vectors(folder) == []


def test_index_that_is_gone_is_damage(folder):
    shutil.rmtree(folder / "vectors")
    (finding,) = inspect_vectors(folder)
    assert not finding.heals
    assert finding.text == "the index is missing"


KILLED_AT_FIRST_REMOVAL = """
import os, signal, sys
from pathlib import Path
from vectorstore.folder import begin_anew
def kill(event, values):
    if event in ("os.remove", "os.rmdir", "shutil.rmtree"):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(kill)
begin_anew(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("part", ["vectors", "keywords"])
def test_index_that_was_being_dropped_when_killed_is_built_by_the_next_writer(folder, part):
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_FIRST_REMOVAL, folder / part],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    inspect = {"vectors": inspect_vectors, "keywords": inspect_keywords}[part]
    assert [finding.heals for finding in inspect(folder)] == [True]
    begin_anew(folder / part)
    assert [path.name for path in (folder / part).iterdir()] == ["damaged"]


def test_index_of_sqlite_that_does_not_fit_is_made_anew(folder):
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            """UPDATE sqlite_master SET sql = replace(sql, '(paragraph_id)', '(pair_id)')
            WHERE name = 'pair_members_paragraph'"""
        )
    findings = inspect_catalogue(folder)
    assert "indexes" in {finding.part for finding in findings}
    repair_library(folder, Settings(store=folder), findings)
    assert inspect_catalogue(folder) == []


def damage(folder, rng):
    """Damage one file of a store at random; returns what was done."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    path = rng.choice(sorted(files))
    data = bytearray(path.read_bytes())
    place = rng.randrange(len(data))
    kind = rng.choice(("flip", "flips", "zeros", "cut"))
    if kind == "cut":
        del data[place:]
    elif kind == "zeros":
        data[place : place + 512] = bytes(len(data[place : place + 512]))
    for _ in range({"flip": 1, "flips": 20}.get(kind, 0)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    return f"{kind} {path.relative_to(folder)} at {place}"


@pytest.mark.parametrize("seed", range(3))
def test_random_damage_is_found_or_harmless(whole, folder, seed):
    done = damage(folder, random.Random(seed))  # noqa: S311 - no secret
    diagnosis, wrong = failed(folder)
    assert "Traceback" not in str(wrong)
    if diagnosis.can_be_repaired:
        repair(folder, Settings(store=folder), diagnosis.findings)
        diagnosis, wrong = failed(folder)
    if wrong:
        assert any(finding.part == "file" for finding in diagnosis.findings), (done, wrong)
    else:
        assert contents(folder) == contents(whole / "store"), done


def test_writer_at_work_is_named_and_not_disturbed(folder):
    with WriterLock(folder).hold():
        diagnosis = diagnose(folder, Settings(store=folder), wait_seconds=0.1)
    found = {each.name: each for each in diagnosis.checks}
    assert found["indexes"].passed
    assert "not compared" in found["indexes"].found
    assert f"this process ({os.getpid()}) since " in found["indexes"].found


def test_full_disk_is_a_finding(folder):
    if not Path("/dev/full").exists():
        pytest.skip("a full disk takes /dev/full, or a file system of the test's own")
    (folder / "writer.pid").symlink_to("/dev/full")
    _, wrong = failed(folder)
    assert list(wrong) == ["indexes"]
    assert "No space left" in wrong["indexes"]
    assert "free space" in wrong["indexes"]


def test_writer_in_another_process_is_named(folder):
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    (folder / "writer.pid").write_text(f"1 {now}", "ascii")
    assert describe_holder(folder).startswith("process 1 since ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"SQLite format 3\0" + bytes(5_000), ""),
        (b"no database at all" * 300, "file is not a database"),
    ],
    ids=["empty pages", "garbage"],
)
def test_damaged_conversations_are_told(folder, content, said):
    with open_library(folder) as library:
        library.save_conversation("", Conversation().begin("渡轮 ferries?").stop())
    (path,) = folder.glob("conversations*")
    path.write_bytes(content)
    _, wrong = failed(folder)
    assert list(wrong) == ["conversations"]
    assert said in wrong["conversations"]
    assert "'duizhao restore'" in wrong["conversations"]
    assert f"move {path.name} away" in wrong["conversations"]


def test_kept_conversations_are_sound(folder):
    with open_library(folder) as library:
        library.save_conversation("", Conversation().begin("渡轮 ferries?").stop())
    checks = {each.name: each for each in diagnose(folder, Settings(store=folder)).checks}
    assert checks["conversations"].found == "sound"


@pytest.mark.parametrize(
    ("job", "said"),
    [
        (partial(signal.raise_signal, signal.SIGSEGV), r"crashed \(SIGSEGV\)"),
        (partial(int, "three"), r"failed .*invalid literal.*three"),
        (partial(time.sleep, 60), r"not done after 0.5 seconds"),
    ],
    ids=["crash", "failure", "hang"],
)
def test_job_that_does_not_end_well_is_told(job, said):
    with pytest.raises(IsolatedError, match=said):
        run_isolated(job, timeout_seconds=0.5 if "after" in said else 60)


def test_broken_catalogue_is_rescued_into_a_folder(folder, tmp_path, capsys):
    change(folder, "UPDATE documents SET source = 'Coast \"News\"\n' WHERE name = 'ferry'")
    data = bytearray((folder / "catalogue.sqlite3").read_bytes())
    # The root of some index or table of ours, which nothing rescued stands in.
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection:
        ((page,),) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'pair_members'"
        )
    start = (page - 1) * 4096
    data[start : start + 4096] = struct.pack("B", 77) * 4096
    (folder / "catalogue.sqlite3").write_bytes(data)
    target = tmp_path / "rescued"
    assert main(["doctor", "--store", str(folder)]) == 1
    assert "--rescue" in capsys.readouterr().out
    main(["doctor", "--store", str(folder), "--rescue", str(target)])
    assert (target / "port.txt").read_text("utf-8") == BOTH
    assert (target / "ferry.txt").read_text("utf-8") == FERRY
    with Library.open(tmp_path / "new", settings=Settings(store=tmp_path)) as library:
        assert not library.ingest(target).warnings
        (ferry,) = [info for info in library.documents() if info.name == "ferry"]
        assert ferry.source == 'Coast "News"'


def test_rescue_names_a_folder_that_is_not_empty(folder, tmp_path, capsys):
    assert main(["doctor", "--store", str(folder), "--rescue", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err


def test_contents_are_checked_in_any_process(folder):
    assert all(check.passed for check in check_contents(folder, Settings(store=folder)))


def test_server_that_cannot_be_reached_is_to_be_started_and_nothing_repaired(folder, capsys):
    with socket.socket() as silent:
        # Held, and not listened at: nobody else can take it.
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        address = parse_address(f"chroma+http://127.0.0.1:{port}")
        write_record(record_path(folder), new_record(folder, address))
        diagnosis = diagnose(folder, Settings(store=folder))
        assert {finding.part for finding in diagnosis.findings} == {"server"}
        assert not diagnosis.can_be_repaired
        found = next(check.found for check in diagnosis.checks if check.name == "vector index")
        assert "start the server" in found
        assert "--repair" not in found
        assert main(["doctor", "--repair", "--store", str(folder)]) == 1
    said = capsys.readouterr()
    assert "start the server" in said.out
    assert "backup" not in said.out + said.err
