"""Log records -> lines on stderr: plain text, or one JSON object a line.

Nothing is written about a run in which nothing goes wrong, unless more is asked for. Of other
packages only warnings are written: some of them log whole requests, headers included.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from rag.runtime.observing import current_request
from rag.settings import LogSettings

_OURS = ("rag", "ui", "vectorstore", "prompts")
_LEVELS = {"warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}
#: What keys and tokens look like; a last wall, since no message of ours should hold one.
_SECRETS = re.compile(
    r"(?i)\b(?:sk-[\w-]{8,200}|duizhao_[\w-]{20,100}|bearer\s{1,3}[^\s\"',]{8,500}"
    r"|hf_[a-z0-9]{20,100}|AIza[\w-]{30,60})"
)
_HIDDEN = "[hidden]"


def add_log_options(parser: argparse.ArgumentParser) -> None:
    """Add the options on logging, which every command has."""
    group = parser.add_argument_group("messages")
    group.add_argument(
        "-v",
        "--verbose",
        action="count",
        default=0,
        help="say on stderr what is done; twice: how long each step takes",
    )
    group.add_argument("--log-json", action="store_true", help="messages as JSON, one a line")


def chosen_settings(settings: LogSettings, options: argparse.Namespace) -> LogSettings:
    """Give the settings as the options change them."""
    changes: dict[str, object] = {}
    if verbose := getattr(options, "verbose", 0):
        changes["level"] = "info" if verbose == 1 else "debug"
    if getattr(options, "log_json", False):
        changes["as_json"] = True
    return settings.model_copy(update=changes)


@contextmanager
def logging_to_stderr(settings: LogSettings, secrets: Sequence[str] = ()) -> Iterator[None]:
    """Write log records to stderr for as long as something runs.

    :param settings: how much, and in which form.
    :param secrets: texts that no line may hold.
    """
    handler = _StderrHandler()
    handler.setFormatter((_JsonFormatter if settings.as_json else _PlainFormatter)(secrets))
    handler.addFilter(_is_wanted)
    loggers = [logging.getLogger(name) for name in _OURS]
    before = [logger.level for logger in loggers]
    root = logging.getLogger()
    root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(_LEVELS[settings.level])
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _is_wanted(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.split(".")[0] in _OURS


class _StderrHandler(logging.Handler):
    """Writes to whatever stderr is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            # Whoever read it has gone; there is nowhere left to say so.
            return


class _PlainFormatter(logging.Formatter):
    """``2024-03-05T09:00:00.000Z INFO rag.runtime.observing [request] message``."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = tuple(filter(None, secrets))

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as text; control characters cannot make it look like another one."""
        id_ = current_request()
        head = f"{_time(record)} {record.levelname} {record.name}{f' [{id_}]' if id_ else ''}"
        message = record.getMessage().replace("\n", "\\n").replace("\r", "\\r")
        lines = [f"{head} {message}"]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))
        return _hide("\n".join(lines), self._secrets)


class _JsonFormatter(_PlainFormatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as JSON; what was measured stands beside the message."""
        line: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if id_ := current_request():
            line["request"] = id_
        fields = getattr(record, "fields", {})
        line |= {name: value for name, value in fields.items() if value is not None}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        hidden = {
            name: _hide(value, self._secrets) if isinstance(value, str) else value
            for name, value in line.items()
        }
        return json.dumps(hidden, ensure_ascii=False, default=str)


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _hide(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return _SECRETS.sub(_HIDDEN, text)
