from pathlib import Path

import pytest

from rag.documents import (
    SUPPORTED_SUFFIXES,
    Sidecar,
    find_files,
    find_source_file,
    read_sidecar,
)
from rag.errors import DocumentError


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("港口 port", encoding="utf-8")
    return path


def test_find_files_walks_folders_and_skips_hidden_and_unsupported(tmp_path):
    wanted = [_touch(tmp_path / name) for name in ("a.txt", "b/纪要.MD", "b/c/d.markdown")]
    for name in (".hidden.txt", ".git/e.txt", "b/picture.png", "b/no_suffix"):
        _touch(tmp_path / name)
    assert find_files([tmp_path]) == sorted(wanted)


def test_find_files_lists_a_file_once_however_it_is_named(tmp_path):
    file = _touch(tmp_path / "a.txt")
    assert find_files([file, tmp_path, tmp_path / "." / "a.txt"]) == [file]


def test_find_files_keeps_a_named_file_of_any_suffix(tmp_path):
    file = _touch(tmp_path / "scan.png")
    assert find_files([file]) == [file]


def test_find_files_refuses_a_missing_path(tmp_path):
    with pytest.raises(DocumentError, match=r"gone\.txt: no such file or folder; check"):
        find_files([tmp_path / "gone.txt"])


def test_find_files_refuses_a_name_the_system_cannot_read(tmp_path):
    with pytest.raises(DocumentError, match=r"cannot be read \(File name too long\)"):
        find_files([tmp_path / ("x" * 300)])


def test_find_files_refuses_a_sidecar_name_the_system_cannot_read(tmp_path):
    with pytest.raises(DocumentError, match=r"cannot be read \(File name too long\)"):
        find_files([tmp_path / ("x" * 300 + ".txt.meta.toml")])


@pytest.mark.parametrize("name", ["采" * 83 + ".txt", "x" * 251 + ".txt"])
def test_longest_names_are_found_and_loaded_though_no_sidecar_fits_beside(tmp_path, name):
    file = _touch(tmp_path / name)
    assert find_files([file]) == find_files([tmp_path]) == [file]
    assert read_sidecar(file) == Sidecar()


def test_source_with_a_name_that_no_file_can_have_is_its_archive(tmp_path):
    archive = _touch(tmp_path / "talks.zip")
    assert find_source_file(archive / ("x" * 300 + ".txt")) == archive
    assert find_source_file(tmp_path / "gone.zip" / ("x" * 300)) is None


def test_find_files_of_nothing_is_nothing(tmp_path):
    assert find_files([]) == []
    assert find_files([tmp_path]) == []


def test_supported_suffixes_are_lower_case():
    assert {".txt", ".md", ".html", ".docx", ".epub", ".zip", ".tmx"} <= set(SUPPORTED_SUFFIXES)
    assert all(suffix == suffix.lower() for suffix in SUPPORTED_SUFFIXES)
