"""Commands on what the page keeps: conversations, and what users thought of answers."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from rag.commands.opening import open_library
from rag.commands.output import print_record, say
from rag.errors import RagError


def run_conversations(options: Namespace) -> int:
    """List a user's conversations, or write one to a file or to stdout."""
    return _list(options) if options.action == "list" else _export(options)


def _list(options: Namespace) -> int:
    with open_library(options) as library:
        infos = library.list_conversations(options.user)
    for info in infos:
        if options.json:
            print_record(asdict(info))
        else:
            print(f"{info.id}  {info.updated[:16]}Z  {info.exchange_count:>4}  {info.title}")
    if not infos:
        whose = f" of {options.user}" if options.user else ""
        say(f"No conversations{whose} are kept. Those of a user who signs in: --user NAME")
    return 0


def _export(options: Namespace) -> int:
    if options.out is None and options.format == "docx" and sys.stdout.isatty():
        say("duizhao conversations export: a DOCX file is not for a terminal; name one: --out FILE")
        return 2
    with open_library(options) as library:
        data = library.export_conversation(
            options.user, options.id, options.format, options.language
        )
    if options.out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        _write_file(options.out, data)
    return 0


def run_feedback(options: Namespace) -> int:
    """Write what users thought of answers as a question file for an evaluation."""
    with open_library(options) as library:
        records = library.feedback_questions(options.user)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    # A question may hold half of a character, which UTF-8 does not.
    _write_file(options.file, lines.encode("utf-8", "replace"))
    count = "1 question" if len(records) == 1 else f"{len(records):,} questions"
    say(f"{count} with feedback in {options.file}; measure them with: duizhao eval {options.file}")
    return 0


def _write_file(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise RagError(
            f"{path}: cannot be written ({error.strerror}); check the folder, or name another file"
        ) from error
