"""A citation -> a footnote's words, in either language."""

from __future__ import annotations

from dataclasses import dataclass

from rag.origin import describe_source, list_elsewhere
from rag.schema import Answer, Citation, Counterpart, Language, Passage


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands between the parts, by language."""

    conversation: dict[Language, str]
    understood: dict[Language, str]
    stopped: dict[Language, str]
    refused: dict[Language, str]
    page: dict[Language, str]
    paragraph: dict[Language, str]
    elsewhere: dict[Language, str]
    repaired: dict[Language, str]
    unsupported: dict[Language, str]
    extractive: dict[Language, str]
    model: dict[Language, str]


WORDS = _Words(
    conversation={"zh": "对话", "en": "Conversation"},
    understood={"zh": "问题理解为：{}", "en": "Understood as: {}"},
    stopped={"zh": "已停止。", "en": "Stopped."},
    refused={"zh": "资料里没有找到答案。", "en": "Not answered: the documents do not say."},
    page={"zh": "第 {} 页", "en": "page {}"},
    paragraph={"zh": "第 {} 段", "en": "paragraph {}"},
    elsewhere={"zh": "出自 {}", "en": "From {}"},
    repaired={
        "zh": "出处经核对改正过。",
        "en": "The source was corrected when it was checked.",
    },
    unsupported={
        "zh": "未核实：这一段里没有找到支持这句话的内容。",
        "en": "Not verified: no support for the statement was found in this passage.",
    },
    extractive={"zh": "摘自原文", "en": "Quoted from the documents"},
    model={"zh": "模型 {}", "en": "Model {}"},
)

_QUOTED: dict[Language, str] = {"zh": "“{}”", "en": "“{}”"}


def describe_citation(citation: Citation, language: Language) -> tuple[str, ...]:
    """Say where a claim comes from, in one paragraph each: place, quote, counterpart, doubt.

    :param citation: a mark of an answer.
    :param language: of the words between.
    :returns: paragraphs; the quote with its counterpart in the other language below it, and where
        that stands in another document, its own place between them.
    """
    quote, other = _quotes(citation)
    there = citation.counterpart.passages if citation.counterpart and other else ()
    elsewhere = list_elsewhere(citation.passage, there, citation.counterpart_quote)
    place = describe_place(citation.passage, language, citation.counterpart)
    lines = [place, _QUOTED[language].format(_flat(quote))]
    if elsewhere:
        lines.append(WORDS.elsewhere[language].format(describe_place(elsewhere[0], language)))
    if other:
        lines.append(_QUOTED[language].format(_flat(other)))
    if citation.status == "repaired":
        lines.append(WORDS.repaired[language])
    elif citation.status == "unsupported":
        lines.append(WORDS.unsupported[language])
    return tuple(lines)


def _quotes(citation: Citation) -> tuple[str, str]:
    counterpart = citation.counterpart.text if citation.counterpart else ""
    return citation.quote or citation.passage.paragraph.text, citation.counterpart_quote or (
        counterpart if not citation.quote else ""
    )


def describe_place(
    passage: Passage, language: Language, counterpart: Counterpart | None = None
) -> str:
    """Say who said it, in which document, when and where it stands there.

    :param passage: the passage.
    :param language: of the words between, and of names where they are known in it.
    :param counterpart: another version, which may know them.
    :returns: one line.
    """
    paragraph = passage.paragraph
    page = paragraph.page
    versions = counterpart.passages if counterpart else ()
    facts = [
        passage.title or paragraph.document,
        paragraph.speaker,
        passage.date,
        None if page is None else WORDS.page[language].format(page),
        WORDS.paragraph[language].format(paragraph.number),
        describe_source(passage, language, speaker=paragraph.speaker, versions=versions),
    ]
    return " · ".join(_flat(fact) for fact in facts if fact)


def describe_made_by(answer: Answer, language: Language) -> str:
    """Say what wrote an answer."""
    if answer.model == "extractive":
        return WORDS.extractive[language]
    return WORDS.model[language].format(answer.model)


def _flat(text: str) -> str:
    return " ".join(text.split())
