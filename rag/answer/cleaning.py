"""Text from documents and models -> the same without what is not seen or means something else.

Quotes are never cleaned: they are letters of the document. What is cleaned is what a model is given
and what it says.
"""

from __future__ import annotations

import re

#: Controls, bidirectional overrides, zero-width characters, variation selectors and tag characters:
#: none is seen, and each can carry or disguise an order.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
#: What chat templates put between turns; inside a passage it would end the passage's turn.
_TEMPLATE = re.compile(
    r"<(?=[|\uff5c])|(?<=[|\uff5c])>"
    r"|<(?=/?(?:s|bos|eos|pad|unk|mask|think|thinking|thought|reasoning|tools?|tool_\w{1,20}|"
    r"function\w{0,20}|invoke|system|user|human|assistant|model|instructions?|"
    r"(?:start|end)_of_(?:turn|text|image))>)"
    r"|<(?=<)|(?<=>)>"
    r"|\[(?=/?(?:INST|SYS|TOOL_CALLS|AVAILABLE_TOOLS|TOOL_RESULTS|SYSTEM_PROMPT|gMASK)\])",
    re.IGNORECASE,
)
_PLAIN = {"<": "\u2039", ">": "\u203a", "[": "("}


def drop_invisible(text: str) -> str:
    """Take out what is not seen; line ends of every kind become one kind."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def defuse_template(text: str) -> str:
    """Change the brackets of chat-template tokens, so that they are read as the letters they are.

    Servers and tokenizers read ``<|im_start|>`` inside a message as the start of a turn.
    """
    return _TEMPLATE.sub(lambda match: _PLAIN[match.group()], text)
