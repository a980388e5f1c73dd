"""Keys and questions are in no line of the log, in no message and in no traceback."""

from __future__ import annotations

import json
import logging

import pytest

from rag.cli import main
from rag.runtime.logs import logging_to_stderr
from rag.runtime.observing import request
from rag.settings import LogSettings

KEY = "zq7Hd83Lm2pXw90vB-fake"
QUESTION = "港口博物馆什么时候开馆？"


@pytest.fixture
def keyed(monkeypatch, sample_library):
    monkeypatch.setenv("DUIZHAO_ANSWER__API_KEY", KEY)
    monkeypatch.setenv("DUIZHAO_ANSWER__BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("DUIZHAO_ANSWER__MAX_RETRIES", "0")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return sample_library.info.path


@pytest.mark.parametrize("flags", [["-vv"], ["-vv", "--log-json"]])
def test_key_and_question_are_in_no_output(keyed, flags, capsys, tmp_path):
    line = {"id": "1", "question": QUESTION}
    (tmp_path / "q.jsonl").write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    model = ["--model", "openai:tiny", "--store", str(keyed), *flags]
    main(["ask", QUESTION, *model])
    main(["eval", str(tmp_path / "q.jsonl"), *model])
    told = capsys.readouterr()
    assert KEY not in told.out + told.err
    assert "stage model took" in told.err
    assert QUESTION not in told.err


def test_question_is_logged_where_the_setting_says_so(keyed, capsys, monkeypatch):
    monkeypatch.setenv("DUIZHAO_LOG__QUESTION_TEXTS", "true")
    main(["ask", QUESTION, "--store", str(keyed), "-v", "--log-json"])
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line[:1] == "{"]
    assert any(line.get("question") == QUESTION for line in lines)
    assert len({line["request"] for line in lines}) == 1


def test_nothing_is_logged_by_default(keyed, capsys):
    assert main(["ask", QUESTION, "--store", str(keyed)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("as_json", [True, False])
def test_secrets_in_messages_and_tracebacks_are_hidden(as_json, capsys):
    logger = logging.getLogger("rag.test")
    with logging_to_stderr(LogSettings(as_json=as_json), [KEY]), request("abc"):
        try:
            raise ValueError(f"Bearer {KEY} sk-abcdefgh12345678")  # noqa: TRY301
        except ValueError:
            logger.exception("failed with %s", KEY)
    told = capsys.readouterr().err
    assert KEY not in told
    assert "sk-abcdefgh" not in told
    assert "[hidden]" in told
    assert "abc" in told
    if as_json:
        assert json.loads(told)["level"] == "error"


def test_message_cannot_forge_a_line(capsys):
    with logging_to_stderr(LogSettings()):
        logging.getLogger("ui.test").warning("one\n2026-01-01T00:00:00.000Z ERROR forged")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_chatter_of_other_packages_is_left_out(capsys):
    with logging_to_stderr(LogSettings(level="debug")):
        other = logging.getLogger("httpx")
        other.setLevel(logging.DEBUG)
        other.debug("headers: Authorization")
        other.setLevel(logging.NOTSET)
    assert capsys.readouterr().err == ""
