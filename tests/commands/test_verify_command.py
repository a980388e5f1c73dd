import json

import pytest

ARTICLE = """会议上，林海说：“新港口将于2026年5月1日开放，投资3.2亿元。”

The mayor promised that “Twelve ferries will run every night from June,” and called it “a start”.

> 新港口將於2026年5月1日開放

他还说「港口会建在月亮上，欢迎大家前来参观」。
"""


@pytest.fixture
def store(duizhao, documents, tmp_path):
    store = tmp_path / "store"
    assert duizhao("ingest", "--store", store, documents).code == 0
    return store


def test_verify_finds_a_quote(duizhao, store):
    run = duizhao("verify", "--store", store, "“投资3.2亿元”")
    assert run.code == 0
    assert run.out.startswith("exact\n")
    assert "port #2 · 市长林海" in run.out


def test_verify_marks_what_differs(duizhao, store):
    run = duizhao("verify", "--store", store, "Twelve ferries will run every night from June")
    assert run.code == 1
    assert "every [-night-]{+day+} from June" in run.out


def test_verify_as_json(duizhao, store):
    run = duizhao("verify", "--store", store, "--json", "新港口將於2026年5月1日開放")
    (record,) = run.records
    assert (run.code, record["status"], record["variations"]) == (0, "same_letters", ["script"])
    (place,) = record["places"]
    assert place["quote"] == "新港口将于2026年5月1日开放"
    assert place["text"][place["start"] : place["end"]] == place["quote"]


def test_verify_checks_every_quotation_of_a_file(duizhao, store, tmp_path):
    article = tmp_path / "article.md"
    article.write_text(ARTICLE, "utf-8")
    run = duizhao("verify", "--store", store, "--file", article, "--json")
    assert run.code == 1
    found = [(record["line"], record["status"]) for record in run.records]
    assert found == [(1, "exact"), (3, "differs"), (5, "same_letters"), (7, "not_found")]
    assert run.err.startswith(
        "4 quotations: 1 exact, 1 of the same letters, 1 differing, 1 not found; 1 shorter"
    )


def test_verify_passes_a_file_whose_quotations_stand(duizhao, store, tmp_path):
    article = tmp_path / "article.txt"
    article.write_text("林海称“新港口将于2026年5月1日开放”。", "utf-8")
    run = duizhao("verify", "--store", store, "--file", article)
    assert run.code == 0
    assert run.out.startswith("line 1: exact\n")


def test_verify_says_that_a_file_quotes_nothing(duizhao, store, tmp_path):
    article = tmp_path / "article.txt"
    article.write_text("没有引语。", "utf-8")
    run = duizhao("verify", "--store", store, "--file", article)
    assert run.code == 0
    assert "No quotations to check" in run.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "give either a QUOTE or --file FILE"),
        (["a", "--file", "b.txt"], 2, "give either a QUOTE or --file FILE"),
        (["？！"], 1, "A quote has at least one letter"),
        (["新港口", "--document", "none"], 1, "No document is named 'none'. The library holds:"),
        (["--file", "none.txt"], 1, "none.txt"),
    ],
)
def test_verify_says_what_is_wrong(duizhao, store, arguments, code, message):
    run = duizhao("verify", "--store", store, *arguments)
    assert run.code == code
    assert message in run.err
    assert not run.out


def test_verify_of_an_empty_library_finds_nothing(duizhao, tmp_path):
    store = tmp_path / "store"
    (tmp_path / "a.txt").write_text("一段话。", "utf-8")
    duizhao("ingest", "--store", store, tmp_path / "a.txt")
    duizhao("remove", "--store", store, "a")
    run = duizhao("verify", "--store", store, "--json", "一段话。")
    assert run.code == 1
    assert json.loads(run.out)["status"] == "not_found"
