"""A sentence of a model -> whether it says that the documents do not hold the answer."""

from __future__ import annotations

import re

from rag.text.language import to_simplified

_DOCUMENTS_ZH = (
    "(?:文档|文件|资料|材料|段落|文中|文本|文章|片段|原文|上下文|来源|库|内容|信息|以上|上述|提供的|"
    "给定的)"
)
_SAY_ZH = (
    "(?:提|说|给|写|包含|涉及|记载|回答|答案|相关|有关|找到|交代|讲|谈|显示|列|披露|公布|指出|明确|具体|描述|介绍|看到|"
    "这|那|任何|足够)"
)
_DOCUMENTS_EN = (
    r"(?:documents?|passages?|sources?|texts?|context|library|materials?|excerpts?|extracts?|"
    r"information|articles?|transcripts?|records?|files?|snippets?|paragraphs?|data|above|provided)"
)
_SAY_EN = (
    r"(?:say|stat|mention|answer|giv|contain|discuss|address|specif|provid|indicat|includ|cover|"
    r"refer|describ|explain|tell|reveal|identif|name|touch|deal|disclos)\w*"
)
_NOT_EN = r"(?:n['\u2019]t|\s+(?:not|never|neither|nothing|no)\b)"
#: Each one alone says it. All repeats are bounded: the text comes from outside.
_PATTERNS = (
    rf"{_DOCUMENTS_ZH}.{{0,20}}(?:没有?|未|并未|不曾|无).{{0,6}}{_SAY_ZH}",
    rf"{_DOCUMENTS_ZH}(?:中|里|里面|内|之中)?(?:并|都|均|也|似乎)?(?:没有|无)",
    rf"{_DOCUMENTS_ZH}.{{0,12}}(?:缺乏|缺少|不足|不包含|不含|只字未提|不够|有限)",
    rf"(?:没有|未|未能|无法|不能|找不到)(?:在|从|根据|依据|于)?.{{0,8}}{_DOCUMENTS_ZH}.{{0,20}}"
    rf"(?:找到|得知|回答|确定|判断|得出|提|说|答案|看出|了解|获知|$|。)",
    r"(?:没有|未|并未)(?:提及|提到|说明|给出|提供|涉及|记载|谈及|谈到|公布|披露|交代)",
    r"(?:没有|暂无|并无|缺乏|缺少)(?:任何|足够的?|充分的?)?(?:相关|有关)?的?(?:信息|资料|内容|记载|依据|答案|说明)",
    r"没有任何?一?[段处篇份]",
    r"无法(?:回答|确定|得知|判断|推断|得出)|不得而知|无从得知|不清楚|不知道|查不到|找不到|未能找到|看不出|得不出|"
    r"推断不出|不(?:太)?明确|未明确|只字未提|超出.{0,12}范围",
    rf"\b{_DOCUMENTS_EN}\b.{{0,40}}\b(?:do|does|did|is|are|was|were|has|have|had|contains?|gives?|"
    rf"provides?|offers?|makes?|seems?|appears?|says?|states?|could|can|would){_NOT_EN}",
    rf"\b{_DOCUMENTS_EN}\b.{{0,30}}\b(?:silent|lacks?|fails? to|omits?|insufficient|"
    r"leaves? .{0,20}(?:open|unanswered|unclear))\b",
    rf"\b(?:no|neither|none)\b.{{0,20}}\b{_DOCUMENTS_EN}\b.{{0,30}}\b{_SAY_EN}",
    rf"\b(?:no|not|nothing|none|neither)\b.{{0,60}}\b(?:in|from|by|of|within|with)\b.{{0,20}}"
    rf"\b{_DOCUMENTS_EN}\b",
    r"(?:\bnot|n['\u2019]t|\black\w*|\bwithout)\b.{0,20}\b(?:enough|sufficient|adequate)\b"
    r"|\binsufficient (?:\w+ )?(?:information|evidence|details?|data|context)\b",
    r"\b(?:cannot|can['\u2019]t|could not|couldn['\u2019]t|unable to|not able to|impossible to|"
    r"not possible to)\b"
    r".{0,30}\b(?:answer|answered|determined?|find|found|tell|say|establish|confirm|locate|know)\b",
    r"\b(?:not|isn['\u2019]t|never) (?:\w+ )?(?:stated|mentioned|found|given|specified|available|"
    r"provided|addressed|covered|disclosed|reported|included|indicated|clear)\b",
    r"\bno (?:\w+ ){0,2}(?:information|mention|answer|data|details?|figure|statement|evidence|"
    r"reference)\b",
    r"\bi (?:do not|don['\u2019]t) (?:know|have)\b|\bi(?: am|['\u2019]m) not aware\b"
    r"|\bnot known\b|\bunknown\b|\bunclear\b|\b(?:beyond|outside) the scope\b",
)
_NOT_SAID = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def says_not_there(sentence: str) -> bool:
    """Tell whether a sentence says that the documents do not hold the answer.

    Documents say such things too ("the treaty does not mention a date"): where a passage says so
    itself, in such words, the sentence is an answer, which the caller decides.
    """
    return _NOT_SAID.search(to_simplified(sentence)) is not None
