"""The command that writes pairs for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace

from rag.commands.opening import open_library
from rag.commands.output import say
from rag.errors import RagError


def run_export(options: Namespace) -> int:
    """Write the pairs to a file or to stdout."""
    if options.out is None and options.format == "docx" and sys.stdout.isatty():
        say("duizhao export: a DOCX file is not for a terminal; name one: --out FILE")
        return 2
    with open_library(options) as library:
        data = library.export(options.format, options.document)
        count = len(library.pairs(options.document))
    if options.out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        try:
            options.out.write_bytes(data)
        except OSError as error:
            raise RagError(
                f"{options.out}: cannot be written ({error.strerror}); check the folder, or name "
                "another file"
            ) from error
    say(
        f"{count:,} pairs"
        if count
        else "No pairs: the library holds no paragraph in both languages."
    )
    return 0
