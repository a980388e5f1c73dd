def test_differences_are_shown_with_their_places(duizhao, tmp_path):
    memory = tmp_path / "memory.tsv"
    memory.write_text("共有350艘渡轮。\tThere are 530 ferries.\n", "utf-8")
    duizhao("ingest", memory)
    run = duizhao("pairs", "--differences")
    assert run.out.splitlines() == [
        "number",
        "    共有[350]艘渡轮。    [memory #1]",
        "    There are [530] ferries.    [memory #2]",
    ]
    (record,) = duizhao("pairs", "--differences", "--json").records
    assert record["kind"] == "number"
    side = record["sides"][1]
    assert (side["quote"], side["paragraph"], side["text"][side["start"] : side["end"]]) == (
        "530",
        2,
        "530",
    )


def test_no_differences(duizhao, documents):
    duizhao("ingest", documents / "port.txt")
    run = duizhao("pairs", "--differences")
    assert (run.code, run.out) == (0, "")
    assert "No differences were found." in run.err
