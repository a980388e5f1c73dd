"""Speaker labels: which beginnings of lines name a speaker, and who asks.

A label is what stands before a colon, so many other things look like one (来源：, He said:, a list
of costs). Words that only ever name a role count at once; names and outlets count where the
document shows a dialogue: several labels, or one that returns with whole sentences behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rag.documents.shapes import is_finished, is_question
from rag.documents.stretch import Stretch
from rag.language import HAN, count_han, count_latin_words


class Strength(IntEnum):
    """How sure it is that words before a colon name a speaker."""

    NONE = 0
    PLAIN = 1
    NAME = 2
    ROLE = 3


_MAX_LABEL_CHARS = 60
_COLON = re.compile("[:\uff1a](?!//)")
_BEFORE_COLON = re.compile(r"^[\s\u3000]*([^:\uff1a\n]{1,60}?)[\s\u3000]*$")
_SENTENCE_END = re.compile("[\u3002\uff01\uff1f!?.\u2026][\u201d\u2019\"'\u300d\u300f\uff09)]*\\s*")
_FORBIDDEN = re.compile('[\u3002\uff0c\uff01\uff1f\uff1b!?;\u2026\u3001|=\u201c\u201d"]|\\d{3}')

_ROLE_ZH = re.compile(
    "(?:记者|記者|主持人|主持|主播|发言人|發言人|提问者|提問者|提问|提問|嘉宾|嘉賓|翻译|翻譯|采访者|受访者)"
    "(?:[（(][^（）()]{1,20}[）)]|[一二三四五六七八九甲乙丙丁A-Z\\d]{0,2})$|^[问問答](?:[一二三四五六七八九十\\d]{0,2})$"
)
_ROLE_EN = re.compile(
    r"(?i:(?:follow-?up )?question(?: \d{1,2}| from .{2,40})?|q ?\d{0,2}|answer(?: \d{1,2})?"
    r"|(?:(?:a|the) )?(?:reporter|journalist|correspondent|moderator|host|anchor|interviewer"
    r"|interviewee|interpreter|translator|spokes(?:person|man|woman)|speaker)(?: \w{1,3})?)"
    r"|(?:[A-Z][\w.'’&-]*,? ){1,6}(?i:reporter|journalist|correspondent|moderator|spokes(?:person|man|woman))"
    r"|(?i:reporter|journalist|correspondent) (?:from|of|for|with) .{2,40}"
)
_OUTLET_ZH = re.compile(
    "^《[^》]{2,20}》$|(?:通讯社|通訊社|[\u4e00-\u9fff]{2}社|日报|日報|时报|時報|晚报|晚報|早报|早報|电视台|電視台|广播电台|卫视|衛視|新闻网|新聞網|周刊)$"
)
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭"
    "吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍"
    "万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶"
    "丛焦向柳邢路岳齐齊梅莫庄莊辛管祝左涂谷祁时時舒耿牟卜詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁"
    "隋植甘景薄单單包司柏宁寧柯阮桂闵閔解强強柴华華车車冉房边邊"
)
_COMPOUND_SURNAMES = (
    "欧阳",
    "歐陽",
    "司马",
    "司馬",
    "上官",
    "诸葛",
    "諸葛",
    "司徒",
    "夏侯",
    "皇甫",
    "公孙",
    "令狐",
    "慕容",
)
_TITLE_ZH = re.compile(
    "(?:部长|部長|外长|外長|总理|總理|总统|總統|主席|书记|書記|市长|市長|局长|局長|主任|司长|司長|院长|院長|校长|校長|会长|會長|"
    "秘书长|秘書長|大使|代表|委员|委員|教授|博士|先生|女士|处长|處長|省长|省長|县长|行长|总裁|總裁|经理|經理|专家|研究员|律师|医生|老师)"
)
_NOT_ZH = re.compile(
    "(?:说|說|道|称|稱|表示|指出|强调|強調|认为|認為|提出|写道|寫道|如下|包括|主张|主張|宣布|介绍|介紹|解释|回应|透露|"
    "问题|問題|建议|建議|原因|方面|内容|內容|要求|如此|例如|比如|其中|以下|特点|工作|任务|任務|方式|方法|办法|目标|目標|即|是|为|為|有|在|了|的|地|得)$"
    "|^(?:来源|來源|时间|時間|日期|地点|地點|作者|编辑|編輯|责任编辑|责编|責任編輯|校对|校對|摄影|攝影|摄|图|圖|图片|注|备注|備註|"
    "说明|說明|摘要|关键词|關鍵詞|标题|標題|主题|主題|题目|附|附件|目的|结论|結論|总之|另外|此外|同时|首先|其次|再次|最后|原文|译文|译者|"
    "电话|電話|邮箱|地址|网址|版权|声明|聲明|编者按|按语|导语|参考|資料|资料|出处|单位|成本|成果|价格|方向|项目|高度|文件|金额|时长|"
    "范围|安全|关键|关于|何时|何地|程序|温度|平均|水平|江苏|云南|和平|常见|向来|第.{1,3}|[一二三四五六七八九十]+是?|之[一二三四五])$"
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
_NAME_WORD = r"(?:[A-Z][\w'’.-]*|[A-Z]\.|of|the|for|and|de|da|van|von|der|bin|al|el|la|le|du|&)"
_NAME_EN = re.compile(
    rf"[A-Z][\w'’.-]*(?: {_NAME_WORD}){{1,7}}(?:, {_NAME_WORD}(?: {_NAME_WORD}){{0,6}})?(?: \([^()]{{1,40}}\))?"
)
_FOREIGN_NAME = re.compile(f"[{HAN}]{{1,8}}(?:[·•‧][{HAN}A-Z]{{1,10}})+")


def rate_label(label: str) -> Strength:
    """Rate how sure it is that the words name a speaker, by the words alone."""
    if len(label) > _MAX_LABEL_CHARS or not label or (not label[0].isalnum() and label[0] != "《"):
        return Strength.NONE
    if _FORBIDDEN.search(label) or not any(char.isalpha() for char in label):
        return Strength.NONE
    return _rate_chinese(label) if count_han(label) else _rate_english(label)


def _rate_chinese(label: str) -> Strength:
    if len(label) > 30 or _NOT_ZH.search(label):
        return Strength.NONE
    if _ROLE_ZH.search(label):
        return Strength.ROLE
    bare = re.sub("[（(][^（）()]*[）)]$", "", label)
    if _OUTLET_ZH.search(bare) or _FOREIGN_NAME.fullmatch(bare) or _TITLE_ZH.search(bare):
        return Strength.NAME
    if 2 <= len(bare) <= 4 and (bare[0] in _SURNAMES or bare.startswith(_COMPOUND_SURNAMES)):
        return Strength.NAME
    return Strength.PLAIN if len(label) <= 12 else Strength.NONE


def _rate_english(label: str) -> Strength:
    words = label.split()
    if words[0].lower().rstrip(".") in _NOT_EN or len(words) > 14:
        return Strength.NONE
    if _ROLE_EN.fullmatch(label):
        return Strength.ROLE
    if _NAME_EN.fullmatch(label) or label in {"A", "Q"}:
        return Strength.NAME
    return Strength.PLAIN if len(words) == 1 and label[0].isupper() else Strength.NONE


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a text: the words as printed, and where the label ends."""

    words: str
    end: int


