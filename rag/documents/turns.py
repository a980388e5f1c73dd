"""Blocks in reading order -> their kinds and speakers.

A label begins a turn; the paragraphs that follow in the same language belong to it until another
label, a title or a heading. The two languages of a document keep their turns apart, since their
columns and pages alternate.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rag.documents.heads import frame_head, is_field
from rag.documents.label_words import (
    is_answering_label,
    is_asking_label,
    is_field_name,
    is_host_label,
)
from rag.documents.labels import LabelBook
from rag.documents.layout import Block
from rag.documents.notes import (
    ends_in_date,
    is_caption,
    is_dateline,
    is_note,
    is_notice,
    is_transcript_notice,
)
from rag.documents.shapes import (
    is_enumerated,
    is_finished,
    is_heading,
    is_introducing,
    is_open,
    is_question,
    is_running_text,
    is_stating,
    is_table_head,
    is_table_row,
    tell_enumeration,
)
from rag.schema import Kind, Language
from rag.text.language import count_han, count_latin_words

_CARELESS_SHARE = 0.15
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
#: Fewer may be a title, a date and a name.
_MIN_STATEMENTS = 3
#: A title of two parts: Round Table: Does the Old Town Still Need Its Arcades
_TITLE_IN_PARTS = re.compile("([^:：。！？!?]{2,60})[:：] ?([^:：。]{4,})")
_MAX_TITLE_CHARS = 160
_MIN_TITLE_HAN, _MIN_TITLE_WORDS = 5, 3
_MAX_SHORT_REPLY_HAN = 4
_MAX_SHORT_REPLY_WORDS = 2


@dataclass(frozen=True, slots=True)
class Role:
    """What a block is, and who says it."""

    kind: Kind
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    speaker: str
    asking: bool
    line: int


def assign_roles(
    blocks: Sequence[Block], book: LabelBook, *, only_speech: bool = False
) -> list[Role]:
    """Give each block its kind and speaker, in order.

    :param blocks: in reading order.
    :param book: the labels that begin turns.
    :param only_speech: whether nothing frames what is said, as in subtitles.
    :returns: as many roles.
    """
    labels = [_label(block, book) for block in blocks]
    frames: Sequence[Kind | None] = [None] * len(blocks)
    if not only_speech:
        frames = _frames(blocks, labels, book)
    asking = _asking_turns(blocks, labels, frames)
    labelled = {block.language for block, label in zip(blocks, labels, strict=True) if label}
    turns: dict[Language, _Turn] = {}
    roles: list[Role] = []
    for number, block in enumerate(blocks):
        frame, label = frames[number], labels[number]
        if block.stretch.footnote:
            roles.append(Role("paragraph"))
            continue
        if frame is not None:
            if frame in ("title", "heading"):
                turns.pop(block.language, None)
            roles.append(Role(frame))
            continue
        if label is not None:
            turns[block.language] = _Turn(label, asking[number], block.stretch.line)
        else:
            _follow(turns, blocks, number, labelled=labelled, label_before=labels[number - 1])
        roles.append(_speak(turns.get(block.language)))
    return roles


def _label(block: Block, book: LabelBook) -> str | None:
    stretch = block.stretch
    is_none = stretch.level or stretch.footnote or (stretch.head and is_field(stretch.text, book))
    label = None if is_none else book.match(stretch.text)
    return book.name(label) if label else None


def _speak(turn: _Turn | None) -> Role:
    if turn is None:
        return Role("paragraph")
    return Role("question" if turn.asking else "answer", turn.speaker)


def _follow(
    turns: dict[Language, _Turn],
    blocks: Sequence[Block],
    number: int,
    *,
    labelled: set[Language],
    label_before: str | None,
) -> None:
    """Take over the other language's turn where this one is its unlabelled translation."""
    if number == 0:
        return
    block, before = blocks[number], blocks[number - 1]
    other = turns.get(before.language)
    if other is None or before.language == block.language:
        return
    glued = label_before is not None and not block.own_line
    if glued or block.language not in labelled:
        turns[block.language] = other


def _frames(
    blocks: Sequence[Block], labels: Sequence[str | None], book: LabelBook
) -> list[Kind | None]:
    """Find the blocks that frame others: titles, datelines, headings, captions, notices."""
    frames: list[Kind | None] = []
    careless = _is_careless(blocks)
    bare = {language for language in _LANGUAGES if _has_statements_only(blocks, language)}
    begun: set[Language] = set()
    speaking: set[Language] = set()
    spoken = any(labels)
    following = _next_of_language(blocks)
    last: dict[Language, int] = {}
    for number, block in enumerate(blocks):
        language, text = block.language, block.stretch.text
        frame: Kind | None = None
        if block.stretch.footnote:
            frames.append(None)
            continue
        if labels[number] is not None:
            speaking.add(language)
        else:
            after = following[number]
            before = last.get(language)
            frame = _frame(
                block,
                [blocks[other] for other in (before, after) if other is not None],
                begun=language in begun,
                speaking=language in speaking,
            )
            if frame in ("title", "heading") and (
                (language in bare and not block.stretch.level)
                or (not block.own_line and not frames[-1])
            ):
                frame = None
            if frame == "heading" and language in speaking and not block.stretch.level:
                labelled_next = after is not None and labels[after] is not None
                if _is_short_reply(text, language) or (careless and not labelled_next):
                    frame = None
            if block.stretch.head:
                frame = frame_head(
                    block.stretch, frame, book, begun=language in begun, spoken=spoken
                )
        if frame in ("title", "heading"):
            speaking.discard(language)
        if frame in (None, "title", "heading"):
            begun.add(language)
        frames.append(frame)
        last[language] = number
    return frames


