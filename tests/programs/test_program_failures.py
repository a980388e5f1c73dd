"""What goes wrong: the program is told what it may know, the log says the rest."""

import pytest
from page_fakes import FakeLibrary
from starlette.applications import Starlette
from starlette.testclient import TestClient

from rag.errors import LibraryError, ModelError, QuestionError
from rag.runtime.observing import listening
from ui.programs.failures import ProgramError, explaining
from ui.programs.openai_routes import OpenAIRoutes

SECRET = "/secret/path"


class BreakingOff(FakeLibrary):
    """A library whose answers break off."""

    def stream(self, question, **options):
        yield next(super().stream(question, **options))
        raise ModelError("no answer")


class Unreadable(FakeLibrary):
    """A library whose models cannot be listed."""

    error: Exception

    def models(self):
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "told", "logged"),
    [
        (QuestionError("this cannot be asked"), 400, "this cannot be asked", ""),
        (ModelError("no answer"), 502, "no answer", "ModelError: no answer"),
        (LibraryError(SECRET), 503, "cannot be used at the moment", f"LibraryError: {SECRET}"),
        (ZeroDivisionError(SECRET), 500, "the log says what", "Traceback (most recent call last)"),
    ],
    ids=["question", "model", "library", "unexpected"],
)
def test_what_is_not_told_is_logged(caplog, error, status, told, logged):
    seen = []
    with (
        listening(seen.append),
        pytest.raises(ProgramError, match=told) as caught,
        explaining(),
    ):
        raise error
    assert [(each.kind, each.name) for each in seen] == [("error", type(error).__name__)]
    assert caught.value.failure.status == status
    assert SECRET not in str(caught.value)
    assert logged in caplog.text


def test_interrupt_is_no_failure():
    with pytest.raises(KeyboardInterrupt, match=r"^$"), explaining():
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/models"), ("GET", "/v1/models/duizhao"), ("POST", "/v1/chat/completions")],
)
@pytest.mark.parametrize(
    ("error", "status"),
    [(LibraryError(SECRET), 503), (ZeroDivisionError(SECRET), 500)],
    ids=["library", "unexpected"],
)
def test_models_that_cannot_be_listed_are_told_so(tmp_path, caplog, method, path, error, status):
    library = Unreadable(tmp_path)
    library.error = error
    client = TestClient(Starlette(routes=OpenAIRoutes(library).routes()))
    body = {"model": "duizhao", "messages": [{"role": "user", "content": "?"}]}
    response = client.request(method, path, json=body)
    assert (response.status_code, response.json()["error"]["type"]) == (status, "server_error")
    assert SECRET not in response.text
    assert SECRET in caplog.text


@pytest.mark.parametrize("stream", [True, False])
def test_answer_that_breaks_off_is_told_so(tmp_path, stream):
    client = TestClient(Starlette(routes=OpenAIRoutes(BreakingOff(tmp_path)).routes()))
    messages = [{"role": "user", "content": "tram"}]
    body = {"model": "duizhao", "messages": messages, "stream": stream}
    response = client.post("/v1/chat/completions", json=body)
    assert response.status_code == (200 if stream else 502)
    assert '"message": "no answer"' in response.text.replace('":"', '": "')
