"""What a user typed -> a checked question, in one of the two languages."""

from __future__ import annotations

from collections.abc import Sequence

from rag.errors import QuestionError, QuestionTooLongError
from rag.runtime.observing import stage
from rag.schema import Language, Question, Turn
from rag.settings import AnswerSettings
from rag.text.language import detect_language, drop_stray, is_third_language

_EMPTY = "The question is empty: ask in Chinese or English. / 问题是空的：请用中文或英文提问。"


@stage("check_question")
def check_question(text: str, settings: AnswerSettings, history: Sequence[Turn] = ()) -> Question:
    """Check that a question can be asked, and tell the language its answer is to be in.

    :param text: what the user typed.
    :param settings: ``max_question_chars`` bounds its length.
    :param history: earlier turns, oldest first.
    :returns: the question, trimmed; ``resolve_follow_up`` completes it from the history.
    :raises QuestionError: where it is empty, holds no word, is longer than
        ``settings.max_question_chars`` or is in a third language.
    """
    trimmed = drop_stray(text).strip()
    if not trimmed:
        raise QuestionError(_EMPTY)
    if len(trimmed) > settings.max_question_chars:
        limit = settings.max_question_chars
        raise QuestionTooLongError(_too_long(trimmed, limit), count=len(trimmed), limit=limit)
    if is_third_language(trimmed):
        raise QuestionError(_third_language(trimmed))
    language = detect_language(trimmed) or _language_before(trimmed, history)
    if language is None:
        raise QuestionError(_no_word(trimmed))
    return Question(trimmed, language, tuple(history), standalone=trimmed)


def _language_before(text: str, history: Sequence[Turn]) -> Language | None:
    """Take the language of the question before: "2021?" asks the same of another year."""
    if not any(char.isdigit() for char in text):
        return None
    asked = [turn.content for turn in history if turn.role == "user"]
    return detect_language(asked[-1]) if asked else None


def _too_long(text: str, limit: int) -> str:
    if detect_language(text[:limit]) == "zh":
        return f"问题有 {len(text)} 个字符，上限是 {limit} 个。请缩短问题；长文请作为资料加入。"
    return (
        f"The question has {len(text):,} characters; at most {limit:,} are taken. "
        "Shorten it, or add a long text as a document."
    )


def _third_language(text: str) -> str:
    return (
        f"The question is in neither Chinese nor English: {_shorten(text)!r}. Questions are asked "
        "in Chinese or English; please ask it again in one of them. / 请用中文或英文提问。"
    )


def _no_word(text: str) -> str:
    return (
        f"The question holds no word: {_shorten(text)!r}. Ask in Chinese or English, with at "
        "least one word. / 问题里没有文字：请用中文或英文提问。"
    )


def _shorten(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "\u2026"
