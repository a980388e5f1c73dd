"""Questions of a conversation in order -> what the next one is about, as one text to search for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answer.follow_ups.ellipsis import counts_alone, names_another, substitute
from rag.text.language import detect_language
from rag.text.terms import query_terms

#: Who said it and the like name nothing: said of anything, it is said somewhere.
_SPEECH_EN = frozenset(
    "said say ask tell told answer repli respond happen mean next els one go anyth anyon".split()
)
_SPEECH_ZH = re.compile(
    r"[说问讲答是到来去做想看第]|时候|时间|原因|理由|意思|结果|具体|后来|然后|接着|一共|总共|大概"
)
#: What is done, measured or spent, which does not say by whom or of what.
_GENERAL_EN = frozenset(
    "pay paid cost spend spent build built open close start begin began end finish announc decid "
    "agre hurt die kill win won come came left long old high tall big far deep larg wide much "
    "money year day time peopl".split()
)
_GENERAL_ZH = re.compile(
    r"花|费用?|钱|元|块|[贵高低大小长短宽重远深快慢久]|投入|耗资|投资|持续|开始|结束|举行|发生|公布|"
    r"宣布|发布|负责|同意|反对|参加|增长|增加|下降|减少|建成?|造|修|开放?|关闭?|死|伤|赢|买|卖|付|出"
    r"|熄灯|人|个|米|天|年|岁|次"
)
_ASKS = re.compile(
    r"什么|哪|怎|为何|谁|何时|几|多|吗|是否|没有|不"
    r"|\b(?:what|which|who|whom|whose|how|why|when|where|is|are|was|were|do|does|did|will|can|has"
    r"|have|had|would|should|could)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation is about.

    :param asked: the last question that stood alone, asked of what later ones put in its place.
    :param left: what was asked of it since and cannot be put into it, newest last.
    """

    asked: str
    left: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What to search for."""
        return " ".join((self.asked, *self.left))

    def replace_by(self, part: str) -> Thread | None:
        """Ask the question of what a part names instead; None where it names nothing such."""
        replaced = substitute(self.asked, part)
        languages_differ = detect_language(self.asked) != detect_language(part)
        if replaced is None and counts_alone(part) and languages_differ:
            replaced = part
        return None if replaced is None else Thread(replaced)

    def add(self, part: str) -> Thread:
        """Ask one thing more.

        "And suits?" takes the place of "And gloves?". Of anything else the last thing so named is
        kept, and the last question that names something: "Was he dismissed?" is asked of "Who
        received the warning?" rather than of "Why?".
        """
        if names_another(part):
            return Thread(self.asked, (part,))
        things = [each for each in self.left if names_another(each)]
        others = [each for each in self.left if not names_another(each)]
        named = [each for each in others if names_something(each)]
        return Thread(self.asked, (*things[-1:], *(named or others)[-1:], part))


def names_something(text: str) -> bool:
    """Tell whether a question names something: not "Why?", 谁说的？ or "And in 2021?"."""
    return _has_terms(_SPEECH_ZH.sub(" ", text), _SPEECH_EN)


def names_subject(text: str) -> bool:
    """Tell whether a question may name all that it is about, as 灯塔有多高？ does.

    花了多少钱？ and "Who paid?" are asked of many things, and "A cabin?" does not say what.
    """
    bare = _GENERAL_ZH.sub(" ", _SPEECH_ZH.sub(" ", text))
    return not is_thing(text) and _has_terms(bare, _SPEECH_EN | _GENERAL_EN)


def is_thing(text: str) -> bool:
    """Tell whether a question only names a thing, of which the same is asked: "A cabin?"."""
    return _ASKS.search(text) is None


def _has_terms(text: str, general: frozenset[str]) -> bool:
    terms = query_terms(text, detect_language(text) or "en")
    return any(not term.startswith("#") and term not in general for term in terms)
