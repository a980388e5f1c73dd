"""File -> Document: one loader per suffix behind the same checks and messages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from stat import S_ISDIR

from rag.documents.files import list_files
from rag.documents.formats.loaded import LoadedText, Loader
from rag.documents.formats.pairs_xml import load_tmx, load_xliff
from rag.documents.formats.plain import load_plain_text
from rag.documents.formats.subtitles import load_subtitles
from rag.documents.formats.table import load_table
from rag.documents.metadata import read_metadata
from rag.documents.paragraphs import split_paragraphs
from rag.errors import DocumentError
from rag.language import HAN
from rag.schema import Document
from rag.settings import DocumentSettings

#: A new format is one line here.
LOADERS: dict[str, Loader] = {
    ".txt": load_plain_text,
    ".text": load_plain_text,
    ".md": load_plain_text,
    ".markdown": load_plain_text,
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
SUPPORTED_SUFFIXES: tuple[str, ...] = tuple(LOADERS)


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Find the files to load, in folders at any depth; hidden and unsupported ones there are not.

    A file named itself is returned whatever its suffix, so that loading can say why it is refused.

    :param paths: files and folders.
    :returns: sorted, each file once.
    :raises DocumentError: a path does not exist, or a folder cannot be listed.
    """
    return list_files(paths, SUPPORTED_SUFFIXES)


def load_document(path: Path, name: str, settings: DocumentSettings) -> Document:
    """Load one file.

    :param path: the file.
    :param name: what the document is called in the library.
    :param settings: the limits that hold.
    :returns: the document, with the title and date its text states.
    :raises DocumentError: the file cannot be read, is too large, of an unknown format or encoding,
        or holds no Chinese or English text.
    """
    size = _find_size(path)
    loader = _find_loader(path)
    data = _read_bytes(path, size, settings.max_file_bytes)
    loaded = loader(data, str(path), settings)
    document = Document(
        name=name,
        path=str(path.resolve()),
        text=loaded.text,
        content_hash=hashlib.sha256(data).hexdigest(),
        encoding=loaded.encoding,
        page_starts=loaded.page_starts,
        metadata=loaded.metadata,
        given_pairs=loaded.given_pairs,
    )
    return _with_metadata(document, loaded)


def _find_size(path: Path) -> int:
    try:
        status = path.stat()
    except FileNotFoundError as exc:
        raise DocumentError(f"{path}: no such file; check the spelling and the folder") from exc
    except OSError as exc:
        raise _unreadable(path, exc) from exc
    if S_ISDIR(status.st_mode):
        raise DocumentError(f"{path}: this is a folder; name a file in it, or ingest the folder")
    return status.st_size


def _find_loader(path: Path) -> Loader:
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        found = f"files ending in {path.suffix}" if path.suffix else "files without a suffix"
        raise DocumentError(
            f"{path}: {found} are not read; supported are {', '.join(SUPPORTED_SUFFIXES)}: "
            "convert it, or rename it if it is plain text"
        )
    return loader


def _read_bytes(path: Path, size: int, max_bytes: int) -> bytes:
    if size > max_bytes:
        raise DocumentError(
            f"{path}: {size:,} bytes, over the limit of {max_bytes:,}; split it, or set "
            "DUIZHAO_DOCUMENTS__MAX_FILE_BYTES to allow more"
        )
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise _unreadable(path, exc) from exc
    if not data:
        raise DocumentError(f"{path}: this file is empty (0 bytes); check how it was saved")
    return data


def _unreadable(path: Path, error: OSError) -> DocumentError:
    return DocumentError(
        f"{path}: cannot be read ({error.strerror}); check its name, permissions and disk"
    )


_WORD = re.compile(f"[A-Za-z{HAN}]")
#: The head that title and date are read from; whole documents are split once, later.
_HEAD_CHARS = 8_000


def _with_metadata(document: Document, loaded: LoadedText) -> Document:
    if not _WORD.search(document.text):
        raise DocumentError(
            f"{document.path}: holds no Chinese or English text ({len(document.text):,} "
            "characters); check that it is the right file"
        )
    if document.given_pairs:  # a list of sentences states nothing of itself
        return replace(document, title=loaded.title, date=loaded.date)
    cut = document.text.rfind("\n", 0, _HEAD_CHARS) + 1 if len(document.text) > _HEAD_CHARS else 0
    head = replace(document, text=document.text[: cut or _HEAD_CHARS], page_starts=())
    metadata = read_metadata(split_paragraphs(head))
    return replace(
        document, title=loaded.title or metadata.title, date=metadata.date or loaded.date
    )
