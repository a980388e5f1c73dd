"""PDF bytes on stdin -> one JSON line a page on stdout: the fragments of text and where they stand.

A program of its own, run by :mod:`rag.documents.formats.pdf_process`: PDFium is not safe in
threads, and a damaged or hostile file may crash it or take memory without end. It imports nothing
of ours, so that it starts fast.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from dataclasses import dataclass
from typing import Any

#: Directions that text runs in: 0 to 3 are quarter turns counter-clockwise, 4 is downwards with
#: upright characters, lines from right to left.
VERTICAL = 4
#: In sizes of the type. Words stand closer than _GAP even in justified lines; what is farther apart
#: may be in another column. Text that shifts by less than _SHIFT is on the same line.
_GAP = 0.6
_SHIFT = 0.25
_SMALL = 0.8
_SAME_SIZE = 0.05
_RAISED = 0.6
#: The parts of a ligature all begin where it does.
_BACK = 0.1
#: Characters set below one another stand closer than lines do.
_MAX_DOWN_STEP = 1.3
_MAX_SLANT = 0.2  # radians off a quarter turn; watermarks slant more
_SPACES = {0x09: " ", 0x20: " ", 0xA0: " ", 0x3000: "\u3000"}
#: What PDFium puts where it sees a gap, as against a space that the file holds.
_MADE_SPACE = "made"
_LINE_ENDS = (0x0A, 0x0D)
#: PDFium's marks for a hyphen at the end of a line.
_HYPHENS = (0x02, 0xFFFE)
#: Digits raised in small type: powers, and references to notes.
_SUPERSCRIPTS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
#: Bullets of Word's symbol fonts, which stand in the private-use area.
_BULLETS = {0xF0B7: "•", 0xF06C: "●", 0xF0A7: "▪", 0xF06E: "■", 0xF0D8: "‣", 0xF0A8: "▪"}
_NO_CHARACTER = "\ufffd"
_IMAGE, _FORM, _PATH = 3, 5, 2
#: Text drawn as outlines takes many paths; rules and boxes take few.
_MIN_OUTLINE_PATHS = 200
_MAX_OBJECTS = 2_000
#: What a fragment costs beside its characters, in memory of the process that reads it.
_FRAGMENT_CHARS = 20
#: PDFium's own numbers of errors.
_REASONS = {3: "damaged", 4: "password", 5: "password"}


class TooMuchTextError(Exception):
    """The pages hold more characters than allowed."""


@dataclass(slots=True)
class Fragment:
    """Characters that stand together on a line, in the frame of the text's own direction.

    :param start: where it begins, along the direction; ``end`` is where it ends.
    :param line: where its base line stands, across the direction; grows from line to line.
    :param size: of its type, in points.
    :param index: the page's number of its last character.
    :param last: where its last character begins, along the direction.
    """

    direction: int
    start: float
    end: float
    line: float
    size: float
    chars: list[str]
    index: int
    last: float

    def record(self) -> list[Any]:
        """Give it as it is sent."""
        place = [round(number, 1) for number in (self.start, self.end, self.line, self.size)]
        return [self.direction, *place, "".join(self.chars)]


class PageReader:
    """Reads the characters of pages and puts them together as fragments.

    A page has thousands of characters and each call into PDFium costs as much as the work in
    between, so boxes are asked for only where a gap is possible, and sizes once a text object.

    :param raw: the module of PDFium's own functions.
    :param max_chars: how many characters all pages together may have.
    """

    def __init__(self, raw: Any, max_chars: int) -> None:
        self._raw = raw
        self._left_chars = max_chars
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        # An address is all that is wanted, and far cheaper than an object for it.
        raw.FPDFText_GetTextObject.restype = ctypes.c_void_p
        self._textpage: Any = None
        self._fragments: list[Fragment] = []
        self.unmapped = 0

    def read(self, textpage: Any, box: tuple[float, float, float, float]) -> list[Fragment]:
        """Read one page.

        :param textpage: PDFium's handle.
        :param box: the visible part of the page: left, bottom, right, top.
        :returns: fragments in the order in which the file draws them.
        :raises TooMuchTextError: more characters than allowed in all pages so far.
        """
        raw = self._raw
        count = raw.FPDFText_CountChars(textpage)
        self._left_chars -= count
        if self._left_chars < 0:
            raise TooMuchTextError
        self._textpage, self._fragments, self.unmapped = textpage, [], 0
        x, y = self._x, self._y
        space, known, frame = "", None, None
        for index in range(count):
            code = raw.FPDFText_GetUnicode(textpage, index)
            if code in _SPACES:
                made = raw.FPDFText_IsGenerated(textpage, index) == 1
                space = space or (_MADE_SPACE if made else _SPACES[code])
                continue
            text_object = raw.FPDFText_GetTextObject(textpage, index)
            if not text_object:
                continue
            if text_object != known:
                known, frame = text_object, self._find_frame(index)
            raw.FPDFText_GetCharOrigin(textpage, index, x, y)
            if frame is None or not (box[0] <= x.value <= box[2] and box[1] <= y.value <= box[3]):
                continue
            char = self._decode(index, code, mapped=frame[2])
            if char:
                self._add(char, index, frame=frame, space=space)
                space = ""
        self._close()
        self._left_chars -= len(self._fragments) * _FRAGMENT_CHARS
        return self._fragments

    def _find_frame(self, index: int) -> tuple[int, float, bool] | None:
        """Tell direction and size of a text object's type, and whether its characters are known.

        None for slanting text, which is a watermark.
        """
        raw, matrix = self._raw, self._matrix
        if not raw.FPDFText_GetMatrix(self._textpage, index, matrix):
            return None
        turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        if abs(turns - round(turns)) > _MAX_SLANT:
            return None
        height = math.hypot(matrix.c, matrix.d)
        size = abs(raw.FPDFText_GetFontSize(self._textpage, index) * height) or 1.0
        mapped = raw.FPDFText_HasUnicodeMapError(self._textpage, index) != 1
        return round(turns) % 4, size, mapped

    def _decode(self, index: int, code: int, *, mapped: bool) -> str:
        if code in _HYPHENS:
            return "-"
        if code in _BULLETS:
            return _BULLETS[code]
        private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
        broken = private or code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF
        if mapped and not broken and code != 0xFFFD:
            return chr(code)
        if code in _LINE_ENDS:
            return ""
        if broken or self._raw.FPDFText_HasUnicodeMapError(self._textpage, index) == 1:
            self.unmapped += 1
            return _NO_CHARACTER
        return chr(code)

    def _add(self, char: str, index: int, *, frame: tuple[int, float, bool], space: str) -> None:
        direction, size = frame[0], frame[1]
        start, line = _turn(self._x.value, self._y.value, direction)
        last = self._fragments[-1] if self._fragments else None
        if last is not None:
            if self._goes_below(last, char, direction=direction, size=size):
                self._add_below(last, char, index)
                return
            if self._goes_on(last, (start, line), direction=direction, size=size):
                self._append(last, char, space=space, raised=line < last.line, size=size)
                last.index, last.last = index, start
                return
        self._close()
        fragment = Fragment(direction, start, start, line, size, [char], index, start)
        self._fragments.append(fragment)

    def _append(self, last: Fragment, char: str, *, space: str, raised: bool, size: float) -> None:
        if space and not (space == _MADE_SPACE and (_is_wide(char) or _is_wide(last.chars[-1]))):
            last.chars.append(" " if space == _MADE_SPACE else space)
        if raised and size < last.size * _SMALL and char in _SUPERSCRIPTS:
            char = _SUPERSCRIPTS[char]
        last.chars.append(char)

    def _goes_on(
        self, last: Fragment, spot: tuple[float, float], *, direction: int, size: float
    ) -> bool:
        if last.direction != direction:
            return False
        start, line = spot
        shift = abs(line - last.line)
        if shift <= last.size * _SHIFT and abs(size - last.size) > last.size * _SAME_SIZE:
            return False
        if shift > last.size * _SHIFT and (
            size >= last.size * _SMALL or shift > last.size * _RAISED
        ):
            return False
        larger = max(size, last.size)
        if start < last.last - larger * _BACK:
            return False
        # As much as the last character takes at least, which tells most gaps without its box.
        least = 0.5 if _is_wide(last.chars[-1]) else 0.0
        if start - last.last <= larger * (_GAP + least):
            return True
        return start - self._find_end(last) <= larger * _GAP

    def _find_end(self, fragment: Fragment) -> float:
        """Find where the last character of a fragment ends."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._textpage, fragment.index, box)
        direction = fragment.direction
        if direction == VERTICAL:
            return float(-box.bottom)
        end = float((box.right, box.top, -box.left, -box.bottom)[direction])
        # PDFium gives the ink's box alone for some characters.
        full = fragment.last + fragment.size if _is_full_width(fragment.chars[-1]) else 0.0
        return max(end, fragment.last, full) if direction == 0 else max(end, fragment.last)

    def _close(self) -> None:
        """Measure the end of the last fragment."""
        if self._fragments:
            fragment = self._fragments[-1]
            fragment.end = max(fragment.start, self._find_end(fragment))

    def _goes_below(self, last: Fragment, char: str, *, direction: int, size: float) -> bool:
        """Tell whether a character is set below the one before, as in vertical text."""
        if direction != 0:
            return False
        x, y = self._x.value, self._y.value
        if last.direction == VERTICAL:
            step = -y - last.last
            return abs(-x - last.line) < size * _RAISED and 0 < step < size * _MAX_DOWN_STEP
        if last.direction != 0 or len(last.chars) != 1 or not _is_wide(char):
            return False
        step = -y - last.line
        aligned = abs(last.start - x) < size * _SHIFT and _is_wide(last.chars[0])
        return aligned and size * _SMALL < step < size * _MAX_DOWN_STEP

    def _add_below(self, last: Fragment, char: str, index: int) -> None:
        if last.direction != VERTICAL:
            top = last.line - last.size
            last.direction, last.line, last.start = VERTICAL, -last.start, top
        last.chars.append(char)
        last.index, last.last = index, -self._y.value


