"""``python -m rag.evaluation.bench.peers``: measure all contestants and write the page."""

from __future__ import annotations

import os
import platform
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.errors import RagError
from rag.evaluation.bench.peers.contestants import CONTESTANTS, Contestant, export_embedder
from rag.evaluation.bench.peers.corpora import xquad_pools
from rag.evaluation.bench.peers.measure import Bench, Plan, Start
from rag.evaluation.bench.peers.page import write_page
from rag.evaluation.bench.peers.results import Results, read_results, save_results
from rag.evaluation.questions import read_questions

_ROOT = Path(__file__).parents[4]
_PROGRAMS = _ROOT / "scripts" / "peers"
_SIZES = (1_000, 10_000, 100_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line names, by default everything.

    :param arguments: the command line; that of the process by default.
    :returns: exit code.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.documents is None) != (options.asked is None):
        parser.error("--documents and --asked go together")
    kept = options.venvs / "results.json"
    try:
        if options.write_only:
            write_page(read_results(kept), CONTESTANTS, options.docs)
        else:
            _measure(options, kept)
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"written: {options.docs / 'benchmarks.md'}\n")
    return 0


def _parser() -> ArgumentParser:
    defaults = Plan(_SIZES)
    parser = ArgumentParser(
        prog="python -m rag.evaluation.bench.peers",
        description="Speed, memory and retrieval beside other systems; make bench-peers installs "
        "them. Takes an hour or two on 2 cores.",
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=list(_SIZES))
    parser.add_argument(
        "--documents", type=Path, help="a folder of documents to measure on as well"
    )
    parser.add_argument("--asked", type=Path, help="questions about them, as duizhao eval has them")
    parser.add_argument("--only", nargs="+", choices=[each.key for each in CONTESTANTS])
    parser.add_argument(
        "--questions", type=int, default=defaults.questions, help="timed at each size"
    )
    parser.add_argument("--limit", type=int, default=defaults.limit, help="of XQuAD, per direction")
    parser.add_argument(
        "--minilm", type=int, default=defaults.minilm, help="most passages embedded with MiniLM"
    )
    parser.add_argument("--no-quality", action="store_true", help="without XQuAD")
    parser.add_argument(
        "--resume", action="store_true", help="measure what the last run, cut off, did not reach"
    )
    parser.add_argument("--write-only", action="store_true", help="the page of the last run anew")
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data" / "eval")
    parser.add_argument("--venvs", type=Path, default=_ROOT / ".venv-peers")
    parser.add_argument("--docs", type=Path, default=_ROOT / "docs")
    return parser


def _measure(options: Namespace, kept: Path) -> None:
    plan = Plan(
        options.sizes, questions=options.questions, limit=options.limit, minilm=options.minilm
    )
    results = _resume(kept, plan) if options.resume else _begin(plan)
    chosen = [each for each in CONTESTANTS if not options.only or each.key in options.only]

    def save(found: Results) -> None:
        save_results(found, kept)
        write_page(found, CONTESTANTS, options.docs)

    with TemporaryDirectory(prefix="duizhao-peers-") as scratch:
        work = Path(scratch)
        export_embedder(work / "embedder")
        start = _start(options.venvs, work / "embedder")
        bench = Bench(plan, chosen, start=start, work=work, results=results, save=save)
        _run(bench, results, options)


def _start(venvs: Path, embedder: Path) -> Start:
    def environment(each: Contestant) -> Path:
        return venvs / each.venv

    def command(each: Contestant) -> list[str]:
        return [str(environment(each) / "bin" / "python"), str(_PROGRAMS / each.program)]

    def model(each: Contestant) -> str:
        return "minilm" if each.embedding == "minilm" else str(embedder)

    return Start(command, model, environment)


def _run(bench: Bench, results: Results, options: Namespace) -> None:
    bench.describe()
    if options.documents:
        asked = [each.question for each in read_questions(options.asked)]
        bench.measure_documents(options.documents, asked)
    # The longest comes last: what is there by then is written.
    *shorter, longest = [size for size in options.sizes if not results.is_measured(size)] or [0]
    for size in shorter:
        bench.measure_size(size)
    if not options.no_quality and not results.is_judged:
        pools = xquad_pools(options.data)
        if not pools:
            results.remarks.append("XQuAD is not there and left out; --data names its folder.")
        bench.measure_quality(pools)
    if longest:
        bench.measure_size(longest)


def _begin(plan: Plan) -> Results:
    results = Results(_describe_machine(), time.strftime("%Y-%m-%d %H:%M"), list(plan.sizes))
    if plan.minilm < max(plan.sizes, default=0):
        results.remarks.append(
            f"Systems that embed with MiniLM are given up to {plan.minilm:,} passages: more takes "
            "too long on this processor."
        )
    return results


def _resume(kept: Path, plan: Plan) -> Results:
    results = read_results(kept)
    results.sizes = sorted({*results.sizes, *plan.sizes})
    results.remarks.append(f"The run was cut off, and continued {time.strftime('%Y-%m-%d %H:%M')}.")
    return results


def _describe_machine() -> str:
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    sys.exit(main())
