import pytest


@pytest.fixture
def memory(duizhao, tmp_path):
    path = tmp_path / "memory.tsv"
    path.write_text("新渡轮六月开航。\tThe new ferry starts in June.\n", "utf-8")
    duizhao("ingest", path)


def test_export_writes_to_stdout(duizhao, memory):
    run = duizhao("export", "--format", "csv")
    assert run.code == 0
    assert "新渡轮六月开航。,The new ferry starts in June.,1.0000" in run.out
    assert run.err == "1 pairs\n"


@pytest.mark.parametrize("form", ["tmx", "csv", "md", "docx"])
def test_export_writes_a_file(duizhao, memory, tmp_path, form):
    out = tmp_path / f"pairs.{form}"
    run = duizhao("export", "--format", form, "--document", "memory", "--out", out)
    assert (run.code, run.out) == (0, "")
    assert out.stat().st_size > 100


def test_export_says_what_is_wrong(duizhao, memory, tmp_path):
    unknown = duizhao("export", "--format", "tmx", "--document", "x")
    assert (unknown.code, unknown.out) == (1, "")
    assert "No document is named 'x'" in unknown.err
    nowhere = duizhao("export", "--format", "tmx", "--out", tmp_path / "none" / "a.tmx")
    assert nowhere.code == 1
    assert "cannot be written (No such file or directory)" in nowhere.err
    assert duizhao("export", "--format", "doc").code == 2


def test_export_without_pairs_is_an_empty_file(duizhao, documents, tmp_path):
    duizhao("ingest", documents / "port.txt")
    run = duizhao("export", "--format", "tmx")
    assert run.code == 0
    assert "<body>\n  </body>" in run.out
    assert "No pairs" in run.err
