"""Text -> the terms it is indexed and searched by, the same way for both languages.

Han characters count alone and with their right neighbour, which finds words without having to know
them; Latin words are folded and stemmed; a number adds one normalised key (``#1200000``) that all
its spellings share. No term holds white space, so that terms can be joined by it.
"""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator

import Stemmer

from rag.schema import Language
from rag.text import language as lang
from rag.text.numbers import number_keys
from rag.text.stopwords import (
    ENGLISH_STOPWORDS,
    HAN_STOP_CHARS,
    HAN_STOP_PHRASES,
    REPORTING_STEMS,
    REPORTING_WORDS,
)

#: First letter of a number's key, which no word starts with.
NUMBER_MARK = "#"

# Letters and digits of every script but Han; an apostrophe, dot, hyphen or ampersand joins.
_LETTER = (
    r"0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af"
    r"\u0370-\u167f\u1681-\u1fff\u3040-\u30ff\uac00-\ud7af"
)
_TOKEN = re.compile(
    rf"(?P<han>[{lang.HAN}]+)|[{_LETTER}]+(?:(?:\.?'|[.&-]|,(?=[0-9]{{3}}(?![0-9])))[{_LETTER}]+)*"
)
_DOTTED_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_NUMERAL = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)*")
_PLAIN_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_REPORTING_WORD = re.compile("|".join(sorted(REPORTING_WORDS, key=len, reverse=True)))
_STOP_PHRASE = re.compile("|".join(sorted(HAN_STOP_PHRASES, key=len, reverse=True)))
#: Words that would hide the US, the WHO and IT in capitals; as words they find nothing anyway.
_HOMOGRAPHS = frozenset({"us", "who", "it"})
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u2010\u2011", "'''--")
#: Distinct words whose terms are remembered; a large library holds some 100,000.
_REMEMBERED_WORDS = 200_000


def index_terms(text: str) -> list[str]:
    """List the terms a text is found by, with repetition: words in order, then numbers."""
    terms: list[str] = []
    for han, word in _tokens(text):
        if han:
            terms += _han_terms(han)
        else:
            terms += word_terms(word)
    terms += [NUMBER_MARK + key for key in number_keys(text)]
    return terms


def query_terms(text: str, language: Language) -> list[str]:
    """List the terms to search a question by: those of the index that say something.

    Function words and question words of the question's own language are left out; words of the
    other language inside it are names, and stay.

    :param text: the question.
    :param language: the language the question is in.
    :returns: terms in order, with repetition; empty where nothing but function words was asked.
    """
    terms: list[str] = []
    for han, word in _tokens(text):
        if han:
            terms += _han_query_terms(han) if language == "zh" else _han_terms(han)
        else:
            terms += _query_word_terms(word, language)
    terms += [NUMBER_MARK + key for key in number_keys(text)]
    return terms


def without_reporting(text: str) -> str:
    """Blank the words that say how something was said: said, interview, 表示, 采访."""

    def blank(match: re.Match[str]) -> str:
        stems = word_terms(match.group())
        return " " * len(match.group()) if stems and stems[0] in REPORTING_STEMS else match.group()

    return _LATIN_WORD.sub(blank, _REPORTING_WORD.sub(lambda match: " " * len(match.group()), text))


def content_words(text: str) -> list[str]:
    """List a text's Latin words that say something, as printed; hyphenated ones in their parts.

    Function words and numerals are left out, as are Han characters.
    """
    words: list[str] = []
    for han, word in _tokens(text):
        if not han and not is_stopword(word):
            words += [part for part in word.split("-") if not _PLAIN_NUMBER.fullmatch(part)]
    return words


def stem_words(text: str) -> list[str]:
    """List the stems of a text's Latin words, one for each, in order; function words included."""
    stems: list[str] = []
    for han, word in _tokens(text):
        if not han:
            parts = word.split("-") if "-" in word else [word]
            stems += [word_terms(part)[0] for part in parts if word_terms(part)]
    return stems


def han_pairs(word: str) -> list[str]:
    """List the pairs of adjacent characters a Han word is indexed by."""
    return [word[start : start + 2] for start in range(len(word) - 1)]


def is_stopword(word: str) -> bool:
    """Tell whether an English word says nothing by itself; WHO, US and IT in capitals do."""
    if len(word) > 1 and word.isupper():
        return False
    return word.lower().partition("'")[0] in ENGLISH_STOPWORDS


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield (Han run, "") or ("", word); case is kept, since US is not us."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    for match in _TOKEN.finditer(text):
        han = match["han"]
        yield (lang.to_simplified(han), "") if han else ("", match.group())


def _han_terms(run: str) -> list[str]:
    return [*run, *han_pairs(run)]


def _han_query_terms(run: str) -> list[str]:
    terms: list[str] = []
    for piece in _STOP_PHRASE.split(run):
        terms += [char for char in piece if char not in HAN_STOP_CHARS]
        terms += [pair for pair in han_pairs(piece) if not HAN_STOP_CHARS.issuperset(pair)]
    return terms


@functools.lru_cache(maxsize=_REMEMBERED_WORDS)
def word_terms(word: str) -> tuple[str, ...]:
    """Give the terms of one Latin word, the word's own first, then those of its parts.

    :param word: a token as printed, with its case: ``U.S.``, ``Beijing's``, ``win-win``.
    :returns: none for lower-case words that would hide an acronym, and for marks without a letter.
    """
    if _NUMERAL.fullmatch(word):
        return (word.replace(",", ""),)
    bare = word.removesuffix("'s").removesuffix("'S").rstrip(".")
    if _DOTTED_LETTERS.fullmatch(bare):
        return (_fold_word(bare.replace(".", "")),)
    parts = [part for part in re.split(r"[-.]", bare) if part]
    if len(parts) > 1:
        whole = _stem(_fold_word("".join(parts)))
        return (whole, *(term for part in parts for term in word_terms(part)))
    folded = _fold_word(bare)
    if not folded:
        return ()
    stem = _stem(folded)
    if len(bare) > 1 and bare.isupper():
        return (folded,) if stem == folded else (folded, stem)
    return () if folded in _HOMOGRAPHS else (stem,)


@functools.lru_cache(maxsize=_REMEMBERED_WORDS)
def _query_word_terms(word: str, language: Language) -> tuple[str, ...]:
    """Give the terms that one Latin word of a question is searched by."""
    if _PLAIN_NUMBER.fullmatch(word) is not None or (language == "en" and is_stopword(word)):
        return ()
    return word_terms(word)[: 1 if word.isupper() else None]


def word_letters(text: str) -> str:
    """Keep the letters a to z alone, folded and without accents."""
    return "".join(letter for letter in _fold_word(text) if "a" <= letter <= "z")


def _fold_word(word: str) -> str:
    folded = lang.fold(word).replace("'", "")
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class _Local(threading.local):
    """A stemmer for each thread: PyStemmer's are not to be shared."""

    def __init__(self) -> None:
        self.stem: Callable[[str], str] = Stemmer.Stemmer("english", 0).stemWord


_LOCAL = _Local()


def _stem(word: str) -> str:
    return _LOCAL.stem(word)
