"""A reasoning model's stream -> the answer alone, without its ``<think>`` part."""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"


class ThoughtFilter:
    """Drops what a model thinks aloud before it answers, even where a tag comes in pieces."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False
        self._answering = False

    def feed(self, text: str) -> str:
        """Take the next piece; returns what belongs to the answer so far."""
        if self._answering:
            return text
        self._held += text
        if not self._thinking:
            start = self._held.lstrip()
            if len(start) < len(_OPEN) and _OPEN.startswith(start):
                return ""
            if not start.startswith(_OPEN):
                return self._release(self._held)
            self._thinking = True
        _, closed, answer = self._held.partition(_CLOSE)
        return self._release(answer.lstrip()) if closed else ""

    def finish(self) -> str:
        """End the stream; returns what was held back, save for an unfinished thought."""
        rest = "" if self._thinking else self._held
        self._held = ""
        return rest

    def _release(self, text: str) -> str:
        self._answering, self._thinking, self._held = True, False, ""
        return text
