"""A document's path -> what the file beside it says of its title, date, source and the like.

The sidecar of ``interview.txt`` is ``interview.txt.meta.toml``.
"""

from __future__ import annotations

import errno
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from rag.documents.files import exists
from rag.documents.metadata.values import read_value
from rag.ingesting.report import FileWarning
from rag.metadata import METADATA_FIELDS, DocumentMetadata

#: What is put behind the name of a document, its suffix included.
SIDECAR_SUFFIX = ".meta.toml"
#: Six short values; whatever is larger is no sidecar.
_MAX_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says.

    :param metadata: the values it sets.
    :param warnings: what of it could not be used, naming file and key or line; whole sentences.
    """

    metadata: DocumentMetadata = field(default_factory=DocumentMetadata)
    warnings: tuple[str, ...] = ()


def sidecar_path(path: Path) -> Path:
    """Give the place of a document's sidecar, whether there is one or not."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def is_sidecar(path: Path) -> bool:
    """Tell by its name whether a file describes another one."""
    return path.name.lower().endswith(SIDECAR_SUFFIX) and len(path.name) > len(SIDECAR_SUFFIX)


def described_path(path: Path) -> Path:
    """Give the document that a sidecar describes."""
    return path.with_name(path.name[: -len(SIDECAR_SUFFIX)])


def read_sidecar(path: Path) -> Sidecar:
    """Read the sidecar of a document.

    :param path: of the document.
    :returns: what it sets; nothing where there is none, and warnings where it cannot be read.
    """
    place = sidecar_path(path)
    try:
        if not place.is_file():
            return Sidecar()
        values = _load(place)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            # A document may have a name so long that there can be no sidecar beside it.
            return Sidecar()
        return Sidecar(warnings=(_describe_failure(place, error),))
    metadata: dict[str, str | None] = {}
    warnings = []
    for key, value in values.items():
        try:
            metadata |= {key: _read(key, value)}
        except ValueError as error:
            warnings.append(f"{place.name}: {key}: {error}; this key is passed over")
    return Sidecar(DocumentMetadata(**metadata), tuple(warnings))


def find_orphans(folder: Path) -> Iterator[FileWarning]:
    """Find the sidecars below a folder that lie beside no document.

    :param folder: looked through at any depth.
    :yields: what is wrong with each, sorted by path.
    """
    for place in sorted(folder.rglob(f"*{SIDECAR_SUFFIX}")):
        hidden = any(part.startswith(".") for part in place.relative_to(folder).parts)
        if not hidden and is_sidecar(place) and not exists(described_path(place)):
            yield FileWarning(
                str(place),
                f"describes {described_path(place).name}, which does not lie beside it; the "
                f"sidecar of a file is called like it, with its suffix and {SIDECAR_SUFFIX} behind",
            )


def _load(place: Path) -> Mapping[str, object]:
    size = place.stat().st_size
    if size > _MAX_BYTES:
        raise ValueError(f"{size:,} bytes, over the limit of {_MAX_BYTES:,}")
    text = place.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _describe_failure(place: Path, error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        found = f"cannot be read ({error.strerror})"
    elif isinstance(error, UnicodeDecodeError):
        found = "is not in UTF-8"
    else:
        found = f"is not read ({error})"
    return (
        f"{place.name}: this sidecar {found}, and the document keeps what its text states. A "
        'sidecar is TOML: lines such as source = "Coast News" or date = 2021-12-30'
    )


def _read(key: str, value: object) -> str | None:
    if key not in METADATA_FIELDS:
        raise ValueError(f"no such key; a sidecar has {', '.join(METADATA_FIELDS)}")
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and key == "date":
        value = str(value)
    if not isinstance(value, str):
        raise ValueError(  # noqa: TRY004 - what a user wrote is wrong, not its caller
            f'text in quotation marks is wanted, as in {key} = "..."; found {value!r}'
        )
    return read_value(key, value)
