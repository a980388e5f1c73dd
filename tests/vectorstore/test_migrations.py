"""Stores that earlier versions made, kept as small samples: opened, migrated, searched."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rag.embedding import load_embedder
from rag.schema import SearchFilters
from rag.settings import EmbeddingSettings
from rag.text.terms import index_terms
from vectorstore import (
    FORMAT_VERSION,
    Store,
    StoreDamagedError,
    StoreMismatchError,
    StoreReadOnlyError,
    inspect_catalogue,
    inspect_keywords,
    inspect_vectors,
)
from vectorstore.database import Database

STORES = Path(__file__).parent / "stores"
EMBEDDER = {"embedder": "duizhao-static-2", "dimension": 512}


@pytest.fixture(params=[1, 2, 3], ids=["format 1", "format 2", "format 3"])
def old_store(request, tmp_path):
    folder = tmp_path / "store"
    folder.mkdir()
    with gzip.open(STORES / f"format-{request.param}.sqlite3.gz") as packed:
        (folder / "catalogue.sqlite3").write_bytes(packed.read())
    return folder


def applied(folder):
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM migrations")]


def test_there_is_a_sample_of_every_earlier_format():
    names = {path.name for path in STORES.iterdir()}
    assert names == {f"format-{number}.sqlite3.gz" for number in range(1, FORMAT_VERSION)}


def test_old_store_is_migrated_and_holds_all_it_did(old_store):
    with Store.open(old_store, **EMBEDDER) as store:
        assert store.info.format_version == FORMAT_VERSION
        assert [info.name for info in store.documents()] == ["tide", "tower"]
        texts = [passage.paragraph.text for passage in store.passages_of("tide")]
        assert texts[2] == "馆长周敏：灯塔将于2025年3月9日重新开放，门票二十元。"
        assert len(store.pairs()) == 2
    assert applied(old_store) == list(range(1, FORMAT_VERSION + 1))
    assert inspect_catalogue(old_store) == []


def test_indexes_of_an_old_store_are_made_and_found_by(old_store):
    vector = load_embedder(EmbeddingSettings()).encode(["When will the lighthouse open?"])[0]
    with Store.open(old_store, **EMBEDDER) as store:
        groups = [((term, 1.0),) for term in index_terms("灯塔何时重新开放")]
        ((found, _), *_) = store.search_terms(
            groups, language="zh", top_k=3, filters=SearchFilters()
        )
        assert "灯塔" in store.passages([found])[found].paragraph.text
        near = store.search_vectors(vector, language="en", top_k=1, filters=SearchFilters())
        assert "lighthouse" in store.passages([near[0][0]])[near[0][0]].paragraph.text
    assert inspect_vectors(old_store) == inspect_keywords(old_store) == []


def test_migration_that_fails_changes_nothing_and_starts_again(old_store):
    path, before = old_store / "catalogue.sqlite3", applied(old_store)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE readings (x)")  # stands in the last step's way
    with pytest.raises(StoreDamagedError, match="already exists"):
        Store.open(old_store, **EMBEDDER)
    assert applied(old_store) == before
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE readings")
    with Store.open(old_store, **EMBEDDER) as store:
        assert len(store.documents()) == 2


def test_copy_of_a_store_in_mid_migration_is_migrated(old_store, tmp_path):
    with closing(sqlite3.connect(old_store / "catalogue.sqlite3", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("ALTER TABLE documents ADD COLUMN half_done TEXT")
        shutil.copytree(old_store, tmp_path / "copy")
        writer.execute("ROLLBACK")
    with Store.open(tmp_path / "copy", **EMBEDDER) as store:
        assert store.info.format_version == FORMAT_VERSION


def test_newer_format_is_refused_and_left_alone(old_store):
    with Store.open(old_store, **EMBEDDER):
        pass
    with closing(sqlite3.connect(old_store / "catalogue.sqlite3")) as connection, connection:
        connection.execute("INSERT INTO migrations VALUES (99, '')")
    with pytest.raises(StoreMismatchError, match=r"has format 99, .* Update duizhao"):
        Store.open(old_store, **EMBEDDER)
    assert applied(old_store)[-1] == 99


def test_old_store_that_cannot_be_written_says_what_to_do(old_store):
    with (
        closing(Database(old_store / "catalogue.sqlite3", writable=False)) as database,
        pytest.raises(StoreReadOnlyError, match="Open it once with write permission"),
    ):
        database.migrate()
