"""Sentences that say the same -> those of which one denies what the other states.

Languages deny in many ways ("unwavering", 难以, "fail to"), so that any trace of a denial on the
other side counts as one; what is left is a plain "not" on one side and nothing like it on the
other, which states the very thing that is denied.
"""

from __future__ import annotations

import re

from rag.protocols import Lexicon
from rag.schema import Language
from rag.text.terms import index_terms
from rag.translation import expand_query

_PLAIN_ZH = re.compile(
    r"(?<!有)(?:没有|沒有)|并未|並未|从未|從未|尚未|并非|並非|不是(?!吗|嗎)|不会|不會|不能(?!不)|不得(?!不)|不应|不應|"
    r"不可能|不允许|不允許|不接受|不赞成|不贊成|不同意|不支持|不承认|不承認|不愿|不願|不想|不打算|不需要|不存在|不属于|不屬於|"
    r"[绝絕决決]不|从不|從不"
)
_PLAIN_EN = re.compile(
    r"(?i)\b(?:do|does|did|is|are|was|were|will|would|can|could|should|must|has|have|had|may|"
    r"might)(?: not\b(?! only)|n['’]t\b)|\bcannot\b(?! but)|\bnever\b"
)
_TRACE_ZH = re.compile(
    "[不没沒未无無非勿莫毋否别別反拒缺难難止禁免失停拦攔防绝絕破摒弃棄少仅僅除零空罕短滞滯阻抵远遠离離脱脫避忘终終敌敵"
    "毁毀废廢撤退错錯误誤乏限才只]|[以之][内內]|[最至]多"
)
_TRACE_EN = re.compile(
    r"(?i)\b(?:not?|none?|nor|neither|without|cannot|nothing|nobody|nowhere|hardly|little|few|less|"
    r"instead|rather|than|against|despite|only|but|yet|still|far|free|from|beyond|regardless|zero|"
    r"too|unless|except|hard|(?:un|in|im|il|ir|dis|mis|non|anti|de)[a-z]{3,}|\w+less\w*|"
    r"\w+n['’]t|(?:fail|lack|refus|reject|stop|avoid|prevent|oppos|den[yi]|resist|remov|keep|kept|"
    r"end|absen|short|exclu|ban|halt|abandon|forg|miss|difficult|never|cool|ceas|quit|refrain|"
    r"trouble|doubt|wheth|confus|out|rule|hold|held|stay|remain|brave|firm|consist|continu|always|any)\w*)\b"
)


_QUESTION = re.compile(r"[?？吗嗎]|是不是|有没有|有沒有")
#: What is denied: the words right behind.
_CLAUSE: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[^，。；、,;]{1,8}"),
    "en": re.compile(r"(?:\s+[\w'’-]+){1,3}"),
}
#: Share of what is denied that the other side states, by translations at least this likely.
_MIN_STATED, _MIN_WEIGHT = 0.5, 0.1


def is_denied_once(sentence: str, other: str, language: Language, lexicon: Lexicon) -> bool:
    """Tell whether a sentence denies something plainly, and the other side in no way.

    :param sentence: in ``language``.
    :param other: what says the same in the other language.
    :param language: of the sentence.
    :param lexicon: translations.
    :returns: whether only the sentence denies.
    """
    plain, trace = (_PLAIN_ZH, _TRACE_EN) if language == "zh" else (_PLAIN_EN, _TRACE_ZH)
    denial = plain.search(sentence)
    if denial is None or trace.search(other) or _QUESTION.search(sentence):
        return False
    denied = _CLAUSE[language].match(sentence, denial.end())
    groups = expand_query(denied.group(), language, lexicon) if denied else []
    terms = set(index_terms(other))
    stated = sum(any(w >= _MIN_WEIGHT and t in terms for t, w in group) for group in groups)
    return bool(groups) and stated >= _MIN_STATED * len(groups)
