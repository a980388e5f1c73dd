"""Rows -> a translation memory, TMX 1.4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from rag import __version__
from rag.exporting.rows import Row, Side
from rag.text.language import count_han, to_simplified

#: The file's own languages are both sources: what it is used for decides.
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Duizhao" creationtoolversion="{version}" segtype="paragraph" \
o-tmf="Duizhao" adminlang="en" srclang="*all*" datatype="plaintext"/>
  <body>
"""
_TAIL = "  </body>\n</tmx>\n"
#: From this share of characters that Simplified writes otherwise, a text is Traditional.
_TRADITIONAL_SHARE = 0.05


def write_tmx(rows: Iterable[Row]) -> bytes:
    """Write a translation memory; each pair is a unit with where it comes from.

    Of the same texts in several documents the first counts: a memory answers with all it has.
    """
    distinct = {(row.zh.text, row.en.text): row for row in reversed(list(rows))}
    kept = reversed(distinct.values())
    units = "".join(line for number, row in enumerate(kept, start=1) for line in _unit(row, number))
    return (_HEAD.format(version=escape(__version__)) + units + _TAIL).encode()


def _unit(row: Row, number: int) -> Iterator[str]:
    yield f'    <tu tuid="{number}">\n'
    yield f'      <prop type="x-score">{row.score:.4f}</prop>\n'
    yield from _variant(row.zh, "zh-TW" if _is_traditional(row.zh.text) else "zh-CN")
    yield from _variant(row.en, "en")
    yield "    </tu>\n"


def _variant(side: Side, code: str) -> Iterator[str]:
    yield f'      <tuv xml:lang="{code}">\n'
    yield f'        <prop type="x-document">{escape(side.document)}</prop>\n'
    yield f'        <prop type="x-paragraphs">{side.place}</prop>\n'
    if side.speaker:
        yield f'        <prop type="x-speaker">{escape(side.speaker)}</prop>\n'
    yield f"        <seg>{escape(side.text, quote=False)}</seg>\n      </tuv>\n"


def _is_traditional(text: str) -> bool:
    changed = sum(one != other for one, other in zip(text, to_simplified(text), strict=True))
    return changed > 0 and changed >= _TRADITIONAL_SHARE * count_han(text)
