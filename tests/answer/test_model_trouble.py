"""What real servers do beside answering: think aloud, keep alive, fail in mid-stream, hang."""

import socket
import threading
import time
from contextlib import ExitStack

import pytest
from model_servers import Script, serve

from rag.answer.chat_models.failures import ChatModelError
from rag.answer.chat_models.models import Message, open_chat_model
from rag.settings import AnswerSettings

PROVIDERS = ["openai", "ollama", "anthropic"]
MESSAGES = [Message("user", "When? 何时？")]
PAGE = "<!doctype html><html><title>Welcome to nginx!</title><body>It works</body></html>"


def open_at(provider, url, **changes):
    values = {"model": f"{provider}:tiny", "base_url": url, "api_key": "k", "max_retries": 0}
    return open_chat_model(AnswerSettings(**(values | changes)), sleep=lambda seconds: None)


def read(provider, script, **changes):
    with serve(provider, script) as url:
        return list(open_at(provider, url, **changes).stream(MESSAGES))


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_keep_alives_are_no_part_of_the_answer(provider):
    assert text_of(read(provider, Script(["In ", "2019."], keep_alives=3))) == "In 2019."


@pytest.mark.parametrize("provider", PROVIDERS)
def test_thoughts_in_their_own_field_are_no_part_of_the_answer(provider):
    script = Script(["In 2019. [1]"], thoughts=["The passage says 2019, ", "or does it? 想一想"])
    assert text_of(read(provider, script)) == "In 2019. [1]"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_usage_counts_each_side_once(provider):
    prompts, completions = zip(
        *(piece.usage for piece in read(provider, Script(["Yes."])) if piece.usage), strict=True
    )
    assert max(prompts) == 321
    assert max(completions) in {20, 21}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_error_within_the_stream_is_told(provider):
    script = Script(["In 2019."], stream_error="Overloaded: try later")
    with pytest.raises(ChatModelError, match="Overloaded") as caught:
        read(provider, script)
    assert caught.value.kind in {"server", "broken_stream"}


@pytest.mark.parametrize("hang", ["headers", "stream"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_silent_server_can_be_left_at_once(provider, hang):
    """Closing the stream while nothing comes closes the connection, which the server sees."""
    script = Script(["never"], hang=hang)
    with serve(provider, script) as url:
        stream = open_at(provider, url, timeout_seconds=30).stream(MESSAGES)
        piece = next(stream)
        started = time.monotonic()
        stream.close()
        assert script.hung_up.wait(10)
    assert piece.text == ""
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("hang", ["headers", "stream"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_silence_has_its_limit(provider, hang):
    script = Script(["never"], hang=hang)
    with pytest.raises(ChatModelError, match="did not answer in time"):
        read(provider, script, timeout_seconds=0.4)
    assert script.hung_up.wait(10)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_whole_answer_has_its_limit(provider):
    """A server that is never silent for long, nor ever done."""
    script = Script(["word "] * 500, delay_seconds=0.05, keep_alives=2)
    started = time.monotonic()
    with pytest.raises(ChatModelError, match="TOTAL_TIMEOUT_SECONDS"):
        read(provider, script, timeout_seconds=5, total_timeout_seconds=0.6)
    assert time.monotonic() - started < 12  # of 25
    assert script.hung_up.wait(10)


@pytest.fixture
def full_address():
    """A port that lets nobody in: its queue of one is full, and further packets are dropped."""
    with socket.socket() as listening, ExitStack() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_connecting_has_its_limit(full_address, provider):
    model = open_at(provider, full_address, connect_timeout_seconds=0.3)
    started = time.monotonic()
    with pytest.raises(ChatModelError, match="cannot be reached"):
        list(model.stream(MESSAGES))
    assert time.monotonic() - started < 9  # it is 10 unless it is set


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_web_page_instead_of_a_model_says_to_check_the_address(provider, status):
    with pytest.raises(ChatModelError, match="web page") as caught:
        read(provider, Script(page=PAGE, page_status=status))
    assert "nginx" not in str(caught.value)
    assert "BASE_URL" in caught.value.describe("zh")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_web_page_of_a_failing_gateway_is_a_server_failure(provider):
    with pytest.raises(ChatModelError, match="failed internally"):
        read(provider, Script(page=PAGE, page_status=502))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"error": {"message": "Model 'tiny' not found in catalogue"}}, "unknown_model"),
        (404, {"error": 'model "tiny" not found, try pulling it first'}, "unknown_model"),
        (
            400,
            {"error": {"message": "API key not valid. Please pass a valid API key."}},
            "key_refused",
        ),
        (402, {"error": {"message": "Insufficient Balance"}}, "no_credit"),
        (
            429,
            {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}},
            "no_credit",
        ),
        (400, {"error": {"message": "the request exceeds the available context size"}}, "too_long"),
        (500, {"error": {"message": "context length exceeded"}}, "too_long"),
        (413, {"error": {"message": "request too large"}}, "too_long"),
        (529, {"type": "error", "error": {"type": "overloaded_error", "message": "!"}}, "server"),
        (422, {"error": {"message": "temperature must be below 2"}}, "rejected"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_a_server_says_tells_what_is_wrong(provider, status, body, kind):
    with pytest.raises(ChatModelError, match=r"\.") as caught:
        read(provider, Script(statuses=[status], body=body))
    assert caught.value.kind == kind


@pytest.mark.parametrize("provider", PROVIDERS)
def test_empty_account_is_not_asked_again(provider):
    body = {"error": {"message": "You exceeded your current quota, check your plan"}}
    script = Script(["Yes."], statuses=[429], body=body)
    with pytest.raises(ChatModelError, match="no credit"):
        read(provider, script, max_retries=3)
    assert len(script.requests) == 1


@pytest.mark.parametrize("raw", [b"{}\n", b"[]\n", b'{"message": 3}\n', b"\n\n", b"\xff\xfe\n"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_answer_in_no_known_form_is_an_error(provider, raw):
    body = raw if provider == "ollama" else b"data: " + raw + b"\n"
    with pytest.raises(ChatModelError, match=r"\w"):
        read(provider, Script(raw=body))


def test_two_answers_at_once_do_not_mix():
    """Each request has its own connection: leaving one does not end the other."""
    slow = Script(["slow "] * 30, delay_seconds=0.03)
    quick = Script(["never"], hang="stream")
    found = []
    with serve("openai", slow) as url, serve("openai", quick) as other:
        model, left = open_at("openai", url), open_at("openai", other)
        thread = threading.Thread(target=lambda: found.extend(model.stream(MESSAGES)))
        thread.start()
        stream = left.stream(MESSAGES)
        next(stream)
        stream.close()
        thread.join(10)
    assert text_of(found) == "slow " * 30


def test_waiting_to_ask_again_can_be_left():
    script = Script(["Yes."], statuses=[503, 503, 503])
    with serve("openai", script) as url:
        settings = AnswerSettings(model="openai:tiny", base_url=url, api_key="k", max_retries=2)
        stream = open_chat_model(settings).stream(MESSAGES)
        next(stream)
        stream.close()
    assert len(script.requests) == 1
