"""A line's text -> its runs of one language.

People paste translations onto the same line. A line is cut where one language ends a sentence and
the other begins one; words of the other language inside a sentence, in quotation marks or in
brackets stay where they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Language
from rag.text.language import HAN, count_han, count_latin_words

_BOTH = re.compile(f"[{HAN}](?=.*[A-Za-z]{{2}})|[A-Za-z]{{2}}(?=.*[{HAN}])", re.DOTALL)
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]{2}")
_CLOSERS = "\u201d\u2019\"'\u300d\u300f\uff09)\\]\u3011\u300b"
_BREAK = re.compile(
    f"[\u3002\uff01\uff1f\uff1b!?\u2026]+[{_CLOSERS}]*"
    f"|(?<=[{HAN}])\\.[{_CLOSERS}]*(?=[A-Z])"
    # A small letter goes on with the sentence: 9 a.m. to noon.
    f"|(?<![A-Z.])\\.[{_CLOSERS}]*(?=\\s*$|\\s+[^\\sa-z]|[{HAN}\u201c\u300a\u300c\u3010])"
    # A figure behind a word begins a sentence, behind another figure it is a decimal.
    f"|(?<![A-Z.\\d])\\.[{_CLOSERS}]*(?=\\d)|(?<=\\d)\\.(?=(?:19|20)\\d\\d\u5e74)"
    "|\\s*[\t|\uff5c]\\s*|\\s{2,}|\\s/\\s"
    # The number of a list's item in English, right behind Chinese.
    f"|(?<=[{HAN}\u3002\uff1b\uff1a\uff01\uff1f])(?=\\d{{1,2}}\\.\\s[A-Za-z])"
)
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Co|Ltd|Inc|No|Nos|Sec|Fig|Vol|vs|etc|Gen|Sen|Rep|Jr|Sr)$"
)
#: They end a sentence as often as not: what follows in Chinese is another one.
_TIME_OF_DAY = re.compile(r"\b[ap]\.m$")
_CHINESE_NEXT = re.compile(f"\\s*[\u201c\u300a\u300c\u3010]?[{HAN}]")
_NUMBER_ONLY = re.compile(r"\s*\d{1,2}")
_PAIRS = {
    "\u201c": "\u201d",
    "\u2018": "\u2019",
    "\uff08": "\uff09",
    "(": ")",
    "\u300a": "\u300b",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "[": "]",
    "\u3010": "\u3011",
}
_BRACKET = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values())) + '"]')
_SENTENCE_END = re.compile(f"[\u3002\uff01\uff1f!?.\u2026][{_CLOSERS}]*\\s*$")
_FUNCTION_WORD = re.compile(
    r"\b(?:of|the|and|to|in|on|for|with|by|at|from|an?|is|are|as|its|you|he|she|it|they|we|or|but"
    r"|not|that|this|was|were|be|been|has|have|had|will|his|her|our|your|their|my|under|over|per"
    r"|after|before|between|into|until|only|when|which|than)\b",
    re.I,
)
_DATE_ZH = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_DATE_EN = re.compile(
    r"[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},\s*)?\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}"
)
#: Chinese words after which English is part of the Chinese sentence.
_LEADING_ON = frozenset("是叫称稱为為即如由在与與和对對的了把被从從到以及或、，：《“（向用有")
_HAN_PER_WORD = 1.5
#: A Chinese full stop ends a Chinese sentence, even one that holds little but an organisation's
#: long English name.
_CHINESE_STOP = re.compile("\u3002[\u201d\u300d\u300f\uff09)]*\\s*$")
_WIDE_COLON = re.compile(f"[{HAN}]\uff1a")
_MAX_FOREIGN_WORDS = 12
_MIN_SENTENCE_HAN = 5
_MIN_SENTENCE_WORDS = 5
#: Characters of two sentences; the bound keeps the search for a switch cheap.
_MIN_TWO_SENTENCES, _MAX_TWO_SENTENCES = 24, 1_200
_WORDS = re.compile("[A-Za-z][A-Za-z'’-]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a text, ``start`` to ``end``, in one language; None where no word tells."""

    start: int
    end: int
    language: Language | None


