"""A damaged library -> a folder of text files with sidecars, from which a new one can be made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from rag.documents import sidecar_path
from rag.errors import LibraryError
from rag.store_errors import library_errors
from rag.upkeep.isolation import IsolatedError, run_isolated
from vectorstore import Salvaged, prepare_folder, salvage_documents

_TIMEOUT_SECONDS = 3_600.0
#: File systems allow 255 bytes; a Han character is three, and a suffix comes behind.
_MAX_NAME_CHARS = 70
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class RescueReport:
    """What became of a damaged library's documents.

    :param saved: how many were written.
    :param lost: what could not be read, or not wholly, a line each.
    """

    saved: int
    lost: tuple[str, ...]


def rescue_library(folder: Path, target: Path) -> RescueReport:
    """Write every document that can be read to a text file, its metadata to a sidecar.

    :param folder: the library's; nothing in it is changed.
    :param target: a new or empty folder.
    :returns: what was saved and what was lost.
    :raises LibraryError: if nothing can be read, or nothing written.
    """
    with library_errors():
        prepare_folder(folder, create=False)
    try:
        found = run_isolated(partial(salvage_documents, folder), timeout_seconds=_TIMEOUT_SECONDS)
    except IsolatedError as error:
        raise LibraryError(
            f"{folder}: nothing of the catalogue can be read: {error}. Restore a backup, or index "
            "the documents' files again into a new folder."
        ) from error
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise LibraryError(f"{target}: the folder is not empty; name a new one to rescue into.")
        names = _file_names(each.name for each in found)
        for each in found:
            if each.text is not None:
                _write(target / names[each.name], each)
    except OSError as error:
        raise LibraryError(
            f"{target}: the documents cannot be written there ({error.strerror or error}). "
            "Name another folder."
        ) from error
    return RescueReport(
        sum(each.text is not None for each in found),
        tuple(_describe_loss(each) for each in found if each.text is None or not each.is_exact),
    )


def _describe_loss(document: Salvaged) -> str:
    if document.text is None:
        where = f"; its file was {document.path}" if document.path else ""
        return f"{document.name}: nothing of its text can be read{where}"
    return f"{document.name}: put together from the paragraphs that can be read"


def _write(path: Path, document: Salvaged) -> None:
    path.write_text(document.text or "", "utf-8", newline="")
    values = {key: value for key, value in asdict(document.metadata).items() if value}
    lines = [f'{key} = "{_escape(str(value))}"\n' for key, value in values.items()]
    if lines:
        sidecar_path(path).write_text("".join(lines), "utf-8")


def _escape(text: str) -> str:
    """Write a TOML string."""
    return "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}" if ord(char) < 0x10000 else "?"
        for char in text.translate({ord('"'): '\\"', ord("\\"): "\\\\"})
    )


def _file_names(names: Iterable[str]) -> Mapping[str, str]:
    """Give each document a file name that every file system takes."""
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = _NOT_IN_NAMES.sub("-", name)[:_MAX_NAME_CHARS].strip(" .") or "document"
        file, number = f"{stem}.txt", 2
        while file.casefold() in taken:
            file, number = f"{stem} ({number}).txt", number + 1
        taken.add(file.casefold())
        chosen[name] = file
    return chosen
