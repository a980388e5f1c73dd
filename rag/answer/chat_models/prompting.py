"""Question and hits -> the messages for a chat model, within its window.

Passages are data: each stands between lines that carry a random word, drawn anew for every request
and found in none of the texts, so that no document can close its own quotation.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import prompts
from rag.answer import wording
from rag.answer.chat_models.models import Message
from rag.answer.cleaning import defuse_template, drop_invisible
from rag.answer.marks import neutralise_marks, split_claims
from rag.answer.reading import flatten, read_sides
from rag.schema import Hit, Language, Question, Turn
from rag.settings import AnswerSettings
from rag.text.language import split_sentences

CountTokens = Callable[[str], int]
#: Role names and separators that a chat template adds around each message.
_TOKENS_PER_MESSAGE = 6
_FENCE_BYTES = 8
_UNKNOWN: dict[Language, str] = {"zh": "不详", "en": "unknown"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is sent.

    :param messages: in order; the last one holds passages and question.
    :param given: how many of the hits are in it, from the first; numbered from 1.
    :param tokens: size by the counter that was given.
    :param notes: what was left out, in the asker's language.
    """

    messages: tuple[Message, ...]
    given: int
    tokens: int
    notes: tuple[str, ...]


def build_prompt(
    question: Question, hits: Sequence[Hit], settings: AnswerSettings, *, count: CountTokens
) -> Prompt:
    """Write the messages; what does not fit is left out from the end, whole passages at a time.

    :param question: the checked question.
    :param hits: evidence, best first, at least one.
    :param settings: ``max_context_tokens`` bounds all messages together, ``max_history_tokens``
        the earlier turns.
    :param count: counts tokens.
    :returns: messages and what was left out of them.
    """
    language = question.language
    fence = _draw_fence(question, hits)
    system = prompts.render("answer", language, fence=fence)
    frame = prompts.render("question", language, passages="", question=question.search_text)
    room = settings.max_context_tokens - count(system) - count(frame) - 2 * _TOKENS_PER_MESSAGE
    history, dropped = _fit_history(question, settings, room // 2, count)
    asked = question.text if history else question.search_text
    room -= sum(count(message.content) + _TOKENS_PER_MESSAGE for message in history)
    passages = _fit_passages(hits, language, fence, room=room, count=count)
    text = "\n\n".join(passages.blocks)
    user = prompts.render("question", language, passages=text, question=asked)
    messages = (Message("system", system), *history, Message("user", user))
    return Prompt(
        messages,
        given=len(passages.blocks),
        tokens=sum(count(message.content) + _TOKENS_PER_MESSAGE for message in messages),
        notes=_notes(hits, passages, language, limit=settings.max_context_tokens, turns=dropped),
    )


def _draw_fence(question: Question, hits: Sequence[Hit]) -> str:
    texts = [question.search_text, *(turn.content for turn in question.history)]
    for hit in hits:
        texts += [hit.passage.paragraph.text, hit.counterpart.text if hit.counterpart else ""]
    while True:
        fence = secrets.token_hex(_FENCE_BYTES)
        if not any(fence in text for text in texts):
            return fence


@dataclass(frozen=True, slots=True)
class _Passages:
    blocks: tuple[str, ...]
    without_counterpart: int = 0
    shortened: bool = False


def _fit_passages(
    hits: Sequence[Hit], language: Language, fence: str, *, room: int, count: CountTokens
) -> _Passages:
    blocks: list[str] = []
    without = 0
    for number, hit in enumerate(hits, start=1):
        block = _write_block(hit, language, fence, number=number)
        if count(block) > room:
            # One language says as much as both; a whole passage less says nothing.
            block = _write_block(hit, language, fence, number=number, both=False)
            without += hit.counterpart is not None and count(block) <= room
        if count(block) > room:
            break
        blocks.append(block)
        room -= count(block) + 1
    if blocks:
        return _Passages(tuple(blocks), without)
    shortened = _shorten(hits[0], language, fence, room=room, count=count)
    return _Passages((shortened,), shortened=True)


def _shorten(hit: Hit, language: Language, fence: str, *, room: int, count: CountTokens) -> str:
    """Keep as many whole sentences of the first passage as fit, at least one."""
    text = read_sides(hit, language)[0][0].paragraph.text
    ends = [end for _, end in split_sentences(text)] or [len(text)]
    block = _write_block(hit, language, fence, number=1, both=False, end=ends[0])
    for end in ends[1:]:
        longer = _write_block(hit, language, fence, number=1, both=False, end=end)
        if count(longer) > room:
            break
        block = longer
    return block


def _write_block(
    hit: Hit,
    language: Language,
    fence: str,
    *,
    number: int,
    both: bool = True,
    end: int | None = None,
) -> str:
    sides = read_sides(hit, language)[: 1 if end else None]
    passage, counterpart = sides[0]
    text = "\n".join(side.paragraph.text[:end] for side, _ in sides)
    other = ""
    if both and counterpart is not None:
        other = prompts.render("counterpart", language, text=_as_data(counterpart.text)) + "\n"
    return prompts.render(
        "passage",
        language,
        fence=fence,
        number=str(number),
        document=_as_data(passage.title or passage.paragraph.document),
        date=_as_data(passage.date or _UNKNOWN[language]),
        speaker=_as_data(passage.paragraph.speaker or _UNKNOWN[language]),
        text=_as_data(text),
        counterpart=other,
    )


def _as_data(text: str) -> str:
    """One line without marks or template tokens, so that no text looks like anything but text."""
    return defuse_template(neutralise_marks(flatten(drop_invisible(text))))


def _fit_history(
    question: Question, settings: AnswerSettings, room: int, count: CountTokens
) -> tuple[list[Message], int]:
    """Keep the latest turns that fit."""
    room = min(room, settings.max_history_tokens)
    kept: list[Message] = []
    for turn in reversed(question.history):
        message = Message(turn.role, _without_marks(turn))
        size = count(message.content) + _TOKENS_PER_MESSAGE
        if size > room:
            break
        kept.append(message)
        room -= size
    kept.reverse()
    # Several vendors refuse a conversation that starts with the assistant.
    while kept and kept[0].role == "assistant":
        kept.pop(0)
    return kept, len(question.history) - len(kept)


def _without_marks(turn: Turn) -> str:
    """Numbers of an earlier answer point to other passages than today's."""
    if turn.role == "user":
        return turn.content
    return "".join(claim.separator + claim.text for claim in split_claims(turn.content)).strip()


def _notes(
    hits: Sequence[Hit], passages: _Passages, language: Language, *, limit: int, turns: int
) -> tuple[str, ...]:
    notes = []
    left_out = hits[len(passages.blocks) :]
    if left_out:
        names = "; ".join(
            f"{hit.passage.paragraph.document} \u00b6{hit.passage.paragraph.number}"
            for hit in left_out
        )
        notes.append(
            wording.PASSAGES_LEFT_OUT[language].format(
                limit=limit, count=len(left_out), total=len(hits), names=names
            )
        )
    if passages.without_counterpart:
        note = wording.COUNTERPARTS_LEFT_OUT[language]
        notes.append(note.format(count=passages.without_counterpart))
    if passages.shortened:
        notes.append(wording.PASSAGE_SHORTENED[language])
    if turns:
        notes.append(wording.TURNS_LEFT_OUT[language].format(count=turns))
    return tuple(notes)
