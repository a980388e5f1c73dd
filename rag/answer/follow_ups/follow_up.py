"""A question of a conversation -> the same with what it leaves unsaid, without a model.

"And in 2021?" is searched together with the question before it. A question that stands on its own
is left alone, so that a change of topic does not drag the old one along; where its wording does not
tell, what the library answers does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from rag.answer.follow_ups.evidence import Joined, StandsAlone
from rag.answer.follow_ups.more import asks_for_more
from rag.answer.follow_ups.threads import Thread, is_thing, names_something, names_subject
from rag.answer.follow_ups.turns import asks_for_reply, asks_nothing_new, is_wording_request
from rag.answer.wants import read_wants
from rag.schema import Language, Question, Turn
from rag.text.language import HAN, count_han, count_latin_words, detect_language
from rag.wanted import named_language, wanted_language
from rag.wordings import read_term

#: Starts that carry the question before on.
_CONTINUES = re.compile(
    r"(?:and|but|so|or|also|then|what about|how about|what else|anything else|any other|"
    r"who else|where else|why so|how so|why not|same for|the same)\b"
    r"|(?:那|又|再|另外|还有|此外|除此|其中|其他|其它|其余|相比|同样|接着|然后|而|但|后来|具体|换成|换作|至于"
    r"|关于这|对此|为此|与此|因此)",
    re.IGNORECASE,
)
_PRONOUN_EN = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|that|"
    r"the (?:former|latter|same|other|others)|there(?!\s+(?:is|are|was|were|be|been|any)\b)|such|"
    r"ones?)\b",
    re.IGNORECASE,
)
_PRONOUN_ZH = re.compile(
    r"[它她他]们?|这(?!样|么)|那(?![么种届场])|其(?!他|它|余|实|次|间)|该(?=[" + HAN + r"])"
    r"|此(?!外|次)|前者|后者|上述|两者|二者"
)
#: These point out of the question wherever they stand.
_POINTER = re.compile(
    r"这(?:一点|个问题|件事|一问题|一说法|一表态|一决定|句话|番话)"
    r"|\b(?:this|that) (?:point|issue|matter|question|topic|statement|claim|"
    r"remark|subject|decision)\b",
    re.IGNORECASE,
)
#: Of which list is left unsaid: 第二句是什么意思？ "What is the second?"
_ITEM = re.compile(
    r"(?:那|它的)?第[一二三四五六七八九十]{1,2}(?:[句个条点项种步件位次]|句话)(?=[呢是讲说指有怎为什?？])"
    r"|(?:what|which|who|where|how|why) (?:is|are|was|were|about) the "
    r"(?:first|second|third|fourth|fifth|last|other)(?: one)?\s*[?.]?$",
    re.IGNORECASE,
)
_ENDS_ELLIPTIC_ZH = re.compile(r"呢\s*[?？。!！]*$")
#: What is known to have happened: 谁宣布的？ 什么时候建的？
_KNOWN_EVENT = re.compile(
    r"是?(?:谁|何时|什么时候|哪[里儿天年]|在哪[里儿]?|怎么|怎样|为什么|为何|几点|哪一?[年天])"
    r"[^，,。？?]{1,3}的[？?。]*$"
)
#: Below these sizes a question rarely names its topic.
_SHORT_HAN, _SHORT_WORDS = 7, 4
#: A pronoun behind this much text refers to something inside the question itself: "When did China
#: publish its report?"
_HAN_BEFORE, _WORDS_BEFORE = 6, 2
_EMPTY_WORDS = frozenset(
    "a an and are at be been by can could did do does for from had has have how in is of on or "
    "should so the to was were what when where which who whom whose why will with would".split()
)
_WORD = re.compile(r"[A-Za-z0-9'\u2019-]+")
#: "And suits?" after "And gloves?" after "How many masks?": how far back the topic may stand.
_MAX_LINKS = 5
_MARK = re.compile(r"\s?\[\d{1,3}\]")
#: Of what was quoted: a reporter's question is rarely longer, and its beginning says what it is on.
_MAX_QUOTED_CHARS = 400


def resolve_follow_up(question: Question, stands_alone: StandsAlone | None = None) -> Question:
    """Fill in ``standalone`` from the history.

    :param question: a checked question.
    :param stands_alone: tells by what the library answers whether a question that might be about
        the one before stands alone; without it, all such are.
    :returns: the same with ``standalone`` set: the question itself, or the user's question before
        it, asked of what is new or else followed by the question. Where it is only asked for that
        in another language, or for the reply to it, ``text`` says what for as well, with its
        language.
    """
    if question.text_language is not None:  # done before
        return question
    asked = [turn.content.strip() for turn in question.history if turn.role == "user"]
    said = [a for a in asked if a and not asks_nothing_new(a)]
    return (
        _restate(question, said, stands_alone)
        or _restate_reply(question, said)
        or _go_on(question, said, stands_alone)
        or replace(question, standalone=_complete(question, said, stands_alone))
    )


def _restate(
    question: Question, said: list[str], stands_alone: StandsAlone | None
) -> Question | None:
    """Ask the last question again where only another language is asked for."""
    if not said or not is_wording_request(question.text):
        return None
    last = _complete_last(question, said, stands_alone)
    own = detect_language(last) or question.language
    wanted = named_language(question.text) or _other(wanted_language(last, own))
    return replace(question, text=last, standalone=last, language=wanted, text_language=own)


def _restate_reply(question: Question, said: list[str]) -> Question | None:
    """Ask what the reporter asked where that was quoted last and the reply is asked for."""
    if not said or not asks_for_reply(question.text):
        return None
    before = Question(said[-1], question.language)
    quoted = next((t.content for t in reversed(question.history) if t.role == "assistant"), "")
    if not read_wants(before).about_question or not _MARK.search(quoted):
        return None
    text = " ".join(_MARK.sub("", quoted).split())[:_MAX_QUOTED_CHARS]
    own = detect_language(text)
    if own is None:
        return None
    return replace(question, text=text, standalone=text, text_language=own)


def _go_on(
    question: Question, said: list[str], stands_alone: StandsAlone | None
) -> Question | None:
    """Search for the last question again where more is asked for.

    Where nothing was quoted of it, it is asked again in its own words, to be refused again.
    """
    if not said or not asks_for_more(question.text):
        return None
    last = _complete_last(question, said, stands_alone)
    own = detect_language(last) or question.language
    if not any(map(_MARK.search, _latest_answers(question.history))):
        return replace(question, text=last, standalone=last, text_language=own)
    differs = own != question.language
    return replace(question, standalone=last, text_language=own if differs else None)


def _latest_answers(history: Sequence[Turn]) -> list[str]:
    """List the answers to the last turn that asked for something new."""
    behind = takewhile(
        lambda turn: turn.role == "assistant" or asks_nothing_new(turn.content), reversed(history)
    )
    return [turn.content for turn in behind if turn.role == "assistant"]


def _complete_last(question: Question, said: list[str], stands_alone: StandsAlone | None) -> str:
    return _complete(replace(question, text=said[-1]), said[:-1], stands_alone)


def _other(language: Language) -> Language:
    return "en" if language == "zh" else "zh"


def is_follow_up(text: str) -> bool:
    """Tell whether a question leaves its topic to the one before, as far as its wording tells."""
    language = detect_language(text)
    if language is not None and read_term(text, language) is not None:
        return False
    return points_back(text) or _is_short(text)


def points_back(text: str) -> bool:
    """Tell whether a question refers to the one before: "And why?", 那电车呢？, "Is it open?"."""
    starts = _CONTINUES.match(text) or _ITEM.match(text) or _KNOWN_EVENT.match(text)
    if starts or _ENDS_ELLIPTIC_ZH.search(text) or _POINTER.search(text):
        return True
    if _is_chinese(text):
        pronoun = _PRONOUN_ZH.search(text)
        return pronoun is not None and count_han(text[: pronoun.start()]) < _HAN_BEFORE
    pronoun = _PRONOUN_EN.search(text)
    return pronoun is not None and _content_words(text[: pronoun.start()]) <= _WORDS_BEFORE


def _is_short(text: str) -> bool:
    if _is_chinese(text):
        return count_han(text) < _SHORT_HAN
    return count_latin_words(text) < _SHORT_WORDS


def _is_chinese(text: str) -> bool:
    return count_han(text) > count_latin_words(text)


def _content_words(text: str) -> int:
    return sum(word.lower() not in _EMPTY_WORDS for word in _WORD.findall(text))


def _complete(question: Question, asked: list[str], stands_alone: StandsAlone | None) -> str:
    """Write a question with what it leaves to the questions before it."""
    parts = [question.text]
    for earlier in reversed(asked[-_MAX_LINKS:]):
        if not is_follow_up(parts[0]):
            break
        parts.insert(0, earlier)
    # Of what was asked twice the last time counts: "Why?" is asked of many things.
    first, *rest = reversed(dict.fromkeys(reversed(parts)))
    thread = Thread(first)
    for part in rest:
        thread = _follow(thread, replace(question, text=part), stands_alone)
    return thread.text


def _follow(thread: Thread, question: Question, stands_alone: StandsAlone | None) -> Thread:
    """Put a question behind those before it, unless it stands alone."""
    part = question.text
    replaced = thread.replace_by(part)
    if replaced is not None:
        return replaced
    added = thread.add(part)
    if stands_alone is None or _leaves_all_unsaid(part):
        return added
    language = detect_language(part) or question.language
    alone = replace(question, language=language, history=(), standalone=part)
    joined = replace(alone, standalone=added.text)
    trial = Joined(alone, joined, thread.text, points_back(part))
    return Thread(part) if stands_alone(trial) else added


def _leaves_all_unsaid(part: str) -> bool:
    """Tell whether a question can only be of the one before: "Why?", 谁宣布的？ "on this point"."""
    if _POINTER.search(part) or not names_something(part):
        return True
    return points_back(part) and not names_subject(part) and not is_thing(part)
