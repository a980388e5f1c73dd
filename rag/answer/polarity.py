"""A claim and its evidence -> whether one denies what the other states.

Languages deny in many ways ("rejected claims that", 难以, "fail to"), so any trace of a denial on
the other side counts as one. A contradiction is a plain "not" on one side, the very words it denies
on the other, and nothing there that could deny them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.protocols import Lexicon
from rag.schema import Language
from rag.text.language import fold
from rag.text.terms import index_terms, query_terms

_PLAIN: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?<![有得])没有?(?!想到|收|落)|并未|从未|尚未|并非|否认|驳斥|拒绝|未(?!来|必|婚|雨|知)"
        r"|不(?!仅|但|只是|断|同|少|久|过|管|论|禁|错|足|及|乏|愧|懈|可或缺|得不|会不|能不|单|光|妨|惜|朽|菲)"
    ),
    "en": re.compile(
        r"(?i)\b(?:not(?! only| just| merely)|\w+n['\u2019]t|never|cannot(?! but)|no(?!\.)"
        r"|(?:reject|den[yi]|refut|dismiss)\w*)\b"
    ),
}
_TRACE: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"[没沒勿莫毋拒禁难難免]|不(?!仅|但|断|同|少|久|过|管|论)|未(?!来)|无(?!论)|否|[反辟]对?|并非|绝非|停止|取消"
        r"|非(?!常|洲|遗|凡|同)|避免|防止|失败|缺乏|放弃|撤|是假"
    ),
    "en": re.compile(
        r"(?i)\b(?:not?|none?|nor|neither|without|cannot|nothing|nobody|nowhere|hardly|scarcely|"
        r"instead|rather|against|unless|except|bans?|banned|rul(?:e|es|ed|ing) out|"
        r"\w+n['\u2019]t|never|false|untrue|wrong|denial|"
        r"(?:fail|lack|refus|reject|stop|avoid|prevent|oppos|den[yi]|refut|dismiss|halt|abandon|"
        r"prohibit|exclud|cancel|withdr|unab|unwilling|unlike|impossib|absen|contrar|mislead|"
        r"un(?:chang|affect|true|found)|inaccura|incorrect)\w*)\b"
    ),
}
#: What says that something is only asked or supposed.
_OPEN = re.compile(r"是否|如果|若|假如|[吗嗎]|\b(?:whether|if)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<!\d)[,:.]|[,:.](?!\d)|[;!?\uff0c\u3001\uff1b\uff1a\u3002\uff01\uff1f\n\u2014]|\b(?:but|and|while|although|though)\b"
    r"|但是?|而且?|并且"
)
#: How far a denial reaches: words of what it denies.
_REACH: dict[Language, int] = {"zh": 8, "en": 4}
_REJECTS = re.compile(r"(?i)reject|den[yi]|refut|dismiss|否认|驳斥|拒绝")
_REACH_OF_REJECTING: dict[Language, int] = {"zh": 16, "en": 9}
_WORD = re.compile(r"[\w'\u2019-]+")
#: These carry no part of what is denied.
_EMPTY_STEMS = frozenset(
    "be been have do so get go make take ani yet ever also just would could should claim report "
    "alleg accus suggest".split()
)
#: A translation less likely than this is another word.
_MIN_TRANSLATION = 0.1


def contradicts(
    claim: str, quote: str, claimed: Language, quoted: Language, lexicon: Lexicon | None
) -> bool:
    """Tell whether a claim denies what a quote states, or states what it denies.

    :param claim: one sentence.
    :param quote: the evidence it is compared with.
    :param claimed: the claim's language.
    :param quoted: the quote's language.
    :param lexicon: translations, where the languages differ.
    :returns: False wherever that cannot be told.
    """
    if _OPEN.search(claim) or (claimed != quoted and lexicon is None):
        return False
    return _denies(claim, quote, claimed, quoted, lexicon) or _denies(
        quote, claim, quoted, claimed, lexicon
    )


def _denies(
    first: str, second: str, language: Language, other: Language, lexicon: Lexicon | None
) -> bool:
    """Whether the first text plainly denies what the second states and nowhere denies."""
    denied = [terms for terms in _denied(first, language) if terms]
    stated = [clause for clause in _clauses(second) if not _TRACE[other].search(clause)]
    own = [clause for clause in _clauses(first) if not _TRACE[language].search(clause)]
    for terms in denied:
        wanted = [_readings(term, language, other, lexicon) for term in terms]
        # What the first text says elsewhere without denying it is not what is disputed.
        if any(_says(clause, [{term} for term in terms], language) for clause in own):
            continue
        negated = [clause for clause in _clauses(second) if _TRACE[other].search(clause)]
        if any(_says(clause, wanted, other) for clause in negated):
            continue
        if any(_says(clause, wanted, other) for clause in stated):
            return True
    return False


def _denied(text: str, language: Language) -> Iterator[list[str]]:
    """List what each plain denial denies: the first content terms behind it."""
    for match in _PLAIN[language].finditer(text):
        rejects = _REJECTS.match(match.group())
        reach = (_REACH_OF_REJECTING if rejects else _REACH)[language]
        behind = text[match.end() :] if rejects else _CLAUSE.split(text[match.end() :])[0]
        if language == "zh":
            terms = [term for term in query_terms(behind[:reach], language) if len(term) > 1]
            # The verb comes first; pairs that run over its end are no words.
            yield terms[-3:] if rejects else terms[:1]
        else:
            words = " ".join(_WORD.findall(behind)[:reach])
            terms = [term for term in query_terms(words, language) if term not in _EMPTY_STEMS]
            yield terms[-2:] if rejects else terms[:1]


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause.strip()]


def _readings(term: str, language: Language, other: Language, lexicon: Lexicon | None) -> set[str]:
    if language == other or lexicon is None:
        return {term}
    found = lexicon.translate(term, language)
    return {word for word, chance in found if chance >= _MIN_TRANSLATION}


def _says(clause: str, wanted: list[set[str]], language: Language) -> bool:
    if not wanted or not all(wanted):
        return False
    terms = set(index_terms(clause))
    folded = fold(clause)
    return all(
        any(word in terms or (language == "zh" and word in folded) for word in words)
        for words in wanted
    )
