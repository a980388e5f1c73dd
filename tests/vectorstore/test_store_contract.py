"""What every store promises, on every pair of engines."""

import dataclasses
from functools import partial

import numpy as np
import pytest
from engine_servers import open_on
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

from rag.metadata import DocumentMetadata, MetadataLayers
from rag.schema import SearchFilters
from vectorstore import Outline, PairRow, Rename, Store, VectorStoreError
from vectorstore.chroma import ChromaIndex
from vectorstore.keyword import TantivyIndex

EVERYTHING = SearchFilters()


def open_default(path):
    return Store.open(path, embedder=EMBEDDER, dimension=DIMENSION)


def open_graph(path):
    """The default engines, with no vector compared outside of Chroma that it holds."""
    return open_engines(
        path, ChromaIndex(path / "vectors"), TantivyIndex(path / "keywords"), scan_limit=0
    )


def open_plain(path):
    return open_engines(
        path, FileVectors(path / "v.json"), FileKeywords(path / "k.json"), scan_limit=0
    )


OPENERS = {"default": open_default, "graph": open_graph, "plain": open_plain}
SERVERS = ("chroma", "milvus")


@pytest.fixture(
    scope="module",
    params=[*OPENERS, *(pytest.param(name, marks=pytest.mark.long) for name in SERVERS)],
)
def opener(request, engine_servers):
    if request.param in OPENERS:
        return OPENERS[request.param]
    return partial(open_on, engine_servers.address(request.param))


@pytest.fixture
def store(opener, tmp_path):
    with opener(tmp_path / "store") as store:
        yield store


@pytest.fixture(scope="module")
def filled(opener, tmp_path_factory):
    """Two documents; tests read only."""
    with opener(tmp_path_factory.mktemp("filled") / "store") as store:
        store.put_many(
            [
                make_document("harbour", HARBOUR, date="2021-05-04", title="The harbour"),
                make_document("library", LIBRARY, date="2022", context="Books 书"),
                make_document("undated", [("en", "Ferries run hourly.", None)]),
            ]
        )
        yield store


def nearest(store, text, language, *, top_k=1, filters=EVERYTHING):
    found = store.search_vectors(vector_of(text), language=language, top_k=top_k, filters=filters)
    return texts(store, found)


def matching(store, text, language, *, top_k=10, filters=EVERYTHING):
    groups = [((term, 1.0),) for term in terms_of(text)]
    return texts(store, store.search_terms(groups, language=language, top_k=top_k, filters=filters))


def texts(store, ranking):
    passages = store.passages([id_ for id_, _ in ranking])
    return [passages[id_].paragraph.text for id_, _ in ranking]


def everything_found(store):
    """Texts that any search can still bring up."""
    found = set()
    for language in ("zh", "en"):
        every = store.search_vectors(
            vector_of("x"), language=language, top_k=50, filters=EVERYTHING
        )
        found |= set(texts(store, every))
        found |= set(matching(store, "the 的 市 码 頭 码头 new ferries", language))
    return found


# Documents and passages


def test_document_comes_back_as_it_was_put(filled):
    document, _ = make_document("harbour", HARBOUR, date="2021-05-04", title="The harbour")
    stated = MetadataLayers(stated=DocumentMetadata("The harbour", "2021-05-04"))
    assert filled.document("harbour") == dataclasses.replace(document, layers=stated)


def test_unknown_document_is_none(filled):
    assert filled.document("nowhere") is None
    assert filled.passages_of("nowhere") == []


def test_outlines_tell_what_was_put_without_the_text(store):
    document, entries = make_document("library", LIBRARY)
    made = [
        dataclasses.replace(each, letters=b"letters", pieces=each.paragraph.text.encode())
        for each in entries
    ]
    ids = store.put(document, made)
    assert store.outlines([*reversed(ids), 10**6]) == {
        id_: Outline(id_, each.language, each.kind, b"letters", each.text.encode())
        for id_, each in zip(ids, (entry.paragraph for entry in entries), strict=True)
    }
    assert list(store.outlines(ids[::-1])) == ids[::-1]
    store.put(*make_document("harbour", HARBOUR))
    store.remove(["library"])
    assert store.outlines(ids) == store.outlines([]) == {}


