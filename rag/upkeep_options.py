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
