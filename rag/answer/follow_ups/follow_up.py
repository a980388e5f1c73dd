"""A question of a conversation -> the same with what it leaves unsaid, without a model.

"And in 2021?" is searched together with the question before it. A question that stands on its own
is left alone, so that a change of topic does not drag the old one along.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answer.follow_ups.ellipsis import counts_alone, names_another, substitute
from rag.answer.follow_ups.turns import asks_for_reply, is_courtesy, is_wording_request
from rag.answer.wants import read_wants
from rag.schema import Language, Question
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
_ENDS_ELLIPTIC_ZH = re.compile(r"呢\s*[?？。!！]*$")
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
_MAX_LINKS = 3
_MARK = re.compile(r"\s?\[\d{1,3}\]")
#: Of what was quoted: a reporter's question is rarely longer, and its beginning says what it is on.
_MAX_QUOTED_CHARS = 400


def resolve_follow_up(question: Question) -> Question:
    """Fill in ``standalone`` from the history.

    :param question: a checked question.
    :returns: the same with ``standalone`` set: the question itself, or the user's question before
        it, asked of what is new or else followed by the question. Where it is only asked for that
        in another language, or for the reply to it, ``text`` says what for as well, with its
        language.
    """
    if question.text_language is not None:  # done before
        return question
    asked = [turn.content.strip() for turn in question.history if turn.role == "user"]
    said = [a for a in asked if a and not is_courtesy(a) and not is_wording_request(a)]
    return (
        _restate(question, said)
        or _restate_reply(question, said)
        or replace(question, standalone=_complete(question.text, said))
    )


def _restate(question: Question, said: list[str]) -> Question | None:
    """Ask the last question again where only another language is asked for."""
    if not said or not is_wording_request(question.text):
        return None
    last = _complete(said[-1], said[:-1])
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


def _other(language: Language) -> Language:
    return "en" if language == "zh" else "zh"


def is_follow_up(text: str) -> bool:
    """Tell whether a question leaves its topic to the one before."""
    language = detect_language(text)
    if language is not None and read_term(text, language) is not None:
        return False
    if any((_CONTINUES.match(text), _ENDS_ELLIPTIC_ZH.search(text), _POINTER.search(text))):
        return True
    han, words = count_han(text), count_latin_words(text)
    if han > words:
        pronoun = _PRONOUN_ZH.search(text)
        early = pronoun is not None and count_han(text[: pronoun.start()]) < _HAN_BEFORE
        return han < _SHORT_HAN or early
    pronoun = _PRONOUN_EN.search(text)
    early = pronoun is not None and _content_words(text[: pronoun.start()]) <= _WORDS_BEFORE
    return words < _SHORT_WORDS or early


def _content_words(text: str) -> int:
    return sum(word.lower() not in _EMPTY_WORDS for word in _WORD.findall(text))


def _complete(text: str, asked: list[str]) -> str:
    parts = [text]
    for earlier in reversed(asked[-_MAX_LINKS:]):
        if not is_follow_up(parts[0]):
            break
        parts.insert(0, earlier)
    completed, *rest = dict.fromkeys(parts)
    left = ""
    for part in rest:
        replaced = substitute(completed, part)
        if replaced is None and counts_alone(part) and _languages_differ(completed, part):
            replaced = part
        if replaced is not None:
            completed, left = replaced, ""
        else:
            # "And suits?" takes the place of "And gloves?"; "Why?" is asked of it.
            left = part if names_another(part) else f"{left} {part}".strip()
    return f"{completed} {left}".strip()


def _languages_differ(one: str, other: str) -> bool:
    return detect_language(one) != detect_language(other)