def test_outline_of_what_was_put_without_readings_has_none(filled):
    (passage, *_) = filled.passages_of("harbour")
    outline = filled.outlines([passage.id])[passage.id]
    assert (outline.letters, outline.pieces) == (b"", b"")


def test_passages_come_back_in_reading_order(filled):
    _, entries = make_document("library", LIBRARY)
    passages = filled.passages_of("library")
    assert [passage.paragraph for passage in passages] == [entry.paragraph for entry in entries]
    assert {(p.context, p.date, p.title) for p in passages} == {("Books 书", "2022", None)}


@pytest.mark.parametrize(
    ("place", "before", "behind", "expected"),
    [
        pytest.param(0, 2, 2, [0, 2], id="zh, first"),
        pytest.param(2, 2, 2, [0, 2], id="zh, last"),
        pytest.param(3, 1, 0, [1, 3], id="en, only before"),
        pytest.param(1, 0, 1, [1, 3], id="en, only behind"),
        pytest.param(1, 0, 0, [1], id="itself"),
    ],
)
def test_passages_around_one_are_of_its_document_and_language(
    filled, place, before, behind, expected
):
    passages = filled.passages_of("harbour")
    found = filled.passages_around(passages[place], before=before, behind=behind)
    assert found == [passages[each] for each in expected]


def test_nothing_is_around_a_passage_that_is_gone(store):
    store.put(*make_document("harbour", HARBOUR))
    gone = store.passages_of("harbour")[0]
    store.remove(["harbour"])
    assert store.passages_around(gone, before=1, behind=1) == []


def test_sides_list_every_passage_by_document_chinese_first(filled):
    listed = filled.sides()
    names = [info.name for info in filled.documents()]
    assert [(name, language) for name, language, _ in listed] == [
        (name, passage.paragraph.language)
        for name in names
        for language in ("zh", "en")
        for passage in filled.passages_of(name)
        if passage.paragraph.language == language
    ]
    for name, language, id_ in listed:
        paragraph = filled.passages([id_])[id_].paragraph
        assert (paragraph.document, paragraph.language) == (name, language)


def test_passages_are_found_by_id_in_the_order_asked(filled):
    ids = [passage.id for passage in filled.passages_of("harbour")][::-1]
    assert list(filled.passages([*ids, 10_000])) == ids
    assert filled.passages([]) == {}


def test_documents_are_listed_by_name_with_their_languages(filled):
    infos = {info.name: info for info in filled.documents()}
    assert list(infos) == ["harbour", "library", "undated"]
    assert infos["harbour"].languages == ("zh", "en")
    assert infos["undated"].languages == ("en",)
    assert infos["library"].paragraph_count == 3


def test_info_counts(filled):
    info = filled.info
    assert (info.embedder, info.dimension) == (EMBEDDER, DIMENSION)
    assert (info.document_count, info.paragraph_count, info.pair_count) == (3, 8, 0)


def test_vectors_come_back_in_the_order_asked(filled):
    passages = filled.passages_of("harbour")[::-1]
    vectors = filled.vectors_of([passage.id for passage in passages])
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors, [vector_of(p.paragraph.text) for p in passages])
    assert filled.vectors_of([]).shape == (0, DIMENSION)


def test_vectors_of_unknown_passage_are_an_error(filled):
    with pytest.raises(VectorStoreError, match="load its passages again"):
        filled.vectors_of([10_000])


def test_document_without_paragraphs_is_kept(store):
    assert store.put(*make_document("blank", [])) == []
    assert store.document("blank").text == ""
    assert store.documents()[0].languages == ()


def test_spans_and_pages_survive(store):
    document, (entry,) = make_document("cut", [("zh", "前半后半", None)], page_starts=(0, 2))
    store.put(document, [entry])
    (passage,) = store.passages_of("cut")
    assert passage.paragraph.spans == ((0, 4),)
    assert store.document("cut").page_starts == (0, 2)


# Searching


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", HARBOUR[0][1]), ("en", HARBOUR[3][1]), ("zh", LIBRARY[2][1])],
    ids=["zh", "en", "mixed"],
)
def test_nearest_passage_is_the_same_text(filled, language, text):
    ((id_, score),) = filled.search_vectors(
        vector_of(text) * 3, language=language, top_k=1, filters=EVERYTHING
    )
    assert filled.passages([id_])[id_].paragraph.text == text
    assert score == pytest.approx(1, abs=1e-5)


