"""A reasoning model's stream -> the answer alone, without what it thinks aloud.

Most servers keep thoughts in a field of their own; others leave them in the text, between tags that
differ by model. Some models' templates open the thought before the answer begins, so that only its
end is ever seen: then what came before is taken back with the finished answer.
"""

from __future__ import annotations

import re

_PAIRS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("\u25c1think\u25b7", "\u25c1/think\u25b7"),
    ("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"),
)
#: The end of a thought that the template opened. A document that gets a model to repeat it hides
#: what the model said before, and makes nothing else be believed.
_CLOSED_ALONE = "</think>"
_LONGEST = max(len(opening) for opening, _ in _PAIRS)
_WHOLE = tuple(
    re.compile(f"{re.escape(opening)}.*?(?:{re.escape(closing)}|\\Z)", re.DOTALL)
    for opening, closing in _PAIRS
)
#: What a chat template puts around turns, where a server passes it on.
_TEMPLATE_END = re.compile(r"<\|(?:im_end|end|return|eot_id|endoftext)\|>\s*\Z")


def drop_thoughts(text: str) -> str:
    """Take every thought out of a finished text, an unfinished one at its end too.

    :param text: all that a model said.
    :returns: its answer, without white space at the start.
    """
    for pattern in _WHOLE:
        text = pattern.sub("", text)
    text = text.rpartition(_CLOSED_ALONE)[2]
    return _TEMPLATE_END.sub("", text).lstrip()


class ThoughtFilter:
    """Holds back what a model thinks aloud before it answers, even where a tag comes in pieces."""

    def __init__(self) -> None:
        self._held = ""
        self._closing = ""
        self._answering = False

    def feed(self, text: str) -> str:
        """Take the next piece; returns what belongs to the answer so far."""
        if self._answering:
            return text
        self._held += text
        if not self._closing:
            start = self._held.lstrip()
            if len(start) < _LONGEST and any(pair[0].startswith(start) for pair in _PAIRS):
                return ""
            self._closing = next((end for first, end in _PAIRS if start.startswith(first)), "")
            if not self._closing:
                return self._release(self._held)
        _, closed, answer = self._held.partition(self._closing)
        if not closed or not answer.strip():
            return ""
        return self._release(answer.lstrip())

    def finish(self) -> str:
        """End the stream; returns what was held back, save for an unfinished thought."""
        rest = "" if self._closing else self._held
        self._held = ""
        return rest

    def _release(self, text: str) -> str:
        self._answering, self._held = True, ""
        return text
