"""A question for what somebody said -> the labels under which that person speaks in the library.

"What did Director Han say of the reservoir?" is answered by what stands under 韩雪松 or Han
Xuesong, and by nobody else: words credited to the wrong person are the worst quote there is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from rag.text.language import HAN, to_simplified
from rag.text.terms import is_stopword
from rag.translation import load_speller

#: What makes the person named before it the one who said something.
_SAYS_ZH = (
    "(?<![小传])说(?![服明])|谈(?!判)|讲(?![座台师])|回应|回答|答复|答(?![辩卷])|介绍|解释|说明|认为|表示|否认|提到|强调|承认|宣布|指出|评价|看待|透露|呼吁|批评|主张"
    "|担心|希望|觉得|怎么看|如何看|怎样看|的看法|的态度|的观点|的立场|的意见|的回应|的回答|的解释|看来"
    "|的话(?![，,])"
)
_SAYS_EN = (
    "say|says|said|tell|tells|told|(?<!the )talks?|talked|think|thinks|thought"
    "|describe[sd]?|comment(?:s|ed)?|explain(?:s|ed)?|respond(?:s|ed)?|repl(?:y|ies|ied)|answer(?:s|ed)?|den(?:y|ies|ied)|mention(?:s|ed)?"
    "|announce[sd]?|promise[sd]?|believe[sd]?|claim(?:s|ed)?|argue[sd]?|admit(?:s|ted)?|stress(?:es|ed)?"
    "|call(?:s|ed)?|put it|feel|feels|felt|view|views|opinion|words|account|explanation"
)
#: Nouns for what is said, which alone make "Holt's" the one who says it: her critics say otherwise.
_WORDS_EN = (
    "views?|opinions?|words|account|explanation|answers?|reply|replies|responses?|comments?|claims?"
    "|statements?|position|stance|thoughts|promises?|description|feelings?"
)
#: Who is spoken to or of is not the one who speaks: 对罗启明说, 问罗启明.
_SPOKEN_TO = frozenset("对向给跟问请")
_SPOKEN_OF_ZH = re.compile("(?:看待|评价|批评|提到|谈到|说到|[怎如]何?[么样]?看|除|除了)$")
_SPOKEN_TO_EN = re.compile(
    r"(?i)\b(?:about|on|of|to|against|ask(?:ed)?|told|tell|apart from|besides|except|than|for"
    r"|is|are|was|were|been)\s+(?:the\s+)?$"
)
_ACCORDING = re.compile(
    rf"(?i)\b(?:according to|(?<!['\u2019]s )(?:{_WORDS_EN}) of)\s+(?:the\s+)?$"
)
_TITLE_ZH = (
    "副?[市省县区州局部院校馆厂站所处科司厅队行]长|副?(?:主任|书记|总理|总裁|总经理|经理|主席)|教授|博士|先生|女士|老师"
    "|医生|船长|教练|总工程师|总工|工程师|董事长|发言人|警官|院士|总监"
)
_TITLES_EN = frozenset(
    "mr mrs ms miss dr prof professor sir captain chief the chair chairman chairwoman director "
    "president minister mayor officer inspector governor senator judge speaker student and "
    "of".split()
)
_TITLES_BEFORE = re.compile(
    rf"(?i)(?:\b(?:{'|'.join(sorted(_TITLES_EN - {'of', 'and'}))})\.?\s+){{1,3}}$"
)
_NAME_BEFORE = re.compile(r"\b([A-Z][a-z]+)\s+$")
#: Those around somebody speak for themselves, and so does everyone else.
_OTHERS_ZH = (
    "以外|之外|的(?:前任|继任|儿子|女儿|妻子|丈夫|父亲|母亲|同事|助手|秘书|律师|家人|朋友|学生|老师|团队|批评者|支持者"
    "|反对者|上司|下属|发言人)"
)
_BEHIND_ZH = re.compile(
    f"(?:{_TITLE_ZH})?(?!{_OTHERS_ZH})(?:(?!大家|人们|居民)[^，。；！？,;!?被]){{0,24}}?(?:{_SAYS_ZH})"
)
_BEHIND_EN = re.compile(
    rf"(?i)(?!['\u2019])(?:(?!\b(?:what|according|when|after|before|while|because|who|whom|whose)\b)"
    rf"[^.;!?]){{0,70}}?\b(?:{_SAYS_EN})\b"
)
_OWN_WORDS_EN = re.compile(rf"(?i)['\u2019]s?\s+(?:[a-z]+\s+){{0,2}}?(?:{_WORDS_EN})\b")
_SAYING = re.compile(rf"{_SAYS_ZH}|(?i:\b(?:{_SAYS_EN}|{_WORDS_EN}|according)\b)")
#: Labels of those who ask.
_ASKS = re.compile(
    r"记者|提问|主持|^[问問答]$|(?i:\b(?:question|reporter|moderator|host|operator|anchor)\b)|^[QA]$"
)
_WHO = re.compile(r"谁|哪位|哪一位|何人|(?i:\bwho\b)")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'\u2019-]*")
_PARTS = re.compile("[·•‧・]")
_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}")
_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
_MIN_LATIN = 3


def asks_what_is_said(text: str) -> bool:
    """Tell whether a question may be for what somebody said, and not for who did."""
    return not _WHO.search(text) and _SAYING.search(to_simplified(text)) is not None


def find_sayers(text: str, labels: Iterable[str]) -> list[str]:
    """Find the speakers whose words a question asks for.

    :param text: the question, in its own words alone.
    :param labels: all labels of the library's speakers.
    :returns: the labels of the persons it names as the ones who say something, in both languages,
        sorted; none where it names none, or asks who said something.
    """
    if not asks_what_is_said(text):
        return []
    folded = to_simplified(text)
    persons = [label for label in dict.fromkeys(labels) if not _ASKS.search(label)]
    written = _spell_written(folded)
    # A name in full is surer than a surname and a title, which several may share.
    for mentions in (_full_mentions, _short_mentions):
        named = {label: list(_find_mentions(folded, mentions(label))) for label in persons}
        if mentions is _full_mentions:
            for label in persons:
                named[label] += written.get(_spell(label), ())
        found = {label for label, each in named.items() if any(_says(folded, *at) for at in each)}
        if mentions is _full_mentions:  # 韩冰 stands in 韩冰洁
            found = {label for label in found if not _stands_in_longer(label, found)}
        if found or (mentions is _full_mentions and any(named.values())):
            spelt = {_spell(label) for label in found} - {()}
            return sorted(found | {label for label in persons if _spell(label) in spelt})
    return []


def _full_mentions(label: str) -> Iterator[str]:
    """Yield patterns of how a question may write a speaker's name."""
    if _HAN_NAME.match(label):
        yield re.escape(to_simplified(label))
        spelt = _spell(label)
        if spelt:
            yield _latin(spelt)
        return
    words = _latin_words(label)
    if len(words) > 1:
        yield _latin(words)


