def test_terms_shows_the_key_word_in_context(duizhao, tmp_path):
    memory = tmp_path / "memory.tsv"
    memory.write_text("新渡轮六月开航。\tThe new ferry starts in June.\n", "utf-8")
    duizhao("ingest", memory)
    run = duizhao("terms", "渡轮")
    assert run.code == 0
    assert run.out.splitlines() == [
        "ferry  (1)",
        "    新[渡轮]六月开航。    [memory #1]",
        "  = The new [ferry] starts in June.",
        "",
    ]
    (record,) = duizhao("terms", "ferries", "--json").records
    assert record["rendering"] == "渡轮"
    assert (record["left"], record["key"]) == ("The new ", "ferry")
    assert record["counterpart"]["left"] == "新"
    assert record["counterpart"]["document"] == "memory"


def test_terms_without_places_or_counterparts(duizhao, documents):
    duizhao("ingest", documents / "port.txt")
    run = duizhao("terms", "新港口")
    assert run.out.startswith("no counterpart  (2)\n")
    assert duizhao("terms", "新港口", "--json").records[0]["counterpart"] is None
    nowhere = duizhao("terms", "飞机")
    assert (nowhere.code, nowhere.out) == (0, "")
    assert "'飞机' stands nowhere in the library" in nowhere.err


def test_terms_refuses_what_is_no_term(duizhao, documents):
    duizhao("ingest", documents)
    run = duizhao("terms", "！")
    assert run.code == 1
    assert "A term has at least one letter" in run.err
