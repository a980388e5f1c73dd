import subprocess
import sys
import zipfile

import pytest


def test_ingest_reports_what_it_did(duizhao, documents):
    first = duizhao("ingest", documents, "--json")
    assert first.code == 0
    assert sorted(first.records[0]["added"]) == ["ferry", "port"]
    second = duizhao("ingest", documents, "--json")
    assert sorted(second.records[0]["unchanged"]) == ["ferry", "port"]
    assert second.records[0]["added"] == second.records[0]["updated"] == []


def test_ingest_replaces_a_changed_file(duizhao, documents):
    duizhao("ingest", documents)
    (documents / "port.txt").write_text("记者：渡轮呢？\n\n市长林海：渡轮将于七月停航。\n", "utf-8")
    report = duizhao("ingest", documents, "--json")
    assert report.records[0]["updated"] == ["port"]
    texts = [hit["text"] for hit in duizhao("search", "港口何时开放", "--json").records]
    assert not any("3.2亿" in text for text in texts)
    assert any("停航" in hit["text"] for hit in duizhao("search", "渡轮停航", "--json").records)


def test_ingest_prunes_documents_whose_file_is_gone(duizhao, documents):
    duizhao("ingest", documents)
    (documents / "port.txt").unlink()
    report = duizhao("ingest", documents, "--prune", "--json")
    assert report.records[0]["removed"] == ["port"]
    assert [line["document"] for line in duizhao("documents", "--json").records] == ["ferry"]


def test_ingest_names_documents_of_the_same_file_name_apart(duizhao, documents):
    other = documents / "2025"
    other.mkdir()
    (other / "port.txt").write_text("记者：桥呢？\n\n市长林海：大桥将于明年通车。\n", "utf-8")
    duizhao("ingest", documents)
    names = [line["document"] for line in duizhao("documents", "--json").records]
    assert len(set(names)) == 3
    assert all(name.split("/")[-1] in ("port", "ferry") for name in names)


def test_ingest_goes_on_after_a_file_that_fails(duizhao, documents):
    (documents / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    run = duizhao("ingest", documents, "--json")
    assert run.code == 1
    assert sorted(run.records[0]["added"]) == ["ferry", "port"]
    assert "bad.txt" in run.records[0]["failed"][0]["reason"]


def test_inspect_prints_paragraphs_without_indexing(duizhao, documents):
    run = duizhao("inspect", documents / "port.txt", "--json")
    assert [line["kind"] for line in run.records] == ["question", "answer"]
    text = (documents / "port.txt").read_text("utf-8")
    for line in run.records:
        assert "".join(text[start:end] for start, end in line["spans"]) == line["text"]
    assert duizhao("documents").code == 1


def test_remove_takes_a_document_out_of_every_search(duizhao, documents):
    duizhao("ingest", documents)
    assert duizhao("remove", "port").code == 0
    hits = duizhao("search", "新港口何时开放", "--json").records
    assert all(hit["document"] != "port" for hit in hits)


def test_remove_names_what_is_not_there(duizhao, documents):
    duizhao("ingest", documents)
    run = duizhao("remove", "bridge")
    assert run.code == 1
    assert "bridge" in run.err
    assert "port" in run.err


def test_doctor_finds_a_fresh_library_whole(duizhao, documents):
    duizhao("ingest", documents)
    run = duizhao("doctor", "--json")
    assert run.code == 0
    assert run.records
    assert all(line["ok"] for line in run.records)
    (refusal,) = [line for line in run.records if line["check"] == "refusal"]
    assert "0.42" in refusal["found"]
    assert "calibrated with duizhao-static" in refusal["found"]


def test_pairs_prints_both_sides(duizhao, tmp_path):
    path = tmp_path / "both.txt"
    path.write_text(
        "记者：新港口何时开放？Question: When will the new port open?\n\n"
        "市长：新港口将于2026年5月1日开放，投资3.2亿元。"
        "Mayor: The new port will open on May 1, 2026, at a cost of 320 million yuan.\n",
        "utf-8",
    )
    duizhao("ingest", path)
    run = duizhao("pairs", "--json")
    assert {(pair["zh"][0]["text"][:3], pair["en"][0]["text"][:5]) for pair in run.records} == {
        ("记者：", "Quest"),
        ("市长：", "Mayor"),
    }
    assert all(0 <= pair["score"] <= 1 for pair in run.records)


@pytest.mark.parametrize("command", ["documents", "pairs", "doctor"])
def test_commands_on_a_missing_library_say_what_to_do(duizhao, command, tmp_path):
    store = tmp_path / "none"
    run = duizhao(command, "--store", store)
    assert run.code == 1
    assert str(store) in run.err
    assert "ingest" in run.err
    assert not store.exists()


def test_help_names_every_command_of_the_contract(duizhao):
    out = duizhao("--help").out
    for command in ("ingest", "inspect", "documents", "remove", "pairs", "search", "ask", "chat"):
        assert command in out


def test_wrong_usage_exits_with_two(duizhao):
    assert duizhao("ingest").code == 2
    assert duizhao("search", "x", "-k", "0").code == 2
    assert duizhao("ask").code == 2


def test_commands_need_no_heavy_packages():
    code = "import sys, rag.commands.asking as a; print({'torch', 'gradio'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_inspect_shows_each_file_of_an_archive(duizhao, tmp_path):
    path = tmp_path / "talks.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("港口.html", "<h1>港口</h1><p>港口三月开放。</p>")
        archive.writestr("empty.txt", "")
        archive.writestr("ferry.txt", "The ferry stops in July.")
    run = duizhao("inspect", path, "--json")
    assert run.code == 1
    assert [(record["document"], record["text"]) for record in run.records] == [
        ("talks/港口", "港口"),
        ("talks/港口", "港口三月开放。"),
        ("talks/ferry", "The ferry stops in July."),
    ]
    assert f"{path / 'empty.txt'}: this file is empty" in run.err
