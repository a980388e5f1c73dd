"""Keys: where they are read from, and that they are found nowhere afterwards."""

import logging

import pytest
from answer_fakes import HARBOUR_EN, encode, finish, make_hit, make_question
from model_servers import Script, serve

from rag.answer import load_answerer
from rag.answer.chat_models.failures import ChatModelError
from rag.answer.chat_models.keys import KeyFileError, hide_address, hide_keys, read_key
from rag.answer.chat_models.models import Message, open_chat_model
from rag.cli import main
from rag.settings import AnswerSettings

#: No prefix by which a pattern could know it.
KEY = "zq7Hd83Lm2pXw90vB"
VARIABLES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
ECHOES = {"error": {"message": f"the key {KEY} is wrong: Bearer {KEY}", "type": "error"}}


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n", "utf-8")
    path.chmod(0o600)
    return path


def settings(provider, url, **changes):
    return AnswerSettings(
        **({"model": f"{provider}:tiny", "base_url": url, "max_retries": 0} | changes)
    )


def test_key_is_read_from_a_file_of_its_owner(key_file):
    assert read_key(AnswerSettings(api_key_file=key_file)) == KEY


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o606, 0o610, 0o777])
def test_file_that_others_can_use_is_refused(key_file, mode):
    key_file.chmod(mode)
    with pytest.raises(KeyFileError, match=r"mode \d{3}, so others may use it; run: chmod 600"):
        read_key(AnswerSettings(api_key_file=key_file))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "one key and nothing else"),
        (b"  \n", "one key and nothing else"),
        (b"one two\n", "one key and nothing else"),
        (b"a" * 5000, "one key and nothing else"),
        ("密钥".encode(), "something other than a key"),
    ],
)
def test_file_without_a_key_is_refused(key_file, content, message):
    key_file.write_bytes(content)
    with pytest.raises(KeyFileError, match=message) as caught:
        read_key(AnswerSettings(api_key_file=key_file))
    assert caught.value.__cause__ is None


def test_missing_file_or_folder_is_refused(tmp_path):
    with pytest.raises(KeyFileError, match="No such file"):
        read_key(AnswerSettings(api_key_file=tmp_path / "none"))
    with pytest.raises(KeyFileError, match=r"directory|not a file"):
        read_key(AnswerSettings(api_key_file=tmp_path))


def test_loose_file_is_told_in_both_languages(key_file):
    key_file.chmod(0o644)
    with pytest.raises(ChatModelError, match="chmod 600") as caught:
        open_chat_model(AnswerSettings(model="openai:tiny", api_key_file=key_file))
    assert "密钥文件" in caught.value.describe("zh")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("provider", ["openai", "ollama", "anthropic"])
def test_key_of_the_file_reaches_the_server(provider, key_file):
    script = Script(["Yes."])
    with serve(provider, script) as url:
        model = open_chat_model(settings(provider, url, api_key_file=key_file))
        list(model.stream([Message("user", "?")]))
    assert KEY in script.keys[0]


@pytest.mark.parametrize("given", [KEY, f" {KEY}\n"])
def test_white_space_around_a_key_is_not_sent(given):
    script = Script(["Yes."])
    with serve("openai", script) as url:
        list(open_chat_model(settings("openai", url, api_key=given)).stream([Message("user", "?")]))
    assert script.keys == [f"Bearer {KEY}"]


@pytest.fixture(params=["setting", "environment", "file"])
def key_source(request, key_file, monkeypatch):
    """Give the key in one of the ways there are; the settings that this takes."""
    if request.param == "environment":
        for variable in VARIABLES.values():
            monkeypatch.setenv(variable, KEY)
    return {"setting": {"api_key": KEY}, "file": {"api_key_file": key_file}}.get(request.param, {})


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_key_is_in_no_answer_message_or_log(provider, key_source, status, caplog, capfd):
    """A server that repeats the key in its error; every logger at its most talkative."""
    caplog.set_level(logging.DEBUG)
    with serve(provider, Script(statuses=[status], body=ECHOES)) as url:
        answerer = load_answerer(settings(provider, url, **key_source), encode=encode)
        question = make_question("When did the harbour bridge open?")
        _, answer = finish(answerer, question, [make_hit(HARBOUR_EN)])
    assert answer.notes
    printed = capfd.readouterr()
    for text in (repr(answer), caplog.text, printed.out, printed.err, repr(vars(answerer))):
        assert KEY not in text


def test_key_that_breaks_the_request_is_not_shown(monkeypatch):
    """httpx names the header that it refuses, with its value."""
    monkeypatch.setenv("OPENAI_API_KEY", f"{KEY}\nX-Evil: 1")
    with serve("openai", Script(["Yes."])) as url:
        model = open_chat_model(settings("openai", url))
        with pytest.raises(ChatModelError, match=r"\w") as caught:
            list(model.stream([Message("user", "?")]))
    assert KEY not in str(caught.value)


def test_key_is_stored_nowhere(tmp_path, monkeypatch, capsys):
    """The command line with a failing and a working server; then every file it left."""
    document = tmp_path / "harbour.txt"
    document.write_text(HARBOUR_EN, "utf-8")
    store = tmp_path / "store"
    monkeypatch.setenv("DUIZHAO_STORE", str(store))
    monkeypatch.setenv("DUIZHAO_ANSWER__MODEL", "openai:tiny")
    monkeypatch.setenv("DUIZHAO_ANSWER__API_KEY", KEY)
    monkeypatch.setenv("DUIZHAO_ANSWER__MAX_RETRIES", "0")
    script = Script(["It opened on May 3, 2019. [1]"], statuses=[401], body=ECHOES)
    with serve("openai", script) as url:
        monkeypatch.setenv("DUIZHAO_ANSWER__BASE_URL", url.replace("//", f"//user:{KEY}@"))
        main(["ingest", str(document)])
        for _ in range(2):
            assert main(["ask", "When did the harbour bridge open?", "--json"]) == 0
        main(["doctor"])
    printed = capsys.readouterr()
    assert '"openai:tiny"' in printed.out
    assert KEY not in printed.out + printed.err
    written = [path for path in store.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if KEY.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    "variable",
    [
        ("DUIZHAO_ANSWER", f'{{"api_key": "{KEY}"'),
        ("DUIZHAO_ANSWER", f'{{"api_key": ["{KEY}"]}}'),
        ("DUIZHAO_ANSWER", f'["{KEY}"]'),
        ("DUIZHAO_ANSWER__API_KEYS", KEY),
        ("DUIZHAO_ANSWER__API_KEY__X", KEY),
    ],
)
def test_setting_in_the_wrong_form_does_not_show_the_key(variable, monkeypatch, capsys):
    monkeypatch.setenv(*variable)
    assert main(["documents"]) != 0
    printed = capsys.readouterr()
    assert "answer" in printed.err.lower()
    assert KEY not in printed.out + printed.err


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Incorrect API key provided: sk-abcd1234efgh.", "Incorrect API key provided: [key]"),
        ("Authorization: Bearer abc.def", "Authorization: [key]"),
        (f"no such key {KEY}", "no such key [key]"),
        ("The task-force met.", "The task-force met."),
        ("", ""),
    ],
)
def test_keys_are_hidden(text, hidden):
    assert hide_keys(text, [KEY]) == hidden


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://user:pass@host:8/v1?key=abc", "https://host:8/v1"),
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("api.openai.com", "api.openai.com"),
    ],
)
def test_address_is_shown_without_what_signs_in(address, shown):
    assert hide_address(address) == shown
