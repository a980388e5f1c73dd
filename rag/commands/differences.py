"""The command on what pairs, and copies of a text, do not say alike."""

from __future__ import annotations

from argparse import Namespace

from rag.commands.opening import open_library
from rag.commands.output import print_record, say
from rag.differences import Difference, Stretch
from rag.records import Record

_CONTEXT_CHARS = {"zh": 20, "en": 40}


def run_differences(options: Namespace) -> int:
    """Show differences; a side without a quote lacks what the other has."""
    with open_library(options) as library:
        found = library.differences(options.document)
    for difference in found:
        if options.json:
            print_record(_record(difference))
            continue
        print(difference.kind)
        for stretch in (difference.first, difference.second):
            paragraph = stretch.paragraph
            shown = _show(stretch, difference.kind)
            print(f"    {shown}    [{paragraph.document} #{paragraph.number}]")
    if not found:
        say("No differences were found.")
    return 0


def _record(difference: Difference) -> Record:
    return {
        "kind": difference.kind,
        "sides": [_side_record(each) for each in (difference.first, difference.second)],
    }


def _side_record(stretch: Stretch) -> Record:
    paragraph = stretch.paragraph
    return {
        "document": paragraph.document,
        "paragraph": paragraph.number,
        "language": paragraph.language,
        "quote": stretch.quote,
        "start": stretch.span[0],
        "end": stretch.span[1],
        "text": paragraph.text,
    }


def _show(stretch: Stretch, kind: str) -> str:
    """Show a stretch in its context, on one line; where it is empty, only letters have a place."""
    (start, end), text = stretch.span, stretch.paragraph.text
    context = _CONTEXT_CHARS[stretch.paragraph.language]
    left, right = text[max(0, start - context) : start], text[end : end + context]
    before = "…" if start > context else ""
    after = "…" if len(text) - end > context else ""
    quote = f"[{stretch.quote}]" if stretch.quote or kind == "letters" else ""
    return " ".join(f"{before}{left}{quote}{right}{after}".split())
