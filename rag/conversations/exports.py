"""A conversation -> a file for people: questions, answers, sources as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.conversations.footnotes import WORDS, describe_citation, describe_made_by
from rag.conversations.store import shorten
from rag.conversations.values import Conversation, Exchange
from rag.schema import REPLIES, Answer, Language

_MARK = re.compile(r"\[(\d{1,3})\]")

Format = Literal["md", "docx"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote's place in a text.

    :param note: the footnote, one paragraph an entry; empty where it is pointed to once more.
    """

    number: int
    note: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the file: texts and marks, in order.

    :param kind: how it is set: the conversation's title, a question, part of an answer, or a
        remark of the program's.
    """

    kind: Literal["title", "question", "answer", "remark"]
    parts: tuple[str | Mark, ...]


def export_conversation(conversation: Conversation, format: Format, language: Language) -> bytes:  # noqa: A002
    """Write a conversation as a file.

    :param conversation: what has ended of it is written.
    :param format: ``md``, with footnotes as GitHub and Pandoc read them, or ``docx``.
    :param language: of the words between.
    :returns: what the file holds; text of documents, questions and models is text in it, whatever
        it looks like.
    """
    blocks = list(list_blocks(conversation, language))
    if format == "md":
        from rag.conversations.markdown import write_markdown

        return write_markdown(blocks)
    from rag.exporting.word_notes import write_word_notes

    return write_word_notes(blocks)


def list_blocks(conversation: Conversation, language: Language) -> Iterator[Block]:
    """Cut a conversation into paragraphs; footnotes are counted through it, from 1."""
    yield Block("title", (_choose_title(conversation, language),))
    number = 0
    for exchange in conversation.exchanges:
        yield Block("question", (exchange.question,))
        for block in _list_reply(exchange, language, number):
            number += sum(isinstance(part, Mark) and bool(part.note) for part in block.parts)
            yield block


def _choose_title(conversation: Conversation, language: Language) -> str:
    """Take the title that a user gave: one made of the first question would say that twice."""
    made = shorten(conversation.exchanges[0].question) if conversation.exchanges else ""
    is_given = conversation.title not in ("", made)
    return conversation.title if is_given else WORDS.conversation[language]


def _list_reply(exchange: Exchange, language: Language, number: int) -> Iterator[Block]:
    answer = exchange.answer
    if answer is None:
        if exchange.partial:
            yield from _list_lines(exchange.partial)
        told = exchange.notice.text if exchange.notice else WORDS.stopped[language]
        yield Block("remark", (told,))
        return
    searched = answer.question.search_text
    if searched.split() != answer.question.text.split():
        yield Block("remark", (WORDS.understood[language].format(searched),))
    if answer.refused and answer.reason not in REPLIES:
        yield Block("remark", (WORDS.refused[language],))
    yield from _list_marked(answer, language, number)
    for note in answer.notes:
        yield Block("remark", (note,))
    yield Block("remark", (describe_made_by(answer, language),))


def _list_lines(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        if line.strip():
            yield Block("answer", (line.strip(),))


def _list_marked(answer: Answer, language: Language, number: int) -> Iterator[Block]:
    notes = {each.marker: describe_citation(each, language) for each in answer.citations}
    numbers: dict[int, int] = {}
    for line in filter(None, map(str.strip, answer.text.splitlines())):
        parts: list[str | Mark] = []
        end = 0
        for match in _MARK.finditer(line):
            marker = int(match[1])
            if marker not in notes:
                continue  # a mark that points nowhere stays text
            note = () if marker in numbers else notes[marker]
            place = numbers.setdefault(marker, number + len(numbers) + 1)
            parts += [line[end : match.start()].rstrip(), Mark(place, note)]
            end = match.end()
        yield Block("answer", tuple(part for part in (*parts, line[end:]) if part))