def split_runs(text: str) -> list[Run]:
    """Cut a text where its language changes between sentences.

    :param text: a line, or lines joined.
    :returns: runs in order that cover the text.
    """
    if not has_both_scripts(text):
        return [Run(0, len(text), tell_language(text))]
    enclosed = _enclosed(text)
    atoms = [
        Run(start, end, _tell_frame(text[start:end], enclosed[start:end]))
        for start, end in _atoms(text, enclosed)
    ]
    runs = _absorb(_merge(atoms), text)
    if len(runs) == 1:
        return _split_bare(text, Run(0, len(text), runs[0].language or tell_language(text)))
    return runs


def has_both_scripts(text: str) -> bool:
    """Tell whether a text has Chinese characters and English words."""
    return _HAN.search(text) is not None and _LATIN.search(text) is not None


def tell_language(text: str) -> Language | None:
    """Tell the language of a sentence; None without a word of either."""
    han, words = count_han(text), count_latin_words(text)
    if not han and not words:
        return None
    if han and words <= _MAX_FOREIGN_WORDS and _CHINESE_STOP.search(text[-5:]):
        return "zh"
    return "zh" if han >= words * _HAN_PER_WORD else "en"


def _tell_frame(text: str, enclosed: bytearray) -> Language | None:
    """Tell the language of a sentence by what stands outside its quotations and brackets."""
    if 1 not in enclosed:
        return tell_language(text)
    outside = "".join(char for char, inside in zip(text, enclosed, strict=True) if not inside)
    weight = count_han(outside) + count_latin_words(outside)
    if _WIDE_COLON.search(outside) and tell_language(text) == "zh":
        # A foreign name, and in Chinese what it says.
        return "zh"
    return tell_language(outside if weight > 1 else text)


def _atoms(text: str, enclosed: bytearray) -> list[tuple[int, int]]:
    atoms: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if _NUMBER_ONLY.fullmatch(text, start, match.start()) and match.group().startswith("."):
            continue
        if enclosed[match.start()] or _is_inside(text, start, match):
            continue
        if match.end() > start:
            atoms.append((start, match.end()))
        start = match.end()
    if start < len(text):
        atoms.append((start, len(text)))
    return [part for atom in atoms for part in _part_sentences(text, *atom, enclosed=enclosed)]


