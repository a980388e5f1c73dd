"""Question sets with paragraphs in two languages -> how often the right one is found.

``python -m rag.translation.measure --data ../shared/data`` prints R@1, R@5 and the mean reciprocal
rank for both ways of adding up a concept's alternatives: ``pooled`` adds their counts before BM25
saturates (Darwish and Oard, SIGIR 2003); ``summed`` adds their BM25 scores, each made as rare as
the concept, which is what a keyword engine can do with boosts alone.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import RagError
from rag.schema import Language
from rag.text.terms import index_terms, query_terms
from rag.translation.query import TermGroup, expand_query
from rag.translation.table import load_lexicon

_SATURATION, _LENGTH_SHARE = 1.2, 0.75
_LANGUAGES: tuple[Language, ...] = ("zh", "en")

#: A question and the paragraph that answers it.
Example = tuple[str, str]
_Scores = NDArray[np.float64]
_Scorer = Callable[["Pool", Sequence[TermGroup]], _Scores]


@dataclass(frozen=True, slots=True)
class Found:
    """Measures over a set of questions, each 0 to 1."""

    recall_at_1: float
    recall_at_5: float
    reciprocal_rank: float


class Pool:
    """Paragraphs of one language, indexed in memory.

    :param texts: the paragraphs; repeated ones count once.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        unique = sorted(set(texts))
        self.number_of = {text: number for number, text in enumerate(unique)}
        self.size = len(unique)
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = np.zeros(self.size)
        for number, text in enumerate(unique):
            counts = Counter(index_terms(text))
            lengths[number] = counts.total()
            for term, count in counts.items():
                postings[term].append((number, count))
        self._postings = {term: np.array(cells) for term, cells in postings.items()}
        self._norm = 1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths / lengths.mean()

    def score_pooled(self, groups: Sequence[TermGroup]) -> _Scores:
        """Score the paragraphs; alternatives' counts are added first."""
        scores = np.zeros(self.size)
        for group in groups:
            counts, documents = np.zeros(self.size), 0.0
            for term, weight in group:
                cells = self._postings.get(term)
                if cells is not None:
                    counts[cells[:, 0]] += weight * cells[:, 1]
                    documents += weight * len(cells)
            if documents:
                scores += self._rarity(documents) * self._saturate(counts)
        return scores

    def score_summed(self, groups: Sequence[TermGroup]) -> _Scores:
        """Score the paragraphs; alternatives' scores are added."""
        scores = np.zeros(self.size)
        for group in groups:
            known = [(self._postings[t], w) for t, w in group if t in self._postings]
            total = sum(weight for _, weight in known)
            pooled = sum(weight * len(cells) for cells, weight in known)
            for cells, weight in known:
                counts = np.zeros(self.size)
                counts[cells[:, 0]] = cells[:, 1]
                scores += weight * self._rarity(pooled / total) * self._saturate(counts)
        return scores

    def _rarity(self, documents: float) -> float:
        return math.log1p(max(self.size - documents + 0.5, 0.5) / (documents + 0.5))

    def _saturate(self, counts: _Scores) -> _Scores:
        saturated: _Scores = counts * (_SATURATION + 1) / (counts + _SATURATION * self._norm)
        return saturated


_SCORERS: Mapping[str, _Scorer] = {"pooled": Pool.score_pooled, "summed": Pool.score_summed}


def measure(
    pool: Pool,
    examples: Sequence[Example],
    expand: Callable[[str], Sequence[TermGroup]],
    scorer: _Scorer,
) -> Found:
    """Measure how high the right paragraph ranks.

    :param pool: where to look.
    :param examples: questions with the text of their paragraph, which is in the pool.
    :param expand: turns a question into what is looked for.
    :param scorer: how paragraphs are scored.
    :returns: the measures; a paragraph without any score is not found.
    """
    ranks = []
    for question, text in examples:
        scores = scorer(pool, expand(question))
        own = scores[pool.number_of[text]]
        ranks.append(1 + int((scores > own).sum()) if own > 0 else 0)
    reciprocal = [1 / rank if rank else 0.0 for rank in ranks]
    return Found(
        sum(rank == 1 for rank in ranks) / len(ranks),
        sum(0 < rank <= 5 for rank in ranks) / len(ranks),
        sum(reciprocal) / len(ranks),
    )


def read_xquad(data: Path) -> dict[tuple[Language, Language], list[Example]]:
    """Read XQuAD; keys are the languages of the question and of the paragraph."""
    sets = {name: _read_squad(data / f"eval/xquad/xquad.{name}.json.gz") for name in _LANGUAGES}
    return {
        (asked, found): [
            (question, sets[found][number][1]) for number, (question, _) in sets[asked].items()
        ]
        for asked in _LANGUAGES
        for found in _LANGUAGES
    }


def read_mlqa(data: Path) -> dict[tuple[Language, Language], list[Example]]:
    """Read MLQA's development part, on which the settings were chosen."""
    folder = data / "eval/mlqa/dev"
    return {
        (asked, found): list(
            _read_squad(folder / f"dev-context-{found}-question-{asked}.json.gz").values()
        )
        for asked in _LANGUAGES
        for found in _LANGUAGES
    }


def _read_squad(path: Path) -> dict[str, Example]:
    if not path.is_file():
        raise RagError(f"Test set {path} is missing; name the data folder with --data.")
    articles = json.loads(gzip.decompress(path.read_bytes()))["data"]
    return {
        question["id"]: (question["question"], paragraph["context"])
        for article in articles
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    }


def _expand(question: str, asked: Language, found: Language) -> Sequence[TermGroup]:
    if asked == found:
        return [((term, 1.0),) for term in query_terms(question, asked)]
    return expand_query(question, asked, load_lexicon())


def _report(name: str, sets: Mapping[tuple[Language, Language], list[Example]]) -> None:
    pools = {
        found: Pool(
            [text for (_, of), examples in sets.items() if of == found for _, text in examples]
        )
        for found in _LANGUAGES
    }
    for (asked, found), examples in sets.items():
        expand = functools.partial(_expand, asked=asked, found=found)
        for way, scorer in _SCORERS.items():
            if asked == found and way == "summed":
                continue  # without alternatives both ways are the same
            result = measure(pools[found], examples, expand, scorer)
            sys.stdout.write(
                f"{name:6} {asked}>{found} {way:7} {len(examples):5} questions  "
                f"R@1 {result.recall_at_1:.3f}  R@5 {result.recall_at_5:.3f}  "
                f"MRR {result.reciprocal_rank:.3f}\n"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of all sets and directions."""
    parser = argparse.ArgumentParser(prog="python -m rag.translation.measure", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds eval/")
    options = parser.parse_args(arguments)
    try:
        _report("xquad", read_xquad(options.data))
        _report("mlqa", read_mlqa(options.data))
    except RagError as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
