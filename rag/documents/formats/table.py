"""CSV and TSV files -> pairs: delimiter, quotes, header and columns are told by the contents."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, permutations

from rag.documents.encoding import decode_text
from rag.documents.formats.loaded import LoadedText
from rag.documents.formats.units import Side, join_units
from rag.errors import DocumentError
from rag.settings import DocumentSettings
from rag.text.language import count_latin_words, detect_language, is_third_language

Row = list[str]

_DELIMITERS = "\t,;|"
_DELIMITER_NAMES = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}
#: Rows that decide on delimiter and columns.
_SAMPLE_ROWS = 300
#: A quoted field may run over this many lines; a quote left open would swallow the file.
_MAX_FIELD_LINES = 100
#: Wider tables are no lists of pairs; comparing all their columns would take long.
_MAX_COLUMNS = 40
#: What stands over a column of texts, in either language, alone or with a word or two more.
_HEADER = re.compile(
    r"(?i)(?:.{0,12}(?:中文|汉语|漢語|英文|英语|英語|原文|译文|譯文|源语言|目标语言|原语|译语).{0,12}"
    r"|(?:[\w ]{0,15}[ _-])?(?:chinese|english|mandarin|source|target|original|translation|text"
    r"|zh|en|cn|zho|chi|eng|src|tgt|trg)(?:[ _-][\w ()]{0,20}|\s?\([\w ,]{1,20}\))?)"
)
_MAX_HEADER_CHARS = 40
#: What of a column tells whether it is in a third language.
_JUDGED_CHARS = 2_000
_MIN_JUDGED_WORDS = 100
_OF = re.compile(r"(?i)\b(?:of|the|and|with|by)\b")
#: Japanese and Korean.
_OTHER_SCRIPT = re.compile("[\u3041-\u309f\u30a1-\u30fa\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table is read, and which of its columns hold the two languages.

    :param score: rows of the sample with Chinese and English where they should be.
    """

    delimiter: str
    zh: int
    en: int
    score: int
    letters: int
    columns: int


def load_table(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Load a table with a column of Chinese and a column of their English translations."""
    text, encoding = decode_text(data, name)
    # Not splitlines: a form feed or a line separator is a letter of its field.
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if lines and re.fullmatch(r"sep=.\s*", lines[0]):  # Excel's own note on the delimiter
        lines = lines[1:]
    layout = _find_layout(lines)
    if layout is None:
        raise DocumentError(
            f"{name}: no two columns hold Chinese and English texts side by side (tried "
            f"{', '.join(_DELIMITER_NAMES.values())} between columns); "
            "save it with one column a language, quoted where a text holds the delimiter; of a "
            "table of other things, save the column of texts as .txt"
        )
    return join_units(_read_units(lines, layout), name, encoding)


def _find_layout(lines: Sequence[str]) -> _Layout | None:
    """Find the delimiter and columns by which most rows are a Chinese and an English text."""
    found = [_judge(lines, delimiter) for delimiter in _DELIMITERS]
    best = max(found, key=lambda layout: (layout.score, layout.letters))
    return best if best.score else None


def _judge(lines: Sequence[str], delimiter: str) -> _Layout:
    rows = list(islice(read_rows(lines, delimiter), _SAMPLE_ROWS))
    widths = Counter(len(row) for row in rows if any(row))
    columns = widths.most_common(1)[0][0] if widths else 0
    if columns > _MAX_COLUMNS:
        return _Layout(delimiter, 0, 0, 0, 0, columns)
    doubts = [_doubt(rows, column) for column in range(columns)]
    languages = [
        [
            None if column < columns and doubts[column] == 1 else detect_language(field)
            for column, field in enumerate(row)
        ]
        for row in rows
    ]
    best = _Layout(delimiter, 0, 0, 0, 0, columns)
    for zh, en in permutations(range(columns), 2):
        fitting = [
            row
            for row, told in zip(rows, languages, strict=True)
            if len(row) == columns and told[zh] == "zh" and told[en] == "en"
        ]
        # Names of documents and speakers are in some language too; the texts are longer.
        letters = sum(len(row[zh]) + len(row[en]) for row in fitting)
        letters = int(letters * (1 - max(doubts[zh], doubts[en])))
        if (len(fitting), letters) > (best.score, best.letters):
            best = _Layout(delimiter, zh, en, len(fitting), letters, columns)
    return best


def _doubt(rows: Sequence[Row], column: int) -> float:
    """Tell whether a column is in a third language: 0 for no, 1 for yes, between for perhaps.

    A single field is too short to tell, and a short list of names and terms is, too.
    """
    fields = [row[column] for row in rows if column < len(row) and row[column]]
    known = [field for field in fields if not _OTHER_SCRIPT.search(field)]
    if len(known) * 2 < len(fields):
        return 1.0
    text = " ".join(known)[:_JUDGED_CHARS]
    if not is_third_language(text):
        return 0.0
    # Lists of medical terms look like Latin; over some length, English has a few of these words.
    return 1.0 if count_latin_words(text) >= _MIN_JUDGED_WORDS and not _OF.search(text) else 0.9


def _read_units(lines: Sequence[str], layout: _Layout) -> Iterator[Sequence[Side] | str]:
    """Yield the rows as units; those of another width are not guessed at."""
    for number, row in enumerate(read_rows(lines, layout.delimiter)):
        if not any(row) or (number == 0 and _is_header(row, layout)):
            continue
        if len(row) != layout.columns:
            yield f"rows of other than {layout.columns} columns"
            continue
        zh, en = row[layout.zh], row[layout.en]
        yield [
            ("" if _OTHER_SCRIPT.search(zh) else "zh", zh),
            ("en" if detect_language(en) == "en" else "", en),
        ]


def _is_header(row: Row, layout: _Layout) -> bool:
    texts = [row[column].strip() for column in (layout.zh, layout.en) if column < len(row)]
    return len(texts) == 2 and all(
        len(text) <= _MAX_HEADER_CHARS and _HEADER.fullmatch(text) for text in texts
    )


def read_rows(lines: Sequence[str], delimiter: str) -> Iterator[Row]:
    """Read a table row by row.

    A row that keeps the rules of quoting is unquoted, even where a field runs over lines; one that
    does not is cut at the delimiters, and its quotes are letters. The lines come with their ends.
    """
    place = 0
    while place < len(lines):
        row, used = _read_row(lines, place, delimiter)
        yield row
        place += used


def _read_row(lines: Sequence[str], place: int, delimiter: str) -> tuple[Row, int]:
    raw = lines[place].rstrip("\r\n").split(delimiter)
    if '"' not in lines[place]:
        return raw, 1
    quotes = 0
    for used, line in enumerate(lines[place : place + _MAX_FIELD_LINES], start=1):
        quotes += line.count('"')
        if quotes % 2:
            continue  # a quote is open
        text = "".join(lines[place : place + used])
        try:
            # A list of one: the reader takes the breaks inside it as letters of the field.
            return next(csv.reader([text], delimiter=delimiter, strict=True)), used
        except (csv.Error, StopIteration):
            break
    return raw, 1
