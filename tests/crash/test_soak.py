"""The judge of an hour's wear: what grows, comes late or fails is told."""

import asyncio
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from rag.evaluation.bench.processes import family_memory, open_files
from rag.library import Library
from rag.settings import Settings

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from measure_soak import Wear, has_failed, sum_up_wear
from page_load import Fact, Load, PageEvent, ask_as
from soak_changes import Changes

SOUND = Wear(1, memory=[180, *[300] * 15], files=[20, *[40] * 15], seen=[0.1, 3.0])


def test_what_is_loaded_first_is_no_growth():
    assert not has_failed(SOUND)
    assert any(figure.startswith("300, 300, 300 MB: +0.0%") for _, figure in sum_up_wear(SOUND))


@pytest.mark.parametrize(
    "worn",
    [
        {"memory": [300 + 8 * look for look in range(16)]},
        {"files": [40 + look for look in range(16)]},
        {"seen": [0.1, 5.5]},
        {"failures": ["ingest ended with 1"]},
    ],
    ids=["memory", "files", "seen", "failures"],
)
def test_wear_is_told(worn):
    assert has_failed(replace(SOUND, **worn))


def test_folder_changes_and_stays_as_large(tmp_path):
    store, folder = tmp_path / "store", tmp_path / "changing"
    changes = Changes(store, folder)
    before = {path.stem: path.read_text() for path in folder.iterdir()}
    fact = changes.turn()
    assert changes.ingest() == ""
    after = {path.stem: path.read_text() for path in folder.iterdir()}
    assert len(after) == len(before) + 1
    assert 0 < len(after.items() - before.items()) < len(after)
    with Library.open(store, settings=Settings(store=store)) as library:
        assert {each.name for each in library.documents()} == after.keys()
        assert fact.figure in library.ask(fact.question).text


def test_process_tells_what_it_holds(tmp_path):
    held = open_files(os.getpid())
    with (tmp_path / "file").open("w"):
        assert open_files(os.getpid()) == held + 1
    assert family_memory(os.getpid()) > 1
    assert open_files(-1) == family_memory(-1) == 0


def test_page_that_is_gone_is_not_asked_without_end():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        load = Load(f"http://127.0.0.1:{held.getsockname()[1]}", seconds=0.5)
        facts, event = [Fact("Who?", "1")], PageEvent(1, 1, 2)
        with ThreadPoolExecutor(1) as threads:  # a browser's loop may be in this one
            asking = ask_as(load, [event, event], [facts])
            (report,) = threads.submit(asyncio.run, asking).result()
    assert len(report.failures) == 1
    assert "ConnectError" in report.failures[0]
    assert report.seconds == []
