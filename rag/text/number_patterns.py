"""Patterns of what a number is written with, for ``rag/text/numbers.py``: digits, Han, words.

They are matched on lower-case text with plain digits, as ``find_numbers`` folds it. Only
``HAN_AMOUNT`` and ``MONEY`` name their groups, so that a rule may hold several of the others.
"""

from __future__ import annotations

from rag.text import numerals

#: Atomic, so that 3.11.2 is not read as 3.1. A space groups digits only where it can do nothing
#: else: 20 000 and 1 270 000, but 100 000 200 000 is two numbers of a row.
DIGITS = (
    r"(?>(?:[0-9]{1,3}(?:(?:,[0-9]{3}){1,12}|(?:[\u00a0\u202f\u2009][0-9]{3}){1,12}"
    r"|(?: (?!000)[0-9]{3}){0,2}(?: 000){1,12})(?![0-9])"
    r"|[0-9]+)(?:\.[0-9]+)?)"
)
#: Not inside a word, code or version: COVID-19, G20, 3.11.2.
NOT_IN_CODE = r"(?<![0-9a-z_.])(?<![a-z]-)"
# A Han character may follow at once: 10 million人.
_WORD_END = r"(?![0-9a-z_])"
# 82万千瓦 is 820,000 kW, as 5千克 is five kilograms; 5千克朗 is five thousand kronor.
_KILO_NOT_METRES = (
    r"千(?:克(?![朗拉里罗])|瓦(?![砾片罐])|卡(?!路里|车|片)|伏(?!兵)|赫|帕|焦|字节)|百帕"
)
_KILO = rf"{_KILO_NOT_METRES}|千米"
_SIZE = rf"(?:(?!{_KILO})[十百千万亿])"
# 五千米 is a race of so many metres; after another size, as in 五万千米, it can only be kilometres.
_HAN_CHAR = (
    rf"(?:(?!{_KILO_NOT_METRES}|(?<=[十百千万亿多余来])千米)[零〇一二两三四五六七八九十百千万亿])"
)
#: Longer rows are no numbers; the bounds keep hostile texts from costing more than their length.
HAN_NUMERAL = r"[零〇一二两三四五六七八九十百千万亿]{1,40}+(?:点[零〇一二三四五六七八九]{1,40}+)?"

# What may follow a single Han digit that counts something.
_COUNTED = (
    r"(?=[多余大]?(?:[个位名人国年日天次届项条种家件份周层级期批架艘辆台座岁倍秒米吨元场轮类篇章步组"
    r"张句段户代党者方口只支]|分钟|小时|公里|美元|英镑|欧元|月份|世纪|季度|成(?![为立果功员])"
    rf"|{_KILO_NOT_METRES}))"
)
#: A Han numeral as ``value``, with 多 inside as ``mid`` and the size after it as ``unit``.
HAN_AMOUNT = (
    rf"(?P<value>{_HAN_CHAR}{{2,40}}+(?!{_HAN_CHAR})"
    rf"(?:点[零〇一二三四五六七八九]{{1,40}}+)?"
    rf"|[零一二三四五六七八九]点[零〇一二三四五六七八九]{{1,40}}+(?=[%万亿倍])"
    rf"|[二两俩三四五六七八九十](?:(?=[多余]{_SIZE})|{_COUNTED}))"
    rf"(?P<mid>[多余来](?={_SIZE}))?(?P<unit>(?<=[多余来])(?:(?!{_KILO})[百千万亿]){{1,2}})?"
)

_WORD = r"(?:" + "|".join(sorted(numerals.ENGLISH_WORDS, key=len, reverse=True)) + r")"
SCALE = r"(?:hundred|thousand|million|billion|trillion)"
#: Number words in a row, which may be several numbers: ``numerals.read_english_phrase`` tells.
PHRASE = (
    rf"(?:{_WORD}|an?(?=\s+{SCALE}\b))"
    rf"(?:(?:\s+|-)(?:(?<=hundred\s)and\s|(?<=thousand\s)and\s|(?<=million\s)and\s)?{_WORD}\b){{0,30}}"
)

# What a lone figure belongs to: Page 1 270 million, 表1 270万.
_LABELS = "page |table |figure |phase |part |chapter |表|图|件|第|第 "
_NOT_LABELLED = "".join(f"(?<!{label})" for label in _LABELS.split("|"))
# A plain blank groups digits where a magnitude follows: 1 270万, 1 270 million.
_GROUPED = (
    rf"{_NOT_LABELLED}(?>[0-9]{{1,3}} [0-9]{{3}}(?:\.[0-9]+)?)"
    rf"(?=\s?[多余]?[万亿]|\s(?:million|billion|trillion){_WORD_END})"
)
#: Digits, and the magnitudes of either language after them.
MIXED = (
    rf"(?:{_GROUPED}|{DIGITS})"
    rf"(?:\s?[多余来]?{_SIZE}{{1,3}}(?:[多余来](?:(?!{_KILO})[万亿]){{1,2}})?"
    rf"(?:{DIGITS}(?:(?!{_KILO})[百千万亿]){{1,3}}){{0,6}}"
    r"|(?:\s|-)?(?:hundred|thousand|million|billion|trillion|mn|bn|tn|trn)"
    rf"{_WORD_END}(?:\s+million{_WORD_END})?|k\b)?"
)
#: Money with a letter for its magnitude: £10m, $2.5bn. Elsewhere 10m are metres.
MONEY = (
    r"(?:(?<=[$€£¥￥])|(?<=[$€£¥￥] )|(?<=\busd )|(?<=\brmb )|(?<=\beur )|(?<=\bgbp ))"
    rf"(?P<value>{DIGITS}(?:\s?(?:m|mn|bn|tn|trn)|[kbt]){_WORD_END})"
)
UNIT_LETTERS = (
    r"(?![a-z_]|[.][0-9])|(?=(?:[ckm]?m|kg|t|h|s|[kmgt]w|[kgt]wh|[kmgt]b|ha|[kmg]?hz|mph|usd|rmb|"
    rf"yuan|min){_WORD_END})"
)

FRACTION = "|".join(sorted(numerals.FRACTION_WORDS, key=len, reverse=True))
PER_CENT = r"per\s?cent(?:age)?\b(?:\s+points?\b)?"
