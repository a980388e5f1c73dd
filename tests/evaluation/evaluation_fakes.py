"""A library that says what it is told to, and the values it says it with."""

from __future__ import annotations

from collections.abc import Sequence

from rag.errors import QuestionError
from rag.schema import (
    Answer,
    Citation,
    Counterpart,
    Hit,
    Language,
    Paragraph,
    Passage,
    Question,
    Turn,
)
from rag.text.language import detect_language

#: Two paragraphs that say the same, and one of another subject.
TIDE_ZH = "沈若澜：防潮闸今年一共关闭了九次，最久的一次连续关了14个小时。"
TIDE_EN = "Shen Ruolan: The barrier closed nine times this year, the longest time for 14 hours."
MARKET_ZH = "夜市每天傍晚六点开市，星期五凌晨两点熄灯，巷子里一共有212个摊位。"
MARKET_EN = "The night market opens at six in the evening and has 212 stalls along the lane."


class FakeLibrary:
    """Answers from a script; questions it does not know cannot be asked."""

    def __init__(self, script: dict[str, Answer]) -> None:
        self.script = script
        self.asked: list[str] = []
        self.histories: list[tuple[Turn, ...]] = []

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        if question not in self.script:
            raise QuestionError(f"The question {question!r} cannot be asked")
        self.asked.append(question)
        self.histories.append(tuple(history))
        return self.script[question]


def make_hit(
    document: str,
    text: str,
    *,
    number: int = 1,
    other: str | None = None,
    score: float = 1.0,
) -> Hit:
    passage = _passage(document, text, number)
    counterpart = None
    if other is not None:
        counterpart = Counterpart((_passage(document, other, number + 1),), 0.9)
    return Hit(passage, score, counterpart=counterpart)


def _passage(document: str, text: str, number: int) -> Passage:
    language: Language = detect_language(text) or "en"
    paragraph = Paragraph(
        document, number, language, "answer", "Shen Ruolan", text, ((0, len(text)),)
    )
    return Passage(number, paragraph, title="Linwan", date="2024-03-07")


def make_answer(
    question: str,
    text: str,
    *,
    hits: Sequence[Hit] = (),
    quotes: Sequence[str] = (),
    refused: bool = False,
) -> Answer:
    """The first ``len(quotes)`` hits are cited."""
    citations = tuple(
        Citation(marker, hit.passage, quote, counterpart=hit.counterpart)
        for marker, (hit, quote) in enumerate(zip(hits, quotes, strict=False), 1)
    )
    asked = Question(question, detect_language(question) or "en")
    return Answer(
        asked, text, refused, citations, tuple(hits), "scripted", seconds=0.25, reason=None
    )
