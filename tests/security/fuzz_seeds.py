"""Small valid files of every format, and ways to damage them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from format_samples import make_docx, make_epub, make_zip, paragraph, table
from hypothesis import strategies as st

_TURNS = (
    "Harbour Talk\n海港对话\n\n记者：新港口何时开放？\n\n林海：2026年5月1日开放，投资3.2亿元。\n\n"
    "Question: When will it open?\n\nLin Hai: On May 1, 2026. It costs 320 million yuan [1].\n"
)
_TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="zh" datatype="plaintext" segtype="sentence"/><body>
<tu><tuv xml:lang="zh"><seg>新港口<bpt i="1">{</bpt>开放了。</seg></tuv>
<tuv xml:lang="en"><seg>The new port is open.</seg></tuv></tu></body></tmx>"""
_XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en"
 target-language="zh" original="a" datatype="plaintext"><body><trans-unit id="1">
<source>The port <g id="1">opens</g>.</source><target>港口开放。</target></trans-unit></body></file>
</xliff>"""
_HTML = (
    "<!doctype html><html><head><meta charset=utf-8><title>港口 | News</title>"
    '<meta name="date" content="2024-03-05"></head><body><h1>港口</h1><p>林海：开放了。</p>'
    "<table><tr><td>中文在此处。</td><td>English is here.</td></tr></table>"
    "<ruby>港<rt>gang</rt></ruby></body></html>"
)
_SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n<v Lin>- 港口开放了。\nThe port is open.\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\n[music] And so on.\n"
)

PLAIN: dict[str, bytes] = {
    "txt": _TURNS.encode(),
    "md": f"# 港口 Port\n\n{_TURNS}\n> “引用”\n\n| a | b |\n|---|---|\n| 中 | x |\n".encode(),
    "html": _HTML.encode(),
    "srt": _SRT.encode(),
    "vtt": f"WEBVTT\n\n{_SRT}".encode(),
    "tmx": _TMX.encode(),
    "xlf": _XLIFF.encode(),
    "csv": '中文,English\n港口开放了。,The port is open.\n“引”,"a ""b"""\n'.encode(),
    "tsv": "zh\ten\n港口开放了。\tThe port is open.\n".encode("utf-16"),
}
PACKED: dict[str, bytes] = {
    "docx": make_docx(
        paragraph("港口", "T") + paragraph("林海：开放了。") + table(("中文在此", "English here"))
    ),
    "epub": make_epub(
        {"a.xhtml": "<h1>港口</h1><p>林海：开放了。</p>", "b.xhtml": "<p>It is.</p>"}
    ),
}
ARCHIVE = make_zip({"港口/a.txt": _TURNS, "b.srt": _SRT, "c.md": "# Port\n\nIt is open."})

#: What parsers give a meaning to.
_TOKENS = [
    *"\n\t\0\r \"'<>&|,;:[](){}#*-_=“”「」【】：，。\\/%$",
    *("<![CDATA[", "]]>", "<!--", "-->", "&#x0;", "&#55296;", "&lt;", "\ufeff", "\u202e", "\ud7ff"),
    *("[1]", "[1-900]", "【1", "-->", "99:99:99,999", "2024-99-99", "9" * 400, "零" * 400, "1e999"),
    *("xml:lang='zh'", "<p>", "</body>", "<rt", "\x0b\x0c\x1c\x85\u2028", "\U0010ffff", "中", "a"),
]
_BYTES = [token.encode("utf-8", "surrogatepass") for token in _TOKENS] + [
    b"\xff\xfe",
    b"\x80",
    b"PK",
]

Step = tuple[str, float, bytes, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["insert", "replace", "delete", "repeat", "cut"]),
        st.floats(0, 1),
        st.one_of(st.sampled_from(_BYTES), st.binary(min_size=1, max_size=6)),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=8,
)


def damage(data: bytes, changes: list[Step]) -> bytes:
    """Change bytes at places given as shares of the length."""
    for kind, share, new, size in changes:
        at = int(share * len(data))
        if kind == "insert":
            data = data[:at] + new + data[at:]
        elif kind == "replace":
            data = data[:at] + new + data[at + len(new) :]
        elif kind == "delete":
            data = data[:at] + data[at + size :]
        elif kind == "repeat":
            data = data[:at] + data[at : at + size] * size + data[at + size :]
        else:
            data = data[:at] if at > len(data) // 2 else data[at:]
        data = data[:200_000]
    return data


def damage_parts(data: bytes, changes: list[Step], choose: Callable[[int], int]) -> bytes:
    """Change one part of a packed file, which stays sound as a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = list(parts)[choose(len(parts))]
    return make_zip(parts | {name: damage(parts[name], changes)})
