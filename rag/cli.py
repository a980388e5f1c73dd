"""The command ``duizhao``: data to stdout, progress and messages to stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from rag import __version__
from rag.commands.option_values import change, date, port, positive, seconds
from rag.commands.upkeep_options import add_doctor_options, add_migrate_options
from rag.errors import RagError
from rag.runtime.logs import add_log_options, chosen_settings, logging_to_stderr
from rag.runtime.termination import EXIT_TERMINATED, Terminated, heed_termination

#: 1: failed, with a message; 2: wrong usage (argparse's own); 130: interrupted.
EXIT_FAILED = 1
EXIT_INTERRUPTED = 130

#: Which module under rag.commands runs a command.
_MODULES = {
    "ingest": "library",
    "inspect": "library",
    "documents": "library",
    "remove": "library",
    "correct": "correcting",
    "pairs": "library",
    "terms": "terms",
    "export": "exporting",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "backup",
    "migrate": "moving",
    "search": "asking",
    "ask": "asking",
    "verify": "verifying",
    "eval": "asking",
    "chat": "asking",
    "mcp": "programs",
    "conversations": "conversations",
    "feedback": "conversations",
    "user": "users",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    :param arguments: words after ``duizhao``; by default those of the process.
    :returns: the exit code.
    """
    options = build_parser().parse_args(arguments)
    try:
        if arguments is None:  # as a program: its process is ours
            heed_termination()
        code = _run(options)
    except RagError as error:
        print(f"duizhao: {error}", file=sys.stderr)
        return EXIT_FAILED
    except Terminated:
        print("duizhao: ended by the system or a user (SIGTERM)", file=sys.stderr)
        return EXIT_TERMINATED
    except KeyboardInterrupt:
        print("duizhao: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) went away: nothing is left to say.
        sys.stderr.close()
        return EXIT_FAILED
    return code


def _run(options: argparse.Namespace) -> int:
    from rag.commands.opening import read_settings  # pydantic takes time that --help need not wait

    settings = read_settings()
    key = settings.answer.api_key
    secrets = [key.get_secret_value()] if key else []
    with logging_to_stderr(chosen_settings(settings.log, options), secrets):
        module = import_module(f"rag.commands.{_MODULES[options.command]}")
        code: int = getattr(module, f"run_{options.command}")(options)
    return code


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="duizhao",
        description="Ask your documents in Chinese or English; every claim beside its source.",
    )
    parser.add_argument("--version", action="version", version=f"duizhao {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (
        _add_ingest,
        _add_inspect,
        _add_documents,
        _add_pairs,
        _add_terms,
        _add_export,
        _add_search,
        _add_ask,
        _add_verify,
        _add_chat,
        _add_mcp,
        _add_conversations,
        _add_user,
        _add_eval,
        _add_upkeep,
    ):
        add(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse names the type so, and only so


def _command(
    commands: _Commands[argparse.ArgumentParser], name: str, text: str, *, store: bool = True
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    if store:
        parser.add_argument(
            "--store", type=Path, metavar="DIR", help="the library's folder (or DUIZHAO_STORE)"
        )
    add_log_options(parser)
    return parser


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _add_ingest(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "ingest", "index files and folders")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--prune", action="store_true", help="drop documents whose file is gone")
    parser.add_argument(
        "--watch", action="store_true", help="follow folders and take over every change"
    )
    parser.add_argument(
        "--interval", type=seconds, default=2.0, metavar="S", help="seconds between two looks"
    )
    _add_json(parser)


def _add_inspect(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "inspect", "show paragraphs as found, without indexing", store=False
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    _add_json(parser)


def _add_documents(commands: _Commands[argparse.ArgumentParser]) -> None:
    _add_json(_command(commands, "documents", "list the documents"))
    remove = _command(commands, "remove", "remove documents")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT")

    correct = _command(commands, "correct", "correct a document's title, date, source and the like")
    correct.add_argument("document", metavar="DOCUMENT")
    correct.add_argument(
        "changes",
        nargs="+",
        type=change,
        metavar="FIELD=VALUE",
        help="title, date, source, event, interviewer or interviewee; an empty value takes a "
        "correction back to what sidecar and text state, - says that there is none",
    )
    _add_json(correct)


def _add_pairs(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "pairs", "list paragraphs and their counterparts")
    parser.add_argument("--document", metavar="D")
    parser.add_argument(
        "--differences", action="store_true", help="what pairs and copies do not say alike"
    )
    _add_json(parser)


def _add_terms(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "terms", "show every place of a term and how it is rendered")
    parser.add_argument("term", metavar="TERM", help="in Chinese or English")
    _add_json(parser)


def _add_export(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "export", "write the pairs for other programs")
    parser.add_argument("--format", choices=("tmx", "csv", "md", "docx"), required=True)
    parser.add_argument("--document", metavar="D", help="the pairs of one document")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to; by default stdout")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-k", type=positive, dest="top_k", metavar="N", help="how many passages")
    parser.add_argument("--language", choices=("zh", "en"))
    parser.add_argument("--document", action="append", default=[], metavar="D")
    parser.add_argument("--speaker", action="append", default=[], metavar="S")
    parser.add_argument("--since", type=date, metavar="DATE", help="2021, 2021-12 or 2021-12-30")
    parser.add_argument("--until", type=date, metavar="DATE")
    for name, text in (
        ("source", "who published it"),
        ("event", "the occasion"),
        ("interviewer", "who asks"),
        ("interviewee", "who answers"),
    ):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="TEXT",
            help=f"{text}; a part of it suffices, in any case; given twice: either of them",
        )


def _add_search(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "search", "rank passages for a question")
    parser.add_argument("question", metavar="QUESTION")
    _add_filters(parser)
    _add_json(parser)


def _add_ask(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "ask", "answer a question with citations")
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--batch", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--model", metavar="M", help="extractive, openai:NAME, ollama:NAME, ...")
    parser.add_argument("--history", type=Path, metavar="FILE", help="JSON list of earlier turns")
    _add_filters(parser)
    _add_json(parser)


