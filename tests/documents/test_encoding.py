import pytest

from rag.documents.encoding import decode_text
from rag.errors import DocumentError

_TEXTS = {
    "zh": "临海市昨天宣布，港口将于三月开放。",
    "zh-short": "港口何时开放？",
    "hant": "臨海市昨天宣佈，港口將於三月開放。",
    "hant-short": "請問港口何時開放？",
    "mixed": "林岚：港口三月开放。Lin Lan: The port opens in March.\n",
    "en": "The port of Linhai opens in March.\n",
}
_ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "gb18030",
    "gbk",
    "big5",
]
_CASES = [
    pytest.param(text, encoding, id=f"{name}-{encoding}")
    for name, text in _TEXTS.items()
    for encoding in _ENCODINGS
    if not (encoding == "big5" and name in ("zh", "zh-short", "mixed"))
]


@pytest.mark.parametrize(("text", "encoding"), _CASES)
def test_decode_text_finds_the_encoding(text, encoding):
    decoded, _ = decode_text(text.encode(encoding), "a.txt")
    assert decoded == text


def test_decode_text_names_the_encoding():
    assert decode_text("港口开放。".encode("gb18030"), "a.txt")[1] == "gb18030"
    assert decode_text("港口將於三月開放。".encode("big5"), "a.txt")[1] == "big5"


def test_decode_text_keeps_line_ends_and_marks():
    text = "一行\r\n二行\r三\ufeff行\n\n"
    assert decode_text(b"\xef\xbb\xbf" + text.encode(), "a.txt")[0] == text


def test_decode_text_reads_english_saved_by_windows():
    text = "The mayor’s “port” plan – in full – is here; a café opens too. " * 3
    assert decode_text(text.encode("cp1252"), "a.txt") == (text, "cp1252")


def test_decode_text_judges_a_large_file_by_its_beginning():
    text = _TEXTS["zh"] * 20_000
    assert decode_text(text.encode("gb18030"), "a.txt") == (text, "gb18030")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"%PDF-1.7 ...", r"a\.txt: this is a PDF, not a text file", id="pdf"),
        pytest.param(b"PK\x03\x04abcd", "zip archive or an Office", id="zip"),
        pytest.param(bytes(range(256)) * 4, "binary file", id="bytes"),
        pytest.param(b"\x00" * 100, "binary file", id="zeros"),
        pytest.param(
            "港口".encode() + b"\xff\xfe\xfd\xfc\x81 abc", "not UTF-8 .byte 0xff at", id="broken"
        ),
        pytest.param("Порт открыт в марте.".encode("koi8-r"), "cannot tell", id="third"),
        pytest.param(b"\xff\xfeabc", "byte order mark but does not decode", id="odd-utf-16"),
    ],
)
def test_decode_text_refuses_what_is_no_text(data, message):
    with pytest.raises(DocumentError, match=message):
        decode_text(data, "a.txt")
