import json


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
