import socket
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from model_servers import Script, serve

from rag.answer.chat_models.failures import ChatModelError
from rag.answer.chat_models.models import Message, open_chat_model
from rag.answer.chat_models.waiting import wait_seconds
from rag.settings import AnswerSettings

KEY = "secret-key-0123456789"
PROVIDERS = ["openai", "ollama", "anthropic"]
MESSAGES = [Message("system", "Be brief."), Message("user", "When? 何时？")]


def open_at(provider, url, *, sleep=lambda seconds: None, **changes):
    values = {
        "model": f"{provider}:tiny",
        "base_url": url,
        "api_key": KEY,
        "timeout_seconds": 5,
        "max_retries": 0,
    } | changes
    return open_chat_model(AnswerSettings(**values), sleep=sleep)


def ask(model):
    return list(model.stream(MESSAGES))


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_answer_streams_in_pieces(provider):
    script = Script(["In ", "2019. [1]", "二〇一九年"])
    with serve(provider, script) as url:
        pieces = ask(open_at(provider, url))
    assert [piece.text for piece in pieces if piece.text] == script.pieces


@pytest.mark.parametrize("provider", PROVIDERS)
def test_usage_is_reported(provider):
    with serve(provider, Script(["Yes."])) as url:
        usages = [piece.usage for piece in ask(open_at(provider, url)) if piece.usage]
    assert sum(prompt for prompt, _ in usages) == 321
    assert sum(completion for _, completion in usages) in {21, 22}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_settings_reach_the_server(provider):
    script = Script(["Yes."])
    with serve(provider, script) as url:
        ask(open_at(provider, url, max_answer_tokens=77, temperature=0.25))
    (request,) = script.requests
    options = request.get("options", request)
    assert options["temperature"] == 0.25
    assert 77 in (options.get("max_tokens"), options.get("num_predict"))
    assert request["model"] == "tiny"
    assert "何时" in str(request["messages"])


def test_ollama_is_given_the_whole_window():
    script = Script(["Yes."])
    with serve("ollama", script) as url:
        ask(open_at("ollama", url, max_context_tokens=9_000, max_answer_tokens=500))
    assert script.requests[0]["options"]["num_ctx"] == 9_500


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_key_goes_to_the_server_only(provider):
    script = Script(["Yes."])
    with serve(provider, script) as url:
        model = open_at(provider, url)
        ask(model)
    assert KEY in script.keys[0]
    assert KEY not in repr(vars(model))


