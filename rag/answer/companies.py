"""A question for a company -> whether evidence names one.

"Which company built the reservoir?" is asked where the reservoir is all that the text is about, and
who built it is not said: nothing in the words tells, but that no company is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.reading import Sentence
from rag.text.language import HAN, to_simplified
from rag.text.terms import is_stopword

_ASKS = re.compile(
    r"(?:哪家|哪个|哪一家|什么)(?:[建造航保设计施工软件汽车制药国内外民营船机险生产供应承包电力]{0,4})"
    r"(?:公司|企业|厂商?|船厂|集团|车企|供应商|承包商|制造商|开发商)"
    r"|(?i:\b(?:which|what) (?:[a-z]+ ){0,2}(?:company|firm|manufacturer|maker|shipyard|supplier|"
    r"contractor|developer|insurer|airline|builder)\b)"
)
_NAMED_ZH = re.compile(
    f"(?P<name>[{HAN}]{{2,4}}?)"
    "(?:公司|集团|企业|船厂|[^工]厂|重工|电气|航空|股份|事务所|研究院|设计院|局)"
)
#: Who is said to do it need not be called a company: 由远洋保险承保.
_BY_ZH = re.compile(
    f"由(?!于)[{HAN}]{{2,8}}?(?:承|建|制造|造|供应|生产|设计|施工|开发|研发|运营|经营|提供|负责)"
)
_DOES_EN = re.compile(
    r"^([A-Z][A-Za-z-]+) (?:built|builds?|made|makes?|suppl(?:y|ies|ied)|insure[sd]?|operate[sd]?"
    r"|owns?|designed|develop(?:s|ed)|produce[sd]?|constructed|delivere?[ds]?|runs?|won)\b"
)
_NAMED_EN = re.compile(
    r"\b(?:company|companies|firm|contractor|manufacturer|shipyard|supplier)\b"
    r"|\b(?:Co|Inc|Ltd|Corp|plc|PLC|GmbH|AG|Group|Shipyard|Industries|Motors|Holdings)\b"
)
_CAPITALISED = re.compile(r"(?<![.!?:\u201c\"'] )(?<!^)\b[A-Z][A-Za-z\u2019'-]+")
_TIMES = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)


def lacks_company(question: str, sentence: Sentence) -> bool:
    """Tell whether a company is asked for, and evidence names none that the question does not.

    :param question: its text.
    :param sentence: of the evidence; its paragraph and the other version are looked at, too.
    :returns: false for all other questions.
    """
    asked = to_simplified(question)
    if not _ASKS.search(asked):
        return False
    other = sentence.counterpart
    passages = (sentence.passage, *(other.passages if other is not None else ()))
    texts = (each.paragraph.text for each in passages)
    return not any(_names(text, asked) for text in texts) and not any(
        _new_names(sentence.text, asked)
    )


def _names(text: str, asked: str) -> bool:
    folded = to_simplified(text)
    if _BY_ZH.search(folded):
        return True
    for match in _NAMED_ZH.finditer(folded):
        if match["name"][-2:] not in asked:
            return True
    return any(match.group().lower() not in asked.lower() for match in _NAMED_EN.finditer(text))


def _new_names(text: str, asked: str) -> Iterator[str]:
    known = asked.lower()
    if (first := _DOES_EN.match(text)) and not is_stopword(first[1].lower()):
        yield first[1]
    for match in _CAPITALISED.finditer(text):
        name = match.group().lower().removesuffix("'s").removesuffix("\u2019s")
        if name not in _TIMES and name not in known:
            yield name
