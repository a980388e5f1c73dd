import threading

import pytest
from store_samples import DIMENSION, EMBEDDER, HARBOUR, LIBRARY, make_document

from vectorstore import Store
from vectorstore.generation import Generation


class Counter:
    """A catalogue's number, and how often it was read."""

    def __init__(self):
        self.value = 1
        self.reads = 0

    def __call__(self):
        self.reads += 1
        return self.value


def test_held_it_is_read_once_and_stays_what_it_was():
    counter = Counter()
    generation = Generation(counter)
    with generation.hold():
        assert [generation(), generation()] == [1, 1]
        counter.value = 2
        assert generation() == 1
        with generation.hold():
            assert generation() == 1
        assert generation() == 1
    assert counter.reads == 1
    assert generation() == 2


def test_other_threads_read_the_present_one():
    counter = Counter()
    generation = Generation(counter)
    seen = []
    with generation.hold():
        counter.value = 2
        thread = threading.Thread(target=lambda: seen.append(generation()))
        thread.start()
        thread.join()
    assert seen == [2]


def test_an_error_inside_lets_go():
    counter = Counter()
    generation = Generation(counter)
    with pytest.raises(ValueError, match="inside"), generation.hold():
        raise ValueError("inside")
    counter.value = 2
    assert generation() == 2


@pytest.mark.parametrize("lines", [HARBOUR, LIBRARY])
def test_what_was_written_meanwhile_is_seen_after_the_holding(tmp_path, lines):
    with Store.open(tmp_path / "s", embedder=EMBEDDER, dimension=DIMENSION) as store:
        before = store.generation()
        with store.generation.hold():
            store.put(*make_document("harbour", lines))
            assert store.generation() == before
        assert store.generation() > before
