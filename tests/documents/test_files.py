from pathlib import Path

import pytest

from rag.documents import SUPPORTED_SUFFIXES, find_files
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


def test_find_files_of_nothing_is_nothing(tmp_path):
    assert find_files([]) == []
    assert find_files([tmp_path]) == []


def test_supported_suffixes_are_lower_case():
    assert {".txt", ".md", ".html", ".docx", ".epub", ".zip", ".tmx"} <= set(SUPPORTED_SUFFIXES)
    assert all(suffix == suffix.lower() for suffix in SUPPORTED_SUFFIXES)
