"""Translation units of a file -> a text in which each is a Chinese and an English paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rag.documents.formats.loaded import LoadedText
from rag.errors import DocumentError
from rag.schema import Language, Span
from rag.text.language import HAN

#: The code of a text's language as the file writes it, and the text.
Side = tuple[str, str]

_CHINESE_CODES = frozenset("zh zho chi cmn cn chinese mandarin".split())
_ENGLISH_CODES = frozenset("en eng english".split())
_CODE = re.compile(r"[^\W\d_]+")
_HAN_CHAR = re.compile(f"[{HAN}]")
_LATIN_LETTER = re.compile("[A-Za-z]")
#: Codes named in a message; a file may hold dozens.
_MAX_NAMED = 6


def read_language_code(code: str) -> Language | None:
    """Tell which of the two languages a code means: ``zh_TW``, ``zho-Hans``, ``EN-gb``, ``eng``."""
    first = _CODE.match(code.strip().lower())
    if first is None:
        return None
    if first.group() in _CHINESE_CODES:
        return "zh"
    return "en" if first.group() in _ENGLISH_CODES else None


def join_units(units: Iterable[Sequence[Side] | str], name: str, encoding: str) -> LoadedText:
    """Make a document of translation units; those that are no pair are left out and counted.

    :param units: of each, its texts with the codes of their languages, of several in one language
        the first counts; or what is wrong with it.
    :param name: the file, for messages.
    :param encoding: what the file was decoded with.
    :returns: a text of two lines a unit, Chinese first, and where the pairs stand in it; letters
        are the file's own, without white space around them.
    :raises DocumentError: no unit has both languages.
    """
    pieces: list[str] = []
    pairs: list[tuple[Span, Span]] = []
    skipped: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    position = 0
    for unit in units:
        if isinstance(unit, str):
            skipped[unit] += 1
            continue
        codes.update(code or "no language" for code, _ in unit)
        zh, en = _choose(unit, "zh"), _choose(unit, "en")
        reason = _find_lack(zh, en)
        if reason:
            skipped[reason] += 1
            continue
        middle = position + len(zh) + 1
        pairs.append(((position, middle - 1), (middle, middle + len(en))))
        pieces.append(f"{zh}\n{en}\n\n")
        position += len(pieces[-1])
    if not pairs:
        raise DocumentError(_refusal(name, skipped, codes))
    return LoadedText(
        "".join(pieces), encoding, given_pairs=tuple(pairs), warnings=_warn(skipped, len(pairs))
    )


def _choose(unit: Sequence[Side], language: Language) -> str:
    """Give the first text in a language that holds a letter of it; empty where there is none."""
    letter = _HAN_CHAR if language == "zh" else _LATIN_LETTER
    texts = (text.strip() for code, text in unit if read_language_code(code) == language)
    return next((text for text in texts if letter.search(text)), "")


def _find_lack(zh: str, en: str) -> str:
    if zh and en:
        return "untranslated" if zh == en else ""
    if zh:
        return "without English"
    return "without Chinese" if en else "without either language"


def _warn(skipped: Counter[str], kept: int) -> tuple[str, ...]:
    """Say what was left out, if anything was."""
    if not skipped:
        return ()
    left_out = sum(skipped.values())
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in skipped.items())
    return (f"{left_out:,} of {left_out + kept:,} translation units left out: {reasons}.",)


def _refusal(name: str, skipped: Counter[str], codes: Counter[str]) -> str:
    total = sum(skipped.values())
    if not total:
        return f"{name}: holds no translation unit; check that it was exported with its contents"
    found = ", ".join(f"{code} ({count:,})" for code, count in codes.most_common(_MAX_NAMED))
    return (
        f"{name}: none of its {total:,} translation units has a Chinese and an English side; "
        f"found {found or 'no text'}: check the languages it was exported with"
    )