def test_nearest_passages_come_best_first_and_full(filled):
    found = filled.search_vectors(vector_of("x"), language="en", top_k=4, filters=EVERYTHING)
    scores = [score for _, score in found]
    assert len(found) == 4
    assert scores == sorted(scores, reverse=True)


def test_search_that_was_begun_goes_on_beside_others(filled):
    places = [("zh", HARBOUR[0][1]), ("en", HARBOUR[3][1]), ("zh", LIBRARY[2][1])]
    begun = [
        filled.begin_vectors(vector_of(text), language=language, top_k=1, filters=EVERYTHING)
        for language, text in places
    ]
    assert matching(filled, "cargo", "en") == [HARBOUR[1][1]]
    assert [texts(filled, finish()) for finish in begun] == [[text] for _, text in places]


def test_search_that_is_never_ended_is_in_nobodys_way(opener, tmp_path):
    with opener(tmp_path / "store") as store:
        store.put(*make_document("harbour", HARBOUR))
        store.begin_vectors(vector_of("x"), language="en", top_k=1, filters=EVERYTHING)
    with opener(tmp_path / "store") as store:
        assert nearest(store, HARBOUR[3][1], "en") == [HARBOUR[3][1]]


def test_zero_vector_finds_nothing(filled):
    zero = np.zeros(DIMENSION, np.float32)
    assert filled.search_vectors(zero, language="en", top_k=3, filters=EVERYTHING) == []


def test_passage_with_zero_vector_is_found_by_its_terms(store):
    document, (one, two) = make_document("notes", HARBOUR[1::2])
    zero = np.zeros(DIMENSION, np.float32)
    ids = store.put(document, [dataclasses.replace(one, vector=zero), two])
    assert nearest(store, HARBOUR[3][1], "en") == [HARBOUR[3][1]]
    assert matching(store, "cargo", "en") == [HARBOUR[1][1]]
    assert not store.vectors_of(ids[:1]).any()


def test_vector_of_another_dimension_is_refused(filled):
    with pytest.raises(ValueError, match="16 dimensions is wanted, this has 3"):
        filled.search_vectors(np.ones(3), language="en", top_k=3, filters=EVERYTHING)


@pytest.mark.parametrize(
    ("language", "words", "first"),
    [
        ("zh", "图书馆", LIBRARY[1][1]),
        ("en", "cargo ships", HARBOUR[1][1]),
        ("zh", "harbour 货船", LIBRARY[2][1]),
    ],
    ids=["zh", "en", "mixed"],
)
def test_terms_find_the_passage_that_holds_them(filled, language, words, first):
    assert matching(filled, words, language)[0] == first


@pytest.mark.parametrize("words", ["zeppelin", "", "飞艇"])
def test_terms_that_occur_nowhere_find_nothing(filled, words):
    assert matching(filled, words, "en") == []


def test_terms_of_the_other_language_are_not_searched(filled):
    assert matching(filled, "码头", "en") == []


def test_context_is_searched_too(filled):
    assert set(matching(filled, "书", "zh")) >= {LIBRARY[1][1], LIBRARY[2][1]}


def test_alternatives_find_either(filled):
    groups = [(("vessel", 0.5), ("ships", 0.4)), (("ferries", 0.1),)]
    found = filled.search_terms(groups, language="en", top_k=5, filters=EVERYTHING)
    assert set(texts(filled, found)) == {HARBOUR[1][1], "Ferries run hourly."}
    assert all(score > 0 for _, score in found)


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (SearchFilters(documents=("harbour",)), ["harbour"]),
        (SearchFilters(documents=("harbour", "library")), ["harbour", "library"]),
        (SearchFilters(documents=("nowhere",)), []),
        (SearchFilters(speakers=("Ms Frost",)), ["library"]),
        (SearchFilters(speakers=("Ms Frost",), documents=("harbour",)), []),
        (SearchFilters(since="2021-06"), ["library"]),
        (SearchFilters(since="2022-07-01"), ["library"]),
        (SearchFilters(until="2021"), ["harbour"]),
        (SearchFilters(since="2021-05-04", until="2021-05-04"), ["harbour"]),
        (SearchFilters(language="en"), ["harbour", "library", "undated"]),
        (SearchFilters(language="zh"), []),
        (SearchFilters(), ["harbour", "library", "undated"]),
    ],
    ids=str,
)
def test_filters_apply_to_both_searches(filled, filters, documents):
    near = filled.search_vectors(vector_of("x"), language="en", top_k=9, filters=filters)
    groups = [((term, 1.0),) for term in ("the", "ferries")]
    worded = filled.search_terms(groups, language="en", top_k=9, filters=filters)
    for found in (near, worded):
        passages = filled.passages([id_ for id_, _ in found])
        assert {p.paragraph.document for p in passages.values()} == set(documents)


