"""Metadata in a store: changed without the paragraphs, filtered by, brought over from format 1."""

import sqlite3
from dataclasses import replace

import pytest
from store_samples import (
    DIMENSION,
    EMBEDDER,
    HARBOUR,
    LIBRARY,
    FileKeywords,
    FileVectors,
    make_document,
    open_engines,
    terms_of,
    vector_of,
)

from rag.metadata import DocumentMetadata, MetadataLayers, metadata_of
from rag.schema import SearchFilters
from vectorstore import PairRow, Redescription, Rename, Store, StoreReadOnlyError
from vectorstore.catalogue import Catalogue
from vectorstore.migrations import FORMAT_VERSION, MIGRATIONS
from vectorstore.terms import count_terms, replace_context

STATED = DocumentMetadata("海港 Harbour", "2021", "海岸社 / Coast News", "第三届论坛", None, "Lin")


def open_store(path):
    return Store.open(path, embedder=EMBEDDER, dimension=DIMENSION)


def fill(store):
    store.put(*make_document("harbour", HARBOUR, title="Harbour", date="2021"))
    store.put(*make_document("library", LIBRARY, source="Bay Daily"))
    return store


@pytest.fixture
def store(tmp_path):
    engines = FileVectors(tmp_path / "v.json"), FileKeywords(tmp_path / "k.json")
    with open_engines(tmp_path / "store", *engines) as opened:
        yield fill(opened)


@pytest.fixture
def real_store(tmp_path):
    with open_store(tmp_path / "real") as opened:
        yield fill(opened)


def info_of(store, name):
    return next(info for info in store.documents() if info.name == name)


def described(name, layers, context=None):
    contexts = None if context is None else [terms_of(context)] * len(HARBOUR)
    return Redescription(name, layers, contexts)


def found_by(store, text, language, **filters):
    groups = [((term, 1.0),) for term in terms_of(text)]
    ranking = store.search_terms(
        groups, language=language, top_k=9, filters=SearchFilters(**filters)
    )
    return {store.passages([id_])[id_].paragraph.document for id_, _ in ranking}


def near(store, language, **filters):
    ranking = store.search_vectors(
        vector_of("x"), language=language, top_k=9, filters=SearchFilters(**filters)
    )
    return {store.passages([id_])[id_].paragraph.document for id_, _ in ranking}


def test_metadata_come_back_where_they_are_cited(store):
    store.describe([described("harbour", MetadataLayers(stated=STATED), "海港 harbour")])
    assert metadata_of(info_of(store, "harbour")) == STATED
    assert metadata_of(store.document("harbour")) == STATED
    assert {metadata_of(passage) for passage in store.passages_of("harbour")} == {STATED}


def test_upper_layers_win_and_an_empty_value_says_none():
    layers = MetadataLayers(
        stated=STATED,
        sidecar=DocumentMetadata("Sidecar", source="Bay Daily", event=""),
        corrected=DocumentMetadata("By hand", interviewee=""),
    )
    merged = DocumentMetadata("By hand", "2021", "Bay Daily", None, None, None)
    assert layers.merged == merged


def test_layers_are_kept(store):
    layers = MetadataLayers(
        DocumentMetadata("Harbour", "2021"), DocumentMetadata(event=""), STATED, reader=3
    )
    store.describe([described("harbour", layers, "")])
    assert info_of(store, "harbour").layers == layers
    store.rename([Rename("harbour", "海港", "/files/海港.txt")])
    assert info_of(store, "海港").layers == layers
    assert metadata_of(info_of(store, "海港")) == layers.merged


@pytest.mark.parametrize("context", [None, "tide 潮"], ids=["terms stay", "other terms"])
def test_ids_vectors_and_pairs_stay(store, context):
    ids = [passage.id for passage in store.passages_of("harbour")]
    store.replace_pairs([PairRow(ids[:1], ids[1:2], 0.9)], ["harbour"])
    vectors = store.vectors_of(ids)
    layers = MetadataLayers(stated=DocumentMetadata("Harbour", "2021", source="Coast News"))
    assert store.describe([described("harbour", layers, context)]) == ["harbour"]
    assert [passage.id for passage in store.passages_of("harbour")] == ids
    assert (store.vectors_of(ids) == vectors).all()
    assert len(store.pairs()) == 1
    assert info_of(store, "harbour").source == "Coast News"


@pytest.mark.parametrize(("text", "language"), [("潮", "zh"), ("tide", "en")])
def test_passages_are_found_by_the_new_title_only(real_store, text, language):
    store = real_store
    layers = MetadataLayers(stated=DocumentMetadata("潮 Tide", "2021"))
    store.describe([described("harbour", layers, "潮 tide")])
    assert found_by(store, text, language) == {"harbour"}
    layers = MetadataLayers(stated=DocumentMetadata("Wave", "2021"))
    store.describe([described("harbour", layers, "wave")])
    assert found_by(store, text, language) == set()
    assert found_by(store, "海港" if language == "zh" else "harbour", language) >= {"harbour"}


def test_new_date_is_filtered_by_in_both_searches(real_store):
    store = real_store
    layers = MetadataLayers(stated=DocumentMetadata("Harbour", "2024-03"))
    store.describe([described("harbour", layers, "harbour")])
    for since, names in (("2024", {"harbour"}), ("2025", set())):
        assert found_by(store, "the 新", "en", since=since) == names
        assert near(store, "zh", since=since) == names