def test_local_server_needs_no_key(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with serve("openai", Script(["Yes."])) as url:
        assert text_of(ask(open_at("openai", url, api_key=None))) == "Yes."


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "key_refused"),
        (403, "no_permission"),
        (404, "unknown_model"),
        (429, "rate_limit"),
        (500, "server"),
        (503, "server"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_status_becomes_a_clear_error(provider, status, kind):
    with serve(provider, Script(statuses=[status])) as url:
        model = open_at(provider, url)
        with pytest.raises(ChatModelError, match=r"\w+ .*\.") as caught:
            ask(model)
    assert caught.value.kind == kind
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_context_overflow_says_which_setting_to_lower(provider):
    message = "prompt is too long: maximum context length is 4096 tokens"
    body = {"type": "error", "error": {"message": message, "type": "invalid_request_error"}}
    with serve(provider, Script(statuses=[400], body=body)) as url:
        model = open_at(provider, url)
        with pytest.raises(ChatModelError, match="MAX_CONTEXT_TOKENS"):
            ask(model)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_refused_connection_names_the_address(provider):
    with socket.socket() as silent:
        # Held, and not listened at: nobody else can take it.
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        model = open_at(provider, f"http://127.0.0.1:{port}")
        with pytest.raises(ChatModelError, match=f"{port} cannot be reached"):
            ask(model)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_silent_server_times_out(provider):
    with serve(provider, Script(["late"], delay_seconds=1.5)) as url:
        model = open_at(provider, url, timeout_seconds=0.3)
        with pytest.raises(ChatModelError, match="did not answer in time"):
            ask(model)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_broken_stream_raises_after_what_came(provider):
    script = Script(["In 2019. ", "It was", " open"], break_after=2)
    seen = []
    with serve(provider, script) as url:
        stream = open_at(provider, url).stream(MESSAGES)
        with pytest.raises(ChatModelError, match="broke off"):
            seen.extend(piece.text for piece in stream)
    assert "".join(seen) == "In 2019. It was"


@pytest.mark.parametrize("raw", [b"data: {oops\n\n", b"<html>gateway</html>", b""])
def test_garbage_is_an_error_or_an_empty_answer(raw):
    with serve("openai", Script(raw=raw)) as url:
        model = open_at("openai", url)
        try:
            pieces = ask(model)
        except ChatModelError as error:
            assert error.kind == "broken_stream"  # noqa: PT017 - either outcome is right
        else:
            assert not text_of(pieces)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_retry_after_rate_limit_succeeds(provider):
    waits = []
    script = Script(["Yes."], statuses=[429, 503])
    with serve(provider, script) as url:
        model = open_at(provider, url, sleep=waits.append, max_retries=2)
        assert text_of(ask(model)) == "Yes."
    assert len(script.requests) == 3
    # The first wait is half a second, give or take a quarter, the second twice that.
    assert 1.1 < sum(waits) < 1.9


@pytest.mark.parametrize("asked", ["7", "7.0"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_retry_waits_as_long_as_the_server_asks(provider, asked):
    waits = []
    script = Script(["Yes."], statuses=[429], headers={"Retry-After": asked})
    with serve(provider, script) as url:
        ask(open_at(provider, url, sleep=waits.append, max_retries=1))
    assert sum(waits) == pytest.approx(7)


@pytest.mark.parametrize("seconds", [-60, 0, 9])
def test_retry_may_be_asked_for_at_a_date(seconds):
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    waited = wait_seconds(format_datetime(moment, usegmt=True), 0)
    assert max(0, seconds - 2) <= waited <= max(0, seconds)


@pytest.mark.parametrize("asked", ["", "soon", "-3", "1e3"])
def test_unreadable_wait_is_our_own(asked):
    assert 0.3 < wait_seconds(asked, 0) < 0.7


@pytest.mark.parametrize("provider", PROVIDERS)
def test_server_that_asks_for_a_long_wait_is_not_asked_again(provider):
    waits = []
    script = Script(["Yes."], statuses=[429], headers={"Retry-After": "3600"})
    with serve(provider, script) as url:
        model = open_at(provider, url, sleep=waits.append, max_retries=2)
        with pytest.raises(ChatModelError, match="limits the requests"):
            ask(model)
    assert not waits
    assert len(script.requests) == 1


def test_bad_key_is_not_retried():
    script = Script(statuses=[401, 401])
    with serve("openai", script) as url:
        model = open_at("openai", url, max_retries=3)
        with pytest.raises(ChatModelError, match="does not accept the key"):
            ask(model)
    assert len(script.requests) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_closing_the_stream_stops_the_request(provider):
    script = Script(["word "] * 400, delay_seconds=0.01)
    with serve(provider, script) as url:
        stream = open_at(provider, url).stream(MESSAGES)
        next(stream)
        stream.close()
        assert script.hung_up.wait(5)
    assert script.sent < 200


@pytest.mark.parametrize(
    ("provider", "reason"),
    [("openai", "length"), ("anthropic", "max_tokens"), ("ollama", "length")],
)
def test_cut_off_answer_is_told(provider, reason):
    with serve(provider, Script(["Yes"], finish_reason=reason)) as url:
        assert any(piece.cut_off for piece in ask(open_at(provider, url)))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gpt-4o", "provider:name"),
        ("nobody:gpt", "provider:name"),
        ("openai:", "provider:name"),
        ("huggingface:/no/such/folder", "no folder /no/such/folder"),
    ],
)
def test_unusable_name_says_how_to_write_one(name, message):
    with pytest.raises(ChatModelError, match=message):
        open_chat_model(AnswerSettings(model=name))


def test_missing_key_names_the_variables(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ChatModelError, match="OPENAI_API_KEY") as caught:
        open_chat_model(AnswerSettings(model="openai:gpt-4o"))
    assert caught.value.kind == "no_key"
    assert "No key" in caught.value.describe("en")
    assert "没有设置" in caught.value.describe("zh")


def test_missing_package_names_the_extra(monkeypatch):
    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ChatModelError, match=r"pip install 'duizhao\[hosted\]'"):
        open_chat_model(AnswerSettings(model="anthropic:claude", api_key="k"))


def test_error_is_described_in_both_languages():
    error = ChatModelError("unreachable", model="m", place="http://127.0.0.1:9/v1")
    assert "cannot be reached" in error.describe("en")
    assert "无法连接 http://127.0.0.1:9/v1" in error.describe("zh")
