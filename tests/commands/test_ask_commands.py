import json

import pytest

from rag.commands.output import print_answer
from rag.schema import Answer, Hit, Paragraph, Passage, Question


def test_search_finds_evidence_in_both_languages(duizhao, documents):
    duizhao("ingest", documents)
    zh = duizhao("search", "新港口什么时候开放？", "--json").records
    assert zh[0]["document"] == "port"
    en = duizhao("search", "How many ferries run to the islands?", "--json").records
    assert en[0]["document"] == "ferry"


def test_search_limits_language_and_count(duizhao, documents):
    duizhao("ingest", documents)
    run = duizhao("search", "港口 ferry", "--language", "en", "-k", "1", "--json")
    assert [hit["language"] for hit in run.records] == ["en"]


def test_ask_answers_with_an_exact_quote(duizhao, documents):
    duizhao("ingest", documents)
    answer = duizhao("ask", "新港口的投资是多少？", "--json").records[0]
    assert not answer["refused"]
    assert "3.2亿" in answer["answer"]
    citation = answer["citations"][0]
    assert citation["quote"] in citation["text"]
    assert f"[{citation['marker']}]" in answer["answer"]
    assert answer["language"] == "zh"


def test_ask_prints_sources_for_a_person(duizhao, documents):
    duizhao("ingest", documents)
    run = duizhao("ask", "How many people does each ferry carry?")
    assert "300" in run.out
    assert "[1] ferry" in run.out


@pytest.mark.parametrize("reason", ["not_stated", "name_absent", "nothing_relevant"])
def test_refusal_prints_the_passages_it_announces(capsys, reason):
    paragraphs = [
        Paragraph("port", n, "zh", "answer", "林海", text, ((0, len(text)),))
        for n, text in enumerate(("新港口\n五月开放。", "很长。" * 99, "三", "四"), start=1)
    ]
    hits = tuple(Hit(Passage(p.number, p, date="2024"), 1.0) for p in paragraphs)
    question = Question("多少人受伤？", "zh")
    print_answer(Answer(question, "没有说明。", True, (), hits, "extractive", reason=reason))
    shown = capsys.readouterr().out.split("\n- ")
    if reason == "nothing_relevant":  # which announces none
        assert shown == ["没有说明。\n"]
        return
    assert shown[1] == "port #1 · 林海 · 2024\n    新港口 五月开放。\n"
    assert shown[2].endswith("很…\n")
    assert len(shown) == 4


def test_ask_batch_answers_every_line(duizhao, documents, tmp_path):
    duizhao("ingest", documents)
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "question": "新港口何时开放？"},
        {"id": "b", "question": ""},
        {"id": "c", "question": "How many ferries will run?"},
    ]
    questions.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    run = duizhao("ask", "--batch", questions, "--json")
    assert [answer["id"] for answer in run.records] == ["a", "b", "c"]
    assert [answer["refused"] for answer in run.records] == [False, True, False]


def test_ask_follows_up_with_history(duizhao, documents, tmp_path):
    duizhao("ingest", documents)
    history = tmp_path / "history.json"
    turns = [
        {"role": "user", "content": "新港口何时开放？"},
        {"role": "assistant", "content": "5月。"},
    ]
    history.write_text(json.dumps(turns), "utf-8")
    answer = duizhao("ask", "投资呢？", "--history", history, "--json").records[0]
    assert "3.2亿" in answer["answer"]


def test_eval_prints_measures(duizhao, documents, tmp_path):
    duizhao("ingest", documents)
    questions = tmp_path / "questions.jsonl"
    line = {
        "id": "a",
        "question": "新港口何时开放？",
        "must_contain": [["5月1日", "May 1"]],
        "evidence": [{"doc": "port", "lang": "zh", "text": "新港口将于2026年5月1日开放"}],
    }
    questions.write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    run = duizhao("eval", questions, "--out", tmp_path / "run")
    assert run.code == 0
    assert "facts" in run.out
    assert (tmp_path / "run" / "scores.json").exists()
