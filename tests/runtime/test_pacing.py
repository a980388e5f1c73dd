"""Threads that compute take turns; a thread that only waits holds nobody up."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from rag.answer import ExtractiveAnswerer
from rag.embedding import load_embedder
from rag.library import Library
from rag.runtime.pacing import computing
from rag.schema import HitsFound, TextDelta
from rag.settings import AnswerSettings, EmbeddingSettings, Settings
from vectorstore.servers.address import parse_address
from vectorstore.servers.record import new_record, record_path, write_record

QUESTIONS = ["港口博物馆什么时候开馆？", "When will the port museum open?"]


def free_places():
    with ExitStack() as taken:
        count = 0
        while computing.acquire(blocking=False):
            taken.callback(computing.release)
            count += 1
        return count


class WatchingEmbedder:
    """Embeds as the one that ships, and looks meanwhile how many may still compute."""

    def __init__(self):
        self._embedder, self.seen = load_embedder(EmbeddingSettings()), []
        self.name, self.dimension = self._embedder.name, self._embedder.dimension

    def encode(self, texts):
        self.seen.append(free_places())
        return self._embedder.encode(texts)

    def encode_questions(self, texts):
        self.seen.append(free_places())
        return self._embedder.encode_questions(texts)


@pytest.mark.parametrize("question", QUESTIONS)
def test_search_and_quoting_each_take_a_place(sample_library, question):
    places, embedder = free_places(), WatchingEmbedder()
    hits = Library(
        sample_library._store,
        embedder=embedder,
        lexicon=None,
        interaction=None,
        settings=Settings(),
    ).search(question)
    assert set(embedder.seen) == {places - 1}
    embedder.seen.clear()
    answerer = ExtractiveAnswerer(AnswerSettings(), encode=embedder.encode)
    asked = next(sample_library.stream(question)).question
    first, *_ = answerer.stream(asked, hits)
    assert isinstance(first, TextDelta)
    assert set(embedder.seen) == {places - 1}
    assert places > 1


def test_stream_that_nobody_reads_holds_nobody_up(sample_library):
    # As with a model that takes its time, or a browser that does.
    places = free_places()
    with closing(sample_library.stream(QUESTIONS[1])) as events:
        for kind in (HitsFound, TextDelta):
            assert isinstance(next(events), kind)
            assert free_places() == places


def test_searches_that_a_server_may_keep_waiting_take_no_place(tmp_path):
    (tmp_path / "tower.txt").write_text("灯塔高四十米。\n\nThe lighthouse is 40 m tall.\n", "utf-8")
    with Library.open(tmp_path / "store", settings=Settings(store=tmp_path)) as library:
        library.ingest(tmp_path / "tower.txt")
        folder = library.info.path
        write_record(
            record_path(folder), new_record(folder, parse_address("chroma+http://127.0.0.1:9"))
        )
        with ThreadPoolExecutor(1) as pool, ExitStack() as others:
            while computing.acquire(blocking=False):
                others.callback(computing.release)
            assert pool.submit(library.search, QUESTIONS[0]).result(timeout=120)
