"""Names of countries and regions in Chinese, which has no capitals to tell them by."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACES = """
中国 中方 美国 美方 日本 日方 韩国 朝鲜 朝鲜半岛 俄罗斯 俄方 印度 印度尼西亚 印尼 巴基斯坦
孟加拉国 斯里兰卡 尼泊尔 阿富汗 缅甸 泰国 越南 老挝 柬埔寨 马来西亚 新加坡 菲律宾 文莱 东帝汶
蒙古国 蒙古 哈萨克斯坦 乌兹别克斯坦 吉尔吉斯斯坦 塔吉克斯坦 土库曼斯坦 伊朗 伊拉克 叙利亚 以色列
巴勒斯坦 黎巴嫩 约旦 沙特阿拉伯 沙特 也门 阿曼 卡塔尔 阿联酋 科威特 巴林 土耳其 埃及 利比亚 苏丹
南苏丹 埃塞俄比亚 肯尼亚 坦桑尼亚 乌干达 卢旺达 索马里 尼日利亚 加纳 南非 安哥拉 赞比亚 津巴布韦
莫桑比克 刚果 阿尔及利亚 摩洛哥 突尼斯 塞内加尔 英国 法国 德国 意大利 西班牙 葡萄牙 荷兰 比利时
瑞士 奥地利 瑞典 挪威 丹麦 芬兰 冰岛 爱尔兰 波兰 捷克 匈牙利 罗马尼亚 保加利亚 希腊 塞尔维亚
乌克兰 白俄罗斯 立陶宛 拉脱维亚 爱沙尼亚 格鲁吉亚 阿塞拜疆 亚美尼亚 加拿大 墨西哥 古巴 巴西
阿根廷 智利 秘鲁 哥伦比亚 委内瑞拉 玻利维亚 厄瓜多尔 巴拿马 尼加拉瓜 澳大利亚 新西兰 斐济
巴布亚新几内亚 所罗门群岛 欧盟 欧洲 欧方 东盟 非洲 亚洲 拉美 拉丁美洲 北美 中东 中亚 东南亚 南亚
东北亚 太平洋岛国 阿拉伯国家 联合国 北约 台湾 台湾地区 香港 澳门 新疆 西藏 南海 东海 钓鱼岛 西方
海湾国家
"""
#: The longest name that fits, so that 印度尼西亚 is not 印度.
PLACE = re.compile("|".join(sorted(map(re.escape, _PLACES.split()), key=len, reverse=True)))

#: The character that stands for a country or region beside another's: 中印关系.
_SHORT = dict(
    pair.split(":")
    for pair in (
        "中国:中 中方:中 美国:美 美方:美 日本:日 日方:日 韩国:韩 朝鲜:朝 俄罗斯:俄 俄方:俄 印度:印 "
        "巴基斯坦:巴 缅甸:缅 越南:越 柬埔寨:柬 菲律宾:菲 蒙古国:蒙 蒙古:蒙 哈萨克斯坦:哈 伊朗:伊 "
        "英国:英 法国:法 德国:德 乌克兰:乌 加拿大:加 澳大利亚:澳 欧盟:欧 欧洲:欧 欧方:欧 非洲:非 "
        "拉美:拉 以色列:以 新西兰:新 朝鲜半岛:朝"
    ).split()
)
_FULL = {short: name for name, short in reversed(_SHORT.items())}
_SHORTS = "".join(_FULL)
#: Two such characters make a pair of countries before these: 中欧班列 is a train.
_PAIR = re.compile(
    rf"(?P<one>[{_SHORTS}])(?P<other>[{_SHORTS}])"
    r"(?=关系|之间|两国|双方|双边|贸易|经贸|合作|边界|边境|友好|对话|冲突|争端|矛盾|分歧|战略|元首|两军|"
    r"交往|往来|竞争|建交|外交|元首|会谈|会晤|[?？。！\s]|$)"
)


@dataclass(frozen=True, slots=True)
class PlacePair:
    """Two places by one character each, and where they stand."""

    start: int
    end: int
    one: str
    other: str


def find_last_pair(text: str) -> PlacePair | None:
    """Find the last pair of places that a text names by two characters, such as 中印关系."""
    last = None
    for match in _PAIR.finditer(text):
        if match["one"] != match["other"]:
            last = PlacePair(match.start(), match.end(), match["one"], match["other"])
    return last


def replace_in_pair(pair: PlacePair, new: str) -> str | None:
    """Write a pair with another place, or another pair, in its place.

    :param pair: the pair.
    :param new: a place's name, or a pair.
    :returns: 中日 for 中印 and 日本, 中国和东盟 where a place has no such character. China stays,
        of a pair without it the first place. None where ``new`` is no place, or in the pair.
    """
    whole = _PAIR.fullmatch(new)
    if whole is not None and whole["one"] != whole["other"]:
        return new
    if PLACE.fullmatch(new) is None:
        return None
    short = _SHORT.get(new)
    if short in (pair.one, pair.other):
        return None
    kept, at_end = (pair.other, False) if pair.other == "中" else (pair.one, True)
    if short is None:
        return f"{_FULL[kept]}和{new}"
    return kept + short if at_end else short + kept
