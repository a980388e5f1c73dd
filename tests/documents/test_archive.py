import io
import zipfile

import pytest
from format_samples import make_docx, make_zip, paragraph

from rag.documents import find_source_file, list_sources, load_source
from rag.errors import DocumentError
from rag.settings import DocumentSettings

SETTINGS = DocumentSettings()


def sources_of(tmp_path, parts, settings=SETTINGS):
    path = tmp_path / "资料.zip"
    path.write_bytes(parts if isinstance(parts, bytes) else make_zip(parts))
    read = {}
    for source in list_sources(path, settings):
        inner = str(source.path.relative_to(path))
        try:
            read[inner] = source.read()
        except DocumentError as error:
            read[inner] = str(error)
    return read


def test_members_are_sources_with_names_of_their_own(tmp_path):
    path = tmp_path / "talks.zip"
    path.write_bytes(make_zip({"a.txt": "港口。", "b/c.docx": make_docx(paragraph("The port."))}))
    found = []
    for source in list_sources(path, SETTINGS):
        document = load_source(source.path, source.read(), source.name, SETTINGS)
        found.append((document.name, document.path, document.text))
    assert found == [
        ("talks/a", str(path / "a.txt"), "港口。"),
        ("talks/b/c", str(path / "b" / "c.docx"), "The port."),
    ]


def test_hidden_and_unsupported_members_are_passed_over(tmp_path):
    parts = {"a.txt": "x", "__MACOSX/._a.txt": "x", ".b.txt": "x", "c.png": "x", "d/": ""}
    assert list(sources_of(tmp_path, parts)) == ["a.txt"]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
def test_names_without_a_flag_are_decoded(tmp_path, encoding):
    names = ["市長講話/記者會全文.txt", "readme.txt"]
    data = make_zip({f"{n}.txt": "x" for n in "ab"})
    for short, name in zip((b"a.txt", b"b.txt"), names, strict=True):
        data = rename_member(data, short, name.encode(encoding))
    assert set(sources_of(tmp_path, data)) == set(names)


def test_names_with_a_flag_are_utf8(tmp_path):
    assert list(sources_of(tmp_path, {"市长讲话.txt": "x"})) == ["市长讲话.txt"]


def rename_member(data, old, new):
    """Write an archive anew with raw bytes as a name, as old Chinese zip programs do."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as out:
        for info in archive.infolist():
            raw = info.filename.encode("cp437")
            info.filename = new.decode("cp437") if raw == old else info.filename
            entry = RawName(info.filename)
            out.writestr(entry, archive.read(info.orig_filename))
    return buffer.getvalue()


class RawName(zipfile.ZipInfo):
    """A member whose name is written in cp437, without the flag of UTF-8."""

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("part", "message"),
    [
        pytest.param("../../etc/x.txt", "leads out of the archive", id="traversal"),
        pytest.param("C:\\x.txt", "leads out of the archive", id="drive"),
        pytest.param("inner.zip", "an archive inside an archive is not opened", id="nested"),
        pytest.param(link("link.txt"), "a link to another file", id="link"),
    ],
)
def test_unsafe_members_are_named_and_the_others_read(tmp_path, part, message):
    read = sources_of(tmp_path, {part: "/etc/passwd", "good.txt": "good"})
    assert read.pop("good.txt") == b"good"
    assert message in next(iter(read.values()))


def test_absolute_names_are_refused(tmp_path):
    assert "leads out" in sources_of(tmp_path, {"/etc/passwd.txt": "x"})["etc/passwd.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_member_of_a_name_is_refused(tmp_path):
    parts = {zipfile.ZipInfo("a.txt"): "first", "a.txt": "second"}
    assert "a second file of this name" in sources_of(tmp_path, parts)["a.txt"]


def test_encrypted_members_are_named(tmp_path):
    data = bytearray(make_zip({"a.txt": "x" * 20}))
    data[6] |= 1  # the flag in the member's own head, and in the list at the end
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert (
        "a.txt: protected with a password; unpack it" in sources_of(tmp_path, bytes(data))["a.txt"]
    )


def test_a_damaged_member_is_named(tmp_path):
    data = bytearray(make_zip({"a.txt": "港口三月开放。", "b.txt": "fine"}, zipfile.ZIP_STORED))
    data[data.index("港".encode())] ^= 0xFF
    read = sources_of(tmp_path, bytes(data))
    assert "a.txt: cannot be unpacked (Bad CRC-32" in read["a.txt"]
    assert read["b.txt"] == b"fine"


def test_empty_and_large_members_are_named(tmp_path):
    settings = DocumentSettings(max_file_bytes=10)
    read = sources_of(tmp_path, {"a.txt": "", "b.txt": "x" * 11, "c.txt": "x"}, settings)
    assert "a.txt: this file is empty" in read["a.txt"]
    assert "b.txt: 11 bytes, over the limit of 10; split it" in read["b.txt"]
    assert read["c.txt"] == b"x"


@pytest.mark.parametrize(
    ("parts", "settings", "message"),
    [
        pytest.param(
            {f"{n}.txt": "x" for n in range(4)},
            DocumentSettings(max_archive_members=3),
            "holds 4 files, over the limit of 3; split",
            id="members",
        ),
        pytest.param(
            {f"{n}.txt": "x" * 600 for n in range(2)},
            DocumentSettings(max_unpacked_bytes=1000),
            "would unpack to 1,200 bytes, over the limit of 1,000, as zip bombs do",
            id="total",
        ),
        pytest.param(
            {"a.png": "x"}, SETTINGS, r"holds no file that is read here .*\.png", id="none"
        ),
        pytest.param({}, SETTINGS, "holds no file that is read here .*no file", id="empty"),
        pytest.param(b"PK\x03\x04 cut", SETTINGS, "damaged or cut off", id="damaged"),
        pytest.param(b"", SETTINGS, "damaged or cut off", id="0 bytes"),
        pytest.param(
            {"a.txt": "x"},
            DocumentSettings(max_packed_bytes=20),
            "over the limit of 20; split it, or set DUIZHAO_DOCUMENTS__MAX_PACKED_BYTES",
            id="large",
        ),
    ],
)
def test_archives_are_refused(tmp_path, parts, settings, message):
    with pytest.raises(DocumentError, match=rf"资料\.zip: .*{message}"):
        sources_of(tmp_path, parts, settings)


def test_a_bomb_in_an_archive_is_named_without_being_unpacked(tmp_path):
    read = sources_of(tmp_path, {"bomb.txt": bytes(15_000_000), "good.txt": "good"})
    assert "as zip bombs do" in read["bomb.txt"]
    assert read["good.txt"] == b"good"


def test_find_source_file_finds_the_archive(tmp_path):
    path = tmp_path / "a.zip"
    assert find_source_file(path / "b" / "c.txt") is None
    path.write_bytes(b"")
    assert find_source_file(path / "b" / "c.txt") == path
    assert find_source_file(path) == path
    assert find_source_file(tmp_path / "c.txt") is None
