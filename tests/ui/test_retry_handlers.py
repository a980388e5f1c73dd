"""Answering again: only a whole answer takes the place of another."""

import pytest

from ui import strings as s
from ui.conversation import Conversation
from ui.handlers import Visit

EN = "When does tram line 2 open?"


def ask(handlers, question=EN):
    return list(handlers.ask(Conversation(), "en", question, "a"))[-1].conversation


def retry(handlers, talk, language="en"):
    """Begin to answer again, up to the first words."""
    views = handlers.retry(talk, language, "a")
    return views, [next(views) for _ in range(2)][-1].conversation


def is_kept(library, talk):
    read = library.read_conversation("", talk.id)
    return (read.exchanges, read.revision) == (talk.exchanges, talk.revision)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answer_comes_back_when_the_new_one_breaks_off(handlers, library, language):
    talk = ask(handlers)
    library.breaks_off = True
    *_, view = handlers.retry(talk, language, "a")
    assert view.conversation == talk
    assert s.RETRY_FAILED(language, reason=s.MODEL_FAILED(language)) in view.current
    assert "is the server running?" in view.current
    assert 'data-status="done"' in view.current
    assert 'data-marker="1"' in view.evidence
    assert is_kept(library, talk)
    library.breaks_off = False
    again = list(handlers.retry(talk, language, "a"))[-1]
    assert again.conversation.last.id != talk.last.id
    assert "dz-trouble" not in again.current


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answer_comes_back_when_the_new_one_is_stopped(handlers, library, language):
    talk = ask(handlers)
    views, written = retry(handlers, talk, language)
    # Twice: of two clicks the second may be told of the same state.
    stopped = [handlers.stop(written, language, "a") for _ in range(2)]
    for view in [*stopped, *views]:
        assert view.conversation == talk
        assert s.RETRY_STOPPED(language) in view.current
    assert is_kept(library, talk)


@pytest.mark.parametrize("leave", ["clear", "open", "close"])
def test_answer_stays_when_the_new_one_is_left(handlers, library, leave):
    talk, other = ask(handlers), ask(handlers, "What is on the moon?")
    views, written = retry(handlers, talk)
    if leave == "clear":
        handlers.clear("en", "a", written)
    elif leave == "open":
        handlers.open_talk(written, Visit("en", "a"), other.id)
    views.close()
    assert is_kept(library, talk)


def test_what_was_no_answer_gives_way(handlers, library):
    talk = ask(handlers, "broken model")
    again = list(handlers.retry(talk, "en", "a"))[-1].conversation
    assert again.last.status == "failed"
    assert again.last.id != talk.last.id
    assert is_kept(library, again)


def test_next_question_is_stopped_as_ever(handlers):
    talk = ask(handlers)
    views, _ = retry(handlers, talk)
    *_, done = views
    asked = handlers.ask(done.conversation, "en", "And the river?", "a")
    written = [next(asked) for _ in range(2)][-1].conversation
    stopped = handlers.stop(written, "en", "a").conversation
    assert [each.status for each in stopped.exchanges] == ["done", "stopped"]
