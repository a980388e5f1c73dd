"""A pair -> the countries and regions that only one of its sides names.

Only these: they have one name a language, while persons become "he" and titles, and whether a
word is a name at all is unsure. China is left out: it is "we" and "our country".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.differences.values import Difference, PairTexts
from rag.text.language import HAN, to_simplified
from rag.text.places import all_places, full_names

#: "We", what English names by several words or ways, and what is a name of something else.
_NOT_COMPARED = frozenset(
    """
    中国 台湾 香港 澳门 新疆 西藏 南海 美国 英国 韩国 朝鲜 斯里兰卡 沙特阿拉伯 阿联酋 苏丹
    南苏丹 南非 刚果 格鲁吉亚 新西兰 东帝汶 巴布亚新几内亚 所罗门群岛 太平洋岛国 东盟 拉美
    阿拉伯国家
    """.split()
)
#: The name that whatever Chinese says of it holds.
_WIDEST = {"蒙古国": "蒙古", "欧盟": "欧洲"}
#: Groups and older names that stand for their members.
_STANDS_FOR = {
    "东盟": "亚洲 文莱 柬埔寨 印度尼西亚 老挝 马来西亚 缅甸 菲律宾 新加坡 泰国 越南",
    "金砖": "巴西 印度 俄罗斯",
    "苏联": "俄罗斯",
    "非": "埃塞俄比亚",
    "拉共体": "加勒比",
}
_ENDING = "(?:e?s|e?an)?(?:['’]s)?"
#: The rest of an organisation's name, which English gives by its letters: 日本广播协会 (NHK).
_ORGANISATION = f"[{HAN}]{{0,14}}\\s?[（(][A-Za-z]"
#: 印度教 and 印度洋 are not India.
_NOT_A_COUNTRY = "教洋尼河语語文"
#: Groups and pronouns that may stand for any country of the sentence.
_ANY_EN = re.compile(
    r"(?i)\b(?:(?:two|both|three|our|all) (?:sides|countries|nations|peoples|parties)|bilateral|"
    r"ASEAN|BRICS|EU|African Union|AU|NATO|G7|G20|region(?:al)?)\b"
)
_ANY_ZH = re.compile(r"[两双三各][国方邊边地]|彼此|该国|該國|对方|對方|当地|當地|本国|地区|地區")


@dataclass(frozen=True, slots=True)
class _Place:
    """A country or region; what stands for it counts as its name on the other side."""

    en: re.Pattern[str]
    #: The same with anything behind it: AsiaWorld.
    en_traces: re.Pattern[str]
    zh: str
    zh_forms: tuple[str, ...]


def find_name_differences(texts: PairTexts, near: PairTexts) -> Iterator[Difference]:
    """Yield the countries and regions that one side names in full and the other in no way.

    :param texts: the pair.
    :param near: the pair with the paragraphs beside it, where a name may stand instead.
    :yields: each name once, where it stands first.
    """
    zh, en = to_simplified(texts.zh), texts.en
    zh_near, en_near = to_simplified(near.zh), near.en
    is_open_zh, is_open_en = _ANY_ZH.search(zh) is None, _ANY_EN.search(en) is None
    for place in _places():
        in_en, in_zh = place.en.search(en), _find(place.zh, zh)
        is_in_en = place.en_traces.search(en_near) is not None
        if in_en and place.zh not in zh:
            if is_open_zh and not any(form in zh_near for form in place.zh_forms):
                yield texts.difference("name", en=in_en.span())
        elif in_zh >= 0 and is_open_en and not is_in_en:
            yield texts.difference("name", zh=(in_zh, in_zh + len(place.zh)))


def _find(name: str, text: str) -> int:
    match = re.search(f"{name}(?![{_NOT_A_COUNTRY}])(?!{_ORGANISATION})", text)
    return match.start() if match else -1


@functools.cache
def _places() -> tuple[_Place, ...]:
    return tuple(_read(key) for key in all_places() if key not in _NOT_COMPARED)


def _read(key: str) -> _Place:
    zh = _WIDEST.get(key, key)
    # With a capital: turkey is also a bird, and polish a verb.
    forms = "|".join(full_names(key)["en"])
    groups = [group for group, members in _STANDS_FOR.items() if key in members.split()]
    return _Place(
        re.compile(rf"\b(?:{forms}){_ENDING}\b"),
        re.compile(rf"\b(?:{forms})"),
        zh,
        (zh, zh[0], *groups),
    )
