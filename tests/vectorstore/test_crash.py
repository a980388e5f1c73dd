"""A writer that dies or fails between any two steps leaves the old library or the new one."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest
from store_samples import (
    FIND_MODULES,
    HARBOUR,
    LIBRARY,
    FileKeywords,
    FileVectors,
    make_document,
    open_engines,
    open_real,
    terms_of,
    vector_of,
)

from rag.metadata import DocumentMetadata, MetadataLayers
from rag.schema import SearchFilters
from vectorstore import (
    PairRow,
    Redescription,
    Rename,
    StoreDamagedError,
    StoreWriteError,
    WriterLock,
    inspect_keywords,
)
from vectorstore.chroma import ChromaIndex
from vectorstore.database import Database

EVERYTHING = SearchFilters()
OLD = HARBOUR
NEW = [("zh", "新的一句。", None), ("en", "A new sentence about the harbour.", None)]
WRITES = ("upsert", "delete", "add", "commit", "rollback", "release")


class Interrupted:
    """An engine that calls ``stop`` before its nth writing call."""

    def __init__(self, engine, counter, stop):
        self._engine = engine
        self._counter = counter
        self._stop = stop

    def __getattr__(self, name):
        method = getattr(self._engine, name)
        if name not in WRITES:
            return method

        def call(*arguments):
            self._counter.append(name)
            self._stop(len(self._counter))
            return method(*arguments)

        return call


def open_interrupted(path, stop):
    """A store on file engines whose nth writing call is preceded by ``stop(n)``."""
    counter = []
    vectors = Interrupted(FileVectors(path / "v.json"), counter, stop)
    keywords = Interrupted(FileKeywords(path / "k.json"), counter, stop)
    return open_engines(path, vectors, keywords), counter


def open_plain(path):
    vectors, keywords = FileVectors(path / "v.json"), FileKeywords(path / "k.json")
    return open_engines(path, vectors, keywords, scan_limit=0), vectors, keywords


def prepare(path):
    """A library of two paired documents."""
    store, _, _ = open_plain(path)
    with store:
        store.put_many([make_document("harbour", OLD), make_document("library", LIBRARY)])
        zh, en, *_ = (p.id for p in store.passages_of("harbour"))
        store.replace_pairs([PairRow((zh,), (en,), 0.9)], ["harbour"])


def change(store, kind):
    if kind == "replace":
        store.put(*make_document("harbour", NEW))
    elif kind == "rename":
        store.rename([Rename("harbour", "海港 pier", "/files/海港 pier.txt")])
    elif kind == "describe":
        stated = DocumentMetadata("海港 Harbour", "2024-03-05", interviewee="林")
        contexts = [terms_of("x 新 harbour")] * len(OLD)
        store.describe([Redescription("harbour", MetadataLayers(stated=stated), contexts)])
    else:
        store.remove(["harbour"])


def state(store):
    """All that a reader can tell of the harbour's document."""
    passages = store.passages_of("harbour")
    found = found_texts(store, EVERYTHING)
    # What a search in the document of the new name finds.
    renamed = found_texts(store, SearchFilters(documents=("海港 pier",)))
    described = found_texts(store, SearchFilters(interviewees=("林",), since="2024"))
    titles = {passage.title for passage in passages}
    texts = tuple(p.paragraph.text for p in passages)
    return texts, found, len(store.pairs()), renamed, described, frozenset(titles)


def found_texts(store, filters):
    """Texts that both kinds of search bring up."""
    near, worded = set(), set()
    for language in ("zh", "en"):
        ranked = store.search_vectors(vector_of("x"), language=language, top_k=99, filters=filters)
        near |= {id_ for id_, _ in ranked}
        groups = [((term, 1.0),) for term in terms_of("harbour pier 的 海 新 一")]
        ranked = store.search_terms(groups, language=language, top_k=99, filters=filters)
        worded |= {id_ for id_, _ in ranked}
    return frozenset(
        (kind, passage.paragraph.text)
        for kind, ids in (("near", near), ("worded", worded))
        for passage in store.passages(sorted(ids)).values()
    )


def expected_states(tmp_path, kind):
    """The library before and after an undisturbed change."""
    prepare(tmp_path / "undisturbed")
    store, _, _ = open_plain(tmp_path / "undisturbed")
    with store:
        before = state(store)
        change(store, kind)
        return before, state(store)


