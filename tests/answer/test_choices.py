"""What users of a library may choose: models, and speakers; a model is tried with one word."""

import threading

import pytest
from model_servers import Script, serve

from rag.library import Library
from rag.settings import AnswerSettings, PageSettings, Settings


@pytest.fixture
def open_library(tmp_path):
    opened = []

    def make(model="extractive", models=(), **answer):
        settings = Settings(
            store=tmp_path / "store",
            answer=AnswerSettings(model=model, max_retries=0, **answer),
            page=PageSettings(models=models),
        )
        opened.append(Library.open(settings=settings))
        return opened[-1]

    yield make
    for library in opened:
        library.close()


def test_models_are_those_that_the_settings_name(open_library):
    models = open_library("ollama:a", ("openai:b", "ollama:a", "huggingface:/m")).models()
    assert [each.name for each in models] == [
        "ollama:a",
        "extractive",
        "openai:b",
        "huggingface:/m",
    ]


@pytest.mark.parametrize(
    ("model", "base_url", "place", "leaves"),
    [
        ("ollama:a", None, "localhost:11434", False),
        ("ollama:a", "http://10.0.0.7:11434", "http://10.0.0.7:11434", True),
        ("openai:b", None, "api.openai.com", True),
        (
            "openai:b",
            "http://user:secret@127.0.0.1:8000/v1?key=s",
            "http://127.0.0.1:8000/v1",
            False,
        ),
        ("openai:b", "http://[::1]:8000/v1", "http://[::1]:8000/v1", False),
        ("openai:b", "https://localhost.example/v1", "https://localhost.example/v1", True),
        ("mistral:c", None, "mistral", True),
        ("huggingface:/m", None, "", False),
    ],
)
def test_models_say_where_questions_go(open_library, model, base_url, place, leaves):
    shown = open_library(model, base_url=base_url).models()[0]
    assert (shown.place, shown.leaves) == (place, leaves)


def test_vendors_own_address_is_told(open_library, monkeypatch):
    monkeypatch.setenv("OLLAMA_HOST", "http://gpu.example:11434")
    shown = open_library("ollama:a").models()[0]
    assert (shown.place, shown.leaves) == ("http://gpu.example:11434", True)


def test_address_and_key_stay_with_their_vendor(open_library):
    library = open_library(
        models=("openai:b", "openai:c", "ollama:d"),
        base_url="http://127.0.0.1:9/v1",
        api_key="sk-secret-of-openai",
    )
    places = {each.name: each.place for each in library.models()}
    assert places["openai:b"] == places["openai:c"] == "http://127.0.0.1:9/v1"
    assert places["ollama:d"] == "localhost:11434"
    assert "secret" not in repr(library.models())


@pytest.mark.parametrize("provider", ["openai", "ollama"])
def test_model_that_works_replies(open_library, provider):
    with serve(provider, Script(pieces=["ready"])) as url:
        trial = open_library(f"{provider}:a", base_url=url, api_key="none").try_model(
            f"{provider}:a"
        )
    assert trial.replied
    assert trial.problem is None
    assert trial.seconds < 20


def test_model_that_only_thinks_replies_too(open_library):
    with serve("openai", Script(pieces=[], thoughts=["hm"], finish_reason="length")) as url:
        assert open_library("openai:a", base_url=url, api_key="none").try_model("openai:a").replied


@pytest.mark.parametrize(
    ("script", "zh", "en"),
    [
        (Script(statuses=[401]), "不接受 openai:a 的密钥", "does not accept the key"),
        (Script(statuses=[404]), "没有模型 openai:a", "has no model openai:a"),
        (Script(page="<html>hello</html>"), "返回的是网页", "answered with a web page"),
    ],
)
def test_model_that_fails_says_why_in_both_languages(open_library, script, zh, en):
    with serve("openai", script) as url:
        trial = open_library("openai:a", base_url=url, api_key="sk-very-secret").try_model(
            "openai:a"
        )
    assert not trial.replied
    assert zh in trial.problem["zh"]
    assert en in trial.problem["en"]
    assert "very-secret" not in str(trial)


def test_model_that_cannot_be_loaded_says_why(open_library):
    trial = open_library(models=("huggingface:/nowhere/model",)).try_model(
        "huggingface:/nowhere/model"
    )
    assert not trial.replied
    assert "无法加载" in trial.problem["zh"]


def test_silent_model_is_waited_for_so_long_and_no_longer():
    from rag.answer.chat_models.models import ChatModel, Piece
    from rag.answer.chat_models.trial import try_model

    left = threading.Event()

    def silent(messages, emit):
        try:
            while True:
                emit(Piece(""))
        finally:
            left.set()

    now = iter(range(0, 1000, 10))
    trial = try_model(ChatModel("fake:silent", silent), max_seconds=30, clock=lambda: next(now))
    assert not trial.replied
    assert trial.problem is None
    assert 30 <= trial.seconds <= 50
    assert left.wait(10)


def test_extractive_needs_no_trial(open_library):
    assert open_library().try_model("extractive").replied


def test_speakers_are_counted_by_language(sample_library):
    speakers = sample_library.speakers()
    counts = [each.count for each in speakers]
    assert counts == sorted(counts, reverse=True)
    assert {each.language for each in speakers} == {"zh", "en"}
    first = speakers[0]
    paragraphs = [
        passage.paragraph
        for info in sample_library.documents()
        for passage in sample_library.passages_of(info.name)
    ]
    assert first.count == sum(
        (each.speaker, each.language) == (first.label, first.language) for each in paragraphs
    )


def test_speakers_of_an_empty_library(open_library):
    assert open_library().speakers() == []
