"""Metadata -> one line that says where a passage comes from: who published it, who asked whom."""

from __future__ import annotations

from rag.language import detect_language
from rag.metadata import BOTH, Described
from rag.schema import Language


def describe_source(described: Described, language: Language = "en") -> str:
    """Say who published a document, on which occasion, and who asked whom.

    :param described: a passage, a document as listed, or metadata themselves.
    :param language: which wording to take of what is stated in both, and of the words between.
    :returns: facts with `` · `` between; empty where nothing is known. Title and date, which stand
        elsewhere in a citation, are not among them, nor is an event that the title names.
    """
    event = choose_wording(described.event, language)
    if event and described.title and event.casefold() in described.title.casefold():
        event = ""
    source = choose_wording(described.source, language)
    parts = [source, event, _describe_interview(described, language)]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _describe_interview(described: Described, language: Language) -> str:
    asking = choose_wording(described.interviewer, language)
    answering = choose_wording(described.interviewee, language)
    if asking and answering:
        return f"{asking} → {answering}"
    if answering:
        return f"受访：{answering}" if language == "zh" else f"interviewee: {answering}"
    if asking:
        return f"采访：{asking}" if language == "zh" else f"interviewer: {asking}"
    return ""


def choose_wording(value: str | None, language: Language) -> str:
    """Give a value in one language, where it is stated in both; else as it is."""
    wordings = (value or "").split(BOTH)
    if len(wordings) == 1:
        return wordings[0]
    return next((each for each in wordings if detect_language(each) == language), value or "")
