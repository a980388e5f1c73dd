"""Question sets -> how often the paragraph that answers is found first, by vectors alone.

``python -m rag.embedding.measure --data ../shared/data/eval`` prints XQuAD in four directions;
``--set mlqa`` and ``--set tydi`` are what settings are chosen on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rag.embedding import load_embedder
from rag.errors import EvaluationError
from rag.protocols import Embedder
from rag.schema import Language
from rag.settings import EmbeddingSettings

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions and the paragraphs to find.

    :param answers: for each question, the place of its paragraph in ``paragraphs``.
    """

    questions: tuple[str, ...]
    paragraphs: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of questions whose paragraph came first, and among the first five."""

    at_1: float
    at_5: float


def read_squad(path: Path) -> QuestionSet:
    """Read a file in SQuAD's form, gzipped; equal paragraphs count as one.

    :param path: the ``.json.gz`` file.
    :returns: its questions in file order.
    :raises EvaluationError: the file is missing or has another form.
    """
    places: dict[str, int] = {}
    questions: list[str] = []
    answers: list[int] = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            articles: list[dict[str, Any]] = json.load(stream)["data"]
        for paragraph in (item for article in articles for item in article["paragraphs"]):
            place = places.setdefault(paragraph["context"], len(places))
            questions += [entry["question"] for entry in paragraph["qas"]]
            answers += [place] * len(paragraph["qas"])
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise EvaluationError(
            f"{path} is not a gzipped question set in SQuAD's form ({exc!r});"
            " --data must name the folder that holds xquad/, mlqa/ and tydiqa_en/."
        ) from exc
    return QuestionSet(tuple(questions), tuple(places), tuple(answers))


def cross(questions: QuestionSet, paragraphs: QuestionSet) -> QuestionSet:
    """Ask one set's questions of the parallel set's paragraphs."""
    return QuestionSet(questions.questions, paragraphs.paragraphs, questions.answers)


def measure_recall(embedder: Embedder, questions: QuestionSet) -> Recall:
    """Rank all paragraphs for every question; a tie counts against us.

    :param embedder: the model.
    :param questions: the set.
    :returns: the shares, 0 to 1.
    """
    scores = (
        embedder.encode_questions(questions.questions) @ embedder.encode(questions.paragraphs).T
    )
    own = scores[np.arange(len(questions.answers)), questions.answers]
    ranks = (scores >= own[:, None]).sum(axis=1)
    return Recall(float((ranks <= 1).mean()), float((ranks <= 5).mean()))


def read_xquad(data: Path) -> dict[str, QuestionSet]:
    """Read XQuAD in its four directions, ``en>zh`` for English questions on Chinese text."""
    sets = {
        language: read_squad(data / "xquad" / f"xquad.{language}.json.gz") for language in LANGUAGES
    }
    return {
        f"{asked}>{found}": cross(sets[asked], sets[found])
        for asked in LANGUAGES
        for found in LANGUAGES
    }


def read_mlqa(data: Path) -> dict[str, QuestionSet]:
    """Read MLQA's development part in its four directions."""
    return {
        f"{asked}>{found}": read_squad(
            data / "mlqa" / "dev" / f"dev-context-{found}-question-{asked}.json.gz"
        )
        for asked in LANGUAGES
        for found in LANGUAGES
    }


def read_tydi(data: Path) -> dict[str, QuestionSet]:
    """Read TyDi QA's English development part, in its one direction."""
    return {"en>en": read_squad(data / "tydiqa_en" / "tydiqa.goldp.en.dev.json.gz")}


READERS: dict[str, Callable[[Path], dict[str, QuestionSet]]] = {
    "xquad": read_xquad,
    "mlqa": read_mlqa,
    "tydi": read_tydi,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table.

    :param arguments: the command line; that of the process by default.
    :returns: exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds xquad/")
    parser.add_argument("--model", default="builtin", help="builtin, or a model's name or path")
    parser.add_argument("--set", choices=READERS, default="xquad")
    options = parser.parse_args(arguments)
    embedder = load_embedder(EmbeddingSettings(model=options.model))
    sets = READERS[options.set](options.data)
    sys.stdout.write(f"{embedder.name}, {options.set}\n")
    for direction, questions in sets.items():
        recall = measure_recall(embedder, questions)
        sys.stdout.write(
            f"{direction}  R@1 {recall.at_1:.3f}  R@5 {recall.at_5:.3f}"
            f"  {len(questions.questions)} questions, {len(questions.paragraphs)} paragraphs\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
