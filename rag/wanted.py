"""A question -> the language its evidence is wanted in: nearly always the asker's own.

Translators ask for wordings: “服贸会”的英文全称, the Chinese term for "ferry". The text that holds
the answer is then the one in that language, whoever asks.
"""

from __future__ import annotations

import re

from rag.language import HAN
from rag.schema import Language

_ENGLISH = re.compile(
    r"英文|英语|英译|用英"
    r"|\b(?:in english|english (?:term|name|wording|word|version|translation|phrase|abbreviation|"
    r"acronym|title|rendering)s?)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"中文|汉语|汉译|中译|拼音|汉字"
    r"|\b(?:in chinese|chinese (?:term|name|wording|word|version|translation|characters?|phrase|"
    r"title|rendering)s?|pinyin)\b",
    re.IGNORECASE,
)
#: These ask for the other language than that of what they ask about.
_TRANSLATION = re.compile(
    r"译作|译成|译为|怎么译|如何译|怎样译|翻译"
    r"|\btranslat(?:ed|ion|e|es) (?:as|into|to|of|for)\b|\btranslation\?"
    r"|\bhow (?:is|was|are|were|do|does|did|would|should|to) [^?]{1,80}\btranslat",
    re.IGNORECASE,
)
#: Chinese has next to no acronyms in letters of its own.
_ACRONYM = re.compile(r"缩写|字母缩|\b(?:acronym|abbreviat\w+)\b", re.IGNORECASE)
#: The words around that: they ask for the wording and are not what it is the wording of.
_WORDING = re.compile(
    r"用?(?:正式|官方|标准|对应)?的?(?:英文|英语|英译|中文|汉语|汉译|中译)的?"
    r"(?:全称和缩写|全称|简称|缩写|名称|名字|叫法|说法|表述|表达|译名|译法|翻译|原文|版本|术语|单词)*"
    r"(?:怎么|如何|怎样)?(?:说|写|叫|译|表达)?|(?:怎么|如何|怎样)(?:翻译|译)|译[作成为]|翻译成?|"
    r"缩写成?|全称"
    r"|\b(?:(?:the )?(?:official |full |exact )?(?:english|chinese) (?:term|name|wording|word|"
    r"version|translation|phrase|abbreviation|acronym|title|rendering|characters?)s?|"
    r"in (?:english|chinese)|translated?(?: as| into)?|translations?|"
    r"acronym|abbreviat\w+|stands? for)\b",
    re.IGNORECASE,
)
_HAN_WORD, _LATIN_WORD = re.compile(rf"[{HAN}]{{2}}"), re.compile(r"[A-Za-z]{2}")


def wanted_language(text: str, language: Language) -> Language:
    """Tell which language the evidence is wanted in.

    :param text: the question.
    :param language: the language it is asked in.
    :returns: the language of the wording it asks for, else ``language``.
    """
    english, chinese = _ENGLISH.search(text), _CHINESE.search(text)
    if english or chinese:
        if english and chinese:
            return language
        return "en" if english else "zh"
    if _ACRONYM.search(text):
        return language if _holds_foreign(text, language) else "en"
    if _TRANSLATION.search(text) and not _holds_foreign(text, language):
        return "en" if language == "zh" else "zh"
    return language


def without_wording(text: str) -> str:
    """Blank what asks for a wording: 英文全称, the Chinese term, translated as.

    :param text: a question for which ``wanted_language`` or its pattern decided.
    :returns: the rest; the whole question where nothing else is left.
    """
    if not any(each.search(text) for each in (_ENGLISH, _CHINESE, _ACRONYM, _TRANSLATION)):
        return text
    rest = _WORDING.sub(lambda match: " " * len(match.group()), text)
    return rest if re.search(rf"[{HAN}A-Za-z]{{2}}", rest) else text


def _holds_foreign(text: str, language: Language) -> bool:
    """Tell whether it quotes the other language, whose wording is then known."""
    return (_LATIN_WORD if language == "zh" else _HAN_WORD).search(text) is not None