def _add_verify(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "verify", "tell whether quotes stand in the documents to the letter"
    )
    parser.add_argument("quote", nargs="?", metavar="QUOTE")
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help="check every quotation of a text instead"
    )
    parser.add_argument("--document", metavar="D", help="look in this document alone")
    parser.add_argument(
        "--min",
        type=positive,
        dest="min_size",
        default=5,
        metavar="N",
        help="leave out quotations of FILE under N words or Han characters, which are names and "
        "terms (by default 5)",
    )
    _add_json(parser)


def _add_chat(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "chat", "open the chat page")
    parser.add_argument("--host", metavar="H")
    parser.add_argument("--port", type=port, metavar="P")
    parser.add_argument(
        "--auth",
        type=Path,
        metavar="FILE",
        help="users who may sign in; by default the library's own, where it has any",
    )
    parser.add_argument(
        "--without-sign-in",
        action="store_true",
        help="let everyone in who reaches the page, from other computers too",
    )
    parser.add_argument("--model", metavar="M")
    parser.add_argument("--open", action="store_true", help="open it in the browser")


def _add_conversations(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "conversations", "list or export the page's conversations", store=False
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = _command(actions, "list", "list conversations, the one last continued first")
    _add_json(listing)
    export = _command(actions, "export", "write a conversation, its sources as footnotes")
    export.add_argument("id", metavar="ID", help="as 'duizhao conversations list' shows it")
    export.add_argument("--format", choices=("md", "docx"), default="md")
    export.add_argument(
        "--language", choices=("zh", "en"), default="en", help="of the words between"
    )
    export.add_argument("--out", type=Path, metavar="FILE", help="where to; by default stdout")
    for each in (listing, export):
        each.add_argument("--user", default="", metavar="NAME", help="of a user who signs in")

    feedback = _command(commands, "feedback", "what users thought of answers", store=False)
    kinds = feedback.add_subparsers(dest="action", required=True, metavar="ACTION")
    lines = _command(kinds, "export", "write it as questions for 'duizhao eval'")
    lines.add_argument("file", type=Path, metavar="FILE.jsonl")
    lines.add_argument("--user", metavar="NAME", help="of one user; by default of all")


def _add_user(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "user", "say who may sign in to the page", store=False)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in (
        ("add", "add a user; the password is asked for, or read from a pipe"),
        ("password", "give a user a new password and end the user's sessions"),
        ("remove", "remove a user, tokens and sessions"),
        ("list", "list the users"),
        ("token", "make a token with which programs ask in a user's name"),
    ):
        action = _command(actions, name, text)
        action.add_argument(
            "--auth", type=Path, metavar="FILE", help="by default the file users of the library"
        )
        if name != "list":
            action.add_argument("name", metavar="NAME")
        if name == "token":
            action.add_argument("--remove", action="store_true", help="remove the user's tokens")


def _add_mcp(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "mcp", "serve the library to AI clients by MCP, on stdin and stdout"
    )
    parser.add_argument("--model", metavar="M", help="what answers; by default as the settings say")


def _add_eval(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "eval", "measure answers to a question set")
    parser.description = (
        "Ask the questions of a file and measure the answers. The file holds JSON lines "
        "(docs/questions.md) on the documents of the library, or is a public set: SQuAD or CMRC "
        "JSON (XQuAD, MLQA, DRCD, CMRC 2018) or RGB's JSON lines, plain or gzipped. A public set "
        "brings its passages along: they make a temporary library, unless --store names one."
    )
    parser.add_argument("questions", type=Path, metavar="QUESTIONS")
    parser.add_argument(
        "--passages",
        type=Path,
        metavar="FILE",
        help="passages and answers from this file of the same questions in another language",
    )
    parser.add_argument(
        "--limit", type=positive, metavar="N", help="ask only N questions from all over the file"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write answers.jsonl, scores.json and report.html there; an interrupted run goes on",
    )
    parser.add_argument(
        "--compare",
        type=Path,
        metavar="DIR",
        help="an earlier run's folder: differences, how sure they are, and questions that changed",
    )
    parser.add_argument("--model", metavar="M")
    parser.add_argument("--judge", metavar="M", help="chat model that grades the answers")
    _add_json(parser)


def _add_upkeep(commands: _Commands[argparse.ArgumentParser]) -> None:
    doctor = _command(commands, "doctor", "check the library, and repair it")
    add_doctor_options(doctor)
    _add_json(doctor)
    backup = _command(commands, "backup", "write the library to one file, while it is used")
    backup.add_argument("file", type=Path, metavar="FILE.tar.zst", help="or FILE.tar.gz")
    back = _command(commands, "restore", "make a library from a backup, in a new folder")
    back.add_argument("file", type=Path, metavar="FILE")
    migrate = _command(commands, "migrate", "keep the library's indexes in another engine")
    add_migrate_options(migrate)


if __name__ == "__main__":
    sys.exit(main())
