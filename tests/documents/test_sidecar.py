"""Files beside documents: what they say, and what is said of those that cannot be used."""

from pathlib import Path

import pytest

from rag.documents import find_files, load_document, read_sidecar, read_value
from rag.documents.sidecar import find_orphans
from rag.errors import DocumentError
from rag.metadata import DocumentMetadata
from rag.settings import DocumentSettings


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "访谈 talk.txt"
    path.write_text("新码头将于五月开放。", "utf-8")
    return path


def write(document, text, encoding="utf-8"):
    Path(f"{document}.meta.toml").write_bytes(text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "metadata"),
    [
        pytest.param(
            'title = "新码头五月开放"\ndate = 2024-03-05\nsource = "海岸社"\nevent = "专访"\n'
            'interviewer = "王明"\ninterviewee = "林岚"\n',
            DocumentMetadata("新码头五月开放", "2024-03-05", "海岸社", "专访", "王明", "林岚"),
            id="zh",
        ),
        pytest.param(
            'source = "Coast News"\ndate = "March 5, 2024"\n',
            DocumentMetadata(date="2024-03-05", source="Coast News"),
            id="en",
        ),
        pytest.param(
            'interviewee = "Lin Lan / 林岚"',
            DocumentMetadata(interviewee="Lin Lan / 林岚"),
            id="mixed",
        ),
        pytest.param("# nothing yet\n", DocumentMetadata(), id="empty"),
        pytest.param('source = ""\nevent = "-"', DocumentMetadata(event=""), id="none"),
        pytest.param("date = 2024", DocumentMetadata(date="2024"), id="year"),
        pytest.param("date = 2024-03-05T10:20:00", DocumentMetadata(date="2024-03-05"), id="time"),
        pytest.param('\ufefftitle = "Pier"\r\n', DocumentMetadata("Pier"), id="mark and CRLF"),
    ],
)
def test_sidecar_says(document, text, metadata):
    write(document, text)
    sidecar = read_sidecar(document)
    assert (sidecar.metadata, sidecar.warnings) == (metadata, ())


def test_no_sidecar_says_nothing(document):
    assert read_sidecar(document).metadata == DocumentMetadata()
    assert read_sidecar(document.parent / "a.zip" / "b.txt").warnings == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('speaker = "Lin"', r"speaker: no such key; a sidecar has title, date, .*passed over"),
        ('date = "soon"', r"date: 'soon' is not a date; write 2021-12-30.*passed over"),
        ("date = 12", r"date: '12' is not a date"),
        ("source = 5", r"source: text in quotation marks is wanted.*found 5"),
        ("date = true", r"date: text in quotation marks is wanted.*found True"),
        (f'event = "{"x" * 301}"', r"event: 301 characters are too many; at most 300"),
    ],
)
def test_key_that_cannot_be_used_is_named_and_the_others_hold(document, text, message):
    write(document, f'{text}\ntitle = "Pier"')
    sidecar = read_sidecar(document)
    assert sidecar.metadata == DocumentMetadata("Pier")
    (warning,) = sidecar.warnings
    with pytest.raises(DocumentError, match=f"访谈 talk.txt.meta.toml: {message}"):
        raise DocumentError(warning)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'title = "Pier"\nsource = Coast News\n', "line 2"),
        ('title = "新码头"'.encode("gb18030"), "not in UTF-8"),
        (b"# " + b"x" * 100_001, "over the limit"),
    ],
    ids=["toml", "encoding", "size"],
)
def test_sidecar_that_cannot_be_read_says_where_and_how(document, data, found):
    Path(f"{document}.meta.toml").write_bytes(data)
    sidecar = read_sidecar(document)
    assert sidecar.metadata == DocumentMetadata()
    (warning,) = sidecar.warnings
    assert found in warning
    assert 'source = "Coast News"' in warning


def test_sidecar_is_no_document_and_stands_for_its_own(document):
    write(document, 'title = "Pier"')
    sidecar = Path(f"{document}.meta.toml")
    assert find_files([document.parent]) == [document]
    assert find_files([sidecar]) == find_files([sidecar, document]) == [document]


def test_sidecar_without_a_document_is_told(tmp_path):
    lost = tmp_path / "talk.meta.toml"
    lost.write_text('title = "Pier"')
    (warning,) = find_orphans(tmp_path)
    assert warning.path == str(lost)
    assert "describes talk, which does not lie beside it" in warning.message
    assert find_files([tmp_path]) == []
    with pytest.raises(DocumentError, match=r"talk\.meta\.toml: describes talk, which does not"):
        load_document(*find_files([lost]), "talk", DocumentSettings())


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("title", " 新码头\n五月开放 ", "新码头 五月开放"),
        ("title", "  \t", None),
        ("source", "-", ""),
        ("source", "Coast\x00 News", "Coast News"),
        ("date", "2021年12月30日", "2021-12-30"),
        ("date", "二〇二一年十二月", "2021-12"),
        ("date", "December 30, 2021", "2021-12-30"),
        ("date", "2021/1/5", "2021-01-05"),
        ("date", "2021-12", "2021-12"),
        ("date", "2021年", "2021"),
        ("date", "-", ""),
    ],
)
def test_values_are_read_as_people_write_them(field, text, value):
    assert read_value(field, text) == value


@pytest.mark.parametrize("text", ["2021-13", "2021-02-30", "0021", "2021-12-30 or so", "May", "x"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="is not a date; write 2021-12-30"):
        read_value("date", text)
