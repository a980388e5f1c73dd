"""Commands on what a library holds: ingest, inspect, documents, remove, pairs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from rag.commands.opening import open_library, read_settings
from rag.commands.output import IngestBar, describe_report, print_record, print_records, say
from rag.document_names import explain_unknown
from rag.errors import DocumentError
from rag.origin import describe_source
from rag.records import document_record, ingest_record, pair_record, paragraph_record
from rag.schema import Paragraph
from rag.settings import DocumentSettings


def run_ingest(options: Namespace) -> int:
    """Index files and folders, once or whenever they change."""
    if options.watch:
        from rag.commands.watching import run_watch

        return run_watch(options)
    with open_library(options, create=True) as library:
        try:
            report = library.ingest(options.paths, prune=options.prune, progress=IngestBar())
        except KeyboardInterrupt:
            count = library.info.document_count
            say(f"kept {count} documents; the same command goes on where this one ended")
            raise
    if options.json:
        print_record(ingest_record(report))
    say(describe_report(report))
    return 1 if report.failed else 0


def run_inspect(options: Namespace) -> int:
    """Show paragraphs as found, without indexing; a file that fails does not stop the others."""
    from rag.documents import find_files

    settings = read_settings().documents
    failed = False
    for path in find_files(options.paths):
        for found in _inspect_file(path, settings):
            if isinstance(found, DocumentError):
                say(f"duizhao: {found}")
                failed = True
            elif options.json:
                print_records(paragraph_record(paragraph) for paragraph in found)
            else:
                _print_paragraphs(found)
    return 1 if failed else 0


def _inspect_file(
    path: Path, settings: DocumentSettings
) -> Iterator[list[Paragraph] | DocumentError]:
    """Yield the paragraphs of each document of a file, or why there are none."""
    from rag.documents import list_sources, load_source, split_paragraphs

    try:
        for source in list_sources(path, settings):
            try:
                document = load_source(source.path, source.read(), source.name, settings)
                yield split_paragraphs(document)
            except DocumentError as error:
                yield error
    except DocumentError as error:
        yield error


def _print_paragraphs(paragraphs: list[Paragraph]) -> None:
    for each in paragraphs:
        label = " ".join(filter(None, (each.language, each.kind, each.speaker)))
        print(f"{each.document} #{each.number} [{label}]\n    {' '.join(each.text.split())}")


def run_documents(options: Namespace) -> int:
    """List the documents."""
    with open_library(options) as library:
        infos = library.documents()
    if options.json:
        print_records(document_record(info) for info in infos)
    for info in [] if options.json else infos:
        facts = [
            info.date or "no date",
            "+".join(info.languages),
            f"{info.paragraph_count} paragraphs",
            f"{info.pair_count} pairs",
        ]
        print(f"{info.name}  ({', '.join(facts)})  {info.title or ''}".rstrip())
        origin = describe_source(info, info.languages[0] if info.languages else "en")
        if origin:
            print(f"    {origin}")
    if not infos:
        say("The library is empty. Add documents with 'duizhao ingest PATH...'.")
    return 0


def run_remove(options: Namespace) -> int:
    """Remove documents."""
    with open_library(options) as library:
        removed = library.remove(options.documents)
        names = [info.name for info in library.documents()]
    for name in removed:
        say(f"removed {name}")
    missing = [name for name in options.documents if name not in removed]
    for name in missing:
        say(f"duizhao: {explain_unknown(name, names)}")
    return 1 if missing else 0


def run_pairs(options: Namespace) -> int:
    """List paragraphs and their counterparts, or what these do not say alike."""
    if options.differences:
        from rag.commands.differences import run_differences

        return run_differences(options)
    with open_library(options) as library:
        pairs = library.pairs(options.document)
    if options.json:
        print_records(pair_record(pair) for pair in pairs)
        return 0
    for pair in pairs:
        for side in (pair.zh, pair.en):
            for each in side:
                print(f"{each.document} #{each.number}: {' '.join(each.text.split())}")
        print(f"    score {pair.score:.2f}\n")
    if not pairs:
        say("No pairs: the library holds no paragraph in both languages.")
    return 0
