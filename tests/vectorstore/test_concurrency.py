"""Several threads, objects and processes on one store."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_samples import (
    DIMENSION,
    EMBEDDER,
    FIND_MODULES,
    HARBOUR,
    FileKeywords,
    FileVectors,
    make_document,
    open_engines,
    open_real,
    vector_of,
)

from rag.schema import SearchFilters
from vectorstore import Store, StoreLockedError, StoreWriteError
from vectorstore.lock import WriterLock
from vectorstore.migrations import FORMAT_VERSION

EVERYTHING = SearchFilters()
PRELUDE = f"""
{FIND_MODULES}
import os
from pathlib import Path
from store_samples import *
"""


def run_python(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", PRELUDE + script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


def found_documents(store, language="en"):
    near = store.search_vectors(vector_of("x"), language=language, top_k=99, filters=EVERYTHING)
    worded = store.search_terms([(("the", 1.0),)], language=language, top_k=99, filters=EVERYTHING)
    passages = store.passages([id_ for id_, _ in [*near, *worded]])
    # Left out are those that another thread has replaced since they were found.
    names = {id_: passage.paragraph.document for id_, passage in passages.items()}
    return tuple({names[id_] for id_, _ in found if id_ in names} for found in (near, worded))


@pytest.mark.parametrize("scan_limit", [20_000, 0], ids=["rows", "graph"])
def test_reader_sees_what_another_process_writes(tmp_path, scan_limit):
    script = """
with open_real(Path(sys.argv[1])) as store:
    for name in ("two", "three"):
        sys.stdin.readline()
        store.put(*make_document(name, HARBOUR))
        store.remove(["one"])
        print("done", flush=True)
"""
    with open_real(tmp_path / "s", scan_limit) as store:
        store.put(*make_document("one", HARBOUR))
        assert found_documents(store) == ({"one"}, {"one"})
        with run_python(script, tmp_path / "s") as writer:
            for expected in ({"two"}, {"two", "three"}):
                writer.stdin.write("\n")
                writer.stdin.flush()
                assert writer.stdout.readline() == "done\n"
                assert found_documents(store) == (expected, expected)
        # What the other process wrote must outlast our next change.
        store.put(*make_document("four", HARBOUR))
    with open_real(tmp_path / "s", 0) as store:
        assert found_documents(store) == ({"two", "three", "four"}, {"two", "three", "four"})


def test_second_writer_is_told_who_holds_the_lock(tmp_path):
    script = """
with open_engines(Path(sys.argv[1]), FileVectors(Path(sys.argv[1]) / "v.json"),
                  FileKeywords(Path(sys.argv[1]) / "k.json")) as store:
    with store.writer():
        print(os.getpid(), flush=True)
        sys.stdin.readline()
"""
    with run_python(script, tmp_path / "s") as holder:
        pid = holder.stdout.readline().strip()
        vectors, keywords = FileVectors(tmp_path / "s/v.json"), FileKeywords(tmp_path / "s/k.json")
        with open_engines(tmp_path / "s", vectors, keywords, timeout_seconds=0.2) as store:
            with pytest.raises(StoreLockedError, match=f"process {pid} since .*; waited 0.2 sec"):
                store.put(*make_document("harbour", HARBOUR))
            assert store.documents() == []
            holder.stdin.write("\n")
            holder.stdin.close()
            holder.wait()
            store.put(*make_document("harbour", HARBOUR))
            assert len(store.documents()) == 1


def test_lock_of_a_killed_process_is_free(tmp_path):
    script = """
with open_engines(Path(sys.argv[1]), FileVectors(Path(sys.argv[1]) / "v.json"),
                  FileKeywords(Path(sys.argv[1]) / "k.json")) as store:
    with store.writer():
        print("held", flush=True)
        sys.stdin.readline()