def test_filtered_search_is_full(filled):
    only = SearchFilters(documents=("undated",))
    assert nearest(filled, HARBOUR[1][1], "en", filters=only) == ["Ferries run hourly."]


def test_date_that_is_none_is_refused(filled):
    with pytest.raises(ValueError, match="'last year' is not a date"):
        nearest(filled, "x", "en", filters=SearchFilters(since="last year"))
    with pytest.raises(ValueError, match="months go from 01 to 12"):
        matching(filled, "x", "en", filters=SearchFilters(until="2021-13"))


def test_top_k_below_one_is_refused(filled):
    with pytest.raises(ValueError, match="top_k is 0"):
        nearest(filled, "x", "en", top_k=0)


def test_empty_store_finds_nothing(store):
    assert everything_found(store) == set()
    assert store.documents() == []
    assert store.pairs() == []


# Changing


def test_new_version_replaces_the_old_everywhere(store):
    old = store.put(*make_document("notes", HARBOUR))
    new = store.put(*make_document("notes", [("en", "A new text about ferries.", None)]))
    assert everything_found(store) == {"A new text about ferries."}
    assert store.passages(old) == {}
    assert list(store.passages(new)) == new
    assert store.info.document_count == 1


def test_removed_document_is_gone_everywhere(store):
    store.put_many([make_document("harbour", HARBOUR), make_document("library", LIBRARY)])
    zh, en = (p.id for p in store.passages_of("harbour")[:2])
    store.replace_pairs([PairRow((zh,), (en,), 0.9)], ["harbour"])
    assert store.remove(["harbour", "nowhere"]) == ["harbour"]
    assert everything_found(store) == {text for _, text, _ in LIBRARY}
    assert store.pairs() == []
    assert store.counterparts([zh]) == {}
    assert store.document("harbour") is None


def test_removing_nothing_changes_nothing(store):
    before = store.generation()
    assert store.remove(["nowhere"]) == []
    assert store.generation() == before


def test_put_many_keeps_the_last_of_one_name(store):
    items = [
        make_document("notes", [("en", f"Ferries, number {n}.", None)], content_hash=str(n))
        for n in range(3)
    ]
    assert store.put_many(iter(items)) == 3
    assert everything_found(store) == {"Ferries, number 2."}


def test_generation_changes_with_every_change(store):
    seen = [store.generation()]
    ids = store.put(*make_document("harbour", HARBOUR))
    seen.append(store.generation())
    store.replace_pairs([PairRow(ids[:1], ids[1:2], 0.5)], ["harbour"])
    seen.append(store.generation())
    store.remove(["harbour"])
    seen.append(store.generation())
    assert len(set(seen)) == 4


def test_meta_values_are_kept(store, opener, tmp_path):
    store.set_meta("threshold", "0.31")
    store.set_meta("threshold", "0.32")
    with opener(tmp_path / "store") as again:
        assert again.get_meta("threshold") == "0.32"
        assert again.get_meta("unknown") is None


def test_store_opens_again_as_it_was(opener, tmp_path):
    with opener(tmp_path / "store") as store:
        store.put(*make_document("harbour", HARBOUR))
        before = everything_found(store)
    with opener(tmp_path / "store") as store:
        assert everything_found(store) == before == {text for _, text, _ in HARBOUR}


