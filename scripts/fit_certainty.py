"""Fit when to refuse: ``python scripts/fit_certainty.py DOCUMENTS:QUESTIONS.jsonl ...``.

Each argument is a folder of documents and the questions asked of it (the samples are
``rag/samples/documents:rag/samples/questions.jsonl``). Prints the weights for
``rag/answer/certainty.py``, and what they would do on topics that they have not seen: the fit is
made anew without each topic, as the question lines name it, or without each document.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from rag.answer import ExtractiveAnswerer
from rag.answer.certainty import Signals, measure_certainty
from rag.evaluation.matching import contains_fact
from rag.evaluation.questions import EvalQuestion, read_questions
from rag.library import Library
from rag.schema import AnswerDone, HitsFound
from rag.settings import AnswerSettings, Settings

NEVER_REFUSING = Settings(answer=AnswerSettings(min_certainty=0))
#: Share of the answerable questions that must be answered.
ANSWERED = 0.95
#: Inverse strength.
REGULARISATION = 10.0
#: There are few unanswerable questions.
UNANSWERABLE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Example:
    """A question, what was found for it, and whether the documents answer it.

    :param right: whether what would be answered holds every fact; those that are answerable and
        answered wrongly tell nothing of either kind, and are left out of the fit.
    """

    topic: str
    signals: Signals
    answerable: bool
    right: bool


def main() -> None:
    """Fit the weights on all sets together."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("rag").setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="DOCUMENTS:QUESTIONS")
    examples = [
        example
        for pair in parser.parse_args().sets
        for example in read_examples(*split(pair))
        if example.right or not example.answerable
    ]
    features = np.array([list(astuple(example.signals)) for example in examples], dtype=np.float64)
    answerable = np.array([example.answerable for example in examples])
    model = fit(features, answerable)
    names = list(Signals.__dataclass_fields__)
    weights = ", ".join(
        f"{name} {weight:.2f}" for name, weight in zip(names, model.coef_[0], strict=True)
    )
    logging.info("weights: bias %.2f, %s", model.intercept_[0], weights)
    shipped = np.array([measure_certainty(example.signals) for example in examples])
    report("the weights that ship", shipped, answerable)
    report("fitted", model.predict_proba(features)[:, 1], answerable)
    report("fitted, topics held out", predict_held_out(examples, features), answerable)
    report("confidence alone", features[:, 0], answerable)


def split(pair: str) -> tuple[Path, Path]:
    """Read an argument ``DOCUMENTS:QUESTIONS``."""
    documents, _, questions = pair.rpartition(":")
    return Path(documents), Path(questions)


def read_examples(documents: Path, questions: Path) -> list[Example]:
    """Ask a set's questions of a library of its documents."""
    topics = read_topics(questions)
    found = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(folder, settings=NEVER_REFUSING) as library,
    ):
        library.ingest(documents)
        answerer = cast(ExtractiveAnswerer, library.answerer("extractive"))
        for question in read_questions(questions):
            signals, text = ask(library, answerer, question)
            if signals is not None and question.answerable is not None:
                right = all(contains_fact(fact, text) for fact in question.must_contain)
                found.append(Example(topics[question.id], signals, question.answerable, right))
    logging.info("%s: %d questions", questions, len(found))
    return found


def read_topics(questions: Path) -> dict[str, str]:
    """Name what each question is about: its topic, else the document that answers it."""
    topics = {}
    for number, line in enumerate(questions.read_text(encoding="utf-8").splitlines()):
        if line.strip():
            row = json.loads(line)
            evidence = (row.get("evidence") or row.get("near") or [{}])[0]
            topic = row.get("topic") or (evidence.get("doc") if evidence else None) or number
            topics[str(row["id"])] = f"{questions} {topic}"
    return topics


def ask(
    library: Library, answerer: ExtractiveAnswerer, question: EvalQuestion
) -> tuple[Signals | None, str]:
    """Ask a question; returns the signals of what was found and the answer's text."""
    signals, text = None, ""
    for event in library.stream(question.question, history=question.turns):
        if isinstance(event, HitsFound):
            signals = answerer.signals(event.question, event.hits)
        if isinstance(event, AnswerDone):
            text = event.answer.text
    return signals, text


def fit(features: NDArray[np.float64], answerable: NDArray[np.bool_]) -> LogisticRegression:
    """Fit the weights."""
    weights = np.where(answerable, 1.0, UNANSWERABLE_WEIGHT)
    model = LogisticRegression(C=REGULARISATION, max_iter=1000)
    return model.fit(features, answerable, sample_weight=weights)


def predict_held_out(examples: list[Example], features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Predict each question with weights fitted without its topic."""
    topics = np.array([example.topic for example in examples])
    answerable = np.array([example.answerable for example in examples])
    certainties = np.zeros(len(examples))
    for topic in np.unique(topics):
        held_out = topics == topic
        model = fit(features[~held_out], answerable[~held_out])
        certainties[held_out] = model.predict_proba(features[held_out])[:, 1]
    return certainties


def report(name: str, certainties: NDArray[np.float64], answerable: NDArray[np.bool_]) -> None:
    """Print how well certainties tell the two kinds of question apart."""
    threshold = float(np.quantile(certainties[answerable], 1 - ANSWERED))
    refused = certainties < threshold
    logging.info(
        "%s: area under the curve %.3f; at %.2f %d of %d unanswerable and %d of %d answerable "
        "questions are refused",
        name,
        roc_auc_score(answerable, certainties),
        threshold,
        refused[~answerable].sum(),
        (~answerable).sum(),
        refused[answerable].sum(),
        answerable.sum(),
    )


if __name__ == "__main__":
    main()
