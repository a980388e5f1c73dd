"""Commands that ask a library: search, ask, eval, chat."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from rag.commands.opening import open_library, settings_of
from rag.commands.output import (
    IngestBar,
    QuestionBar,
    describe_report,
    print_answer,
    print_hit,
    print_record,
    print_records,
    say,
)
from rag.errors import QuestionError, RagError
from rag.history import read_history
from rag.json_text import parse_json
from rag.library import Library
from rag.records import Record, answer_record, passage_record, refusal_record
from rag.schema import SearchFilters, Turn
from rag.users import USERS_FILE

if TYPE_CHECKING:
    from rag.evaluation.judge import Judge
    from rag.evaluation.questions import QuestionSet


def run_search(options: Namespace) -> int:
    """Rank passages for a question."""
    with open_library(options) as library:
        hits = library.search(options.question, top_k=options.top_k, filters=_filters(options))
    if options.json:
        print_records(passage_record(hit) for hit in hits)
        return 0
    for rank, hit in enumerate(hits, start=1):
        print_hit(rank, hit)
    if not hits:
        say("Nothing was found.")
    return 0


def run_ask(options: Namespace) -> int:
    """Answer one question, or every question of a file."""
    if (options.question is None) == (options.batch is None):
        say("duizhao ask: give either a QUESTION or --batch QUESTIONS.jsonl")
        return 2
    with open_library(options) as library:
        if options.batch is not None:
            for record in _answer_batch(library, options):
                print_record(record)
            return 0
        answer = library.ask(
            options.question,
            history=_read_history(options.history),
            filters=_filters(options),
            top_k=options.top_k,
        )
    if options.json:
        print_record(answer_record(answer))
    else:
        print_answer(answer)
    return 0


def _answer_batch(library: Library, options: Namespace) -> Iterator[Record]:
    from rag.evaluation.questions import read_questions

    for line in read_questions(options.batch):
        try:
            answer = library.ask(
                line.question,
                history=line.turns,
                filters=_filters(options),
                top_k=options.top_k,
            )
        except QuestionError as error:
            # One question that cannot be asked does not cost the others their answers.
            yield refusal_record(line.id, line.question, str(error))
            continue
        yield answer_record(answer, line.id)


def run_eval(options: Namespace) -> int:
    """Measure answers to a question set."""
    from rag.evaluation import evaluate_set, read_question_set, take_spread

    asked = read_question_set(options.questions, about=options.passages)
    asked = take_spread(asked, options.limit)
    with _open_asked(asked, options) as library:
        result = evaluate_set(
            library,
            asked,
            out=options.out,
            compare=options.compare,
            progress=QuestionBar(),
            judge=_open_judge(options.judge, library),
        )
    if options.json:
        print_record(result.record())
    else:
        print(result.text())
    if options.out is not None:
        say(f"The report is {options.out / 'report.html'}")
    return 0


def _open_asked(asked: QuestionSet, options: Namespace) -> AbstractContextManager[Library]:
    """Open the library that is asked: that of the file's own passages, unless one is named."""
    if not asked.passages or options.store is not None:
        return open_library(options)
    from rag.evaluation import library_of_passages

    say(
        f"{asked.name} brings {len(asked.passages)} passages along: they make a temporary library. "
        "--store DIR asks a library of yours instead."
    )
    settings = settings_of(options)
    return library_of_passages(asked.passages, settings, progress=IngestBar())


def _open_judge(model: str | None, library: Library) -> Judge | None:
    if model is None:
        return None
    from rag.answer.chat_models.models import open_chat_model
    from rag.evaluation.judge import Judge

    settings = library.settings.answer.model_copy(update={"model": model})
    return Judge(open_chat_model(settings))


def run_chat(options: Namespace) -> int:
    """Open the chat page; an empty library is filled with the sample documents."""
    folder = options.store or settings_of(options).store
    is_new = not folder.exists()
    with open_library(options, create=True) as library:
        if not library.documents():
            from rag.samples import sample_documents

            say(_announce_samples(folder, is_new=is_new))
            say(describe_report(library.ingest(sample_documents(), progress=IngestBar())))
        changes = {"host": options.host, "port": options.port}
        page = library.settings.page.model_copy(
            update={key: value for key, value in changes.items() if value is not None}
        )
        _find_page()(
            library,
            page,
            open_browser=options.open,
            auth_file=options.auth or _own_users(folder),
            without_sign_in=options.without_sign_in,
        )
    return 0


def _announce_samples(folder: Path, *, is_new: bool) -> str:
    """Say where the samples go: whoever misspelt a folder is not to take them for its contents."""
    if not is_new:
        return f"The library in {folder} is empty: indexing the sample documents."
    return (
        f"There was no library in {folder}: a new one is made there, with the sample documents. If "
        "you meant another folder, end with Ctrl-C and name it with --store DIR."
    )


def _own_users(store: Path) -> Path | None:
    """Find the library's own file of users, if it has one."""
    path = store / USERS_FILE
    return path if path.exists() else None


def _find_page() -> Callable[..., None]:
    """Find the chat page, which registers itself: rag does not know it."""
    for page in entry_points(group="duizhao.pages", name="chat"):
        serve: Callable[..., None] = page.load()
        return serve
    raise RagError("The chat page is not installed. Install Duizhao again: make install")


def _filters(options: Namespace) -> SearchFilters:
    return SearchFilters(
        language=options.language,
        documents=tuple(options.document),
        speakers=tuple(options.speaker),
        since=options.since,
        until=options.until,
        sources=tuple(options.source),
        events=tuple(options.event),
        interviewers=tuple(options.interviewer),
        interviewees=tuple(options.interviewee),
    )


def _read_history(path: Path | None) -> tuple[Turn, ...]:
    """Read earlier turns: a JSON list of ``{"role", "content"}``."""
    if path is None:
        return ()
    try:
        return read_history(parse_json(path.read_text("utf-8")))
    except OSError as error:
        raise RagError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise RagError(
            f"{path}: a history is a JSON list of objects with role and content, in UTF-8: {error}"
        ) from error
    except QuestionError as error:
        raise RagError(f"{path}: {error}") from error
