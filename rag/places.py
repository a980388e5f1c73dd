"""Text -> the countries and regions that it names, in either language, in full or in short.

Chinese official texts name countries by one character where two meet: 中印边界, 访美, 印方.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

#: Chinese names, the character that stands for it if any, English names and adjectives; the first
#: Chinese name is the key.
_TABLE = """
中国|中|China Chinese Beijing
美国 美方 华盛顿|美|US U.S. USA America American Americans United_States Washington
日本 东京|日|Japan Japanese Tokyo
韩国|韩|South_Korea South_Korean Seoul ROK
朝鲜|朝|North_Korea North_Korean DPRK Pyongyang
俄罗斯 俄国 莫斯科|俄|Russia Russian Russians Moscow Kremlin
印度 新德里|印|India Indian Indians New_Delhi
印度尼西亚 印尼||Indonesia Indonesian Jakarta
巴基斯坦|巴|Pakistan Pakistani Islamabad
孟加拉国||Bangladesh Bangladeshi Dhaka
斯里兰卡||Sri_Lanka Sri_Lankan Colombo
尼泊尔||Nepal Nepalese Nepali
阿富汗||Afghanistan Afghan Kabul
缅甸|缅|Myanmar Burma Burmese
泰国||Thailand Thai Bangkok
越南|越|Vietnam Vietnamese Hanoi Viet_Nam
老挝||Laos Lao Laotian
柬埔寨|柬|Cambodia Cambodian
马来西亚||Malaysia Malaysian
新加坡||Singapore Singaporean
菲律宾|菲|Philippines Philippine Filipino Manila
文莱||Brunei
蒙古国 蒙古|蒙|Mongolia Mongolian
哈萨克斯坦|哈|Kazakhstan Kazakh
乌兹别克斯坦||Uzbekistan Uzbek
吉尔吉斯斯坦||Kyrgyzstan Kyrgyz
塔吉克斯坦||Tajikistan Tajik
土库曼斯坦||Turkmenistan Turkmen
伊朗 德黑兰|伊|Iran Iranian Iranians Tehran
伊拉克||Iraq Iraqi Baghdad
叙利亚|叙|Syria Syrian Damascus
以色列|以|Israel Israeli Israelis
巴勒斯坦||Palestine Palestinian Palestinians
黎巴嫩||Lebanon Lebanese
约旦||Jordan Jordanian
沙特阿拉伯 沙特||Saudi_Arabia Saudi Saudis
也门||Yemen Yemeni
卡塔尔||Qatar Qatari
阿联酋||UAE United_Arab_Emirates Emirati
科威特||Kuwait Kuwaiti
土耳其||Turkey Turkish Türkiye
埃及||Egypt Egyptian Cairo
利比亚||Libya Libyan
苏丹||Sudan Sudanese
埃塞俄比亚||Ethiopia Ethiopian
肯尼亚||Kenya Kenyan
坦桑尼亚||Tanzania Tanzanian
尼日利亚||Nigeria Nigerian
南非||South_Africa South_African
英国 伦敦|英|UK U.K. Britain British United_Kingdom England London
法国 巴黎|法|France French Paris
德国 柏林|德|Germany German Germans Berlin
意大利||Italy Italian Rome
西班牙||Spain Spanish Madrid
葡萄牙||Portugal Portuguese Lisbon
荷兰||Netherlands Dutch
比利时||Belgium Belgian
瑞士||Switzerland Swiss
瑞典||Sweden Swedish
挪威||Norway Norwegian
丹麦||Denmark Danish
芬兰||Finland Finnish
波兰||Poland Polish Warsaw
捷克||Czech Czechia
匈牙利||Hungary Hungarian Budapest
希腊||Greece Greek Athens
塞尔维亚||Serbia Serbian Belgrade
乌克兰|乌|Ukraine Ukrainian Ukrainians Kiev Kyiv
白俄罗斯||Belarus Belarusian Minsk
立陶宛||Lithuania Lithuanian
加拿大|加|Canada Canadian Ottawa
墨西哥||Mexico Mexican
古巴||Cuba Cuban Havana
巴西||Brazil Brazilian
阿根廷||Argentina Argentine
智利||Chile Chilean
秘鲁||Peru Peruvian
委内瑞拉||Venezuela Venezuelan
澳大利亚 澳洲|澳|Australia Australian Canberra
新西兰||New_Zealand
欧盟 欧洲 布鲁塞尔|欧|EU Europe European Europeans European_Union Brussels
东盟||ASEAN
非洲 非盟|非|Africa African Africans
拉美 拉丁美洲||Latin_America Latin_American
阿拉伯国家 阿盟||Arab Arabs
太平洋岛国||Pacific_Island Pacific_Islands
台湾|台|Taiwan Taiwanese Taipei
香港||Hong_Kong
澳门||Macao Macau
新疆||Xinjiang
西藏||Tibet Tibetan
南海||South_China_Sea
"""
#: What stands at one side of a country's character where that stands for the country.
_BEFORE, _BEHIND = "对访驻涉援赴来反亲", "方"


def find_places(text: str) -> frozenset[str]:
    """Find the countries and regions that a text names.

    :param text: in either language.
    :returns: their Chinese names: 印度 for 中印 and for "Indian".
    """
    keys = _keys()
    found = {keys[match.group()] for match in _full_names().finditer(text)}
    # Behind what full names leave: 印度尼西亚 is not 印度, nor 中印度 a pair.
    left = _full_names().sub(" ", text)
    for match in _short_forms().finditer(left):
        found.update(keys[char] for char in match.group() if char in keys)
    return frozenset(found)


def index_words(place: str) -> Mapping[str, tuple[str, ...]]:
    """Give a place's full names by language, Chinese ones whole, English ones one word each."""
    chinese, _, english = _rows()[place]
    return {"zh": chinese, "en": tuple(name for name in english if " " not in name)}


@functools.cache
def _rows() -> dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]]:
    rows = (line.split("|") for line in _TABLE.strip().splitlines())
    return {
        chinese.split()[0]: (
            tuple(chinese.split()),
            short,
            tuple(name.replace("_", " ") for name in english.split()),
        )
        for chinese, short, english in rows
    }


@functools.cache
def _keys() -> dict[str, str]:
    keys: dict[str, str] = {}
    for key, (chinese, short, english) in _rows().items():
        for name in (*chinese, *english, *short):
            keys[name] = key
    return keys


@functools.cache
def _full_names() -> re.Pattern[str]:
    names = sorted((name for name in _keys() if len(name) > 1), key=len, reverse=True)
    chinese = "|".join(name for name in names if not name.isascii() and name[0] > "\u2e80")
    latin = "|".join(re.escape(name) for name in names if name[0] < "\u2e80")
    return re.compile(rf"(?:{chinese})|(?<![A-Za-z])(?:{latin})(?![A-Za-z])")


@functools.cache
def _short_forms() -> re.Pattern[str]:
    shorts = "".join(char for char in _keys() if len(char) == 1)
    # 中印, 中美俄, 印方, 访美; 中 alone is mostly "in" or "middle".
    countries = shorts.replace("中", "")
    return re.compile(
        rf"中[{countries}]{{1,2}}|[{countries}]中(?=[关双两合贸边友交建经])|[{shorts}][{_BEHIND}]"
        rf"|[{_BEFORE}][{countries}](?=[国政关贸军合投援的，。、]|$)"
        rf"|[{countries}]{{2}}(?=[关两双和冲战边国三])"
    )