@dataclass(frozen=True, slots=True)
class LabelBook:
    """The labels that name speakers in one document.

    :param colon: labels that stand before a colon.
    :param bare: labels that also stand without one, before white space.
    """

    colon: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()

    def match(self, text: str) -> Label | None:
        """Find the label a text begins with."""
        found = _before_colon(text, 0)
        if found is not None and found.words in self.colon:
            return found
        return self._match_bare(text) if self.bare else None

    def _match_bare(self, text: str) -> Label | None:
        head = text[: _MAX_LABEL_CHARS + 1]
        for match in re.finditer(r"[\s\u3000]|$", head):
            words = head[: match.start()].rstrip(".")
            if words in self.bare and _starts_sentence(text[match.end() :]):
                return Label(words, match.start())
        return None

    def find_inner(self, text: str) -> list[int]:
        """Find where labels stand behind a sentence end inside a text; offsets, in order."""
        return [start for start, label in _inner(text) if label.words in self.colon]


def _starts_sentence(rest: str) -> bool:
    first = rest.lstrip()[:1]
    return not first or first.isupper() or first.isdigit() or not first.isascii()


def _before_colon(text: str, start: int) -> Label | None:
    colon = _COLON.search(text, start, start + _MAX_LABEL_CHARS + 3)
    if colon is None:
        return None
    words = _BEFORE_COLON.match(text[start : colon.start()])
    return Label(words.group(1), colon.end()) if words else None


