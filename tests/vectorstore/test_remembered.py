"""What was read is read again from memory, and never after the library has changed."""

import pytest
from store_samples import HARBOUR, LIBRARY, make_document, open_real

from vectorstore import PairRow
from vectorstore.remembered import Remembered


class CountingCatalogue:
    """Says of every id which generation it is of; counts what it is asked."""

    def __init__(self):
        self.current, self.asked = 1, []

    def generation(self):
        return self.current

    def passages(self, ids):
        self.asked.append(list(ids))
        return {id_: f"{id_} of {self.current}" for id_ in ids if id_ < 100_000}

    def counterparts(self, ids):
        self.asked.append(list(ids))
        return {id_: [f"side of {id_} in {self.current}"] for id_ in ids if id_ % 2 == 0}


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
