"""Bad input: one clear message, no traceback, the store as it was."""

import json
import shutil
import socket

import pytest

from rag.settings import Settings
from vectorstore import inspect_catalogue, inspect_keywords, inspect_vectors


@pytest.fixture(scope="module")
def whole(ingested):
    return ingested()


@pytest.fixture
def library(duizhao, whole):
    shutil.copytree(whole, Settings().store)
    return duizhao("documents", "--json").out


def assert_one_message(run, *words):
    assert run.code == 1
    assert "Traceback" not in run.err
    assert run.err.count("duizhao:") + run.err.count("failed:") == 1
    for word in words:
        assert word in run.err


@pytest.fixture
def unchanged(duizhao, library):
    """Check after the test that the library is what it was before."""
    yield
    store = Settings().store
    assert duizhao("documents", "--json").out == library
    assert inspect_catalogue(store) == inspect_vectors(store) == inspect_keywords(store) == []


def test_missing_path(duizhao, unchanged, tmp_path):
    assert_one_message(duizhao("ingest", tmp_path / "nowhere.txt"), "nowhere.txt")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        pytest.param("empty.txt", b"", "empty", id="empty"),
        pytest.param("blank.txt", b" \n\t\n", "blank.txt", id="blank"),
        pytest.param("binary.txt", bytes(range(256)) * 40, "binary", id="binary"),
        pytest.param("picture.png", b"\x89PNG\r\n", "png", id="unsupported"),
        pytest.param("wrong.txt", b"\xff\xfe\x00\xd8\x41\xd8" * 9, "wrong.txt", id="undecodable"),
        pytest.param("large.txt", "港".encode() * 17_000_000, "DUIZHAO_DOCUMENTS", id="50 MB"),
    ],
)
def test_bad_file(duizhao, unchanged, tmp_path, name, content, word):
    path = tmp_path / name
    path.write_bytes(content)
    assert_one_message(duizhao("ingest", path), name, word)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        pytest.param("", "question", id="empty"),
        pytest.param("  \n ", "question", id="blank"),
        pytest.param("港" * 20_000, "20", id="20,000 characters"),
        pytest.param("Quelle est la date d'ouverture du port ?", "English", id="third language"),
        pytest.param("港はいつ開きますか", "English", id="third script"),
    ],
)
def test_bad_question(duizhao, unchanged, question, word):
    assert_one_message(duizhao("ask", question), word)


def test_store_of_another_embedder(duizhao, library, monkeypatch, tiny_model):
    monkeypatch.setenv("DUIZHAO_EMBEDDING__MODEL", str(tiny_model))
    assert_one_message(duizhao("ask", "港口何时开放？"), "duizhao-static", "ingest")
    monkeypatch.delenv("DUIZHAO_EMBEDDING__MODEL")
    assert duizhao("documents", "--json").out == library


def test_store_folder_that_cannot_be_written(duizhao, documents, tmp_path):
    (tmp_path / "file").write_text("x")
    run = duizhao("ingest", documents, "--store", tmp_path / "file" / "store")
    assert_one_message(run, "file")


def test_store_path_that_is_a_folder_of_something_else(duizhao, documents):
    run = duizhao("ingest", documents, "--store", documents)
    assert_one_message(run, str(documents))
    assert sorted(path.name for path in documents.iterdir()) == ["ferry.md", "port.txt"]


def test_model_server_not_reachable_falls_back_with_a_note(duizhao, unchanged, monkeypatch):
    monkeypatch.setenv("DUIZHAO_ANSWER__API_KEY", "unused")
    monkeypatch.setenv("DUIZHAO_ANSWER__MAX_RETRIES", "0")
    with socket.socket() as silent:
        # Held, and not listened at: nobody else can take it.
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        monkeypatch.setenv("DUIZHAO_ANSWER__BASE_URL", f"http://127.0.0.1:{port}/v1")
        run = duizhao("ask", "新港口何时开放？", "--model", "openai:any", "--json")
    answer = run.records[0]
    assert "Traceback" not in run.err
    assert "5月1日" in answer["answer"]
    assert len(answer["notes"]) == 1
    assert f"127.0.0.1:{port}" in answer["notes"][0]


def test_unknown_model_provider(duizhao, unchanged):
    assert_one_message(duizhao("ask", "新港口何时开放？", "--model", "nobody:x"), "nobody")


def test_bad_setting_names_its_variable(duizhao, unchanged, monkeypatch):
    monkeypatch.setenv("DUIZHAO_SEARCH__TOP_K", "many")
    assert_one_message(duizhao("search", "港口"), "DUIZHAO_SEARCH__TOP_K")
    monkeypatch.delenv("DUIZHAO_SEARCH__TOP_K")


def test_bad_question_file_names_its_line(duizhao, unchanged, tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"id": "a", "question": "港口？"}) + "\n{broken\n", "utf-8")
    assert_one_message(duizhao("ask", "--batch", path, "--json"), "questions.jsonl", "2")


@pytest.mark.parametrize("port", ["99999", "-5", "x", "٣"])
def test_port_that_is_none(duizhao, port):
    run = duizhao("chat", "--port", port)
    assert (run.code, run.out) == (2, "")
    assert "ports go from 0 to 65535" in run.err


@pytest.mark.parametrize("date", ["2021-13", "2021-12-32", "2021-1", "soon"])
def test_date_that_is_none(duizhao, date):
    run = duizhao("ask", "港口？", "--since", date)
    assert (run.code, run.out) == (2, "")
    assert "is not a date such as 2021" in run.err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DUIZHAO_NOPE__X", "1", "There are: DUIZHAO_STORE, DUIZHAO_DOCUMENTS__..."),
        ("DUIZHAO_SEARCH__NOPE", "1", "DUIZHAO_SEARCH__... sets: TOP_K"),
        ("DUIZHAO_PAGE__MODELS", "notjson", "a JSON list is wanted"),
        ("DUIZHAO_PAGE__PORT", "99999", "65535, found '99999'"),
    ],
)
def test_variable_is_named_and_told_what_is_wanted(duizhao, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    run = duizhao("documents")
    monkeypatch.delenv(name)
    assert_one_message(run, f"{name}: ", said)
    assert "EnvSettingsSource" not in run.err


@pytest.mark.parametrize("history", ['{"a": 1}', '["a"]', "5", "{", '[{"role": "x"}]'])
def test_history_names_its_file(duizhao, unchanged, tmp_path, history):
    path = tmp_path / "turns.json"
    path.write_text(history, "utf-8")
    assert_one_message(duizhao("ask", "港口何时开放？", "--history", path), "turns.json", "role")
