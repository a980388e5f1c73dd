"""Names that browsers send, made safe; files put in place and taken back."""

from contextlib import suppress

import pytest

from ui.uploads import UploadBatch, sanitize_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("report.txt", "report.txt"),
        ("发布会 实录.txt", "发布会 实录.txt"),
        ("发布会Briefing（2021）.md", "发布会Briefing（2021）.md"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a/b/c.txt", "c.txt"),
        (".hidden", "hidden"),
        ("", "document"),
        ("...", "document"),
        ("con.txt", "document-con.txt"),
        ('a<b>:"|?*.txt', "ab.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("txt.\u202egnp", "txt.gnp"),
        (".txt", "txt"),
    ],
)
def test_sanitize_name(sent, kept):
    assert sanitize_name(sent) == kept


@pytest.mark.parametrize("letter", ["字", "a"])
def test_sanitize_name_shortens(letter):
    name = sanitize_name(letter * 500 + ".txt")
    assert len(name.encode()) <= 180
    assert name.endswith(letter + ".txt")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("new", encoding="utf-8")
    return path


def test_same_name_twice_in_a_batch_is_numbered(tmp_path, source):
    with UploadBatch(tmp_path / "up") as batch:
        assert [batch.save(source).name, batch.save(source).name] == ["a.txt", "a-2.txt"]


def test_take_back_restores_the_earlier_file(tmp_path, source):
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "a.txt").write_text("old", encoding="utf-8")
    with UploadBatch(tmp_path / "up") as batch:
        target = batch.save(source)
        assert target.read_text(encoding="utf-8") == "new"
        batch.take_back(target)
    assert target.read_text(encoding="utf-8") == "old"


def test_an_error_takes_everything_back(tmp_path, source):
    with suppress(KeyError), UploadBatch(tmp_path / "up") as batch:
        batch.save(source)
        raise KeyError
    assert not list((tmp_path / "up").iterdir())


def test_a_missing_source_leaves_nothing(tmp_path):
    with UploadBatch(tmp_path / "up") as batch:
        with pytest.raises(OSError, match="missing"):
            batch.save(tmp_path / "missing.txt")
        assert not list((tmp_path / "up").iterdir())
