"""Text -> its language, its folded form, its sentences, for Chinese and English.

Folding works on copies: quotes and spans always come from the text as it was loaded.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from rag.schema import Language, Span

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_CHAR = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019-][A-Za-z\u00c0-\u024f]+)*")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\u1100-\u11ff]")

#: An English word carries about as much as this many Han characters, so that a Chinese sentence
#: with RCEP in it stays Chinese and an English one with a Chinese name stays English.
_HAN_PER_WORD = 1.5

#: Letters that no one says: what programs read. Each piece ends where the next could begin, so
#: that broken markup costs no more than its length.
_UNSAID = re.compile(
    r"<(?:script|style)\b[^<>]*>[^<]*"
    r"|</?[A-Za-z][^<>]*>|<!--[^<>]*-->"
    r"|\[/?[A-Za-z]+(?:=[^\[\]]*)?\]|\{\{[^{}]*\}\}"
    r"|&(?:[A-Za-z]{2,10}|#\w{1,7});"
    r"|\b(?:https?://|www\.)[!-~]+"
    r"|(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64})+",
    re.ASCII | re.IGNORECASE,
)
_MARKS_OF_UNSAID = re.compile(r"[<\[{&@]|://|www\.", re.IGNORECASE)

_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u300c\u300d\u300e\u300f", '\'\'""""""')


def count_han(text: str) -> int:
    """Count Han characters."""
    return len(_HAN_CHAR.findall(text))


def count_latin_words(text: str) -> int:
    """Count words in Latin letters."""
    return len(_LATIN_WORD.findall(text))


def detect_language(text: str) -> Language | None:
    """Tell which of the two languages a text is in; None where it holds no word of either.

    Tags, addresses of pages and of mail count only where there is nothing else.
    """
    for counted in (_drop_unsaid(text), text):
        han, words = count_han(counted), count_latin_words(counted)
        if han or words:
            return "zh" if han >= words * _HAN_PER_WORD else "en"
    return None


def _drop_unsaid(text: str) -> str:
    return _UNSAID.sub(" ", text) if _MARKS_OF_UNSAID.search(text) else text


def drop_stray(text: str) -> str:
    """Drop what is no text: zero bytes, and halves of characters, as bytes outside UTF-8 leave."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def is_third_language(text: str) -> bool:
    """Tell whether a text is clearly neither Chinese nor English.

    Another script decides at once; Latin letters are judged by a statistical identifier, and only
    where it is sure, since "RCEP" or a row of names is no language at all.
    """
    text = _drop_unsaid(text)
    words = _LATIN_WORD.findall(text)
    han = count_han(text)
    if len(_OTHER_SCRIPT.findall(text)) > han + sum(map(len, words)):
        return True
    if _KANA.search(text) and len(_KANA.findall(text)) * 3 > han:
        return True
    if han:
        return False
    # Capitalised words may be names, which tell nothing of the language around them.
    plain = [word for word in words if word.islower()]
    if len(plain) < _MIN_WORDS_TO_IDENTIFY:
        return False
    return _ENGLISH_FUNCTION_WORDS.isdisjoint(map(str.lower, words)) and _identify(text) != "en"


_KANA = re.compile(r"[\u3040-\u30ff]")
_MIN_WORDS_TO_IDENTIFY = 3
#: Words that hardly any English question lacks and that are rare in other languages' questions.
_ENGLISH_FUNCTION_WORDS = frozenset(
    "the what how who which why when where does did are and to about with from "
    "there many much any has have should would could can tell give list name describe compare "
    "explain summarize summarise show find say said "
    "it its they them their this that those you your being were".split()
)


def _identify(text: str) -> str:
    import py3langid

    code, _ = py3langid.classify(text)
    return str(code)


class _SimplifiedMap(dict[int, int]):
    """Code point of a Traditional character -> Simplified, one to one so that offsets keep."""

    def __missing__(self, code: int) -> int:
        folded = code
        if code > 0x2E7F and _HAN_CHAR.match(chr(code)):
            converted = _converter().convert(chr(code))
            if len(converted) == 1:
                folded = ord(converted)
        self[code] = folded
        return folded


@functools.cache
def _converter():  # type: ignore[no-untyped-def]  # noqa: ANN202 - opencc ships no types
    import opencc

    return opencc.OpenCC("t2s")


_SIMPLIFIED = _SimplifiedMap()
#: The same, and quotation marks: one pass over a text instead of two.
_FOLDED = _SimplifiedMap(_QUOTES)
_NOT_LETTERS = re.compile(r"[\W_]+")


def to_simplified(text: str) -> str:
    """Fold Traditional characters to Simplified ones, character by character, same length."""
    return text.translate(_SIMPLIFIED)


def fold(text: str) -> str:
    """Fold width, case, script variant and quotation marks; for comparing, never for showing."""
    if text.isascii():  # most English text: the other steps would change nothing, slowly
        return text.casefold()
    return unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold()


def letters(text: str) -> str:
    """Keep the folded letters and digits alone, as quotes are compared by."""
    return _NOT_LETTERS.sub("", fold(text))


_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr vs etc inc ltd co corp no nos vol pp fig gen sen rep gov lt col "
    "sgt capt jan feb mar apr jun jul aug sep sept oct nov dec u.s u.n u.k e.g i.e a.m p.m".split()
)
#: An em space: it stands between two Chinese sentences without full stops, in texts that we lay
#: out ourselves. The usual wide space is no such sign: 新华社记者\u3000请问市长.
SENTENCE_SPACE = "\u2003"
_BOUNDARY = re.compile(
    r"[\u3002\uff01\uff1f!?\u2026]+[\u201d\u2019\"'\u300d\u300f\uff09)\]]*"
    r"|\.(?:[\u201d\u2019\"')\]]*)(?=\s|$|[" + HAN + r"])"
    r"|[\uff1b;](?=[" + HAN + r"])"
    r"|(?<=\S)" + SENTENCE_SPACE + r"(?=\S)"
)
_LAST_WORD = re.compile(r"(?<![\w.])[\w.]+$")


def split_sentences(text: str) -> list[Span]:
    """Cut a paragraph into sentences.

    Chinese semicolons end a sentence too: transcripts chain whole statements with them.

    :param text: one paragraph, in either language or both.
    :returns: offsets in ``text``, in order, end exclusive, without white space at either end.
    """
    spans: list[Span] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match.group().startswith(".") and _is_abbreviation(text[start : match.start()]):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _is_abbreviation(before: str) -> bool:
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    lowered = word.group().lower()
    return lowered in _ABBREVIATIONS or (len(lowered) == 1 and lowered.isalpha())


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    tail = len(piece.rstrip())
    if tail > lead:
        spans.append((start + lead, start + tail))
