"""Bytes -> Document: one loader per suffix behind the same checks and messages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from rag.documents import sources
from rag.documents.files import exists, list_files
from rag.documents.formats.archive import ARCHIVE_SUFFIXES
from rag.documents.formats.docx import load_docx
from rag.documents.formats.epub import load_epub
from rag.documents.formats.html import load_html
from rag.documents.formats.links import LINK_SUFFIXES, refuse_links
from rag.documents.formats.loaded import LoadedText, Loader
from rag.documents.formats.mistaken import refuse_mistaken
from rag.documents.formats.pairs_xml import load_tmx, load_xliff
from rag.documents.formats.pdf import load_pdf
from rag.documents.formats.plain import load_plain_text
from rag.documents.formats.subtitles import load_subtitles
from rag.documents.formats.table import load_table
from rag.documents.metadata import read_metadata
from rag.documents.paragraphs import split_paragraphs
from rag.documents.sidecar import described_path, is_sidecar
from rag.documents.sources import Source
from rag.documents.third_language import THIRD_LANGUAGE, is_mostly_third_language
from rag.errors import DocumentError
from rag.schema import Document
from rag.settings import DocumentSettings
from rag.text.language import HAN

#: A new format is one line here.
LOADERS: dict[str, Loader] = {
    ".txt": load_plain_text,
    ".text": load_plain_text,
    ".md": load_plain_text,
    ".markdown": load_plain_text,
    ".html": load_html,
    ".htm": load_html,
    ".xhtml": load_html,
    ".docx": load_docx,
    ".docm": load_docx,
    ".epub": load_epub,
    ".pdf": load_pdf,
    ".srt": load_subtitles,
    ".vtt": load_subtitles,
    ".tmx": load_tmx,
    ".xlf": load_xliff,
    ".xliff": load_xliff,
    ".sdlxliff": load_xliff,
    ".mqxliff": load_xliff,
    ".mxliff": load_xliff,
    ".csv": load_table,
    ".tsv": load_table,
    ".tab": load_table,
}
SUPPORTED_SUFFIXES: tuple[str, ...] = (*LOADERS, *ARCHIVE_SUFFIXES)
#: Found in folders as well, and refused with a reason rather than passed over.
_REFUSED: dict[str, Loader] = dict.fromkeys(sorted(LINK_SUFFIXES), refuse_links)


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Find the files to load, in folders at any depth; hidden and unsupported ones there are not.

    A file named itself is returned whatever its suffix, so that loading can say why it is refused;
    a sidecar stands for its document.

    :param paths: files and folders.
    :returns: sorted, each file once.
    :raises DocumentError: a path does not exist, or a folder cannot be listed.
    """
    wanted = [_document_of(path) for path in paths]
    return list_files(wanted, (*SUPPORTED_SUFFIXES, *_REFUSED))


def _document_of(path: Path) -> Path:
    """Give the document a sidecar stands for; by itself it stays, and is refused."""
    described = described_path(path) if is_sidecar(path) else path
    return described if exists(described) else path


def list_sources(path: Path, settings: DocumentSettings) -> Iterator[Source]:
    """List what documents are read from: the file itself, or each supported file in an archive.

    :param path: a file.
    :param settings: the limits that hold.
    :returns: sources, to be loaded before the next one is asked for.
    :raises DocumentError: an archive cannot be opened, or holds nothing that is read.
    """
    return sources.list_sources(path, settings, (*LOADERS, *_REFUSED))


def load_document(path: Path, name: str, settings: DocumentSettings) -> Document:
    """Load a file that holds one document.

    :param path: the file; no archive.
    :param name: what the document is called in the library.
    :param settings: the limits that hold.
    :returns: the document, with the title, date, source and the like that its text states.
    :raises DocumentError: as ``load_source``, or the file cannot be read.
    """
    sources.find_size(path)
    _find_loader(path)
    return load_source(path, sources.read_file(path, settings), name, settings)


