"""``python -m rag.evaluation.bench [PART...]``: tables on stdout, all parts by default."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from rag.errors import RagError
from rag.evaluation.bench.alignment import bench_alignment
from rag.evaluation.bench.answers import bench_answers
from rag.evaluation.bench.ingest import bench_ingest
from rag.evaluation.bench.pairs import bench_pairs
from rag.evaluation.bench.retrieval import SET_NAMES, bench_retrieval
from rag.evaluation.bench.speed import bench_speed
from rag.settings import Settings

PARTS = ("retrieval", "pairs", "alignment", "speed", "ingest", "answers")

_DATA = Path(__file__).parents[4] / "shared" / "data" / "eval"
#: What the floors of query time are stated for.
_PASSAGES = 100_000
#: Enough that what is learned of the pairs once does not decide.
_PARAGRAPHS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts named on the command line, all by default.

    :param arguments: the command line; that of the process by default.
    :returns: exit code.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    parts = options.parts or list(PARTS)
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        parser.error(f"unknown part {' '.join(unknown)}; there are {', '.join(PARTS)}")
    for name in ("limit", "passages", "paragraphs"):
        value = getattr(options, name)
        if value is not None and value < 1:
            parser.error(f"--{name} is {value}, and at least 1 is wanted")
    try:
        for part in PARTS:
            if part in parts:
                sys.stdout.write(_run(part, options) + "\n\n")
                sys.stdout.flush()
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m rag.evaluation.bench",
        description="How well, and how fast, this version finds and answers. Libraries are made "
        "for it and thrown away; DUIZHAO_ settings apply.",
    )
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all by default"
    )
    parser.add_argument("--data", type=Path, default=_DATA, help="folder of the public sets")
    parser.add_argument("--set", action="append", choices=SET_NAMES, help="only this set")
    parser.add_argument("--limit", type=int, help="questions per direction; all by default")
    parser.add_argument(
        "--passages", type=int, default=_PASSAGES, help="size of the library searched for speed"
    )
    parser.add_argument(
        "--paragraphs", type=int, default=_PARAGRAPHS, help="size of the folder that is ingested"
    )
    return parser


def _run(part: str, options: Namespace) -> str:
    if part == "retrieval":
        return bench_retrieval(options.data, Settings(), limit=options.limit, names=options.set)
    if part == "pairs":
        return bench_pairs(options.data, Settings())
    if part == "alignment":
        return bench_alignment(options.data, Settings(), limit=options.limit)
    if part == "speed":
        return bench_speed(options.passages, Settings())
    if part == "ingest":
        return bench_ingest(options.paragraphs, Settings())
    return bench_answers(options.data, Settings(), limit=options.limit)


if __name__ == "__main__":
    sys.exit(main())
