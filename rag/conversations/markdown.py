"""Blocks -> Markdown with footnotes; what is text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.conversations.exports import Block, Mark
from rag.exporting.rows import flatten

#: What Markdown takes for markup anywhere in a line: also bare addresses, which GitHub links.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$@{}^!]|:(?=//)|(?<=www)\.", re.IGNORECASE)
#: What it takes for markup where a line begins: headings, lists, rules, numbers of items.
_BEGINNING = re.compile(r"^([#+=-]|:)")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_PREFIX = {"title": "# ", "question": "## ", "answer": "", "remark": ""}
#: What belongs to a footnote is indented by four.
_NOTE_INDENT = "    "


def write_markdown(blocks: Iterable[Block]) -> bytes:
    """Write blocks, with the footnotes of each question behind its answer.

    :param blocks: of a conversation.
    :returns: UTF-8.
    """
    parts: list[str] = []
    notes: list[str] = []
    for block in blocks:
        if block.kind == "question":
            parts += notes
            notes = []
        parts.append(_write_block(block))
        notes += [_write_note(each) for each in block.parts if isinstance(each, Mark) and each.note]
    return ("\n\n".join([*parts, *notes]) + "\n").encode()


def _write_block(block: Block) -> str:
    body = "".join(
        f"[^{part.number}]" if isinstance(part, Mark) else _escape(part, keep_ends=True)
        for part in block.parts
    ).strip()
    body = _escape_beginning(body)
    return f"*{body}*" if block.kind == "remark" and body else _PREFIX[block.kind] + body


def _write_note(mark: Mark) -> str:
    first, *others = (_escape_beginning(_escape(line)) for line in mark.note)
    lines = [f"[^{mark.number}]: {first}", *(f"{_NOTE_INDENT}{line}" for line in others)]
    return "\n\n".join(lines)


def _escape(text: str, *, keep_ends: bool = False) -> str:
    """Escape a text and put it on one line."""
    flat = flatten(text)
    if keep_ends:
        flat = f"{' ' if text[:1].isspace() else ''}{flat}{' ' if text[-1:].isspace() else ''}"
    return _MARKUP.sub(r"\\\g<0>", flat)


def _escape_beginning(line: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _BEGINNING.sub(r"\\\1", line))