"""
    with run_python(script, tmp_path / "s") as holder:
        holder.stdout.readline()
        holder.kill()
    with WriterLock(tmp_path / "s", timeout_seconds=2).hold() as is_outermost:
        assert is_outermost


def test_writer_lock_is_reentrant_and_outermost_is_known(tmp_path):
    lock = WriterLock(tmp_path, timeout_seconds=0.2)
    with lock.hold() as first, lock.hold() as second:
        assert (first, second) == (True, False)
    with lock.hold() as again:
        assert again


def test_lock_that_cannot_be_signed_is_told_and_let_go(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("a full disk takes /dev/full, or a file system of the test's own")
    (tmp_path / "writer.pid").symlink_to("/dev/full")
    lock = WriterLock(tmp_path, timeout_seconds=0.2)
    with pytest.raises(StoreWriteError, match=r"No space left.*free space"), lock.hold():
        pass
    (tmp_path / "writer.pid").unlink(missing_ok=True)
    with WriterLock(tmp_path, timeout_seconds=0.2).hold() as is_outermost:
        assert is_outermost


def test_lock_is_let_go_though_its_note_cannot_be_removed(tmp_path):
    (tmp_path / "writer.pid").mkdir()  # neither written nor removed, as on a disk that fails
    lock = WriterLock(tmp_path, timeout_seconds=0.2)
    with pytest.raises(StoreWriteError, match="refused to write"), lock.hold():
        pass
    (tmp_path / "writer.pid").rmdir()
    with WriterLock(tmp_path, timeout_seconds=0.2).hold() as is_outermost:
        assert is_outermost


def test_other_thread_waits_and_gives_up(tmp_path):
    lock = WriterLock(tmp_path, timeout_seconds=0.2)

    def try_it():
        with lock.hold():
            return "held"

    with ThreadPoolExecutor(1) as pool:
        with lock.hold():
            waiting = pool.submit(try_it)
            with pytest.raises(StoreLockedError, match="another thread or object"):
                waiting.result()
        assert pool.submit(try_it).result() == "held"


def test_ten_threads_read_while_one_writes(tmp_path):
    with open_real(tmp_path / "s", scan_limit=0) as store:
        store.put(*make_document("fixed", HARBOUR))
        stop = threading.Event()

        def read():
            rounds = 0
            while not stop.is_set():
                near, worded = found_documents(store)
                assert near >= {"fixed"}
                assert worded >= {"fixed"}
                rounds += 1
            return rounds

        with ThreadPoolExecutor(10) as pool:
            readers = [pool.submit(read) for _ in range(10)]
            try:
                for number in range(4):
                    store.put(*make_document("changing", HARBOUR[: number + 1]))
                store.remove(["changing"])
            finally:
                stop.set()
            assert all(reader.result() for reader in readers)
        assert found_documents(store) == ({"fixed"}, {"fixed"})


def test_writes_of_several_threads_all_arrive(tmp_path):
    vectors, keywords = FileVectors(tmp_path / "v.json"), FileKeywords(tmp_path / "k.json")
    with (
        open_engines(tmp_path / "s", vectors, keywords) as store,
        ThreadPoolExecutor(4) as pool,
    ):
        names = {f"document-{number}" for number in range(8)}
        list(pool.map(lambda name: store.put(*make_document(name, HARBOUR)), names))
        assert {info.name for info in store.documents()} == names


def test_two_processes_make_one_store_at_once(tmp_path):
    script = """
with open_engines(Path(sys.argv[1]), FileVectors(Path(sys.argv[1]) / "v.json"),
                  FileKeywords(Path(sys.argv[1]) / "k.json")) as store:
    print(store.info.format_version)
"""
    makers = [run_python(script, tmp_path / "s") for _ in range(3)]
    assert [maker.communicate()[0] for maker in makers] == [f"{FORMAT_VERSION}\n"] * 3


def test_closed_store_says_so(tmp_path):
    store = Store.open(tmp_path / "s", embedder=EMBEDDER, dimension=DIMENSION)
    store.close()
    with pytest.raises(Exception, match="the store is closed"):
        store.documents()


def test_file_handles_do_not_grow(tmp_path):
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("open files can only be counted where /proc is")

    def use():
        with open_real(tmp_path / "s", scan_limit=0) as store:
            store.put(*make_document("harbour", HARBOUR))
            found_documents(store)

    use()
    use()
    before = len(list(descriptors.iterdir()))
    for _ in range(3):
        use()
    deadline = time.monotonic() + 20
    while len(list(descriptors.iterdir())) > before + 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
