"""Metadata -> one line that says where a passage comes from; what stands in another document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.metadata import BOTH, Described
from rag.schema import Language, Passage
from rag.text.language import HAN, detect_language

#: Where the two scripts meet, a space is set.
_MEETING = re.compile(rf"(?<=[A-Za-z0-9.)])(?=[{HAN}])|(?<=[{HAN}])(?=[A-Za-z0-9(])")


def describe_source(
    described: Described,
    language: Language = "en",
    *,
    speaker: str | None = None,
    versions: Sequence[Described] = (),
) -> str:
    """Say who published a document, on which occasion, and who asked whom.

    :param described: a passage, a document as listed, or metadata themselves.
    :param language: which wording to take of what is stated in both, and of the words between.
    :param speaker: who is named beside it already, and not said again.
    :param versions: what says the same in other documents: those of the same date may name the
        occasion, and who asked whom, in the language.
    :returns: facts with `` · `` between; empty where nothing is known. Title and date, which stand
        elsewhere in a citation, are not among them, nor is an event that the title or who asked
        tells of.
    """
    same = [each for each in versions if each.date and each.date == described.date]
    asking = _choose_of(described.interviewer, [each.interviewer for each in same], language)
    event = _choose_of(described.event, [each.event for each in same], language)
    known = (described.title or "").casefold()
    if event and (event.casefold() in known or (asking and asking in event)):
        event = ""
    answering = _choose_of(described.interviewee, [each.interviewee for each in same], language)
    # Who is named beside it may be so in the other language.
    if speaker in (described.interviewee or "").split(BOTH) and not asking:
        answering = ""
    source = choose_wording(described.source, language)
    parts = [source, event, _describe_interview(asking, answering, language)]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _describe_interview(asking: str, answering: str, language: Language) -> str:
    if language == "zh":
        if asking and answering:
            return _MEETING.sub(" ", f"{asking}采访{answering}")
        return f"受访：{answering}" if answering else asking and f"采访：{asking}"
    if asking and answering:
        return f"{answering} interviewed by {asking}"
    return f"interviewee: {answering}" if answering else asking and f"interviewer: {asking}"


def _choose_of(value: str | None, others: Sequence[str | None], language: Language) -> str:
    """Give a value in one language, if need be as another version states it; else as it is."""
    own = choose_wording(value, language)
    if not own or detect_language(own) == language:
        return own
    found = (choose_wording(other, language) for other in others)
    return next((each for each in found if detect_language(each) == language), own)


def list_elsewhere(
    passage: Passage, counterpart: Sequence[Passage], quote: str = ""
) -> tuple[Passage, ...]:
    """List what of a counterpart stands in another document, whose place has to be told.

    :param passage: what the counterpart says in the other language.
    :param counterpart: its passages, in document order.
    :param quote: letters of the counterpart; passages that do not hold them are left out.
    :returns: in document order; empty where it all stands in the passage's own document.
    """
    own = passage.paragraph.document
    others = tuple(each for each in counterpart if each.paragraph.document != own)
    holding = tuple(each for each in others if quote and quote in each.paragraph.text)
    return holding or others


def choose_wording(value: str | None, language: Language) -> str:
    """Give a value in one language, where it is stated in both; else as it is."""
    wordings = (value or "").split(BOTH)
    if len(wordings) == 1:
        return wordings[0]
    return next((each for each in wordings if detect_language(each) == language), value or "")