def test_other_object_sees_what_was_written(store, opener, tmp_path):
    with opener(tmp_path / "store") as other:
        assert everything_found(other) == set()
        store.put(*make_document("harbour", HARBOUR))
        assert everything_found(other) == {text for _, text, _ in HARBOUR}
        store.put(*make_document("harbour", HARBOUR[:1]))
        assert everything_found(other) == {HARBOUR[0][1]}
        other.put(*make_document("library", LIBRARY))
        store.remove(["harbour"])
        assert everything_found(store) == {text for _, text, _ in LIBRARY}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"document": "other"}, "given as one of 'notes'"),
        ({"number": 1}, "given twice"),
    ],
    ids=["document", "number"],
)
def test_entries_that_do_not_fit_are_refused(store, change, message):
    document, entries = make_document("notes", HARBOUR[:2])
    wrong = dataclasses.replace(entries[1].paragraph, **change)
    entries[1] = dataclasses.replace(entries[1], paragraph=wrong)
    with pytest.raises(ValueError, match=message):
        store.put(document, entries)
    assert store.documents() == []


@pytest.mark.parametrize(
    ("vector", "message"),
    [
        (np.ones(3, np.float32), "16? ?dimensions"),
        (np.full(DIMENSION, np.nan, np.float32), "missing number"),
    ],
    ids=["dimension", "nan"],
)
def test_vectors_that_do_not_fit_are_refused(store, vector, message):
    document, (entry,) = make_document("notes", HARBOUR[:1])
    with pytest.raises(ValueError, match=message):
        store.put(document, [dataclasses.replace(entry, vector=vector)])
    assert everything_found(store) == set()


# Pairs


@pytest.fixture
def paired(store):
    """Harbour paired within itself, and its first zh paragraph with the library's en one."""
    zh1, en1, zh2, en2 = store.put(*make_document("harbour", HARBOUR))
    en3, *_ = store.put(*make_document("library", LIBRARY))
    rows = [
        PairRow((zh2,), (en2,), 0.9),
        PairRow((zh1,), (en3,), 0.7),
        PairRow((zh1,), (en1,), 0.7),
    ]
    store.replace_pairs(rows, ["harbour", "library"])
    return store


def test_pairs_are_listed_in_order(paired):
    listed = [(pair.zh[0].number, pair.en[0].document) for pair in paired.pairs()]
    assert sorted(listed) == [(1, "harbour"), (1, "library"), (3, "harbour")]
    assert [pair.zh[0].number for pair in paired.pairs()] == [1, 1, 3]
    assert len(paired.pairs("library")) == 1
    assert paired.pairs("nowhere") == []


def test_counterparts_come_best_first_and_own_document_first(paired):
    zh1 = paired.passages_of("harbour")[0].id
    sides = paired.counterparts([zh1])[zh1]
    assert [side.passages[0].paragraph.document for side in sides] == ["harbour", "library"]
    assert sides[0].text == HARBOUR[1][1]


def test_partners_are_the_ids_of_counterparts(paired):
    ids = [passage.id for name in ("harbour", "library") for passage in paired.passages_of(name)]
    partners = paired.partners([*ids, 999_999])
    assert {id_: sorted(others) for id_, others in partners.items()} == {
        id_: sorted(passage.id for side in sides for passage in side.passages)
        for id_, sides in paired.counterparts(ids).items()
    }
    assert partners.keys() < set(ids)
    assert paired.partners([]) == {}


def test_pairs_of_a_document_are_replaced(paired):
    passages = paired.passages_of("library")
    paired.replace_pairs([PairRow((passages[1].id,), (passages[0].id,), 0.8)], ["library"])
    assert [pair.score for pair in paired.pairs("library")] == [0.8]
    assert [pair.score for pair in paired.pairs("harbour")] == [0.7, 0.9]


def test_pair_counts_are_listed(paired):
    assert {info.name: info.pair_count for info in paired.documents()} == {
        "harbour": 3,
        "library": 1,
    }


def test_changed_document_loses_its_pairs(paired):
    paired.put(*make_document("library", LIBRARY))
    assert [pair.score for pair in paired.pairs()] == [0.7, 0.9]


