"""Libraries that move from one engine to another, and moves that are cut off."""

import shutil

import pytest
from engine_servers import ACCESS, free_port, open_on, start_chroma
from store_samples import DIMENSION, EMBEDDER, HARBOUR, LIBRARY, make_document, terms_of, vector_of

from rag.schema import SearchFilters
from vectorstore import Store, StoreEngineError
from vectorstore.indexes import open_engine, open_indexes
from vectorstore.moving import describe_engine, move_library
from vectorstore.servers.address import parse_address
from vectorstore.servers.record import read_record, record_path

EVERYTHING = SearchFilters()


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "library"
    with Store.open(path, embedder=EMBEDDER, dimension=DIMENSION) as store:
        store.put_many(documents(6))
        store.remove(["number 5"])
    return path


def documents(count):
    for number in range(count):
        lines = [(language, f"{text} {number}", who) for language, text, who in HARBOUR + LIBRARY]
        context = "cargo 码头" if number % 2 else ""
        yield make_document(f"number {number}", lines, date=f"202{number}", context=context)


def open_store(path):
    return Store.open(path, embedder=EMBEDDER, dimension=DIMENSION, access=ACCESS)


def answers(store):
    """What searches give, scores included."""
    found = []
    for text in ("cargo ships 3", "码头 图书馆", "ferries"):
        groups = [((term, 1.0), ("library", 0.2)) for term in terms_of(text)]
        for language in ("zh", "en"):
            for filters in (
                EVERYTHING,
                SearchFilters(since="2022"),
                SearchFilters(documents=("number 1",)),
            ):
                ranked = store.search_vectors(
                    vector_of(text), language=language, top_k=5, filters=filters
                )
                found.append([(id_, round(score, 5)) for id_, score in ranked])
                ranked = store.search_terms(groups, language=language, top_k=5, filters=filters)
                found.append([(id_, round(score, 5)) for id_, score in ranked])
    return found


def move(path, engine_servers, kind, **options):
    address = "embedded" if kind == "embedded" else engine_servers.address(kind)
    return move_library(path, parse_address(address), ACCESS, **options)


def collections_left(path, engine_servers, kind, record):
    """Whether a server still holds a library of an earlier record."""
    engine = open_engine(path, record, ACCESS, inside="none")
    try:
        return not engine.vectors.is_damaged()
    finally:
        engine.close()


@pytest.mark.parametrize(
    "way",
    [("milvus", "embedded"), ("chroma", "milvus", "chroma")],
    ids="-".join,
)
def test_moved_library_answers_as_before(library, engine_servers, way):
    with open_store(library) as other:
        before = answers(other)
        for kind in way:
            record = read_record(record_path(library))
            moved = move(library, engine_servers, kind)
            assert moved.passages == 5 * 7
            assert moved.resumed == 0
            assert moved.left_behind is None
            assert describe_engine(library).startswith(kind)
            # What has been open all the time, and what is opened now.
            assert answers(other) == before
            with open_on("", library) as graph:
                assert answers(graph) == before
                assert graph.info.paragraph_count == 35
            if record.name:
                assert not collections_left(library, engine_servers, kind, record)
        other.put(*make_document("new", [("en", "A zeppelin lands.", None)]))
        other.remove(["number 0"])
    with open_on("", library) as store:
        groups = [(("zeppelin", 1.0),)]
        ((id_, _),) = store.search_terms(groups, language="en", top_k=3, filters=EVERYTHING)
        assert store.passages([id_])[id_].paragraph.document == "new"
        assert store.info.document_count == 5
    assert not list(library.glob("*-old"))


def test_library_that_is_there_already_is_left_alone(library, engine_servers):
    with pytest.raises(StoreEngineError, match="kept in embedded already"):
        move(library, engine_servers, "embedded")


@pytest.mark.long
@pytest.mark.parametrize(("kind", "after"), [("chroma", 1), ("milvus", 3), ("embedded", 3)])
def test_move_that_was_cut_off_goes_on(library, engine_servers, kind, after, monkeypatch):
    if kind == "embedded":
        move(library, engine_servers, "chroma")
    monkeypatch.setattr("vectorstore.moving._DOCUMENTS", 2)
    monkeypatch.setattr("vectorstore.moving._VECTORS", 10)
    with open_store(library) as store:
        before = answers(store)
    steps = []

    def stop(done, total):
        steps.append((done, total))
        if len(steps) == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(library, engine_servers, kind, progress=stop)
    with open_store(library) as store:
        assert answers(store) == before
    moved = move(library, engine_servers, kind)
    assert moved.resumed == steps[-1][0]
    with open_on("", library) as store:
        assert answers(store) == before


@pytest.mark.long
def test_move_begins_anew_where_the_library_has_changed(library, engine_servers):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(library, engine_servers, "milvus", progress=stop)
    with open_store(library) as store:
        store.remove(["number 1"])
        before = answers(store)
    assert move(library, engine_servers, "milvus").resumed == 0
    with open_on("", library) as store:
        assert answers(store) == before


def test_library_leaves_a_server_that_is_gone(library, engine_servers, tmp_path):
    port = free_port()
    with start_chroma(tmp_path / "server", port):
        address = parse_address(f"chroma+http://127.0.0.1:{port}")
        move_library(library, address, ACCESS)
    with open_on("", library) as store, pytest.raises(StoreEngineError, match="cannot be reached"):
        answers(store)
    moved = move(library, engine_servers, "embedded")
    assert "cannot be reached" in moved.left_behind
    with open_on("", library) as store:
        assert len(answers(store)) == 36


def test_server_that_is_not_there_changes_nothing(library):
    with open_store(library) as store:
        before = answers(store)
    for kind in ("chroma", "milvus"):
        address = parse_address(f"{kind}+http://127.0.0.1:{free_port()}")
        with pytest.raises(StoreEngineError, match="cannot be reached"):
            move_library(library, address, ACCESS)
    with open_store(library) as store:
        assert answers(store) == before
        assert describe_engine(library) == "embedded"


@pytest.mark.long
@pytest.mark.parametrize("kind", ["chroma", "milvus"])
def test_copied_folder_makes_indexes_of_its_own(library, engine_servers, kind, tmp_path):
    move(library, engine_servers, kind)
    copy = tmp_path / "copy"
    shutil.copytree(library, copy)
    with open_on("", library) as store:
        before = answers(store)
    with open_on("", copy) as store:
        assert answers(store) == before
        store.remove(["number 1", "number 2", "number 3"])
        assert answers(store) != before
    assert read_record(record_path(copy)).name != read_record(record_path(library)).name
    with open_on("", library) as store:
        assert answers(store) == before


@pytest.mark.long
@pytest.mark.parametrize("kind", ["chroma", "milvus"])
def test_index_that_a_server_has_lost_is_made_anew(library, engine_servers, kind):
    move(library, engine_servers, kind)
    with open_on("", library) as store:
        before = answers(store)
    engine = open_engine(library, read_record(record_path(library)), ACCESS, inside="none")
    engine.drop()
    engine.close()
    with open_on("", library) as store:
        vectors, keywords = open_indexes(library, ACCESS)
        assert vectors.is_damaged()
        assert keywords.is_damaged() == (kind == "milvus")
        vectors.close()
        keywords.close()
        store.set_meta("any", "change")
        assert answers(store) == before
