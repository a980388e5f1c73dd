"""Words of a title or a lead -> the person or the outlet they name, if it is sure which."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.documents.label_words import Strength, is_asking_label, rate_label
from rag.text.language import HAN, count_han, to_simplified

_OFFICES = (
    "部长|外长|防长|财长|总理|首相|总统|主席|总书记|书记|市长|省长|州长|县长|区长|镇长|村长|局长|司长|厅长|处长"
    "|院长|校长|所长|会长|理事长|董事长|议长|秘书长|总干事|主任|大使|公使|领事|特使|代表|委员|院士|教授|博士"
    "|研究员|专家|学者|发言人|总裁|总经理|经理|行长|馆长|站长|队长|船长|教练|记者|作家|导演|演员|诗人|画家|歌手"
    "|医生|律师|工程师|科学家|经济学家|历史学家|企业家|创始人|负责人|先生|女士|同志|国王|首席执行官"
)
#: What may stand right behind a name: 王毅国务委员兼外长.
_BEHIND_NAME = re.compile(
    f"(?:国务委员|外交部|国防部|商务部|常务|副|前|兼|首席|高级|著名|{_OFFICES})"
)
_AFTER_OFFICE = re.compile(f"(?:{_OFFICES})(?P<name>[{HAN}·•]{{2,14}})$")
_FOREIGN_NAME = re.compile(f"[{HAN}]{{1,8}}(?:[·•‧][{HAN}A-Z]{{1,10}})+")
#: What stands before the person in a lead: 近日，..., 2024年3月5日，...
_BEFORE_PERSON = re.compile(r"^.*[，,、：:；;。）)\s”]|^\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?")
_OUTLET_ZH = re.compile(
    f"(?:通讯社|新闻社|日报|时报|晚报|早报|周报|导报|商报|青年报|电视台|广播电台|电台|总台|卫视|新闻网|周刊|杂志"
    f"|客户端|总台[A-Z]{{2,6}}|频道|传媒|网站|官网|在线|融媒体中心|[{HAN}]社|[{HAN}]{{2}}报|[{HAN}]{{2}}网)$"
)
#: Words that end like outlets' names and are none: 工作汇报, 合作社, 互联网.
_NO_OUTLET_ZH = re.compile(
    "(?:[汇年季月周财情海警预回举申通简战捷公电上填呈播]报|(?:旅行|合作|供销|人民公|公|报纸|结)社"
    "|(?:互联|物联|局域|因特|电|路|管|渔|落|上|入|联|蛛|火车|法)网)$"
)
#: What names of outlets end in for sure, so that a line of its own cannot be a title.
_SURE_OUTLET_ZH = re.compile(
    "(?:通讯社|新闻社|日报|时报|晚报|晨报|早报|周报|电视台|广播电台|卫视|新闻网|周刊|客户端|网站|官网)$"
)
_GENERIC_ZH = re.compile("^(?:本|我|该|多家|中外|境外|外国|国内|国际|有关|当地|中央|主流|各大)")
_OUTLET_TAIL = re.compile("(?:等(?:媒体|多家媒体)?|记者|的|联合|独家|书面|电话|视频|专题|网络)+$")
_MIN_OUTLET_HAN, _MAX_OUTLET_HAN = 3, 16
_PARTS_ZH = re.compile("和|与|及|、|以及")

_TITLE_WORDS = frozenset(
    "minister president premier secretary ambassador director chairman chairwoman chairperson "
    "chair chief executive officer head governor mayor senator congressman spokesperson spokesman "
    "spokeswoman professor prof dr mr mrs ms sir dame lord lady madam master commissioner envoy "
    "representative councilor councillor councilman general deputy vice assistant founder ceo cto "
    "author writer economist expert actor actress singer director-general secretary-general "
    "commander captain coach king queen prince princess chancellor speaker lawmaker consul "
    "counselor judge justice scholar researcher scientist analyst artist poet philosopher "
    "historian composer pianist champion engineer doctor leader member fellow dean rector "
    "manager editor reporter correspondent journalist foreign prime state chinese former acting "
    "then-foreign permanent special senior principal co-founder academician".split()
)
_JOINING = frozenset("of and for the to in".split())
_NAME_PARTICLES = frozenset("de da van von der den bin ibn al el la le du dos".split())
_CAPITALISED = re.compile(r"[A-Z][\w'’.-]*")
_MIN_WORDS, _MAX_WORDS, _MAX_PLAIN_WORDS = 2, 4, 3
_OUTLET_EN = re.compile(
    r"\b(?:News|Times|Daily|Post|Television|TV|Radio|Press|Agency|Herald|Gazette|Tribune|Journal"
    r"|Chronicle|Broadcasting|Weekly|Magazine|Media|Network|Observer|Guardian|Economist)\b"
    r"|\b(?:Reuters|Bloomberg|Xinhua|TASS|Kyodo|AFP|AP|CCTV|CGTN|BBC|CNN|NHK|NPR|ABC|NBC|CBS|RT|DPA"
    r"|EFE|CNBC|PBS|MSNBC|Euronews|Caixin|Phoenix|Sputnik|Jazeera|Monde|Figaro|Spiegel|Pa[ií]s)\b"
)
_ORGANISATION = re.compile(
    r"(?i)\b(?:commission|committee|ministry|department|university|association|bank|group|company"
    r"|council|office|bureau|agency|organi[sz]ation|union|party|government|institute|cent(?:er|re)"
    r"|team|club|court|police|city|county|province|states?|forum|conference|school|college|army"
    r"|question|interview|press|part|chapter|section)\b"
)
_OUTLET_WORDS = re.compile(
    r"(?:[A-Z][\w'’.&-]*|and|of|the|de|&|24)"
    r"(?:(?:, ?| )(?:[A-Z][\w'’.&-]*|and|of|the|de|&|24)){0,11},? ?"
)


def find_person(words: str, speakers: Iterable[str]) -> str | None:
    """Find the one person that words name.

    :param words: of a title or a lead, such as 外交部长王毅 or Foreign Minister Wang Yi.
    :param speakers: labels of the document's turns; one of them in the words is sure to be a name.
    :returns: the name as it stands there; None where it is not sure.
    """
    known = [each for each in speakers if each in words and _is_name(each)]
    if len(known) == 1:
        return known[0]
    return _find_chinese(words) if count_han(words) else _find_english(words)


def name_of_label(label: str) -> str | None:
    """Give the person that a turn's label names; None for roles, outlets and offices alone."""
    if rate_label(label) is Strength.ROLE or is_asking_label(label):
        return None
    return find_person(label, ())


