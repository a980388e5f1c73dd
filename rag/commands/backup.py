"""Commands that write a library to one file, and make a library from it."""

from __future__ import annotations

from argparse import Namespace

from rag.commands.opening import read_settings
from rag.commands.output import say
from rag.upkeep.backup import back_up, restore


def run_backup(options: Namespace) -> int:
    """Write a backup, and read it back."""
    manifest = back_up(options.store or read_settings().store, options.file)
    size = options.file.stat().st_size
    say(
        f"{options.file}: {manifest.documents} documents, {manifest.paragraphs} paragraphs, "
        f"{len(manifest.files)} files, {size / 1e6:,.1f} MB; read back and found whole"
    )
    return 0


def run_restore(options: Namespace) -> int:
    """Make a library from a backup."""
    folder = options.store or read_settings().store
    manifest = restore(options.file, folder)
    say(
        f"{folder}: {manifest.documents} documents, {manifest.paragraphs} paragraphs, as they were "
        f"on {manifest.made[:16].replace('T', ' ')} UTC"
    )
    return 0