def are_read_alike(path: Path, other: Path) -> bool:
    """Tell by their names whether the same bytes in two files would give the same document."""
    loader = LOADERS.get(path.suffix.lower())
    return loader is not None and loader is LOADERS.get(other.suffix.lower())


def load_source(path: Path, data: bytes, name: str, settings: DocumentSettings) -> Document:
    """Load a document of its bytes.

    :param path: of its source.
    :param data: what its source reads.
    :param name: what the document is called in the library.
    :param settings: the limits that hold.
    :returns: the document, with the title, date, source and the like that its text states.
    :raises DocumentError: it is of an unknown format or encoding, damaged, protected, or holds no
        Chinese or English text.
    """
    loader = _find_loader(path)
    refuse_mistaken(path, data)
    loaded = loader(data, str(path), settings)
    if len(loaded.text) > settings.max_text_chars:
        raise DocumentError(
            f"{path}: {len(loaded.text):,} characters of text, over the limit of "
            f"{settings.max_text_chars:,}; split it, or set DUIZHAO_DOCUMENTS__MAX_TEXT_CHARS to "
            "allow more"
        )
    document = Document(
        name=name,
        path=str(path.resolve()),
        text=loaded.text,
        content_hash=hashlib.sha256(data).hexdigest(),
        encoding=loaded.encoding,
        page_starts=loaded.page_starts,
        metadata=loaded.metadata,
        given_pairs=loaded.given_pairs,
        warnings=(*loaded.warnings, *_warn_of_language(loaded)),
    )
    if not _WORD.search(document.text):
        raise DocumentError(
            f"{path}: holds no Chinese or English text ({len(document.text):,} characters); check "
            "that it is the right file"
        )
    return _with_metadata(document, loaded)


def _warn_of_language(loaded: LoadedText) -> tuple[str, ...]:
    """Say where a text is in a third language; a table of pairs has been asked that already."""
    if loaded.given_pairs or not is_mostly_third_language(loaded.text):
        return ()
    return (THIRD_LANGUAGE,)


def _find_loader(path: Path) -> Loader:
    suffix = path.suffix.lower()
    loader = LOADERS.get(suffix) or _REFUSED.get(suffix)
    if suffix in ARCHIVE_SUFFIXES:
        raise DocumentError(f"{path}: holds several documents; ingest it, or unpack it first")
    if is_sidecar(path):
        raise DocumentError(
            f"{path}: describes {described_path(path).name}, which does not lie beside it; put "
            "them side by side, or rename one of them"
        )
    if loader is None:
        found = f"files ending in {path.suffix}" if path.suffix else "files without a suffix"
        raise DocumentError(
            f"{path}: {found} are not read; supported are {', '.join(SUPPORTED_SUFFIXES)}: "
            "convert it, or rename it if it is plain text"
        )
    return loader


_WORD = re.compile(f"[A-Za-z{HAN}]")
#: The head that title and date are read from; whole documents are split once, later.
_HEAD_CHARS = 8_000
#: The end, where （来源：...） may stand.
_TAIL_CHARS = 400


def _with_metadata(document: Document, loaded: LoadedText) -> Document:
    if document.given_pairs:  # a list of sentences states nothing of itself
        return replace(document, title=loaded.title, date=loaded.date)
    cut = document.text.rfind("\n", 0, _HEAD_CHARS) + 1 if len(document.text) > _HEAD_CHARS else 0
    head = replace(document, text=document.text[: cut or _HEAD_CHARS], page_starts=())
    tail = document.text[-_TAIL_CHARS:] if len(document.text) > len(head.text) else head.text
    metadata = read_metadata(split_paragraphs(head), tail, loaded.metadata, text=head.text)
    return replace(
        document,
        **asdict(metadata)
        | {"title": loaded.title or metadata.title, "date": metadata.date or loaded.date},
    )
