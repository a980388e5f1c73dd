"""The fixed sentences that users read, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rag.schema import Language

Wording = dict[Language, str]

_LANGUAGE_NAMES: Final[dict[Language, Wording]] = {
    "zh": {"zh": "中文", "en": "英文"},
    "en": {"zh": "Chinese", "en": "English"},
}

EMPTY_LIBRARY: Final[Wording] = {
    "zh": "资料库还是空的，没有可以引用的内容。请先加入资料。",
    "en": "The library is empty, so there is nothing to quote. Add documents first.",
}
NOTHING_RELEVANT: Final[Wording] = {
    "zh": "资料库里没有与这个问题相关的内容。",
    "en": "Nothing in the library is about this question.",
}
NAME_ABSENT: Final[Wording] = {
    "zh": "资料库里没有出现{names}；最接近的段落附后供参考。",
    "en": "{names} stands nowhere in the library; the nearest passages are shown with this.",
}
NOT_STATED: Final[Wording] = {
    "zh": "资料库里没有说明这一点；最接近的段落附后供参考。",
    "en": "The library does not state this; the nearest passages are shown with it.",
}
NO_QUESTION: Final[Wording] = {
    "zh": "想从资料里了解什么，请随时提问。",
    "en": "Ask whenever you would like to know something from the documents.",
}
NOTHING_FURTHER: Final[Wording] = {
    "zh": "关于这个问题，资料库里没有更多内容了。",
    "en": "The library has nothing more on this question.",
}
#: In these three {wanted} is the language that was wanted, {given} the one that is quoted.
QUOTED_ORIGINAL: Final[Wording] = {
    "zh": "资料库里没有这段话的{wanted}版本，引用的是{given}原文。",
    "en": "The library has no {wanted} version of this; the {given} original is quoted.",
}
QUOTED_PARTLY: Final[Wording] = {
    "zh": "其中一部分资料库里没有{wanted}版本，引用的是{given}原文。",
    "en": "Part of this is quoted in {given}, as the library has no {wanted} version of it.",
}
QUOTED_FULLER: Final[Wording] = {
    "zh": "{given}版本在这里说得更具体，一并引用。",
    "en": "The {given} version is more specific here and is quoted too.",
}
MODEL_FAILED: Final[Wording] = {
    "zh": "语言模型没有给出可用的回答，以下是从资料中直接摘录的句子。原因：{reason}",
    "en": "The language model gave no usable answer; these are sentences quoted from the "
    "documents. Reason: {reason}",
}
MODEL_BROKE_OFF: Final[Wording] = {
    "zh": "语言模型中途中断，回答可能不完整。原因：{reason}",
    "en": "The language model broke off; the answer may be incomplete. Reason: {reason}",
}
PASSAGES_LEFT_OUT: Final[Wording] = {
    "zh": "为不超出模型的窗口（{limit} 个词元），检索到的 {total} 段中有 {count} 段没有交给模型："
    "{names}",
    "en": "To stay within the model's window of {limit} tokens, {count} of the {total} passages "
    "found were not given to it: {names}",
}
COUNTERPARTS_LEFT_OUT: Final[Wording] = {
    "zh": "为不超出模型的窗口，{count} 段没有附上另一种语言的版本。",
    "en": "To stay within the model's window, {count} passages were given in one language only.",
}
PASSAGE_SHORTENED: Final[Wording] = {
    "zh": "第一段超出模型的窗口，只交给了模型开头的整句。",
    "en": "The first passage is longer than the model's window; only its first whole sentences "
    "were given to it.",
}
TURNS_LEFT_OUT: Final[Wording] = {
    "zh": "较早的 {count} 条对话没有交给模型。",
    "en": "{count} earlier messages of the conversation were not given to the model.",
}
MARKS_REMOVED: Final[Wording] = {
    "zh": "删去了 {count} 个没有对应段落的引用编号。",
    "en": "Citation marks that point to no passage, removed: {count}.",
}
CLAIMS_UNSUPPORTED: Final[Wording] = {
    "zh": "有 {count} 句话在所引段落中找不到依据，请自行核对。",
    "en": "{count} of the sentences could not be found in what they cite; check for yourself.",
}
CLAIMS_REPAIRED: Final[Wording] = {
    "zh": "有 {count} 句话的引用改到了确有依据的段落。",
    "en": "Citations moved to the passage that supports their sentence: {count}.",
}
ANSWER_CUT_OFF: Final[Wording] = {
    "zh": "回答达到 {limit} 个词元的上限，在此截断。",
    "en": "The answer reached the limit of {limit} tokens and ends there.",
}


def name_versions(note: Wording, wanted: Language, language: Language) -> str:
    """Fill a note on versions with the languages' names.

    :param note: one that speaks of the language wanted and the one given instead.
    :param wanted: the former; the latter is the other one.
    :param language: the answer's language.
    :returns: the note.
    """
    given: Language = "zh" if wanted == "en" else "en"
    names = _LANGUAGE_NAMES[language]
    return note[language].format(wanted=names[wanted], given=names[given])


def quote_names(names: Sequence[str], language: Language) -> str:
    """Quote names and join them: “A”, “B” or “C”."""
    quoted = [f"\u201c{name}\u201d" for name in names]
    if language == "zh":
        return "、".join(quoted)
    return " or ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))
