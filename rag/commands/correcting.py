"""The command that corrects what a document is cited with and filtered by."""

from __future__ import annotations

from argparse import Namespace

from rag.commands.opening import open_library
from rag.commands.output import print_record
from rag.metadata import METADATA_FIELDS
from rag.records import document_record


def run_correct(options: Namespace) -> int:
    """Correct a document's metadata, and show them as they are now."""
    with open_library(options) as library:
        info = library.correct(options.document, dict(options.changes))
    if options.json:
        print_record(document_record(info))
        return 0
    print(info.name)
    for field in METADATA_FIELDS:
        value = getattr(info, field)
        if value is None and getattr(info.layers.corrected, field) is None:
            continue
        remark = "" if getattr(info.layers.corrected, field) is None else "  (corrected)"
        print(f"    {field + ':':<12} {value or '-'}{remark}")
    return 0
