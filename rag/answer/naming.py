"""A claim -> whether the names it gives are those of its evidence."""

from __future__ import annotations

import re

from rag.text.language import HAN, fold
from rag.text.terms import is_stopword

_NAME_EN = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][A-Za-z\u00c0-\u024f]{2,}|\b[A-Z]{2,}\b")
_HAN = re.compile(f"[{HAN}]")
#: What a name may lose or gain: Russia, Russian, Russians; China, Chinese; Norway, Norwegian.
_ENDINGS = frozenset("s n ns an ans ian ians ese ish i is ic ics ean er ers al land men".split())
_MIN_SHARED = 4
#: 索菲娅·布兰特
_PARTED = re.compile(rf"[{HAN}]{{1,6}}(?:[\u00b7\u2022\u30fb][{HAN}]{{1,6}}){{1,3}}")
#: 海临市; not 城市, 全市, 上市.
_PLACE = re.compile(
    rf"[{HAN}]{{2}}(?:(?<![城都超股上全本我该各县门夜集省楼车菜闹])市"
    rf"|(?<![全各本我该节外反邻])省|(?<![全各本该郡邻])县|(?<![城乡全该小古集重冰])镇)(?![场民值长内区级委面])"
)
_SAYS = r"(?:表示|指出|强调|认为|介绍说?|透露|回应|宣布|称|说|坦言|呼吁|告诉记者)"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文汪耿华庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐"
)
_SPEAKER_ZH = re.compile(
    rf"(?:^|[\uff0c\u3002\uff1b,;]|发言人|部长|主任|局长|司长|院长|行长|书记|市长|省长|总理|主席|大使|校长|所长|"
    rf"记者|先生|女士)([{_SURNAMES}][{HAN}]{{1,2}}?)(?:部长|主任|局长|司长|先生|女士|市长|大使)?(?:在[^\uff0c\u3002]{{1,12}})?{_SAYS}"
)


def names_occur(claim: str, evidence: str) -> bool:
    """Tell whether the names of a claim occur in its evidence.

    :param claim: one sentence.
    :param evidence: all texts it may take a name from: passages, speakers, titles, the question.
    :returns: True where that cannot be told, as for a Chinese claim and English evidence.
    """
    return _latin_names_occur(claim, evidence) and _han_names_occur(claim, evidence)


def _latin_names_occur(claim: str, evidence: str) -> bool:
    if _HAN.search(claim) and not re.search("[A-Za-z]", evidence):
        return True
    words = {word.casefold() for word in re.findall(r"[A-Za-z\u00c0-\u024f]+", evidence)}
    names = {name.casefold() for name in _NAME_EN.findall(claim) if not is_stopword(name)}
    return all(name in words or any(_is_form(name, word) for word in words) for name in names)


def _is_form(name: str, word: str) -> bool:
    shared = 0
    for one, other in zip(name, word, strict=False):
        if one != other:
            break
        shared += 1
    return shared >= _MIN_SHARED and _is_ending(name[shared:]) and _is_ending(word[shared:])


def _is_ending(rest: str) -> bool:
    # Norw-ay and Norw-egian, Ital-y and Ital-ian.
    return len(rest) <= 2 or rest in _ENDINGS or rest == "egian"


def _han_names_occur(claim: str, evidence: str) -> bool:
    text = fold(evidence)
    if len(_HAN.findall(text)) < len(_HAN.findall(claim)):
        return True
    folded = fold(claim)
    return (
        all(_parts_occur(name, text) for name in _PARTED.findall(folded))
        and all(place in text for place in _PLACE.findall(folded))
        and all(name in text for name in _SPEAKER_ZH.findall(folded))
    )


def _parts_occur(name: str, text: str) -> bool:
    """Where a name of several parts begins and ends cannot be told from the words around it."""
    first, *middle, last = re.split("[\u00b7\u2022\u30fb]", name)
    return first[-2:] in text and last[:2] in text and all(part in text for part in middle)
