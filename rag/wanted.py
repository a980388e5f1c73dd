"""A question -> the language its evidence is wanted in: nearly always the asker's own.

Translators ask for wordings: “服贸会”的英文全称, the Chinese term for "ferry". The text that holds
the answer is then the one in that language, whoever asks.
"""

from __future__ import annotations

import re

from rag.schema import Language
from rag.text.language import HAN

#: The Chinese for "ferry"; not: the Chinese for years have ...
_FOR = r" for\b(?! (?:years|decades|centuries|many|a|the (?:first|last|past))\b)"
_ENGLISH = re.compile(
    r"英文|英语|英译|用英"
    r"|\b(?:(?:in|into|original) english|english (?:term|name|wording|word|version|translation|"
    r"phrase|abbreviation|acronym|title|rendering|equivalent|original|text)s?)\b"
    rf"|(?:\bthe |^)english{_FOR}",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"中文|汉语|汉译|中译|拼音|汉字"
    r"|\b(?:(?:in|into|original) chinese|chinese (?:term|name|wording|word|version|translation|"
    r"characters?|phrase|title|rendering|equivalent|original|text)s?|pinyin)\b"
    rf"|(?:\bthe |^)chinese{_FOR}",
    re.IGNORECASE,
)
#: These ask for the other language than that of what they ask about.
_TRANSLATION = re.compile(
    r"译作|译成|译为|怎么译|如何译|怎样译|翻译|译文|译法|译名"
    r"|^(?:please )?translate\b|\btranslat(?:ed|ion|e|es) (?:as|into|to|of|for)\b|\btranslation\?"
    r"|\bhow (?:is|was|are|were|do|does|did|would|should|to) [^?]{1,80}\btranslat",
    re.IGNORECASE,
)
#: Chinese has next to no acronyms in letters of its own.
_ACRONYM = re.compile(r"缩写|字母缩|\b(?:acronym|abbreviat\w+)\b", re.IGNORECASE)
#: The words around that: they ask for the wording and are not what it is the wording of.
_WORDING = re.compile(
    r"用?(?:正式|官方|标准|对应)?的?(?:英文|英语|英译|中文|汉语|汉译|中译)的?"
    r"(?:全称和缩写|全称|简称|缩写|名称|名字|叫法|说法|表述|表达|译名|译法|译文|翻译|原文|版本|术语|单词)*"
    r"(?:(?:应该|应当|应|该)?(?:怎么|如何|怎样|咋))?(?:说|讲|写|叫|译|称呼|表达|表述)?"
    r"|(?:怎么|如何|怎样)(?:翻译|译)|译[作成为]|翻译成?|"
    r"缩写成?|全称|译文|译法|译名"
    rf"|\b(?:the )?(?:english|chinese){_FOR}"
    r"|\b(?:(?:the )?(?:official |full |exact )?(?:english|chinese) (?:term|name|wording|word|"
    r"version|translation|phrase|abbreviation|acronym|title|rendering|characters?|equivalent|"
    r"original|text)s?|"
    r"(?:in|into|(?:the )?original) (?:english|chinese)|translated?(?: as| into)?|translations?|"
    r"acronym|abbreviat\w+|stands? for)\b",
    re.IGNORECASE,
)
#: What is quoted is asked about: “英文学校” names a school and asks for nothing.
_QUOTED = re.compile(
    r"“[^“”]{1,80}”|\"[^\"]{1,80}\"|「[^「」]{1,80}」|『[^『』]{1,80}』|《[^《》]{1,80}》"
    r"|‘[^‘’]{1,80}’(?!\w)|(?<!\w)'[^']{1,80}'(?!\w)"
)
_MASK = "\x00"
_HAN_WORD, _LATIN_WORD = re.compile(rf"[{HAN}]{{2}}"), re.compile(r"[A-Za-z]{2}")


def wanted_language(text: str, language: Language) -> Language:
    """Tell which language the evidence is wanted in.

    :param text: the question.
    :param language: the language it is asked in.
    :returns: the language of the wording it asks for, else ``language``.
    """
    return named_language(text) or _implied_language(text, language)


def named_language(text: str) -> Language | None:
    """Tell which language a question names as the one of the wording it asks for, if one."""
    asking = mask_quotes(text)
    english, chinese = _ENGLISH.search(asking), _CHINESE.search(asking)
    if (english is None) == (chinese is None):
        return None
    return "en" if english else "zh"


def _implied_language(text: str, language: Language) -> Language:
    asking = mask_quotes(text)
    if _ENGLISH.search(asking):  # and the other one
        return language
    if _ACRONYM.search(asking):
        return language if _holds_foreign(text, language) else "en"
    if _TRANSLATION.search(asking) and not _holds_foreign(text, language):
        return "en" if language == "zh" else "zh"
    return language


def asks_for_wording(text: str) -> bool:
    """Tell whether a question has words that ask for a wording: 英文, the Chinese for."""
    asking = mask_quotes(text)
    patterns = (_ENGLISH, _CHINESE, _ACRONYM, _TRANSLATION)
    return any(pattern.search(asking) for pattern in patterns)


def mask_quotes(text: str) -> str:
    """Put something that is no letter in the place of what is quoted; the length stays."""
    return _QUOTED.sub(lambda match: _MASK * len(match.group()), text)


def find_quoted(text: str) -> list[str]:
    """List what is quoted, without the marks."""
    return [match.group()[1:-1] for match in _QUOTED.finditer(text)]


def without_wording(text: str) -> str:
    """Blank what asks for a wording: 英文全称, the Chinese term, translated as.

    :param text: a question.
    :returns: the rest; the whole question where it asks for no wording or nothing else is left.
    """
    if not asks_for_wording(text):
        return text
    asking = _WORDING.sub(lambda match: " " * len(match.group()), mask_quotes(text))
    rest = "".join(own if left == _MASK else left for own, left in zip(text, asking, strict=True))
    return rest if re.search(rf"[{HAN}A-Za-z]{{2}}", rest) else text


def _holds_foreign(text: str, language: Language) -> bool:
    """Tell whether it quotes the other language, whose wording is then known."""
    return (_LATIN_WORD if language == "zh" else _HAN_WORD).search(text) is not None
