"""A follow-up question and its history -> the question a chat model makes of them, if it is one.

What a model returns is searched for, so it is believed only where it is still the user's question:
in the same language, no longer than need be, with the figures and names of the conversation and no
others. Anything else, and any failure, leaves the question to be completed without a model.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace

import prompts
from rag.answer.chat_models.failures import ChatModelError
from rag.answer.chat_models.model_wording import QUESTION_NOT_REWRITTEN, REWRITING_UNUSABLE
from rag.answer.chat_models.models import ChatModel, Message
from rag.answer.chat_models.thinking import drop_thoughts
from rag.answer.cleaning import defuse_template, drop_invisible
from rag.answer.follow_ups.follow_up import resolve_follow_up
from rag.answer.follow_ups.resolving import Resolved
from rag.answer.marks import split_claims
from rag.answer.reading import flatten
from rag.schema import Language, Question, TextDelta, TokenUsage, Turn
from rag.settings import AnswerSettings
from rag.text.language import detect_language
from rag.text.numbers import find_numbers, number_keys
from rag.text.terms import is_stopword, query_terms

#: What an answer says first is what the next question is about.
_SENTENCES_OF_ANSWER = 3
#: A rewriting adds a topic and a date to the question, not a paragraph.
_MAX_ADDED_CHARS: dict[Language, int] = {"zh": 80, "en": 240}
#: Pronouns are replaced, and word order changes with them.
_MIN_KEPT = 0.4
_MIN_KNOWN = 0.5
_PREFACE = re.compile(
    r"^(?:[*_#>\s-]*)(?:(?:the )?(?:rewritten|standalone|revised|last|final)? ?question(?: is)?"
    r"|改写后的问题|改写后|改写|最后一个问题|独立问题|问题)\s*[:：]\s*",
    re.IGNORECASE,
)
_QUOTES = "\"'`*\u201c\u201d\u2018\u2019\u300c\u300d\u300e\u300f "
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][A-Za-z\u00c0-\u024f]{2,}\b|\b[A-Z]{2,}\b")


def rewrite_question(
    question: Question,
    model: ChatModel,
    settings: AnswerSettings,
    *,
    count: Callable[[str], int],
) -> Generator[TextDelta, None, Resolved]:
    """Let a model complete a question from its history.

    :param question: a checked question.
    :param model: asked once; nothing is asked where there is no history that fits.
    :param settings: ``max_history_tokens`` bounds the history.
    :param count: counts tokens.
    :returns: the question with ``standalone`` filled in; empty pieces are yielded meanwhile.
    """
    plain = resolve_follow_up(question)
    if plain.text_language is not None:
        return Resolved(plain, asked=question.text)
    turns = _write_turns(question.history, settings.max_history_tokens, count)
    if not turns:
        return Resolved(plain)
    prompt = prompts.render(
        "rewrite",
        question.language,
        fence=secrets.token_hex(8),
        turns=turns,
        question=question.text,
    )
    said, usage = "", None
    try:
        with closing(model.stream([Message("user", prompt)])) as pieces:
            for piece in pieces:
                said += piece.text
                usage = piece.usage or usage
                yield TextDelta("")
    except ChatModelError as error:
        reason = error.describe(question.language)
        note = QUESTION_NOT_REWRITTEN[question.language].format(reason=reason)
        return Resolved(plain, (note,))
    tokens = TokenUsage(*(usage or (count(prompt), count(said))), encoding="provider")
    rewritten = read_rewriting(said, question)
    if rewritten is None:
        return Resolved(plain, (REWRITING_UNUSABLE[question.language],), tokens)
    return Resolved(replace(question, standalone=rewritten), (), tokens)


def _write_turns(history: Sequence[Turn], room: int, count: Callable[[str], int]) -> str:
    """Write the latest turns that fit, each on one line, without marks."""
    lines: list[str] = []
    for turn in reversed(history):
        claims = split_claims(turn.content)
        if turn.role == "assistant":
            claims = claims[:_SENTENCES_OF_ANSWER]
        text = " ".join(claim.text for claim in claims)
        line = f"{turn.role}: {defuse_template(flatten(drop_invisible(text)))}"
        room -= count(line) + 1
        if room < 0:
            break
        lines.insert(0, line)
    # Without a question before it, an answer says little of what is asked.
    return "\n".join(lines) if any(line.startswith("user: ") for line in lines) else ""


def read_rewriting(said: str, question: Question) -> str | None:
    """Read the question out of what a model returned.

    :param said: all that it returned.
    :param question: what the user asked, with its history.
    :returns: the rewritten question; None where it is none that the user could have meant.
    """
    lines = [line for line in drop_thoughts(drop_invisible(said)).splitlines() if line.strip()]
    if not lines:
        return None
    if _PREFACE.fullmatch(lines[0].strip(_QUOTES) + " ") and len(lines) > 1:
        lines = lines[1:]
    text = _PREFACE.sub("", lines[0].strip()).strip(_QUOTES)
    # An explanation behind the question is left out; more than that is something else.
    if len(lines) > 3 or not text:
        return None
    return text if _is_same_question(text, question) else None


def _is_same_question(text: str, question: Question) -> bool:
    language = question.language
    known = "\n".join((question.text, *(turn.content for turn in question.history)))
    return (
        detect_language(text) == language
        and len(text) <= len(question.text) + _MAX_ADDED_CHARS[language]
        and {number.key for number in find_numbers(text)} <= {*number_keys(known)}
        and {*number_keys(question.text)} <= {*number_keys(text)}
        and _knows_names(text, known)
        and _keeps_words(text, question, known)
    )


def _knows_names(text: str, known: str) -> bool:
    """Chinese and China, Ferries and ferry share a beginning."""
    words = {word.casefold() for word in re.findall(r"[A-Za-z\u00c0-\u024f]+", known)}
    names = (name.casefold() for name in _NAME.findall(text))
    return all(
        name in words or any(word.startswith(name[:4]) for word in words if len(name) > 4)
        for name in names
        if not is_stopword(name)
    )


def _keeps_words(text: str, question: Question, known: str) -> bool:
    """Words of the question must be left, and most words must come from the conversation."""
    language = question.language
    written = set(query_terms(text, language))
    asked = set(query_terms(question.text, language))
    said = set(query_terms(known, language))
    kept = len(written & asked) / len(asked) if asked else 1.0
    # What was said in the other language comes back in other words.
    abroad = any(detect_language(turn.content) != language for turn in question.history)
    is_known = abroad or len(written & said) >= _MIN_KNOWN * len(written)
    return bool(written) and kept >= _MIN_KEPT and is_known
