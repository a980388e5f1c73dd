from pathlib import Path

from rag.documents import load_document, split_paragraphs
from rag.evaluation.bench.ingest import bench_ingest
from rag.evaluation.bench.translated import write_files
from rag.settings import DocumentSettings, Settings


def test_the_same_number_gives_the_same_files_of_so_many_paragraphs(tmp_path: Path) -> None:
    assert write_files(tmp_path / "a", 120) == write_files(tmp_path / "b", 120) == 120
    texts = [
        {path.name: path.read_text("utf-8") for path in (tmp_path / name).iterdir()}
        for name in ("a", "b")
    ]
    assert texts[0] == texts[1]
    languages = {}
    for path in (tmp_path / "a").iterdir():
        paragraphs = split_paragraphs(load_document(path, path.stem, DocumentSettings()))
        languages[path.stem.rpartition("-")[2]] = {each.language for each in paragraphs}
    assert languages == {"zh": {"zh"}, "en": {"en"}}


def test_reading_and_pairing_are_measured() -> None:
    table = bench_ingest(60, Settings())
    assert "ingest, 61 paragraphs in 4 files" in table
    pairs = next(line for line in table.splitlines() if "pairs found" in line)
    assert int(pairs.split("|")[2]) >= 25
