"""An ingest killed between storing documents and pairing them is finished by the next one."""

import subprocess
import sys

import pytest

from rag import Library
from rag.ingesting.unpaired import find_unpaired
from vectorstore import Store

MIXED = (
    "记者：新港口何时开放？Question: When will the new port open?\n\n"
    "市长：新港口将于2026年5月1日开放，投资3.2亿元。"
    "Mayor: The new port will open on May 1, 2026, at a cost of 320 million yuan.\n"
)
KILLED = """
import os, sys
from rag import Library
with Library.open(sys.argv[1]) as library:
    library.ingest(sys.argv[2], progress=lambda now: os._exit(9) if now.name == "pairs" else None)
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "港口 port.txt").write_text(MIXED, "utf-8")
    (folder / "terms.csv").write_text("中文,English\n红树林保护区,mangrove reserve\n", "utf-8")
    return folder


@pytest.fixture
def store(tmp_path, folder):
    store = tmp_path / "library"
    done = subprocess.run([sys.executable, "-c", KILLED, str(store), str(folder)], check=False)
    assert done.returncode == 9
    return store


def test_next_ingest_of_the_same_files_pairs_them(store, folder):
    with Library.open(store) as library:
        assert len(library.documents()) == 2
        assert library.pairs() == []
        report = library.ingest(folder)
        assert set(report.updated) == {"港口 port", "terms"}
        assert len(library.pairs("港口 port")) == 2
        assert [pair.score for pair in library.pairs("terms")] == [1.0]
        assert library.ingest(folder).updated == ()


def test_next_ingest_of_other_files_pairs_them(store, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("渡轮早上六点开。", "utf-8")
    with Library.open(store) as library:
        assert library.ingest(other).added == ("other",)
        assert len(library.pairs("港口 port")) == 2


def test_a_document_renamed_meanwhile_is_paired_too(store, folder):
    (folder / "港口 port.txt").rename(folder / "新港口.txt")
    with Library.open(store) as library:
        assert library.ingest(folder).renamed == (("港口 port", "新港口"),)
        assert len(library.pairs("新港口")) == 2


def test_a_whole_ingest_leaves_no_note(tmp_path, folder):
    with Library.open(tmp_path / "fresh") as library:
        library.ingest(folder)
        name, dimension = library.info.embedder, library.info.dimension
    with Store.open(tmp_path / "fresh", embedder=name, dimension=dimension) as opened:
        assert find_unpaired(opened) == frozenset()