def _short_mentions(label: str) -> Iterator[str]:
    if _HAN_NAME.match(label):
        name = to_simplified(label)
        *_, last = _PARTS.split(name)
        if last != name and len(last) > 1:
            yield re.escape(last)
        elif spelt := _spell(label):
            yield f"{name[0]}(?=(?:{_TITLE_ZH}))"
            yield _titled(spelt[0])
        return
    words = _latin_words(label)
    if len(words) > 1:
        yield _titled(words[0])
    if words and len(words[-1]) >= _MIN_LATIN and not is_stopword(words[-1]):
        yield _latin(words[-1:])


def _spell_written(text: str) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Find what may be a Chinese name in a text, by its pinyin: a label may be in that alone."""
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for run in _HAN_RUN.finditer(text):
        for start in range(run.start(), run.end() - 1):
            for end in range(start + 2, min(start + 3, run.end()) + 1):
                found.setdefault(_spell(text[start:end]), []).append((start, end))
    found.pop((), None)
    return found


def _titled(surname: str) -> str:
    """Match a name behind a title: in pinyin the surname comes first."""
    title = "|".join(sorted(_TITLES_EN - {"the", "and", "of"}))
    return rf"(?i:\b(?:{title})\.?\s+{re.escape(surname)}(?![A-Za-z]))"


def _find_mentions(text: str, patterns: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where a text names somebody: Stone in "Did Stone say", and not in "stone bridge"."""
    has_capitals = not text.islower()
    for pattern in patterns:
        for found in re.finditer(pattern, text):
            word = found.group()
            is_word = has_capitals and word.islower() and word.isalpha()
            if not is_word and not _bears_other_name(text, found):
                yield found.span()


def _bears_other_name(text: str, found: re.Match[str]) -> bool:
    """Tell whether a single word is a surname behind somebody else's first name."""
    before = _NAME_BEFORE.search(text[: found.start()])
    if before is None or " " in found.group() or not found.group()[0].isupper():
        return False
    word = before.group(1)
    return not is_stopword(word.lower()) and word.lower() not in _TITLES_EN


def _stands_in_longer(label: str, labels: Iterable[str]) -> bool:
    return bool(_HAN_NAME.fullmatch(label)) and any(
        label != other and label in other for other in labels
    )


def _latin(words: Sequence[str]) -> str:
    joined = r"[\s-]+".join(map(re.escape, words))
    return rf"(?i:(?<![A-Za-z]){joined}(?![A-Za-z]))"


def _latin_words(label: str) -> list[str]:
    words = (word.lower() for word in _LATIN_WORD.findall(label))
    return [word for word in words if word not in _TITLES_EN]


def _says(text: str, start: int, end: int) -> bool:
    """Tell whether somebody mentioned is the one who says what is asked for."""
    before, behind = _TITLES_BEFORE.sub("", text[:start]), text[end:]
    if _ACCORDING.search(before) or _OWN_WORDS_EN.match(behind):
        return True
    if before[-1:] in _SPOKEN_TO or _SPOKEN_OF_ZH.search(before) or _SPOKEN_TO_EN.search(before):
        return False
    return bool(_BEHIND_ZH.match(behind) or _BEHIND_EN.match(behind))


@functools.lru_cache(maxsize=10_000)
def _spell(label: str) -> tuple[str, ...]:
    """Spell a Chinese person's name in pinyin, whichever script its label is in."""
    if _HAN_NAME.fullmatch(label):
        return tuple(load_speller().spell_person(to_simplified(label)))
    words = _latin_words(label)
    return tuple(words) if len(words) == 2 else ()