def _turn(x: float, y: float, direction: int) -> tuple[float, float]:
    """Turn a point of the page into the frame of a direction: along it, and across it."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[direction]


def _is_wide(char: str) -> bool:
    return char >= "\u2e80" and not "\ua4d0" <= char < "\uf900"


def _is_full_width(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char > "\U0001ffff"


def _shows_picture(raw: Any, page: Any) -> bool:
    """Tell whether a page without text shows something that may be text."""
    paths = 0
    for index in range(min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        kind = raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, index))
        if kind in (_IMAGE, _FORM):
            return True
        paths += kind == _PATH
    return paths >= _MIN_OUTLINE_PATHS


def _frame_of_page(box: tuple[float, float, float, float], direction: int) -> list[float]:
    """Give left, top, right and bottom of the page in the frame of a direction."""
    left, bottom, right, top = box
    if direction == 0:
        return [left, -top, right, -bottom]
    if direction == 1:
        return [bottom, left, top, right]
    if direction == 2:
        return [-right, bottom, -left, top]
    return [-top, -right, -bottom, -left]


def _read_page(document: Any, index: int, reader: PageReader) -> dict[str, Any]:
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        page = document[index]
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        return {"page": index + 1, "broken": True}
    box = page.get_cropbox()
    fragments = reader.read(textpage.raw, box)
    weights = [0] * 5
    for fragment in fragments:
        weights[fragment.direction] += len(fragment.chars)
    direction = weights.index(max(weights))
    picture = _shows_picture(raw, page.raw)
    textpage.close()
    page.close()
    return {
        "page": index + 1,
        "direction": direction,
        "box": [round(number, 1) for number in _frame_of_page(box, direction)],
        "fragments": [fragment.record() for fragment in fragments],
        "unmapped": reader.unmapped,
        "picture": picture,
    }


def _send(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n")


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; time and characters are limited there too
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ValueError, OSError):
        return  # a stricter limit holds already


def main(max_pages: int, max_chars: int, max_memory_bytes: int) -> None:
    """Read the file on stdin and send its pages.

    :param max_pages: more pages are an error.
    :param max_chars: more characters in all are an error.
    :param max_memory_bytes: address space that this process may take.
    """
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    _limit_memory(max_memory_bytes)
    data = sys.stdin.buffer.read()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        _send({"error": _REASONS.get(error.err_code, "damaged")})
        return
    count = len(document)
    if count > max_pages:
        _send({"error": "pages", "found": count})
        return
    _send({"pages": count, "title": document.get_metadata_value("Title")})
    reader = PageReader(raw, max_chars)
    for index in range(count):
        _send(_read_page(document, index, reader))
    _send({"done": True})


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        main(*(int(number) for number in sys.argv[1:4]))
    except ImportError:
        _send({"error": "library"})
    except TooMuchTextError:
        _send({"error": "chars"})
    except MemoryError:
        _send({"error": "memory"})
