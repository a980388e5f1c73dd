"""Metadata -> one line that says where a passage comes from: who published it, who asked whom."""

from __future__ import annotations

from rag.language import detect_language
from rag.metadata import BOTH, Described
from rag.schema import Language


def describe_source(
    described: Described, language: Language = "en", *, speaker: str | None = None
) -> str:
    """Say who published a document, on which occasion, and who asked whom.

    :param described: a passage, a document as listed, or metadata themselves.
    :param language: which wording to take of what is stated in both, and of the words between.
    :param speaker: who is named beside it already, and not said again.
    :returns: facts with `` · `` between; empty where nothing is known. Title and date, which stand
        elsewhere in a citation, are not among them, nor is an event that the title or who asked
        tells of.
    """
    asking = choose_wording(described.interviewer, language)
    event = choose_wording(described.event, language)
    known = (described.title or "").casefold()
    if event and (event.casefold() in known or (asking and asking in event)):
        event = ""
    answering = choose_wording(described.interviewee, language)
    # Who is named beside it may be so in the other language.
    if speaker in (described.interviewee or "").split(BOTH) and not asking:
        answering = ""
    source = choose_wording(described.source, language)
    parts = [source, event, _describe_interview(asking, answering, language)]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _describe_interview(asking: str, answering: str, language: Language) -> str:
    if language == "zh":
        if asking and answering:
            return f"{asking}采访{answering}"
        return f"受访：{answering}" if answering else asking and f"采访：{asking}"
    if asking and answering:
        return f"{answering} interviewed by {asking}"
    return f"interviewee: {answering}" if answering else asking and f"interviewer: {asking}"


def choose_wording(value: str | None, language: Language) -> str:
    """Give a value in one language, where it is stated in both; else as it is."""
    wordings = (value or "").split(BOTH)
    if len(wordings) == 1:
        return wordings[0]
    return next((each for each in wordings if detect_language(each) == language), value or "")
