"""``python -m rag.evaluation.bench``: how well this version retrieves and answers.

``retrieval`` asks the questions of XQuAD (240 paragraphs in both languages), within and across
languages; ``answers`` asks those of the sample documents. Each in a library of its own, thrown away
afterwards.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.evaluation.figures import mean_figure
from rag.evaluation.files import evaluate_files
from rag.evaluation.lines import PassageLine
from rag.evaluation.questions import EvalQuestion, EvidenceEntry, read_questions
from rag.evaluation.report import markdown_table
from rag.evaluation.retrieval import entry_groups, score_rankings
from rag.library import Library
from rag.records import passage_record
from rag.samples import sample_documents, sample_questions
from rag.schema import Hit, Language, SearchFilters

_XQUAD = Path(__file__).parents[3] / "shared" / "data" / "eval" / "xquad"
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_SHOWN = ("hit@1", "hit@5", "mrr@10")
_DEPTH = 10
#: Questions per direction: intervals of about ±0.03 at 0.9, in a minute or two for all eight rows.
_QUESTIONS = 300

#: Finds entries for a question among the paragraphs of one language, or of both where it is None.
Search = Callable[[str, Language | None], Sequence[Hit]]


def read_xquad(folder: Path) -> dict[Language, dict[str, EvalQuestion]]:
    """Read XQuAD.

    :param folder: with ``xquad.zh.json.gz`` and ``xquad.en.json.gz``.
    :returns: questions by language and id; ids are the same in both languages.
    :raises EvaluationError: if a file is missing or wrong.
    """
    return {
        language: {each.id: each for each in read_questions(folder / f"xquad.{language}.json.gz")}
        for language in _LANGUAGES
    }


def cross(asked: EvalQuestion, other: EvalQuestion) -> EvalQuestion:
    """Put a question to the paragraph that answers its translation."""
    (entry,) = other.evidence or (EvidenceEntry(lang=other.lang, text=other.question),)
    direction = f"{asked.lang}>{entry.lang}"
    return asked.model_copy(update={"evidence": (entry,), "direction": direction})


def retrieval_cells(
    search: Search, questions: Sequence[EvalQuestion], *, pool: Language | None
) -> list[str]:
    """Search for every question and write what was found as cells of a table.

    :param search: finds the entries.
    :param questions: each with one paragraph as evidence.
    :param pool: language of the paragraphs searched; None for both.
    :returns: number of questions, measures with half their interval, milliseconds a question.
    """
    started = time.perf_counter()
    found = {each.id: search(each.question, pool) for each in questions}
    milliseconds = (time.perf_counter() - started) * 1000 / max(len(questions), 1)
    rankings = {
        each.id: [
            entry_groups(PassageLine.model_validate(passage_record(hit)), each)
            for hit in found[each.id]
        ]
        for each in questions
    }
    scores = score_rankings(rankings, dict.fromkeys(rankings, 1))
    cells = [str(len(questions))]
    for name in _SHOWN:
        figure = mean_figure([[each[name]] for each in scores.values()])
        cells.append(f"{figure.value:.3f} ±{(figure.high - figure.low) / 2:.3f}" if figure else "")
    return [*cells, f"{milliseconds:.1f}"]


def spread(questions: Sequence[EvalQuestion], limit: int) -> list[EvalQuestion]:
    """Take that many questions from all over a set, since neighbours ask about the same text."""
    if limit >= len(questions):
        return list(questions)
    return [questions[place * len(questions) // limit] for place in range(limit)]


def bench_retrieval(folder: Path, limit: int) -> str:
    """Measure retrieval on XQuAD.

    :param folder: where XQuAD is.
    :param limit: questions per direction.
    :returns: a Markdown table.
    :raises EvaluationError: if XQuAD cannot be read.
    """
    sets = read_xquad(folder)
    rows = []
    with TemporaryDirectory() as scratch, Library.open(Path(scratch) / "store") as library:
        library.ingest([write_paragraphs(sets, Path(scratch) / "paragraphs")])

        def search(question: str, pool: Language | None) -> Sequence[Hit]:
            return library.search(question, top_k=_DEPTH, filters=SearchFilters(language=pool))

        for asked_in in _LANGUAGES:
            for found_in in _LANGUAGES:
                whole = [cross(each, sets[found_in][id_]) for id_, each in sets[asked_in].items()]
                asked = spread(whole, limit)
                for pool in (found_in, None):
                    cells = retrieval_cells(search, asked, pool=pool)
                    rows.append([f"{asked_in}>{found_in}", pool or "both", *cells])
    header = ["XQuAD", "paragraphs in", "questions", *_SHOWN, "ms"]
    return markdown_table(header, rows)


def write_paragraphs(sets: dict[Language, dict[str, EvalQuestion]], folder: Path) -> Path:
    """Write each paragraph of XQuAD as a document of its own.

    :param sets: as ``read_xquad`` gives them.
    :param folder: made here.
    :returns: the folder.
    """
    folder.mkdir()
    for language, questions in sets.items():
        contexts = dict.fromkeys(
            entry.text or "" for each in questions.values() for entry in each.evidence or ()
        )
        for number, text in enumerate(contexts, 1):
            (folder / f"{language}-{number:03}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


def bench_answers() -> str:
    """Measure answers to the questions on the sample documents."""
    with TemporaryDirectory() as scratch, Library.open(Path(scratch) / "store") as library:
        library.ingest(sample_documents())
        return evaluate_files(library, sample_questions()).text()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts named on the command line, both by default."""
    parser = ArgumentParser(prog="python -m rag.evaluation.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="retrieval|answers")
    parser.add_argument("--xquad", type=Path, default=_XQUAD, help="folder of XQuAD")
    parser.add_argument(
        "--limit", type=int, default=_QUESTIONS, help="questions per direction of XQuAD"
    )
    options = parser.parse_args(arguments)
    parts = options.parts or ["retrieval", "answers"]
    if set(parts) - {"retrieval", "answers"}:
        parser.error(f"unknown part in {' '.join(parts)}; there are retrieval and answers")
    if "retrieval" in parts:
        if options.xquad.is_dir():
            _say(bench_retrieval(options.xquad, options.limit))
        else:
            _say(f"XQuAD is not in {options.xquad}: retrieval on it is left out.")
    if "answers" in parts:
        _say(bench_answers())
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
