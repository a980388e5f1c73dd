"""What the page keeps, on the command line: conversations, and feedback that eval reads."""

import dataclasses
import io
from contextlib import redirect_stdout

import pytest

from rag.conversations import Conversation, Feedback
from rag.evaluation.questions import read_questions
from rag.library import Library

ASKED = ("新港口何时开放？", "When does the new port open?", "Who is the king of Mars?")


@pytest.fixture
def kept(duizhao, documents):
    duizhao("ingest", documents)
    with Library.open() as library:
        conversation = Conversation()
        for question in ASKED:
            begun = conversation.begin(question)
            answer = library.ask(question)
            conversation = begun.update(
                dataclasses.replace(begun.last, status="done", answer=answer)
            )
        conversation = library.save_conversation("lin", conversation)
        ratings = (Feedback("up", "准确"), Feedback("down", "too long"), Feedback("up"))
        for exchange, feedback in zip(conversation.exchanges, ratings, strict=True):
            library.rate_answer("lin", conversation.id, exchange.id, feedback)
    return conversation


def test_list_shows_a_users_conversations(duizhao, kept):
    run = duizhao("conversations", "list", "--user", "lin", "--json")
    (record,) = run.records
    assert (record["id"], record["title"], record["exchange_count"]) == (kept.id, ASKED[0], 3)
    assert ASKED[0] in duizhao("conversations", "list", "--user", "lin").out
    nobody = duizhao("conversations", "list")
    assert (nobody.code, nobody.out) == (0, "")
    assert "--user NAME" in nobody.err


def test_export_writes_a_conversation(duizhao, kept, tmp_path):
    run = duizhao("conversations", "export", kept.id, "--user", "lin", "--language", "zh")
    assert run.out.startswith(f"# 对话\n\n## {ASKED[0]}\n")
    assert "[^1]: " in run.out
    out = tmp_path / "talk.docx"
    run = duizhao(
        "conversations", "export", kept.id, "--user", "lin", "--format", "docx", "--out", out
    )
    assert (run.code, run.out) == (0, "")
    assert out.read_bytes().startswith(b"PK")


def test_export_of_another_users_conversation_is_refused(duizhao, kept, tmp_path):
    run = duizhao("conversations", "export", kept.id, "--user", "wu")
    assert run.code == 1
    assert "another user's" in run.err
    nowhere = duizhao(
        "conversations", "export", kept.id, "--user", "lin", "--out", tmp_path / "none" / "x"
    )
    assert "cannot be written" in nowhere.err


def test_eval_reads_the_feedback(duizhao, kept, tmp_path):
    path = tmp_path / "feedback.jsonl"
    run = duizhao("feedback", "export", path)
    assert (run.code, run.out) == (0, "")
    assert "3 questions" in run.err
    lines = {line.question: line for line in read_questions(path)}
    assert set(lines) == set(ASKED)
    good, bad, refused = (lines[question] for question in ASKED)
    cited = kept.exchanges[0].answer.citations[0].passage.paragraph
    assert (good.evidence[0].doc, good.evidence[0].n) == (cited.document, cited.number)
    assert good.answerable
    assert good.model_extra["rating"] == "up"
    assert good.model_extra["comment"] == "准确"
    assert bad.answerable is None
    assert bad.turns[0].content == ASKED[0]
    assert bad.model_extra["comment"] == "too long"
    assert kept.exchanges[2].answer.refused
    assert refused.answerable is False
    result = duizhao("eval", path, "--json")
    assert result.code == 0
    assert "feedback" in result.out
    assert "0 questions" in duizhao("feedback", "export", path, "--user", "wu").err


@pytest.mark.parametrize(
    "command", [("conversations", "export", "x"), ("export",)], ids=lambda words: words[0]
)
def test_docx_is_not_written_to_a_terminal(duizhao, command):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    with redirect_stdout(Terminal()) as terminal:
        run = duizhao(*command, "--format", "docx")
    assert (run.code, terminal.getvalue()) == (2, "")
    assert "--out FILE" in run.err
