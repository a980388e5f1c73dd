"""Options of the command that looks after a library."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_doctor_options(parser: argparse.ArgumentParser) -> None:
    """Describe what ``duizhao doctor`` may do beside looking."""
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--repair",
        action="store_true",
        help="make damaged indexes, pairs and terms anew from the catalogue",
    )
    action.add_argument(
        "--rescue",
        type=Path,
        metavar="FOLDER",
        help="write the documents of a damaged library to a new folder, as far as they can be read",
    )


def add_migrate_options(parser: argparse.ArgumentParser) -> None:
    """Say what ``duizhao migrate`` takes."""
    parser.description = (
        "Build the library's indexes anew in another engine, compare them with the catalogue, and "
        "use them from then on. An interrupted run goes on where it ended; until it is done the "
        "library stays as it is. docs/scale.md tells which engine suits which size."
    )
    parser.add_argument(
        "--to",
        required=True,
        metavar="ADDRESS",
        help="embedded, chroma+http://HOST:8000 or milvus+http://HOST:19530 (or +https; "
        "/DATABASE may follow); a token comes from DUIZHAO_ENGINE__TOKEN",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