def _is_careless(blocks: Sequence[Block]) -> bool:
    """Tell whether paragraphs often lack their sentence end, so that short ones are no headings."""
    running = [b.stretch.text for b in blocks if is_running_text(b.stretch.text, b.language)]
    unfinished = sum(not is_finished(text) and not is_introducing(text) for text in running)
    return unfinished > len(running) * _CARELESS_SHARE


def _has_statements_only(blocks: Sequence[Block], language: Language) -> bool:
    """Tell whether nothing in a language has a sentence end: then nothing is a heading either."""
    texts = [block.stretch.text for block in blocks if block.language == language]
    texts = [text for text in texts if not is_note(text)]
    return len(texts) >= _MIN_STATEMENTS and not any(
        is_finished(text) or is_introducing(text) or is_enumerated(text) or is_table_row(text)
        for text in texts
    )


def _next_of_language(blocks: Sequence[Block]) -> list[int | None]:
    following: list[int | None] = [None] * len(blocks)
    last: dict[Language, int] = {}
    for number in range(len(blocks) - 1, -1, -1):
        following[number] = last.get(blocks[number].language)
        last[blocks[number].language] = number
    return following


def _frame(
    block: Block, neighbours: Sequence[Block], *, begun: bool, speaking: bool
) -> Kind | None:
    text, level = block.stretch.text, block.stretch.level
    if not level and is_notice(text):
        return "notice"
    if is_dateline(text) or (not speaking and is_transcript_notice(text)):
        return "dateline"
    if not level and is_caption(text):
        return "caption"
    titled = not begun and _is_title_in_parts(text, block.language)
    if level or titled or _is_heading(block, neighbours):
        if begun and not level and ends_in_date(text):
            return "dateline"
        return "heading" if begun else "title"
    return None


def _is_title_in_parts(text: str, language: Language) -> bool:
    """Tell whether what a document begins with is a title though it has a colon in it."""
    match = _TITLE_IN_PARTS.fullmatch(text)
    if match is None or is_finished(text) or is_stating(text) or len(text) > _MAX_TITLE_CHARS:
        return False
    if is_field_name(match.group(1)) or is_open(text, language):
        return False
    rest = match.group(2)
    if language == "zh":
        return count_han(rest) >= _MIN_TITLE_HAN
    return count_latin_words(rest) >= _MIN_TITLE_WORDS


def _is_heading(block: Block, neighbours: Sequence[Block]) -> bool:
    text = block.stretch.text
    if block.stretch.bullet or is_table_row(text) or not is_heading(text, block.language):
        return False
    texts = [other.stretch.text for other in neighbours]
    if is_table_head(text) and any(map(is_table_row, texts)):
        return False
    # One number after another is a list, not a row of headings.
    return not (is_enumerated(text) and tell_enumeration(text) in map(tell_enumeration, texts))


def _is_short_reply(text: str, language: Language) -> bool:
    if " " in text and language == "zh":
        return False
    if language == "zh":
        return count_han(text) <= _MAX_SHORT_REPLY_HAN
    return count_latin_words(text) <= _MAX_SHORT_REPLY_WORDS


def _asking_turns(
    blocks: Sequence[Block], labels: Sequence[str | None], frames: Sequence[Kind | None]
) -> dict[int, bool]:
    """Tell of each turn, by the block that begins it, whether it asks."""
    last: dict[int, int] = {}
    open_turn: dict[Language, int] = {}
    for number, block in enumerate(blocks):
        if labels[number] is not None:
            open_turn[block.language] = number
        elif frames[number] in ("title", "heading"):
            open_turn.pop(block.language, None)
        if block.stretch.footnote:
            continue
        if frames[number] is None and block.language in open_turn:
            last[open_turn[block.language]] = number
    ends = {turn: is_question(blocks[end].stretch.text) for turn, end in last.items()}
    by_label: dict[str, list[bool]] = defaultdict(list)
    for turn, asked in ends.items():
        by_label[labels[turn] or ""].append(asked)
    mostly = {label: sum(asked) * 2 > len(asked) for label, asked in by_label.items()}
    return {
        turn: _asks(labels[turn] or "", asked=asked, mostly=mostly[labels[turn] or ""])
        for turn, asked in ends.items()
    }


def _asks(label: str, *, asked: bool, mostly: bool) -> bool:
    if is_answering_label(label):
        return False
    if is_host_label(label):
        return asked
    return mostly or is_asking_label(label)
