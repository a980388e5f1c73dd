"""Words before a colon -> whether they name a speaker, and what part that speaker plays.

Chinese words are compared in Simplified characters.
"""

from __future__ import annotations

import functools
import re
from enum import IntEnum

from rag.text.language import HAN, count_han, to_simplified


class Strength(IntEnum):
    """How sure it is that words before a colon name a speaker."""

    NONE = 0
    PLAIN = 1
    NAME = 2
    ROLE = 3


MAX_LABEL_CHARS = 60
_MAX_CHINESE_CHARS = 30
_MAX_PLAIN_CHINESE_CHARS = 12
_MAX_ENGLISH_WORDS = 14
_FORBIDDEN = re.compile('[。，！？；!?;…、|=“”"]|\\d{3}')
_ENGLISH_END = re.compile(r"[\s/|]+[A-Za-z][A-Za-z .'’-]*$")
_BRACKETED_END = re.compile("[（(][^（）()]*[）)]$")


def _any_of(words: str) -> str:
    return "|".join(re.escape(word) for word in words.split())


_ROLES = _any_of("记者 主持人 主持 主播 发言人 提问者 提问 嘉宾 翻译 采访者 受访者 问者 答者")
#: Titles end so: 市长就公园建设答记者问, 回答中外记者提问.
_TITLE_END = re.compile("答.*(?:问|记者)|就.+提问$")
_ROLE_ZH = re.compile(
    f"(?:{_ROLES})(?:追?问)?[一二三四五六七八九甲乙丙丁A-Z\\d]{{0,2}}$|^[问答][一二三四五六七八九十\\d]{{0,2}}$"
)
_OUTLET_ENDS = _any_of(
    "通讯社 新闻社 日报 时报 晚报 早报 周报 电视台 电台 卫视 新闻网 周刊 杂志 新闻"
)
_OUTLET_ZH = re.compile(f"^《[^》]{{2,20}}》$|(?:{_OUTLET_ENDS}|[{HAN}]{{2}}社|[{HAN}]{{2}}网)$")
_ASKING_ZH = re.compile("记者|提问|采访者|问者|^问")
_ANSWERING_ZH = re.compile("^答|受访者|发言人")
_HOST_ZH = re.compile("主持|主播")

_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾"
    "彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱"
    "汤尹黎易常武乔贺赖龚文庞樊"
    "兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝"
    "左涂谷祁时舒耿牟卜詹关苗凌"
    "费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
    "肖闫付简饶鞠荆竺岑桑瞿晏茹巩敖阚冀尚艾佟滕窦戚骆丘仇楚桂蓝甯濮郦隗昝逯束"
)
_LONG_SURNAMES = tuple("欧阳 司马 上官 诸葛 司徒 夏侯 皇甫 公孙 令狐 慕容".split())
_OFFICES = _any_of(
    "部长 外长 总理 总统 主席 书记 市长 局长 主任 司长 院长 校长 会长 秘书长 大使 "
    "代表 委员 教授 博士 先生 "
    "女士 处长 省长 县长 行长 总裁 经理 专家 研究员 律师 医生 老师"
)
_OFFICE = re.compile(_OFFICES)
_FOREIGN_NAME = re.compile(f"[{HAN}]{{1,8}}(?:[·•‧][{HAN}A-Z]{{1,10}})+")

#: What a label never ends in: words of saying, and nouns that announce a list.
_NOT_ZH_END = re.compile(
    "(?:"
    + _any_of(
        "说 道 称 表示 指出 强调 认为 提出 写道 如下 包括 主张 宣布 介绍 解释 回应 透露 "
        "问题 建议 原因 方面 "
        "内容 要求 如此 例如 比如 其中 以下 特点 工作 任务 方式 方法 办法 目标 即 是 为 "
        "有 在 了 的 地 得"
    )
    + ")$"
)
_NOT_ZH = re.compile(
    _any_of(
        "来源 时间 日期 地点 作者 编辑 责任编辑 责编 校对 摄影 摄 图 图片 注 备注 说明 "
        "摘要 关键词 标题 主题 "
        "题目 附 附件 目的 结论 总之 另外 此外 同时 首先 其次 再次 最后 原文 译文 译者 "
        "电话 邮箱 地址 网址 版权 "
        "声明 编者按 按语 导语 参考 资料 出处 单位 成本 成果 价格 方向 项目 高度 文件 "
        "金额 时长 范围 安全 关键 "
        "关于 何时 何地 程序 温度 平均 水平 江苏 云南 和平 常见 向来"
    )
    + "|第.{1,3}|[一二三四五六七八九十]+是?|之[一二三四五]"
)