def check_recovered(path, states):
    """The library is one of the states, stays so, and its engines hold nothing else."""
    store, vectors, keywords = open_plain(path)
    with store:
        seen = state(store)
        assert seen in states
        store.set_meta("any", "write")
        assert state(store) == seen
        live = {
            passage.id for info in store.documents() for passage in store.passages_of(info.name)
        }
        assert vectors.ids() == keywords.ids() == live
    return seen


def count_steps(path, kind):
    prepare(path)
    store, counter = open_interrupted(path, lambda number: None)
    with store:
        change(store, kind)
    return len(counter)


@pytest.mark.parametrize("kind", ["replace", "remove", "rename", "describe"])
def test_failing_engine_leaves_old_or_new(tmp_path, kind):
    states = expected_states(tmp_path, kind)
    seen = []
    for step in range(1, count_steps(tmp_path / "count", kind) + 1):
        path = tmp_path / str(step)
        prepare(path)

        def fail(number, step=step):
            if number == step:
                raise StoreWriteError("the disk is full")

        store, _ = open_interrupted(path, fail)
        with store, pytest.raises(StoreWriteError, match="the disk is full"):
            change(store, kind)
        seen.append(check_recovered(path, states))
    # The first step fails before the change counts, and the last one after it.
    assert seen[-1] == states[1]
    assert kind == "remove" or seen[0] == states[0]


