"""A sentence of a model -> whether it says that the documents do not hold the answer."""

from __future__ import annotations

import re

_DOCUMENTS_ZH = (
    "(?:文档|文件|资料|材料|段落|文中|文本|原文|上下文|来源|库|内容|信息|以上|上述|提供的)"
)
_DOCUMENTS_EN = (
    r"(?:documents?|passages?|sources?|text|context|library|material|excerpts?|information|"
    r"articles?|transcripts?|records?|file|above|provided)"
)
_NOT_EN = r"(?:n['\u2019]t| not| no\b| never| neither| nothing)"
#: Each one alone says it. All repeats are bounded: the text comes from outside.
_PATTERNS = (
    rf"{_DOCUMENTS_ZH}.{{0,20}}(?:没有|未|并未|不曾|无).{{0,6}}(?:提|说|给|写|包含|涉及|记载|回答|答案|相关|"
    rf"找到|交代|讲|显示|列|披露|公布|指出|明确|具体|这)",
    rf"(?:没有|未|未能|无法|不能|找不到)(?:在|从|根据|依据|于)?.{{0,8}}{_DOCUMENTS_ZH}.{{0,20}}"
    rf"(?:找到|得知|回答|确定|判断|得出|提|说|答案|看出|了解|获知|$|。)",
    r"(?:没有|未|并未)(?:提及|提到|说明|给出|提供|涉及|记载)",
    r"无法(?:回答|确定|得知|判断)|不得而知|不清楚|不知道|查不到|找不到",
    rf"\b{_DOCUMENTS_EN}\b.{{0,40}}\b(?:do|does|did|is|are|was|were|has|have|contains?|gives?|"
    rf"provides?|offers?){_NOT_EN}",
    rf"\b(?:no|not|nothing|none|neither)\b.{{0,60}}\b(?:in|from|by|of|within)\b.{{0,20}}"
    rf"\b{_DOCUMENTS_EN}\b",
    r"\b(?:cannot|can['\u2019]t|could not|couldn['\u2019]t|unable to|not able to|impossible to)\b"
    r".{0,30}\b(?:answer|answered|determined?|find|found|tell|say|establish|confirm|locate|know)\b",
    r"\b(?:not|isn['\u2019]t|never) (?:\w+ )?(?:stated|mentioned|found|given|specified|available|"
    r"provided|addressed|covered|disclosed|reported|included)\b",
    r"\bno (?:\w+ ){0,2}(?:information|mention|answer|data|details?|figure|statement|evidence)\b",
    r"\bi (?:do not|don['\u2019]t) know\b|\bnot known\b|\bunknown\b|\bunclear\b",
)
_NOT_SAID = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def says_not_there(sentence: str) -> bool:
    """Tell whether a sentence says that the documents do not hold the answer.

    Documents say such things too ("the treaty does not mention a date"): where the sentence cites
    a passage that says so, it is an answer, which the caller decides.
    """
    return _NOT_SAID.search(sentence) is not None