def _inner(text: str) -> Iterator[tuple[int, Label]]:
    """Yield labels, likely ones and others, that stand behind a sentence end."""
    for colon in _COLON.finditer(text):
        floor = max(0, colon.start() - _MAX_LABEL_CHARS)
        ends = [match.end() for match in _SENTENCE_END.finditer(text, floor, colon.start())]
        # A full stop inside a label (Dr. Lin:) makes two places; the longest label is right.
        for start in ends:
            words = text[start : colon.start()].strip()
            if rate_label(words) >= Strength.NAME:
                yield start, Label(words, colon.end())
                break


@dataclass(slots=True)
class _Sightings:
    """What is known of one possible label while a document is read."""

    strength: Strength
    count: int = 0
    sentences: int = 0
    bullets: int = 0
    alone: int = 0


def build_labels(lines: Sequence[Stretch]) -> LabelBook:
    """Read the lines of a document for its speakers."""
    seen: dict[str, _Sightings] = {}
    for line in lines:
        for label, rest in _candidates(line):
            _sight(seen, label, rest, bullet=line.bullet)
    colon = _accept(seen)
    bare = _accept_bare(lines, colon)
    return LabelBook(colon, bare)


def _candidates(line: Stretch) -> Iterator[tuple[str, str]]:
    found = _before_colon(line.text, 0)
    if found is not None and not line.level:
        yield found.words, line.text[found.end :].strip()
    for start, label in _inner(line.text):
        if start:
            yield label.words, line.text[label.end :].strip()


def _sight(seen: dict[str, _Sightings], label: str, rest: str, *, bullet: bool) -> None:
    sightings = seen.get(label)
    if sightings is None:
        sightings = seen[label] = _Sightings(rate_label(label))
    sightings.count += 1
    sightings.bullets += bullet
    sightings.alone += not rest
    sightings.sentences += bool(rest) and (is_finished(rest) or _is_long(rest))


def _is_long(text: str) -> bool:
    head = text[:200]
    return count_han(head) >= 20 or count_latin_words(head) >= 10


def _accept(seen: dict[str, _Sightings]) -> frozenset[str]:
    roles = {label for label, s in seen.items() if s.strength == Strength.ROLE}
    names = {
        label
        for label, s in seen.items()
        if s.strength == Strength.NAME and (s.sentences or s.alone) and s.bullets < s.count
    }
    dialogue = bool(roles) or len(names) > 1
    spoken = {label for label in names if dialogue or seen[label].count > 1}
    plain = {
        label
        for label, s in seen.items()
        if s.strength == Strength.PLAIN
        and s.count > 1
        and s.sentences * 2 > s.count
        and not s.bullets
    }
    return frozenset(roles | spoken | plain)


_BARE_ROLE = re.compile(
    r"(记者|記者|问|問|答|主持人|Question|Answer|Q\d*\.|A\d*\.)[\s\u3000]+(?=\S)"
)


def _accept_bare(lines: Sequence[Stretch], colon: frozenset[str]) -> frozenset[str]:
    """Find labels that stand without a colon: on a line of their own, or before a wide gap."""
    counts: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for line in lines:
        words = line.text.strip()
        if words in colon or rate_label(words) == Strength.ROLE:
            counts[words] += 2
        match = _BARE_ROLE.match(line.text)
        if match:
            label = match.group(1).rstrip(".")
            counts[label] += 1
            questions[label] += is_question(line.text)
    roles = {label for label, count in counts.items() if count > 1}
    if roles and any(questions.values()):
        roles |= _bare_names(lines)
    return frozenset(roles | {label for label in colon if counts[label] or roles})


_BARE_NAME = re.compile(
    f"([{HAN}]{{2,4}})[ \u3000]+(?=[{HAN}\\d\u201c\u300a])|((?:[A-Z][\\w'’.-]* ){{2,3}})[ ]*(?=[A-Z\u201c])"
)


def _bare_names(lines: Iterable[Stretch]) -> set[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        match = _BARE_NAME.match(line.text)
        if match and is_finished(line.text):
            words = (match.group(1) or match.group(2)).strip()
            counts[words] += rate_label(words) == Strength.NAME
    return {label for label, count in counts.items() if count > 1}
