"""Work in a thread of its own, and its reader."""

import threading

import pytest

from rag.answer.chat_models.pump import Pump, StoppedError, TookTooLongError


def read(work, *, cut=lambda: None, max_seconds=20.0):
    return Pump(work, cut=cut, max_seconds=max_seconds).read()


def made(items):
    """Without the wake-ups while nothing came."""
    return [item for item in items if item is not None]


def test_items_come_in_order_and_what_the_work_waits_for_is_ended():
    cuts = []

    def work(emit):
        for item in ("中", "en", ""):
            emit(item)

    assert made(read(work, cut=lambda: cuts.append("cut"))) == ["中", "en", ""]
    assert cuts == ["cut"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_the_work_raises_reaches_the_reader_after_what_it_made(error):
    def work(emit):
        emit("first")
        raise error("broken off")

    items, seen = read(work), []
    with pytest.raises(error, match="broken off"):
        seen.extend(item for item in items if item)
    assert seen == ["first"]


def test_reader_is_woken_while_nothing_comes():
    may_end = threading.Event()
    items = read(lambda emit: may_end.wait())
    assert next(items) is None
    may_end.set()
    assert made(items) == []


def test_work_whose_reader_has_gone_is_stopped():
    gone, ended = threading.Event(), threading.Event()

    def work(emit):
        emit("read")
        gone.wait()
        try:
            emit("not read")
        except StoppedError:
            ended.set()
            raise

    items = read(work, cut=gone.set)
    assert next(items) == "read"
    items.close()
    assert ended.wait(20)


def test_work_has_its_limit():
    may_end = threading.Event()
    with pytest.raises(TookTooLongError):
        made(read(lambda emit: may_end.wait(), cut=may_end.set, max_seconds=0.05))