def _is_inside(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a full stop stands behind an abbreviation, in the middle of a sentence."""
    if _TIME_OF_DAY.search(text, start, match.start()):
        return _CHINESE_NEXT.match(text, match.end()) is None
    return _ABBREVIATION.search(text, start, match.start()) is not None


def _part_sentences(
    text: str, start: int, end: int, *, enclosed: bytearray
) -> list[tuple[int, int]]:
    """Part two sentences, one of each language, of which the first lacks its full stop."""
    if not _MIN_TWO_SENTENCES <= end - start <= _MAX_TWO_SENTENCES or not _BOTH.search(
        text, start, end
    ):
        return [(start, end)]
    atom = text[start:end]
    first_han, first_latin = _HAN.search(atom), _LATIN.search(atom)
    if first_han is None or first_latin is None:
        return [(start, end)]
    han_first = first_han.start() < first_latin.start()
    place = _switch(atom, han_first=han_first)
    if place is None or enclosed[start + place - 1]:
        return [(start, end)]
    zh, en = (atom[:place], atom[place:]) if han_first else (atom[place:], atom[:place])
    if not _are_sentences(zh.strip(), en.strip()):
        return [(start, end)]
    return [(start, start + place), (start + place, end)]


def _are_sentences(zh: str, en: str) -> bool:
    if count_han(zh) < _MIN_SENTENCE_HAN or zh[-1] in _LEADING_ON or not en[:1].isupper():
        return False
    words = [word for word in _WORDS.findall(en) if len(word) > 3]
    # The English name of an organisation is in capitals.
    small = sum(word[0].islower() for word in words)
    many = count_latin_words(en) >= _MIN_SENTENCE_WORDS
    return many and small * 2 >= len(words) and _FUNCTION_WORD.search(en) is not None


def _enclosed(text: str) -> bytearray:
    """Mark the characters inside quotation marks and brackets that are closed in this text."""
    inside = bytearray(len(text))
    stack: list[tuple[str, int]] = []
    straight: int | None = None
    reach = 0
    for match in _BRACKET.finditer(text):
        char, position = match.group(), match.start()
        if char == '"':
            if straight is not None:
                stack = [entry for entry in stack if entry[1] < straight]
            opened, straight = straight, position if straight is None else None
        elif char in _PAIRS:
            stack.append((_PAIRS[char], position))
            continue
        else:
            opened = _close(stack, char)
        if opened is not None and position > reach:
            # The closing mark itself is free: a sentence may end with it.
            first = max(opened, reach)
            inside[first : position - 1] = b"\x01" * (position - 1 - first)
            reach = position - 1
    return inside


def _close(stack: list[tuple[str, int]], char: str) -> int | None:
    for depth in range(1, min(len(stack), 4) + 1):
        if stack[-depth][0] == char:
            opened = stack[-depth][1]
            del stack[-depth:]
            return opened
    return None


def _merge(runs: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last is not None and (run.language in (None, last.language) or last.language is None):
            merged[-1] = Run(last.start, run.end, last.language or run.language)
        else:
            merged.append(run)
    return merged


def _absorb(runs: list[Run], text: str) -> list[Run]:
    """Give runs too small to stand alone to the run before them, or after them."""
    kept: list[Run] = []
    for run in runs:
        piece = text[run.start : run.end]
        weight = count_han(piece) if run.language == "zh" else count_latin_words(piece)
        small = weight < 2 or (weight < 4 and not _SENTENCE_END.search(piece[-9:]))
        kept.append(Run(run.start, run.end, None) if small and len(runs) > 1 else run)
    return _merge(kept)


def _split_bare(text: str, run: Run) -> list[Run]:
    """Cut a title or date and its translation that stand side by side without a sentence end."""
    first_han, first_latin = _HAN.search(text), _LATIN.search(text)
    if first_han is None or first_latin is None or len(text) > _MAX_BARE_CHARS:
        return [run]
    place = _switch(text, han_first=first_han.start() < first_latin.start())
    if place is None:
        return [run]
    left, right = text[:place], text[place:]
    languages: tuple[Language, Language] = ("zh", "en") if _HAN.search(left) else ("en", "zh")
    zh, en = (left, right) if languages[0] == "zh" else (right, left)
    if not _is_bare_pair(zh.strip(), en.strip()):
        return [run]
    return [Run(0, place, languages[0]), Run(place, len(text), languages[1])]


#: Longer than a title in both languages; keeps the search for a switch cheap.
_MAX_BARE_CHARS = 400
_ZH_THEN_EN = re.compile(
    f"[^{HAN}]*[{HAN}](?:.*[{HAN}])?[^A-Za-z]*?(?=[—–-]{{0,2}}\\s?[\u201c\"'(]?[A-Za-z\\d][^{HAN}]*$)",
    re.DOTALL,
)
_EN_THEN_ZH = re.compile(
    f"[^{HAN}]*[A-Za-z][^{HAN}]*?(?=[\u201c\u300a]?(?:(?:\\d{{4}}|\\d{{1,2}})[年月]|[{HAN}]))",
    re.DOTALL,
)


def _switch(text: str, *, han_first: bool) -> int | None:
    """Find the one place where the script changes; None where it changes back and forth."""
    match = (_ZH_THEN_EN if han_first else _EN_THEN_ZH).match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    mixed = _HAN.search(rest) if han_first else _LATIN.search(rest)
    return None if mixed else match.end()


def _is_bare_pair(zh: str, en: str) -> bool:
    if _DATE_ZH.search(zh) and _DATE_EN.search(en):
        return True
    if _SENTENCE_END.search(zh[-9:]) or _SENTENCE_END.search(en[-9:]):
        return False
    if count_han(zh) < 4 or zh[-1] in _LEADING_ON or not en[:1].isupper():
        return False
    words = count_latin_words(en)
    return words >= 4 and _FUNCTION_WORD.search(en) is not None