def test_pair_of_several_paragraphs_keeps_them_in_order(store):
    zh1, en1, zh2, en2 = store.put(*make_document("harbour", HARBOUR))
    store.replace_pairs([PairRow((zh2, zh1), (en1, en2), 0.5)], ["harbour"])
    (pair,) = store.pairs()
    assert [p.number for p in pair.zh] == [1, 3]
    (side,) = store.counterparts([en1])[en1]
    assert side.text == f"{HARBOUR[0][1]}\n{HARBOUR[2][1]}"
    # Never those of the same side.
    assert {id_: set(ids) for id_, ids in store.partners([zh2, en1]).items()} == {
        zh2: {en1, en2},
        en1: {zh1, zh2},
    }


@pytest.mark.parametrize("row", [((2,), (1,)), ((1,), (99,)), ((1,), ())], ids=str)
def test_pairs_of_what_is_not_there_are_refused(store, row):
    store.put(*make_document("harbour", HARBOUR))
    with pytest.raises(ValueError, match="pair"):
        store.replace_pairs([PairRow(*row, 0.5)], ["harbour"])
    assert store.pairs() == []


# Names


@pytest.mark.parametrize("name", ["港口", "pier", "2025/海港 pier", "harbour"])
def test_renamed_document_keeps_all_it_had(paired, name):
    document, before = paired.document("harbour"), paired.passages_of("harbour")
    ids = [passage.id for passage in before]
    scores = [pair.score for pair in paired.pairs("harbour")]
    assert paired.rename([Rename("harbour", name, f"/new/{name}.txt")]) == ["harbour"]
    assert paired.document(name) == dataclasses.replace(
        document, name=name, path=f"/new/{name}.txt"
    )
    passages = paired.passages_of(name)
    assert [passage.id for passage in passages] == ids
    assert {passage.paragraph.document for passage in passages} == {name}
    assert [pair.score for pair in paired.pairs(name)] == scores
    np.testing.assert_array_equal(
        paired.vectors_of(ids), [vector_of(each.paragraph.text) for each in before]
    )


def test_renamed_document_is_searched_by_its_new_name_only(paired):
    before = everything_found(paired)
    paired.rename([Rename("harbour", "海港 pier", "/new/海港 pier.txt")])
    assert paired.document("harbour") is None
    assert paired.passages_of("harbour") == []
    assert everything_found(paired) == before
    new, old = SearchFilters(documents=("海港 pier",)), SearchFilters(documents=("harbour",))
    text = HARBOUR[1][1]
    assert nearest(paired, text, "en", filters=new) == [text]
    assert matching(paired, "cargo ships", "en", filters=new) == [text]
    assert nearest(paired, text, "en", filters=old) == []
    assert matching(paired, "cargo ships", "en", filters=old) == []


def test_names_may_go_from_one_document_to_the_next(paired):
    paired.rename([Rename("harbour", "library", "/b.txt"), Rename("library", "harbour", "/a.txt")])
    assert [p.paragraph.text for p in paired.passages_of("library")] == [t for _, t, _ in HARBOUR]
    assert [(info.name, info.path) for info in paired.documents()] == [
        ("harbour", "/a.txt"),
        ("library", "/b.txt"),
    ]
    assert len(paired.pairs()) == 3


def test_renamed_document_can_be_replaced_and_removed(paired, opener, tmp_path):
    paired.rename([Rename("harbour", "港口", "/new/港口.txt")])
    paired.put(*make_document("港口", LIBRARY[:1]))
    assert paired.remove(["港口", "library"]) == ["港口", "library"]
    assert everything_found(paired) == set()
    with opener(tmp_path / "store") as again:
        assert again.documents() == []


def test_renaming_what_is_not_there_changes_nothing(store):
    before = store.generation()
    assert store.rename([Rename("nowhere", "anywhere", "/a.txt")]) == []
    assert store.rename([]) == []
    assert store.generation() == before


@pytest.mark.parametrize(
    "renames",
    [
        [Rename("harbour", "library", "/a.txt")],
        [Rename("harbour", "new", "/a.txt"), Rename("library", "new", "/b.txt")],
        [Rename("harbour", "one", "/a.txt"), Rename("harbour", "two", "/b.txt")],
    ],
    ids=["taken", "the same twice", "two names"],
)
def test_names_that_are_not_free_are_refused(paired, renames):
    with pytest.raises(ValueError, match="choose names that are free"):
        paired.rename(renames)
    assert [info.name for info in paired.documents()] == ["harbour", "library"]
    assert len(paired.pairs()) == 3
