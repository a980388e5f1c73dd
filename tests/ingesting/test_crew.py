import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crew_children import crew_children

from rag.embedding import StaticEmbedder, load_interaction
from rag.errors import DocumentError
from rag.ingesting.crew import Crew, count_processes
from rag.ingesting.entries import EntryMaker
from rag.ingesting.preparing import Prepared, Task, prepare
from rag.settings import DocumentSettings

_TWO = DocumentSettings(processes=2)


def _task(number: int, text: str) -> tuple[int, Task, int]:
    name = f"letter-{number}"
    return number, Task(Path(f"/letters/{name}.txt"), text.encode(), name), 1_000_000


def _letter(number: int) -> str:
    """A long one every third time, so that later ones are done first."""
    line = f"第{number}封信写于海边。\n\nLetter {number} was written by the sea.\n\n"
    return line * (400 if number % 3 == 0 else 1)


@pytest.mark.parametrize("worth_seconds", [-1.0, 1e9], ids=["processes", "here"])
def test_outcomes_come_in_order_wherever_they_are_read(worth_seconds: float) -> None:
    tasks = [_task(number, _letter(number)) for number in range(12)]
    with Crew(_TWO, worth_seconds=worth_seconds) as crew:
        outcomes = list(crew.prepare(tasks))
    assert [number for number, _ in outcomes] == list(range(12))
    for number, outcome in outcomes:
        assert isinstance(outcome, Prepared)
        assert outcome.document.name == f"letter-{number}"
        assert len(outcome.paragraphs) == len(outcome.terms) == len(outcome.contexts)


def test_processes_read_what_is_read_here() -> None:
    tasks = [_task(number, _letter(number)) for number in range(3)]
    with Crew(_TWO, worth_seconds=-1.0) as many, Crew(_TWO, worth_seconds=1e9) as one:
        assert list(many.prepare(tasks)) == list(one.prepare(tasks))


def test_paragraphs_are_embedded_alike_wherever_they_are_read() -> None:
    embedder = StaticEmbedder()
    maker = EntryMaker(embedder, load_interaction(embedder))
    tasks = [_task(number, _letter(number)) for number in range(3)]
    tasks.append(_task(3, "只有中文的一封信。"))
    with Crew(_TWO, embeds=True, worth_seconds=-1.0) as crew:
        for (_, embedded), (_, task, _) in zip(crew.prepare(tasks), tasks, strict=True):
            plain = prepare(task, _TWO)
            assert isinstance(embedded, Prepared)
            assert embedded.embedded is not None
            for one, other in zip(
                maker.make(embedded.document, embedded),
                maker.make(plain.document, plain),
                strict=True,
            ):
                assert one.pieces == other.pieces
                assert one.vector.tolist() == other.vector.tolist()


def test_a_file_that_fails_does_not_stop_the_others() -> None:
    tasks = [_task(0, _letter(0)), _task(1, "12345"), _task(2, _letter(2))]
    with Crew(_TWO, worth_seconds=-1.0) as crew:
        outcomes = [outcome for _, outcome in crew.prepare(tasks)]
    assert isinstance(outcomes[1], DocumentError)
    assert "holds no Chinese or English text" in str(outcomes[1])
    assert isinstance(outcomes[0], Prepared)
    assert isinstance(outcomes[2], Prepared)


def test_a_process_that_dies_fails_one_file_and_says_so() -> None:
    def killing() -> Iterator[tuple[int, Task, int]]:
        for number in range(20):
            if number == 10:
                while not (children := crew_children()):
                    time.sleep(0.01)
                for child in children:
                    os.kill(child, signal.SIGKILL)
            yield _task(number, _letter(1))

    with Crew(DocumentSettings(processes=2), worth_seconds=-1.0) as crew:
        outcomes = [outcome for _, outcome in crew.prepare(killing())]
    failed = [str(outcome) for outcome in outcomes if isinstance(outcome, DocumentError)]
    assert 1 <= len(failed) <= 3
    assert all("the process that read it ended (exit code -9)" in each for each in failed)
    assert isinstance(outcomes[-1], Prepared)


def test_small_files_are_handed_out_ahead_and_large_ones_a_few_a_process() -> None:
    handed_out: list[int] = []

    def tasks(text: str) -> Iterator[tuple[int, Task, int]]:
        for number in range(100):
            handed_out.append(number)
            yield _task(number, text)

    for text, most in ((_letter(1), 100), ("信" * 400_000, 2 * 3 + 1)):
        handed_out.clear()
        with Crew(_TWO, worth_seconds=-1.0) as crew:
            next(crew.prepare(tasks(text)))
        assert len(handed_out) == most


def test_no_process_is_left_when_a_crew_is_closed_halfway() -> None:
    with Crew(_TWO, worth_seconds=-1.0) as crew:
        outcomes = crew.prepare([_task(number, _letter(0)) for number in range(20)])
        next(outcomes)
        assert crew_children()
    assert not crew_children()


def test_no_process_starts_for_little_work() -> None:
    with Crew(_TWO) as crew:
        list(crew.prepare([_task(number, _letter(1)) for number in range(20)]))
        assert not crew_children()


def test_as_many_processes_as_are_set() -> None:
    assert count_processes(DocumentSettings(processes=5)) == 5
    assert count_processes(DocumentSettings()) >= 1