def test_title_and_date_need_new_terms(store):
    for changed in (DocumentMetadata("Pier", "2021"), DocumentMetadata("Harbour", "2022")):
        with pytest.raises(ValueError, match="'harbour' gets another title or date"):
            store.describe([described("harbour", MetadataLayers(stated=changed))])
    with pytest.raises(ValueError, match="4 passages, and 1 contexts"):
        store.describe([Redescription("harbour", MetadataLayers(stated=STATED), [["x"]])])
    wrong = MetadataLayers(stated=DocumentMetadata(date="soon"))
    with pytest.raises(ValueError, match="'soon' is not a date"):
        store.describe([described("harbour", wrong, "")])
    with pytest.raises(ValueError, match="described twice"):
        store.describe([described("harbour", MetadataLayers(), "")] * 2)
    assert info_of(store, "harbour").title == "Harbour"


def test_unknown_document_is_passed_over(store):
    generation = store.generation()
    assert store.describe([described("nowhere", MetadataLayers(), "")]) == []
    assert store.generation() == generation


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"sources": ("海岸",)}, {"harbour"}),
        ({"sources": ("coast NEWS",)}, {"harbour"}),
        ({"sources": ("Ｃoast  news",)}, {"harbour"}),
        ({"sources": ("coast", "bay")}, {"harbour", "library"}),
        ({"events": ("论坛",)}, {"harbour"}),
        ({"interviewees": ("lin",)}, {"harbour"}),
        ({"interviewers": ("lin",)}, set()),
        ({"sources": ("coast",), "interviewees": ("frost",)}, set()),
        ({"sources": ("coast", "bay"), "documents": ("library",)}, {"library"}),
        ({"sources": ("coast",), "documents": ("library",)}, set()),
        ({"sources": ("coast",), "speakers": ("Mayor Lin", "林市长")}, {"harbour"}),
        ({"sources": ("coast",), "until": "2020"}, set()),
    ],
)
def test_filters_on_metadata_hold_in_both_searches(store, filters, names):
    store.describe([described("harbour", MetadataLayers(stated=STATED), "")])
    assert near(store, "zh", **filters) == names
    assert found_by(store, "the 新 books", "en", **filters) == names


def test_narrowed_filters_name_documents(store):
    assert store.narrow(SearchFilters()) == SearchFilters()
    narrowed = store.narrow(SearchFilters(sources=("bay",), since="2020"))
    assert narrowed == SearchFilters(documents=("library",), since="2020")
    assert store.narrow(SearchFilters(sources=("nobody",))) is None


def test_replaced_context_counts_as_if_counted_anew():
    terms = ["a", "b", "b", "港"]
    counts = count_terms(terms, ["b", "old", "old"])
    for context in ([], ["a", "new"], ["港", "港"]):
        assert (replace_context(counts, context) == count_terms(terms, context)).all()
    assert len(replace_context(count_terms([], ["x"]), [])) == 0


def make_first_format(path):
    """Make a store as the first format had it, by the statements it was made and filled with."""
    with open_store(path) as store:
        store.put(*make_document("harbour", HARBOUR, title="Harbour", date="2021-05"))
    connection = sqlite3.connect(path / "catalogue.sqlite3", isolation_level=None)
    held = {
        table: connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608
        for table, columns in {
            "documents": "id, name, state, path, content_hash, encoding, title, date, first_day,"
            " last_day, page_starts, zh_count, en_count, zh_length, en_length, added",
            **dict.fromkeys(("texts", "paragraphs", "vectors", "terms", "library"), "*"),
        }.items()
    }
    connection.execute("PRAGMA foreign_keys = OFF")
    for table in (*held, "readings", "pair_members", "pairs", "meta"):
        connection.execute(f"DROP TABLE {table}")
    for statement in MIGRATIONS[0]:
        connection.execute(statement)
    for table, rows in held.items():
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    connection.execute("DELETE FROM migrations WHERE number > 1")
    connection.close()


def test_store_of_the_first_format_that_cannot_be_written_says_what_to_do(tmp_path):
    make_first_format(tmp_path / "store")
    catalogue = Catalogue(tmp_path / "store" / "catalogue.sqlite3", writable=False)
    with pytest.raises(StoreReadOnlyError, match=r"store: the store has format 1 .* Open it once"):
        catalogue.prepare(EMBEDDER, DIMENSION)
    catalogue.close()


def test_store_of_the_first_format_opens_and_can_be_described(tmp_path):
    make_first_format(tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert store.info.format_version == FORMAT_VERSION
        info = info_of(store, "harbour")
        stated = DocumentMetadata("Harbour", "2021-05")
        assert (metadata_of(info), info.layers) == (stated, MetadataLayers(stated=stated))
        assert found_by(store, "harbour", "en", since="2021") == {"harbour"}
        layers = replace(info.layers, corrected=DocumentMetadata("Tide", source="Coast News"))
        store.describe([described("harbour", layers, "tide")])
        assert found_by(store, "tide", "en", sources=("coast",)) == {"harbour"}
        store.put(*make_document("library", LIBRARY))
        assert len(store.documents()) == 2
