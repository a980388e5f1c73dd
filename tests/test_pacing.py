"""Threads that compute take turns; a thread that only waits holds nobody up."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from rag.pacing import computing
from rag.schema import AnswerDone, HitsFound


@pytest.mark.parametrize("question", ["灯塔有多高？", "How tall is the lighthouse?"])
def test_question_waits_for_those_that_compute(sample_library, question):
    with ThreadPoolExecutor(1) as pool:
        with ExitStack() as others:
            taken = 0
            while computing.acquire(blocking=False):
                others.callback(computing.release)
                taken += 1
            answered = pool.submit(sample_library.ask, question)
            with pytest.raises(TimeoutError):
                answered.result(timeout=0.5)
        assert answered.result(timeout=60).question.text == question
    assert taken > 1


def test_streams_that_nobody_reads_hold_nobody_up(sample_library):
    # As with a model that takes its time, or a browser that does.
    with ExitStack() as streams:
        for _ in range(10):
            events = sample_library.stream("How tall is the lighthouse?")
            streams.callback(events.close)
            assert isinstance(next(events), HitsFound)
        *_, last = sample_library.stream("灯塔有多高？")
        assert isinstance(last, AnswerDone)
