"""Run the claim cases through the checks: ``python tests/answer/measure_claims.py``.

It names the cases among those seen that come out wrong, then gives the figures of both parts.
"""

from __future__ import annotations

import sys

from claim_cases import CASES, HITS, QUESTIONS, Case

from rag.answer.checks import check_answer
from rag.answer.support import ClaimReader
from rag.embedding import load_embedder
from rag.settings import EmbeddingSettings
from rag.translation import load_lexicon


def make_reader() -> ClaimReader:
    """Make the reader that a library uses, without terms of its own."""
    return ClaimReader(load_embedder(EmbeddingSettings()).encode, load_lexicon())


def status_of(case: Case, reader: ClaimReader) -> str:
    """Check one sentence; a sentence without a citation is unsupported."""
    checked = check_answer(case.sentence, QUESTIONS[case.language], HITS, reader=reader)
    found = {citation.status for citation in checked.citations}
    return found.pop() if len(found) == 1 else "unsupported"


def measure(cases: list[Case], reader: ClaimReader) -> dict[str, float]:
    """Count how well "unsupported" is told, and how often the very status is."""
    pairs = [(case.expected, status_of(case, reader)) for case in cases]
    told = sum(found == "unsupported" for _, found in pairs)
    wrong = sum(expected == "unsupported" for expected, _ in pairs)
    both = sum(expected == found == "unsupported" for expected, found in pairs)
    return {
        "precision": both / max(told, 1),
        "recall": both / max(wrong, 1),
        "right": sum(expected == found for expected, found in pairs) / len(pairs),
    }


def main() -> None:
    """Print what went wrong and the figures."""
    reader = make_reader()
    for case in CASES:
        found = status_of(case, reader)
        if found != case.expected and not case.held_out:
            sys.stdout.write(f"{case.kind} {case.expected} {found}: {case.sentence}\n")
    for held_out in (False, True):
        cases = [case for case in CASES if case.held_out == held_out]
        figures = " ".join(f"{name} {value:.3f}" for name, value in measure(cases, reader).items())
        sys.stdout.write(f"{'held out' if held_out else 'seen'} {len(cases)} {figures}\n")


if __name__ == "__main__":
    main()
