"""TMX and XLIFF files -> their translation units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.documents.formats.loaded import LoadedText
from rag.documents.formats.units import Side, join_units
from rag.documents.formats.xml import children, descendants, local_name, parse_xml, text_of
from rag.errors import DocumentError
from rag.settings import DocumentSettings

if TYPE_CHECKING:
    from rag.documents.formats.xml import Element

#: Elements whose content is markup of the translated file; x, bx, ex, sc, ec have none.
_TMX_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_XLIFF_CODES = frozenset({"bpt", "ept", "it", "ph", "x", "bx", "ex", "sc", "ec", "cp"})
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: What a segment's order attribute counts from, as text.
_NO_ORDER = "0"


def load_tmx(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Load a translation memory, TMX 1.1 to 1.4."""
    root, encoding = parse_xml(data, name)
    _check_root(root, "tmx", name)
    return join_units(map(_read_tmx_unit, descendants(root, "tu")), name, encoding)


def load_xliff(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Load an XLIFF file, 1.x or 2.x, and the variants of translation programs."""
    root, encoding = parse_xml(data, name)
    _check_root(root, "xliff", name)
    is_second = root.get("version", "1").startswith("2")
    units = _read_second(root) if is_second else _read_first(root)
    return join_units(units, name, encoding)


def _check_root(root: Element, wanted: str, name: str) -> None:
    found = local_name(root)
    if found != wanted:
        raise DocumentError(
            f"{name}: begins with <{found}> and not with <{wanted}>; "
            f"rename it if it is of another format, or export it as {wanted.upper()} again"
        )


def _read_tmx_unit(unit: Element) -> list[Side]:
    return [
        (variant.get(_XML_LANGUAGE) or variant.get("lang") or "", _tmx_text(segment))
        for variant in children(unit, "tuv")
        for segment in children(variant, "seg")
    ]


def _tmx_text(segment: Element) -> str:
    return text_of(segment, dropped=_TMX_CODES)


def _read_first(root: Element) -> Iterator[Sequence[Side]]:
    """Yield the units of XLIFF 1.x; alternatives proposed for a unit are not its translation."""
    for file in descendants(root, "file"):
        source, target = file.get("source-language", ""), file.get("target-language", "")
        for unit in descendants(file, "trans-unit"):
            yield [
                (each.get(_XML_LANGUAGE) or language, text_of(each, dropped=_XLIFF_CODES))
                for side, language in (("source", source), ("target", target))
                for each in children(unit, side)
            ]


def _read_second(root: Element) -> Iterator[Sequence[Side]]:
    """Yield the units of XLIFF 2.x: whole where all of it is translated, else by segments."""
    source, target = root.get("srcLang", ""), root.get("trgLang", "")
    for unit in descendants(root, "unit"):
        parts = [part for part in unit if local_name(part) in {"segment", "ignorable"}]
        segments = [part for part in parts if local_name(part) == "segment"]
        if all(_side_text(segment, "target").strip() for segment in segments):
            zh_en = (_join(parts, "source"), _join(_in_target_order(parts), "target"))
            yield list(zip((source, target), zh_en, strict=True))
            continue
        for segment in segments:
            texts = (_side_text(segment, "source"), _side_text(segment, "target"))
            yield list(zip((source, target), texts, strict=True))


def _in_target_order(parts: list[Element]) -> list[Element]:
    """Order parts by where their targets stand, which a translation may change."""
    places = [_find_order(part) or place for place, part in enumerate(parts, start=1)]
    return [part for _, part in sorted(zip(places, parts, strict=True), key=lambda each: each[0])]


def _find_order(part: Element) -> int:
    stated = next((each.get("order", _NO_ORDER) for each in children(part, "target")), _NO_ORDER)
    return int(stated) if stated.isdigit() else 0


def _join(parts: list[Element], side: str) -> str:
    """Join the parts of a unit; English sentences whose gap the file leaves out get a space."""
    joined = ""
    for part in parts:
        # What is not translated, such as the space between sentences, holds for both sides.
        text = _side_text(part, side)
        if not text and local_name(part) == "ignorable":
            text = _side_text(part, "source")
        needs_space = joined[-1:].isascii() and text[:1].isascii()
        if joined and text and needs_space and not (joined[-1].isspace() or text[0].isspace()):
            joined += " "
        joined += text
    return joined


def _side_text(part: Element, side: str) -> str:
    return "".join(text_of(each, dropped=_XLIFF_CODES) for each in children(part, side))
