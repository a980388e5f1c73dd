"""A question for a wording -> the term whose wording in the other language it asks for.

A translator who asks for the English of 渡轮 wants a sentence that holds 渡轮 and has an English
version, rather than a passage about ferries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Language
from rag.text.language import HAN, count_han, count_latin_words, detect_language, fold, letters
from rag.wanted import asks_for_wording, find_quoted, mask_quotes, wanted_language, without_wording

#: A longer stretch is a statement, which search finds better than a look at its letters.
_MAX_HAN, _MAX_WORDS = 16, 8
_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")
_LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z0-9&'’.-]*(?: [A-Za-z0-9][A-Za-z0-9&'’.-]*)*")
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_EDGE = " \t\n?.!,:;()\"'“”‘’「」《》、，。：；？！（）\x00"
#: What stands before or behind a term in a question for its wording.
_LEAD_ZH = re.compile(
    r"(?:请问|请|那么|那|我想知道|想知道|告诉我|你知道|知道|把|将|里面|里|中|上|的|一下|怎么说|怎么讲|"
    r"如何说|这个词|一词|这个说法|是|给我| )+"
)
_TAIL_ZH = (
    "是什么 是啥 什么 叫 用 是 的 呢 吗 怎么说 怎么讲 怎么写 怎么叫 如何说 这个词 一词 这个说法 在 "
    "里面 里 中 到底 分别 一下"
).split()
_LEAD_EN = re.compile(
    r"(?:(?:so|and|please|tell me|give me|show me|i need|what(?:['’]s| is| was| are| were)|"
    r"how (?:do|would|should|can) (?:you|i|we|they|one)|how (?:to|is|are|was|were)|"
    r"what (?:do|would|should) (?:you|i|we|they) call|say|write|put|call|express|render|translate|"
    r"the|a|an|of|for)\b\s*)+",
    re.IGNORECASE,
)
_TAIL_EN = frozenset(
    "called rendered expressed said written put known as in into to please for of be".split()
)
#: Words that make what is left a question, or point to what was said before.
_NO_TERM_ZH = re.compile(
    r"什么|哪|怎|如何|谁|多少|几|为何|是否|吗|这|那|它|他|她|上述|以上|刚才|原文|回答|答案|说"
)
_NO_TERM_EN = re.compile(
    r"\b(?:what|which|who|whom|whose|how|why|when|where|is|are|was|were|do|does|did|has|have|had|"
    r"will|would|can|could|should|it|its|this|that|these|those|he|she|they|them|there|you|your|i|"
    r"me|my|we|answer|reply|original|sentence|passage|quote)\b",
    re.IGNORECASE,
)
#: What letters stand for is told where they are first used, rather than wherever they stand.
_ACRONYM = re.compile(
    r"缩写|全称|简称|\b(?:acronym|abbreviat\w+|stands? for|full (?:english |chinese )?name)\b",
    re.IGNORECASE,
)
#: Between a quoted term and the words that ask for its wording no sentence ends.
_SENTENCE_END = re.compile(r"[?!？！。]")


@dataclass(frozen=True, slots=True)
class Term:
    """A term whose wording in the other language is asked for.

    :param text: the term as asked.
    :param language: the language it is in.
    :param wanted: the language of the wording asked for; another one.
    """

    text: str
    language: Language
    wanted: Language


def read_term(text: str, language: Language) -> Term | None:
    """Read the term that a question asks the wording of.

    :param text: the question.
    :param language: the language it is asked in.
    :returns: the term; None where the question asks for something else, or names none.
    """
    if not asks_for_wording(text) or _ACRONYM.search(mask_quotes(text)):
        return None
    wanted = wanted_language(text, language)
    quoted = find_quoted(text)
    if quoted:
        if len(quoted) > 1 or _SENTENCE_END.search(mask_quotes(text).strip(_EDGE)):
            return None
        phrases = quoted
    else:
        rest = without_wording(text)
        if rest == text:  # nothing else is said: the wording of what was answered before
            return None
        phrases = [*_bare_term(rest), *_foreign_run(rest, wanted)]
    for phrase in phrases:
        own = detect_language(phrase)
        if own is not None and own != wanted:
            return Term(phrase.strip(), own, wanted)
    return None


def _bare_term(rest: str) -> list[str]:
    """Give what is left of a question where that is a term and nothing else."""
    left = rest.strip(_EDGE)
    for lead in (_LEAD_EN, _LEAD_ZH):
        match = lead.match(left)
        left = left[match.end() if match else 0 :]
    bare = _drop_tail(left)
    # Something was blanked in the middle: what is asked stands on both sides of it.
    if "  " in bare or _NO_TERM_EN.search(bare) or _NO_TERM_ZH.search(bare):
        return []
    return [bare] if len(bare) > 1 and _is_short(bare) else []


def _is_short(text: str) -> bool:
    return count_han(text) <= _MAX_HAN and count_latin_words(text) <= _MAX_WORDS


def _foreign_run(rest: str, wanted: Language) -> list[str]:
    """Give what a question holds of the language not wanted, where that is one short stretch."""
    runs = (_LATIN_RUN if wanted == "zh" else _HAN_RUN).findall(rest)
    others = (_HAN_RUN if wanted == "zh" else _LATIN_RUN).search(rest)
    return runs if len(runs) == 1 and others and _is_short(runs[0]) else []


def _drop_tail(rest: str) -> str:
    left = rest.strip(_EDGE)
    while tail := next((each for each in _TAIL_ZH if left.endswith(each)), ""):
        left = left.removesuffix(tail).strip(_EDGE)
    words = left.split(" ")
    while words and words[-1].lower() in _TAIL_EN:
        words.pop()
    return " ".join(words).strip(_EDGE)


def holds_term(term: Term, text: str) -> bool:
    """Tell whether a text of the term's language holds it; script, case and plural do not matter.

    :param term: the term.
    :param text: one or more sentences.
    :returns: whether it does.
    """
    if term.language == "zh":
        own = letters(term.text)
        return bool(own) and own in letters(text)
    words, there = _singulars(term.text), _singulars(text)
    width = len(words)
    return bool(words) and any(
        there[start : start + width] == words for start in range(len(there) - width + 1)
    )


def _singulars(text: str) -> list[str]:
    """List the words of a text without plural endings; a stem would take connected for connection.

    Both sides are cut alike, so that what is no plural, such as gas, still meets itself.
    """
    words = [word.removesuffix("'s") for word in _WORD.findall(fold(text))]
    return [
        f"{word[:-3]}y"
        if word.endswith("ies")
        else word
        if word.endswith("ss")
        else word.rstrip("s")
        for word in words
    ]
