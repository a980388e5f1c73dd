"""/v1, as OpenAI's own client library calls it."""

import asyncio
import http.client
import json
import threading
import urllib.request
from urllib.parse import urlsplit

import openai
import pytest
from page_fakes import LONG_SECONDS
from running import run_alone

QUESTION = "When does tram line 2 open?"


@pytest.fixture(scope="module")
def client(page_url):
    with openai.OpenAI(base_url=f"{page_url}/v1", api_key="none", max_retries=0) as client:
        yield client


def ask(client, question, **options):
    messages = [{"role": "user", "content": question}]
    return client.chat.completions.create(**{"model": "duizhao", "messages": messages, **options})


def test_answer_comes_with_citations_and_usage(client):
    reply = ask(client, QUESTION)
    message = reply.choices[0].message
    assert message.content.startswith("Tram line 2 opens this September [1].")
    assert (reply.choices[0].finish_reason, reply.model) == ("stop", "duizhao")
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens
    first, second, third = message.citations
    assert (first["marker"], first["document"], first["paragraph"]) == (1, "linhe-briefing", 5)
    assert (first["speaker"], first["date"]) == ("Shen Wang", "2024-06-12")
    assert first["counterpart"]["quote"] == "有轨电车二号线将于今年九月通车。"
    assert [first["status"], second["status"], third["status"]] == [
        "verified",
        "repaired",
        "unsupported",
    ]
    assert message.refused is False


def test_refusal_is_a_flag_with_a_reason(client):
    message = ask(client, "火星上有多少人？").choices[0].message
    assert (message.refused, message.reason) == (True, "nothing_relevant")
    assert not message.citations


def test_stream_ends_with_citations_and_usage(client):
    chunks = list(ask(client, QUESTION, stream=True, stream_options={"include_usage": True}))
    assert len({chunk.id for chunk in chunks}) == 1
    *pieces, last, usage = chunks
    text = "".join(chunk.choices[0].delta.content or "" for chunk in pieces)
    delta = last.choices[0].delta
    assert text == delta.answer
    assert last.choices[0].finish_reason == "stop"
    assert [citation["marker"] for citation in delta.citations] == [1, 2, 3]
    assert usage.usage.total_tokens == 1290
    assert not usage.choices


def test_stream_is_plain_events_with_an_end(page_url):
    body = {"model": "duizhao", "stream": True, "messages": [{"role": "user", "content": "电车"}]}
    request = urllib.request.Request(f"{page_url}/v1/chat/completions", json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        events = response.read().decode().split("\n\n")
    assert events[-2:] == ["data: [DONE]", ""]
    assert all(event.startswith("data: {") for event in events[:-2])


def test_async_clients_are_answered_side_by_side(page_url):
    async def ask_all():
        async with openai.AsyncOpenAI(base_url=f"{page_url}/v1", api_key="none") as client:
            return await asyncio.gather(
                *(ask(client, question) for question in (QUESTION, "电车什么时候通车？") * 4)
            )

    replies = run_alone(ask_all())
    languages = [reply.choices[0].message.language for reply in replies]
    assert languages == ["en", "zh"] * 4


def test_earlier_messages_are_the_history(client, asked_library):
    messages = [
        {"role": "system", "content": "You are a pirate."},
        {"role": "user", "content": "电车？"},
        {"role": "assistant", "content": "九月通车。"},
        {"role": "user", "content": [{"type": "text", "text": "tram 免费吗？"}]},
    ]
    reply = ask(client, "", messages=messages)
    question, history = asked_library.asked[-1]
    assert question == "tram 免费吗？"
    assert [(turn.role, turn.content) for turn in history] == [
        ("user", "电车？"),
        ("assistant", "九月通车。"),
    ]
    assert "system messages are not followed" in reply.choices[0].message.notes[-1]


def test_models_are_listed(client):
    names = [model.id for model in client.models.list()]
    assert names[0] == "duizhao"
    assert client.models.retrieve(names[1]).id == names[1]
    with pytest.raises(openai.NotFoundError, match="The model 'gpt' is not offered here"):
        client.models.retrieve("gpt")


def test_a_named_model_answers(client, asked_library):
    name = asked_library.models()[0].name
    assert ask(client, QUESTION, model=name).model == name


HALF_A_CHARACTER = b'{"model": "duizhao", "messages": [{"role": "user", "content": "\\ud83d"}]}'
PICTURE = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        ({"model": "gpt"}, 404, "The model 'gpt' is not offered here"),
        ({"messages": []}, 400, "messages: .* at least 1 item"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, 400, "is not a question"),
        ({"messages": [{"role": "user", "content": "  "}]}, 400, "is not a question"),
        ({"messages": PICTURE}, 400, "a part of type 'image_url'; only text"),
        ({"n": 2}, 400, "n is 2; one answer is given"),
        ({"extra_body": {"duizhao": {"language": "fr"}}}, 400, "language is 'fr'"),
        (
            {"extra_body": {"duizhao": {"document": ["a"], "untill": "2021", "since": "2020"}}},
            400,
            "document, untill is not known; there are language, documents",
        ),
        ({"question": "???"}, 400, "this question cannot be asked"),
        ({"question": "???", "stream": True}, 400, "this question cannot be asked"),
        ({"question": "broken model"}, 502, "no answer from http://127.0.0.1:9"),
        ({"question": "broken library"}, 503, "The library cannot be used at the moment"),
        ({"question": "crash"}, 500, "Something unexpected went wrong"),
    ],
)
def test_errors_have_openais_form(client, options, status, message):
    with pytest.raises(openai.APIStatusError, match=message) as caught:
        ask(client, **{"question": QUESTION, **options})
    assert caught.value.status_code == status
    assert caught.value.body["type"]
    assert "secret" not in str(caught.value.body)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/chat/completions", b"{", 400),
        ("/chat/completions", b"\xff", 400),
        ("/chat/completions", b"[" * 100_000, 400),
        ("/chat/completions", HALF_A_CHARACTER, 400),
        ("/files", b"", 404),
    ],
    ids=["cut", "not-utf-8", "deep", "half-a-character", "unknown"],
)
def test_what_is_no_request_is_told_so(page_url, path, body, status):
    request = urllib.request.Request(f"{page_url}/v1{path}", body, method="POST")
    with pytest.raises(urllib.error.HTTPError, match=str(status)) as caught:
        urllib.request.urlopen(request, timeout=10)
    assert json.loads(caught.value.read())["error"]["message"]


@pytest.mark.parametrize("stream", [True, False])
def test_an_answer_ends_when_its_client_leaves(page_url, asked_library, stream):
    began, ended = threading.Event(), threading.Event()
    original = asked_library.stream

    def watched(*arguments, **options):
        began.set()
        try:
            yield from original(*arguments, **options)
        finally:
            ended.set()

    messages = [{"role": "user", "content": f"endlessly: {QUESTION}"}]
    body = json.dumps({"model": "duizhao", "messages": messages, "stream": stream})
    connection = http.client.HTTPConnection(urlsplit(page_url).netloc)
    asked_library.stream = watched
    try:
        connection.request("POST", "/v1/chat/completions", body)
        assert began.wait(LONG_SECONDS)
        if stream:
            with connection.getresponse() as response:
                assert response.readline().startswith(b"data: {")
        connection.close()
        # Before it would have ended by itself.
        assert ended.wait(LONG_SECONDS / 2)
    finally:
        asked_library.stream = original
