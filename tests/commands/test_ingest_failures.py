"""Files as people have them, damaged, locked or of another kind than they say, in one run."""

import io
import time
import zipfile

import pytest

_LIMITS = {
    "DUIZHAO_DOCUMENTS__MAX_PART_BYTES": "200000",
    "DUIZHAO_DOCUMENTS__MAX_FILE_BYTES": "3000000",
}
_TMX = (
    '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<tmx version="1.4"><header/><body><tu><tuv xml:lang="zh"><seg>船离港。</seg></tuv>'
    '<tuv xml:lang="en"><seg>&b; The ship left.</seg></tuv></tu></body></tmx>'
)
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def _zip(**parts: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return buffer.getvalue()


_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
_BOMB = b"<w>" + b" " * 1_000_000
_BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.md": (b" \n\n\t", "holds no Chinese or English text"),
    "nul.txt": (b"The ship left.\0\0\0And came back.", "binary file"),
    "large.txt": ("船离港。".encode() * 400_000, "over the limit of 3,000,000"),
    "links.txt": (b"https://example.org/a\nhttps://example.org/b\n", "Nothing is fetched"),
    "shortcut.url": (b"[InternetShortcut]\nURL=https://example.org\n", "Nothing is fetched"),
    "really.txt": (b"%PDF-1.7\n", "holds a PDF"),
    "really.pdf": (b"The ship left the port.", "holds plain text"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<</Type/Cata", "damaged"),
    "locked.docx": (_OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "bomb.docx": (_zip(word__document_dot_xml=_BOMB), "over the limit of 200,000"),
    "bomb.zip": (_zip(a_dot_txt=_BOMB), "unpacks to 1,000,003 bytes"),
    "torn.epub": (b"PK\x03\x04 and nothing more", "damaged or cut off"),
    "entities.tmx": (_TMX.encode(), "declares entities"),
    "torn.xlf": (b'<xliff version="1.2"><file>', "well-formed"),
    "german.csv": (b"de,fr\nGuten Tag,Bonjour\n", "no two columns"),
    "talk.srt": (b"No times at all here.", "no subtitle was found"),
}


@pytest.fixture
def mixed(tmp_path, monkeypatch):
    for name, value in _LIMITS.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, (data, _) in _BAD.items():
        (folder / name).write_bytes(data)
    (folder / "a-good.txt").write_text("港口三月开放。\n\nThe port opens in March.\n", "utf-8")
    (folder / "z-good.txt").write_text("渡轮七月停航。\n\nThe ferry stops in July.\n", "utf-8")
    return folder


def test_each_failure_is_named_with_its_reason_and_the_others_are_read(duizhao, mixed):
    run = duizhao("ingest", mixed, "--json")
    assert run.code == 1
    report = run.records[0]
    assert report["added"] == ["a-good", "z-good"]
    reasons = {each["path"].split("/mixed/")[1]: each["reason"] for each in report["failed"]}
    assert {name.split("/")[0] for name in reasons} == set(_BAD)
    for name, reason in reasons.items():
        file = name.split("/")[0]
        assert file in reason
        assert any(part in reason for part in _BAD[file][1].split("|")), (name, reason)
        assert "Traceback" not in reason
    assert run.err.count("failed: ") == len(_BAD)
    assert "Traceback" not in run.err


def test_what_is_stored_stays_when_its_file_is_damaged_later(duizhao, documents):
    duizhao("ingest", documents)
    (documents / "port.txt").write_bytes(b"%PDF-1.7\n")
    assert duizhao("ingest", documents, "--json").code == 1
    names = [line["document"] for line in duizhao("documents", "--json").records]
    assert names == ["ferry", "port"]


@pytest.mark.parametrize(
    "unit", ["港口的灯塔一直亮着", "the lighthouse of the port stays lit ", "a"], ids=str
)
def test_a_line_without_end_is_read_in_time(duizhao, tmp_path, unit):
    (tmp_path / "line.txt").write_text(unit * (1_000_000 // len(unit)), "utf-8")
    started = time.process_time()
    assert duizhao("ingest", tmp_path / "line.txt").code == 0
    assert time.process_time() - started < 30  # its square would be hours


def test_text_in_a_third_language_is_added_with_a_warning(duizhao, tmp_path):
    path = tmp_path / "rapport.txt"
    path.write_text(
        "Le maire a présenté mardi le nouveau plan du port de la ville.\n\n"
        "Les travaux doivent commencer au printemps et durer environ trois ans.\n",
        "utf-8",
    )
    run = duizhao("ingest", path, "--store", tmp_path / "store")
    assert run.code == 0
    assert "1 added" in run.out + run.err
    assert "neither Chinese nor English" in run.err