@pytest.mark.parametrize("error", [StoreWriteError, KeyboardInterrupt])
def test_what_failed_is_not_committed_with_what_follows(tmp_path, error):
    def fail(number):
        if number == 2:
            raise error("between terms and vectors")

    store, counter = open_interrupted(tmp_path, fail)
    with store, store.writer():
        with pytest.raises(error, match="between terms and vectors"):
            store.put(*make_document("harbour", OLD))
        assert counter == ["add", "upsert", "rollback"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are only made by fork")
@pytest.mark.parametrize("kind", ["replace", "remove", "rename", "describe"])
def test_killed_writer_leaves_old_or_new(tmp_path, kind):
    states = expected_states(tmp_path, kind)
    steps = range(1, count_steps(tmp_path / "count", kind) + 1)
    for step in steps:
        prepare(tmp_path / str(step))
    # One interpreter for all deaths: each is died by a child of it.
    script = f"""
import os
{FIND_MODULES}
from pathlib import Path
from test_crash import *
for step in range(1, int(sys.argv[2]) + 1):
    child = os.fork()
    if child == 0:
        path = Path(sys.argv[1]) / str(step)
        store, _ = open_interrupted(path, lambda number: number == step and os._exit(9))
        change(store, {kind!r})
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(len(steps))],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["9"] * len(steps)
    seen = [check_recovered(tmp_path / str(step), states) for step in steps]
    assert seen[-1] == states[1]
    assert kind == "remove" or seen[0] == states[0]


def store_of_library(path):
    store, _, _ = open_plain(path)
    store.put(*make_document("library", LIBRARY))
    return store


def test_failed_batch_leaves_later_ones_whole(tmp_path):
    failing = iter([True])

    def fail_once(number):
        if number == 4 and next(failing, False):
            raise StoreWriteError("the disk is full")

    store, _ = open_interrupted(tmp_path / "s", fail_once)
    with store:
        with store.writer():
            with pytest.raises(StoreWriteError, match="the disk is full"):
                store.put(*make_document("harbour", OLD))
            store.put(*make_document("library", LIBRARY))
        assert [info.name for info in store.documents()] == ["library"]
    seen = check_recovered(tmp_path / "s", [state(store_of_library(tmp_path / "other"))])
    assert {text for _, text in seen[1]} == {text for _, text, _ in LIBRARY}


# The real engines


@pytest.fixture
def real_path(tmp_path):
    path = tmp_path / "s"
    with open_real(path) as store:
        store.put_many([make_document("harbour", OLD), make_document("library", LIBRARY)])
    return path


def damage_by_marker(path):
    (path / "vectors" / "changing").touch()


def damage_files(path):
    for file in (path / "vectors").rglob("*"):
        if file.is_file():
            file.write_bytes(b"no index at all " * 100)


def remove_files(path):
    for file in sorted((path / "vectors").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()


@pytest.mark.parametrize("damage", [damage_by_marker, damage_files, remove_files])
def test_damaged_vectors_are_searched_from_the_catalogue_and_built_anew(real_path, damage):
    with open_real(real_path) as store:
        before = state(store)
    damage(real_path)
    with open_real(real_path) as store:
        assert state(store) == before
    with open_real(real_path) as store:
        store.put(*make_document("more", [("en", "One more.", None)]))
    index = ChromaIndex(real_path / "vectors")
    assert not index.is_damaged()
    found = {id_ for name in ("zh", "en") for id_, _ in index.search(name, vector_of("x"), 99)}
    index.close()
    with open_real(real_path) as store:
        live = {p.id for info in store.documents() for p in store.passages_of(info.name)}
    assert found == live


def damage_keyword_names(path):
    (path / "keywords" / "en" / "meta.json").write_text("{")


def truncate_keyword_files(path):
    for file in (path / "keywords").rglob("*.idx"):
        file.write_bytes(file.read_bytes()[:-9])


def remove_keywords(path):
    shutil.rmtree(path / "keywords")


def remove_english_keywords(path):
    shutil.rmtree(path / "keywords" / "en")


@pytest.mark.parametrize(
    "damage",
    [damage_keyword_names, truncate_keyword_files, remove_keywords, remove_english_keywords],
)
def test_damaged_keyword_index_is_built_anew_by_a_search(real_path, damage):
    with open_real(real_path) as store:
        before = state(store)
    damage(real_path)
    with open_real(real_path) as store:
        assert state(store) == before
    assert inspect_keywords(real_path) == []


def test_damaged_keyword_index_is_told_while_another_writes(real_path):
    damage_keyword_names(real_path)
    with open_real(real_path) as store, WriterLock(real_path).hold():
        with pytest.raises(StoreDamagedError, match="keywords/en: the keyword index cannot be"):
            state(store)
        assert store.document("harbour") is not None


def test_killed_real_writer_loses_nothing(real_path):
    script = f"""
{FIND_MODULES}
from pathlib import Path
from test_crash import *
store = open_real(Path(sys.argv[1]))
store.put(*make_document("warm", NEW))
print("ready", flush=True)
for number in range(10_000):
    store.put(*make_document("changing", [*OLD, ("en", f"Number {{number}}.", None)]))
"""
    for milliseconds in (30, 170):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(real_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            writer.stdout.readline()
            time.sleep(milliseconds / 1000)
            writer.kill()
        with open_real(real_path) as store:
            store.put(*make_document("after", LIBRARY))
            names = {info.name for info in store.documents()}
            assert names - {"changing"} == {"harbour", "library", "warm", "after"}
            assert state(store)[0] == tuple(text for _, text, _ in OLD)


class InterruptedConnection(sqlite3.Connection):
    """Ctrl-C comes while the first transaction is begun, which may wait for the disk."""

    is_interrupted = False

    def execute(self, statement, *values):
        done = super().execute(statement, *values)
        if statement.startswith("BEGIN") and not self.is_interrupted:
            self.is_interrupted = True
            raise KeyboardInterrupt("Ctrl-C")
        return done


@pytest.mark.parametrize("kind", ["read", "write"])
def test_transaction_that_is_interrupted_as_it_begins_is_over(tmp_path, kind):
    path = tmp_path / "catalogue.sqlite3"
    database, other = Database(path, writable=True), Database(path, writable=True)
    database._idle = [sqlite3.connect(path, factory=InterruptedConnection, isolation_level=None)]
    with pytest.raises(KeyboardInterrupt, match="Ctrl-C"), getattr(database, kind)():
        pass
    for each in (database, other):
        with each.write() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS said (text)")
        each.close()


class UnclearConnection(sqlite3.Connection):
    """A disk that fails when what was begun is to be undone."""

    def execute(self, statement, *values):
        if statement == "ROLLBACK":
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(statement, *values)


def test_transaction_that_cannot_be_undone_holds_nobody_up(tmp_path):
    path = tmp_path / "catalogue.sqlite3"
    database = Database(path, writable=True)
    database._idle = [sqlite3.connect(path, factory=UnclearConnection, isolation_level=None)]
    for _ in range(2):
        with (
            pytest.raises(StoreDamagedError, match="no such table"),
            database.write() as connection,
        ):
            connection.execute("INSERT INTO said VALUES ('中 en')")
    database.close()
