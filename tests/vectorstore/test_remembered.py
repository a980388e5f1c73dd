"""What was read is read again from memory, and never after the library has changed."""

import pytest
from store_samples import HARBOUR, LIBRARY, make_document, open_real

from rag.schema import SearchFilters
from vectorstore import PairRow
from vectorstore.remembered import Remembered
from vectorstore.values import Outline, Selection


class CountingCatalogue:
    """Says of every id which generation it is of; counts what it is asked."""

    def __init__(self):
        self.current, self.asked = 1, []

    def generation(self):
        return self.current

    def passages(self, ids):
        self.asked.append(list(ids))
        return {id_: f"{id_} of {self.current}" for id_ in ids if id_ < 100_000}

    def outlines(self, ids):
        self.asked.append(list(ids))
        language = "zh" if self.current == 1 else "en"
        return {id_: Outline(id_, language, "body") for id_ in ids if id_ < 100_000}

    def counterparts(self, ids):
        self.asked.append(list(ids))
        return {id_: [f"side of {id_} in {self.current}"] for id_ in ids if id_ % 2 == 0}

    def partners(self, ids):
        self.asked.append(list(ids))
        return {id_: [id_ + self.current] for id_ in ids if id_ % 2 == 0}

    def term_counts(self, ids, selection):
        assert selection == Selection(selection.language)
        self.asked.append(list(ids))
        return {id_: b"%d of %d" % (id_, self.current) for id_ in ids if id_ < 100_000}

    def keep(self, ids, selection):
        return {id_ for id_ in ids if str(id_) in selection.filters.documents}


@pytest.fixture
def catalogue():
    return CountingCatalogue()


def test_only_what_is_not_known_is_read(catalogue):
    remembered = Remembered(catalogue)
    assert remembered.passages([3, 1]) == {3: "3 of 1", 1: "1 of 1"}
    assert list(remembered.passages([1, 2, 3, 200_000, 1])) == [1, 2, 3]
    assert remembered.passages([200_000]) == remembered.passages([]) == {}
    assert remembered.counterparts([1, 2]) == remembered.counterparts([1, 2])
    assert list(remembered.counterparts([1, 2])) == [2]
    assert catalogue.asked == [[3, 1], [2, 200_000], [1, 2]]


def test_nothing_outlives_its_generation(catalogue):
    remembered = Remembered(catalogue)
    assert remembered.passages([1]) == {1: "1 of 1"}
    catalogue.current = 2
    assert remembered.passages([1]) == {1: "1 of 2"}


def test_outlines_are_read_once_a_generation_and_tell_what_to_keep(catalogue):
    remembered = Remembered(catalogue)
    assert list(remembered.outlines([4, 200_000, 1])) == [4, 1]
    assert remembered.keep([1, 2, 4, 200_000], Selection("zh")) == {1, 2, 4}
    assert remembered.keep([1, 2], Selection("en")) == set()
    assert catalogue.asked == [[4, 200_000, 1], [2]]
    catalogue.current = 2
    assert remembered.keep([1, 2], Selection("en")) == {1, 2}
    assert remembered.outlines([]) == {}


def test_partners_are_read_once_a_generation(catalogue):
    remembered = Remembered(catalogue)
    assert remembered.partners([4, 1, 2]) == remembered.partners([1, 2, 4]) == {2: [3], 4: [5]}
    catalogue.current = 2
    assert remembered.partners([2]) == {2: [4]}
    assert catalogue.asked == [[4, 1, 2], [2]]


def test_what_a_slow_reader_reads_is_not_kept_for_the_next_generation(catalogue):
    remembered = Remembered(catalogue)
    read = catalogue.passages

    def slow(ids):
        found = read(ids)
        catalogue.passages, catalogue.current = read, 2
        assert remembered.passages([2]) == {2: "2 of 2"}
        return found

    catalogue.passages = slow
    assert remembered.passages([1]) == {1: "1 of 1"}
    assert remembered.passages([1, 2]) == {1: "1 of 2", 2: "2 of 2"}


def test_memory_stays_within_bounds(catalogue):
    remembered = Remembered(catalogue)
    assert len(remembered.passages(range(20_000))) == 20_000
    for start in range(0, 20_000, 100):
        assert len(remembered.passages(range(start, start + 100))) == 100
    assert len(remembered._passages._values) <= 10_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counts_of_terms_are_read_once_a_generation(catalogue, language):
    remembered = Remembered(catalogue)
    whole = Selection(language, SearchFilters(language=language))
    first = remembered.term_counts(1, [3, 1, 200_000], whole)
    assert list(first.items()) == [(3, b"3 of 1"), (1, b"1 of 1")]
    assert remembered.term_counts(1, [1, 200_000, 3], Selection(language)) == first
    catalogue.current = 2
    assert remembered.term_counts(2, [1], whole) == {1: b"1 of 2"}
    assert catalogue.asked == [[3, 1, 200_000], [1]]


def test_counts_of_terms_are_those_of_the_selection(catalogue):
    remembered = Remembered(catalogue)
    some = Selection("en", SearchFilters(documents=("2", "4")))
    assert remembered.term_counts(1, [4, 3, 2], some) == {4: b"4 of 1", 2: b"2 of 1"}
    assert list(remembered.term_counts(1, [3, 4], Selection("en"))) == [3, 4]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_kept_is_what_counts_and_is_selected(tmp_path, language):
    with open_real(tmp_path) as store:
        ids = store.put(*make_document("harbour", HARBOUR))
        other = store.put(*make_document("library", LIBRARY))
        remembered = Remembered(store._catalogue)
        own = {
            each.id for each in store.passages(ids).values() if each.paragraph.language == language
        }
        assert remembered.keep([*ids, 999_999], Selection(language)) == own
        some = Selection(language, SearchFilters(speakers=("Mayor Lin",)))
        assert remembered.keep([*ids, *other], some) == (own if language == "en" else set())
        store.remove(["harbour"])
        assert remembered.keep(ids, Selection(language)) == set()


def test_search_by_words_forgets_what_was_removed(tmp_path):
    asked = [(("ships", 1.0),)]
    wanted = {"language": "en", "top_k": 5, "filters": SearchFilters()}
    with open_real(tmp_path) as store, open_real(tmp_path) as other:
        store.put(*make_document("harbour", HARBOUR))
        before = other.search_terms(asked, **wanted)
        assert other.search_terms(asked, **wanted) == before != []
        store.remove(["harbour"])
        assert other.search_terms(asked, **wanted) == []
        new = store.put(*make_document("harbour", HARBOUR))
        after = other.search_terms(asked, **wanted)
        assert {id_ for id_, _ in after} <= set(new)
        assert [score for _, score in after] == pytest.approx([score for _, score in before])


def test_store_shows_what_was_changed_since(tmp_path):
    with open_real(tmp_path) as store, open_real(tmp_path) as other:
        first, second, *_ = ids = store.put(*make_document("harbour", HARBOUR))
        assert other.passages(ids).keys() == store.passages(ids).keys() == set(ids)
        assert other.counterparts(ids) == {}
        store.replace_pairs([PairRow((first,), (second,), 0.9)], ["harbour"])
        assert other.counterparts(ids)[first][0].passages[0].id == second
        new = store.put(*make_document("library", LIBRARY))
        store.remove(["harbour"])
        assert other.passages([*ids, *new]).keys() == set(new)
        assert other.counterparts(ids) == {}