def outlet_of_label(label: str) -> str | None:
    """Give the outlet whose reporter a turn's label names: 新华社记者, Coast News."""
    return find_outlet(label) if is_asking_label(label) else None


def find_outlet(words: str) -> str | None:
    """Find the outlets that words name; None where they name none, or something else besides."""
    words = words.strip(" 　,，:：.")
    return _find_chinese_outlet(words) if count_han(words) else _find_english_outlet(words)


def is_sure_outlet(words: str) -> bool:
    """Tell whether words name outlets and cannot be anything else, such as a title."""
    return bool(_SURE_OUTLET_ZH.search(to_simplified(words))) and find_outlet(words) is not None


def _is_name(label: str) -> bool:
    if count_han(label):
        return _is_chinese_name(label)
    return len(label.split()) >= _MIN_WORDS and _find_english(label) == label


def _is_chinese_name(text: str) -> bool:
    """Tell whether it is a surname and one or two more, or a foreign name with its dot."""
    if _FOREIGN_NAME.fullmatch(text):
        return True
    simple = to_simplified(text)
    if re.search(f"(?:{_OFFICES})", simple) or _OUTLET_ZH.search(simple):
        return False
    # Four letters are a name with a long surname only; else an office that we do not know.
    is_long = len(simple) == 4 and rate_label(simple[:2] + "某") is Strength.NAME
    has_length = len(simple) in (2, 3) or (is_long and rate_label(simple[1:]) is not Strength.NAME)
    return has_length and rate_label(simple) is Strength.NAME


