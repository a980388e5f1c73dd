"""A small library is searched in memory: as by the index, and never out of date."""

import threading

import numpy as np
import pytest
from store_samples import HARBOUR, LIBRARY, make_document, open_engines, open_real

from rag.schema import SearchFilters
from vectorstore import Rename
from vectorstore.chroma import ChromaIndex
from vectorstore.keyword import TantivyIndex
from vectorstore.scoring import inverse_frequency
from vectorstore.term_scan import TermTable, TermTables
from vectorstore.terms import count_terms, term_code

QUESTIONS = {
    "one English word": [(("harbour", 1.0),)],
    "Chinese": [(("货", 1.0),), (("船", 1.0),)],
    "mixed, with alternatives": [(("harbour", 0.7), ("港", 0.3)), (("rcep", 1.0),)],
    "in the context alone": [(("books", 1.0),)],
    "every word": [((word, 1.0),) for word in ("the", "a", "ten", "year", "一", "年")],
    "unknown": [(("zeppelin", 1.0),)],
    "no term": [],
    "terms without weight": [(("harbour", 0.0),)],
}
EVERYTHING = SearchFilters()
FILTERS = {
    "everything": EVERYTHING,
    "a document": SearchFilters(documents=("library",)),
    "a speaker": SearchFilters(speakers=("Mayor Lin",)),
    "a language": SearchFilters(language="en"),
    "since": SearchFilters(since="2022"),
    "nothing": SearchFilters(speakers=("Nobody",)),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """One folder read by the index, and term by term."""
    folder = tmp_path_factory.mktemp("both") / "store"
    with open_real(folder) as store:
        fill(store)
    with open_real(folder) as indexed, open_real(folder, scan_limit=1_000) as scanning:
        yield indexed, scanning


def fill(store):
    store.put_many(
        [
            make_document("harbour", HARBOUR, date="2021-05-04"),
            make_document("library", LIBRARY, date="2022", context="Books 书"),
            # The same words twice: equal scores.
            make_document("again", [*HARBOUR, ("en", "", None), ("zh", "", None)]),
        ]
    )


def ask(store, groups, language, *, top_k=20, filters=EVERYTHING):
    return store.search_terms(groups, language=language, top_k=top_k, filters=filters)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("filters", FILTERS.values(), ids=list(FILTERS))
@pytest.mark.parametrize("groups", QUESTIONS.values(), ids=list(QUESTIONS))
def test_finds_what_the_index_finds(both, groups, filters, language):
    indexed, scanning = both
    for top_k in (1, 3, 20):
        by_index = ask(indexed, groups, language, top_k=top_k, filters=filters)
        scanned = ask(scanning, groups, language, top_k=top_k, filters=filters)
        assert [id_ for id_, _ in scanned] == [id_ for id_, _ in by_index]
        assert [score for _, score in scanned] == pytest.approx([score for _, score in by_index])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counts_what_the_index_counts(both, language):
    groups = [group for question in QUESTIONS.values() for group in question]
    by_index, scanned = (store.rarities(groups, language=language) for store in both)
    assert scanned == pytest.approx(by_index)


def test_the_questions_find_something(both):
    assert len(ask(both[1], QUESTIONS["every word"], "en")) > 3
    assert len(ask(both[1], QUESTIONS["Chinese"], "zh")) > 1
    # Equal scores, the lower id first.
    (first, score), (second, other) = ask(both[1], QUESTIONS["one English word"], "en", top_k=2)
    assert first < second
    assert score == other


class CountingKeywords(TantivyIndex):
    """Counts how often it is searched."""

    searches = 0

    def search(self, groups, selection, limit):
        self.searches += 1
        return super().search(groups, selection, limit)


@pytest.mark.parametrize(("scan_limit", "searches"), [(1_000, 0), (1, 2)], ids=["small", "large"])
def test_small_library_does_not_ask_the_index(tmp_path, scan_limit, searches):
    vectors, keywords = ChromaIndex(tmp_path / "v"), CountingKeywords(tmp_path / "k")
    with open_engines(tmp_path / "s", vectors, keywords, scan_limit=scan_limit) as store:
        fill(store)
        assert ask(store, QUESTIONS["one English word"], "en")
        assert ask(store, QUESTIONS["Chinese"], "zh")
    assert keywords.searches == searches


def test_changes_are_seen_at_once(tmp_path):
    with open_real(tmp_path / "s", scan_limit=1_000) as store:
        asked = QUESTIONS["one English word"]
        assert ask(store, asked, "en") == []
        fill(store)
        assert len(ask(store, asked, "en")) == 2
        store.remove(["again"])
        ((_, score),) = ask(store, asked, "en")
        with open_real(tmp_path / "s", scan_limit=1_000) as other:
            other.put(*make_document("library", [("en", "A harbour, a harbour.", None)]))
            (rarity,) = other.rarities(asked, language="en")
        assert len(ask(store, asked, "en")) == 2
        assert store.rarities(asked, language="en") == [rarity]
        store.rename([Rename("harbour", "port", "/files/port.txt")])
        found = ask(store, asked, "en", filters=SearchFilters(documents=("port",)))
        assert len(found) == 1
        assert found[0][1] != score


def test_large_libraries_have_no_table():
    tables = TermTables(CountingCatalogue(), limit=3)
    assert tables.get("en", generation=1, total=4) is None
    assert len(tables.get("en", generation=1, total=3).ids) == 3


class CountingCatalogue:
    """Three passages; counts how often they are read."""

    def __init__(self):
        self.reads = 0

    def all_term_counts(self, language):
        self.reads += 1
        texts = ["harbour ship", "船", "" if language == "en" else "港"]
        return [(9 - n, count_terms(text.split(), []).tobytes()) for n, text in enumerate(texts)]


def test_terms_are_read_once_a_generation_by_any_number_of_threads():
    catalogue = CountingCatalogue()
    tables = TermTables(catalogue, limit=10)
    threads = [
        threading.Thread(target=tables.get, args=("en",), kwargs={"generation": 1, "total": 3})
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalogue.reads == 1
    tables.get("zh", generation=1, total=3)
    tables.get("en", generation=1, total=3)
    assert catalogue.reads == 2
    assert tables.get("en", generation=2, total=3).ids.tolist() == [7, 8, 9]
    assert catalogue.reads == 3


def make_table(*texts):
    blobs = [count_terms(text.split(), context.split()).tobytes() for text, context in texts]
    return TermTable.build(list(enumerate(blobs, start=1)))


def test_passages_are_counted_by_text_or_context_whichever_has_more():
    table = make_table(("ship ship", "port"), ("ship", "ship"), ("", "port 港"), ("", ""))
    wanted = {"ship": 2, "port": 2, "港": 1, "船": 0}
    codes = {term_code(term): count for term, count in wanted.items()}
    groups = [((code, 1.0),) for code in codes]
    rarities = [inverse_frequency(count, 4) for count in wanted.values()]
    assert table.rarities([*groups, *groups]) == pytest.approx([*rarities, *rarities])
    assert table.rarities(groups) == pytest.approx(rarities)
    assert table.rarities([()]) == pytest.approx([inverse_frequency(0, 4)])
    assert table.rarities([]) == []


def test_an_empty_library_counts_nothing():
    table = make_table()
    assert table.rarities([((term_code("ship"), 1.0),)]) == [inverse_frequency(0, 0)]
    assert table.best(np.zeros(0), 3, kept=None) == []


def test_only_what_is_kept_is_given():
    table = make_table(("a", ""), ("a", ""), ("a", ""), ("a", ""))
    scores = np.array([1.0, 3.0, 0.0, 3.0])
    assert table.best(scores, 9, kept=None) == [(2, 3.0), (4, 3.0), (1, 1.0)]
    assert table.best(scores, 1, kept={4, 1, 3}) == [(4, 3.0)]
    assert table.best(scores, 9, kept=set()) == []