_ROLES_EN = (
    "reporter|journalist|correspondent|moderator|host|anchor|interviewer|interviewee|interpreter"
    "|translator|speaker|spokes(?:person|man|woman)"
)
_ASKERS_EN = "reporter|journalist|correspondent"
_ROLE_EN = re.compile(
    rf"(?i:(?:follow-?up )?question(?: \d{{1,2}}| from .{{2,40}})?|q ?\d{{0,2}}"
    rf"|answer(?: \d{{1,2}})?|(?:(?:a|the) )?(?:{_ROLES_EN})(?: \w{{1,3}})?"
    rf"|(?:{_ASKERS_EN}) (?:from|of|for|with) .{{2,40}})"
    rf"|(?:[A-Z][\w.'’&-]*,? ){{1,6}}(?i:{_ASKERS_EN}|moderator|spokes(?:person|man|woman))"
)
_ASKING_EN = re.compile(
    rf"(?i)^(?:follow-?up )?question\b|^q ?\d{{0,2}}$|\b(?:{_ASKERS_EN}|interviewer)\b"
)
_ANSWERING_EN = re.compile(r"(?i)^a(?:nswer)?\b ?\d{0,2}$|interviewee|spokes")
_HOST_EN = re.compile(r"(?i)\b(?:moderator|host|anchor|chair(?:man|woman|person)?)\b")
_OUTLET_EN = re.compile(
    r"\b(?:News|Times|Daily|Post|Television|TV|Radio|Press|Agency|Herald|Gazette|Tribune|Journal"
    r"|Chronicle|Broadcasting|Weekly|Magazine|Media)\b"
    r"|^(?:Reuters|Bloomberg|Xinhua|TASS|Kyodo|AFP|AP|CCTV|CGTN|BBC|CNN|NHK|NPR|ABC|NBC|CBS|RT|DPA"
    r"|EFE)$"
)
_NAME_WORD = r"(?:[A-Z][\w'’.-]*|of|the|for|and|de|da|van|von|der|bin|al|el|la|le|du|&)"
_NAME_EN = re.compile(
    rf"[A-Z][\w'’.-]*(?: {_NAME_WORD}){{1,7}}(?:, {_NAME_WORD}(?: {_NAME_WORD}){{0,6}})?"
    r"(?: \([^()]{1,40}\))?"
)
_NOT_EN = frozenset(
    "note notes source sources date time place venue editor editors photo photos caption summary "
    "abstract keywords introduction conclusion background example examples warning caution tip "
    "figure table chapter section part appendix annex subject re to from cc first second third "
    "fourth fifth sixth finally lastly next also however important update updated published author "
    "by address phone tel email e-mail website url copyright disclaimer contents title topic "
    "agenda total step steps result results goal goals objective objectives p.s ps nb faq "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)


@functools.lru_cache(maxsize=4096)
def rate_label(label: str) -> Strength:
    """Rate how sure it is that the words name a speaker, by the words alone."""
    if not label or len(label) > MAX_LABEL_CHARS or not (label[0].isalnum() or label[0] == "《"):
        return Strength.NONE
    if _FORBIDDEN.search(label) or not any(map(str.isalpha, label)):
        return Strength.NONE
    return _rate_chinese(to_simplified(label)) if count_han(label) else _rate_english(label)


def _rate_chinese(label: str) -> Strength:
    if len(label) > _MAX_CHINESE_CHARS or _NOT_ZH.fullmatch(label) or _NOT_ZH_END.search(label):
        return Strength.NONE
    bare = _strip_tail(label)
    if _TITLE_END.search(bare):
        return Strength.NONE
    if _ROLE_ZH.search(bare):
        return Strength.ROLE
    if _OUTLET_ZH.search(bare) or _FOREIGN_NAME.fullmatch(bare) or _OFFICE.search(bare):
        return Strength.NAME
    if 2 <= len(bare) <= 4 and (bare[0] in _SURNAMES or bare.startswith(_LONG_SURNAMES)):
        return Strength.NAME
    return Strength.PLAIN if len(label) <= _MAX_PLAIN_CHINESE_CHARS else Strength.NONE


def strip_aside(label: str) -> str:
    """Take off what stands in brackets behind a label: an office, a name, an outlet."""
    return _BRACKETED_END.sub("", label).rstrip()


def _strip_tail(label: str) -> str:
    """Take off an office in brackets, and the name in English behind the Chinese one."""
    bare = strip_aside(label)
    return (_ENGLISH_END.sub("", bare) if count_han(bare) else bare).rstrip()


def _rate_english(label: str) -> Strength:
    words = label.split()
    if words[0].lower().rstrip(".") in _NOT_EN or len(words) > _MAX_ENGLISH_WORDS:
        return Strength.NONE
    if _ROLE_EN.fullmatch(label):
        return Strength.ROLE
    if _NAME_EN.fullmatch(label) or _is_outlet(label) or label == "A":
        return Strength.NAME
    return Strength.PLAIN if len(words) == 1 and label[0].isupper() else Strength.NONE


def is_field_name(words: str) -> bool:
    """Tell whether words before a colon name a field or a remark: 来源, 时间, Note, Figure."""
    plain = to_simplified(words).strip()
    first = plain.split(" ")[0].lower().rstrip(".")
    return _NOT_ZH.fullmatch(plain) is not None or first in _NOT_EN


def is_asking_label(label: str) -> bool:
    """Tell whether the words name someone who asks: a reporter, an outlet, the question itself."""
    bare = _strip_tail(to_simplified(label))
    if _ASKING_ZH.search(bare) or _ASKING_EN.search(bare):
        return True
    return bool(_OUTLET_ZH.search(bare) or _is_outlet(bare))


def _is_outlet(label: str) -> bool:
    """Tell whether a label in English names an outlet, in capitals perhaps."""
    if _OUTLET_EN.search(label):
        return True
    return label.isupper() and _OUTLET_EN.search(label.title()) is not None


def is_answering_label(label: str) -> bool:
    """Tell whether the words name someone who answers, whatever the answer looks like."""
    return bool(_ANSWERING_ZH.search(to_simplified(label)) or _ANSWERING_EN.search(label))


def is_host_label(label: str) -> bool:
    """Tell whether the words name someone who leads the talk: asks sometimes, tells sometimes."""
    return bool(_HOST_ZH.search(to_simplified(label)) or _HOST_EN.search(label))