def _find_chinese(words: str) -> str | None:
    words = _BEFORE_PERSON.sub("", words).strip("“”\"' 　")
    if _is_chinese_name(words):
        return words
    simple = to_simplified(words)
    if len(simple) != len(words):
        return None
    behind = _AFTER_OFFICE.search(simple)
    if behind is not None:
        name = words[behind.start("name") :]
        return name if _is_chinese_name(name) else None
    for length in (2, 3):
        if _BEHIND_NAME.match(simple, length) and _is_chinese_name(words[:length]):
            return words[:length]
    return None


def _find_english(words: str) -> str | None:
    segments = [each.strip() for each in words.split(",") if each.strip()]
    if not segments:
        return None
    # "Mary Hill of the Harbour Museum", but "Minister of Trade Mary Hill".
    before = re.split(r"\s(?:of|from|at)\s", segments[0])[0]
    name = _strip_titles(before.split()) or _strip_titles(segments[0].split())
    return " ".join(name) if name else None


def _strip_titles(words: list[str]) -> list[str] | None:
    """Leave the name of "State Councilor and Foreign Minister Wang Yi"."""
    words = [
        word for word in words if word not in ("H.E.", "Her", "His", "Excellency", "The", "the")
    ]
    titles = [n for n, word in enumerate(words) if word.lower().strip(".'’s") in _TITLE_WORDS]
    titles = titles or [
        n for n, word in enumerate(words) if word.lower().strip(".") in _TITLE_WORDS
    ]
    name = words[titles[-1] + 1 :] if titles else words
    if not _MIN_WORDS <= len(name) <= (_MAX_WORDS if titles else _MAX_PLAIN_WORDS):
        return None
    if any(word.lower() in _JOINING for word in name) or _names_body(" ".join(name)):
        return None
    capitalised = [_CAPITALISED.fullmatch(word) or word in _NAME_PARTICLES for word in name]
    if not all(capitalised) or not name[0][0].isupper() or name[-1].endswith(("'s", "’s")):
        return None
    return name


def _names_body(words: str) -> bool:
    """Tell whether capitalised words name an outlet or another body rather than a person."""
    return bool(_OUTLET_EN.search(words) or _ORGANISATION.search(words))


def _find_chinese_outlet(words: str) -> str | None:
    simple = to_simplified(words)
    if len(simple) != len(words):
        return None
    end = len(_OUTLET_TAIL.sub("", simple))
    simple, words = simple[:end], words[:end]
    quoted = re.fullmatch("《([^《》]{2,20})》(?:周刊|杂志)?", words)
    if quoted is not None:
        return quoted[1]
    parts = _PARTS_ZH.split(re.sub("[《》]", "", simple))
    if all(_is_chinese_outlet(part) for part in parts):
        return words.replace("《", "").replace("》", "")
    return None


def _is_chinese_outlet(part: str) -> bool:
    if re.fullmatch("[A-Z]{2,6}", part):
        return True
    return (
        _MIN_OUTLET_HAN <= len(part) <= _MAX_OUTLET_HAN
        and re.fullmatch(f"[{HAN}A-Za-z0-9·]+", part) is not None
        and _OUTLET_ZH.search(part) is not None
        and _NO_OUTLET_ZH.search(part) is None
        and not _GENERIC_ZH.match(
            part.removeprefix("中央广播电视总台").removeprefix("中央电视台") or "新"
        )
    )


def _find_english_outlet(words: str) -> str | None:
    words = re.sub(r"^(?:the|The) ", "", words)
    words = re.sub(r"(?i)(?:'s|’s)?\s+(?:reporters?|correspondents?|journalists?)$", "", words)
    if not _OUTLET_WORDS.fullmatch(words) or not _OUTLET_EN.search(words):
        return None
    return words
