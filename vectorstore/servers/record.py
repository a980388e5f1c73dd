"""Which engine holds a library's indexes: a file among them, so that a backup leaves it out.

Where there is none, the indexes are embedded. What is kept on a server is known there by a random
name. The record also tells which catalogue it was written for: where a folder was copied, file by
file, the copy must not share its original's indexes.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import StoreDamagedError, StoreReadOnlyError
from vectorstore.folder import CATALOGUE, VECTORS
from vectorstore.servers.address import EMBEDDED, EngineAddress, parse_address

RECORD = "engine.json"


@dataclass(frozen=True, slots=True)
class EngineAccess:
    """What it takes to use a server, beside its address.

    :param token: for signing in; None for servers without.
    :param timeout_seconds: longest wait for one answer.
    :param batch_rows: passages sent at once.
    :param shards: of each Milvus collection: how many nodes take its writes.
    :param replicas: of each Milvus collection in memory: how many nodes answer searches.
    :param partitions: of the terms in Milvus, by document.
    :param vector_index: Milvus's index of vectors: HNSW, HNSW_SQ, IVF_FLAT, IVF_SQ8, DISKANN.
    :param on_disk: let Milvus map its files into memory instead of loading them.
    """

    token: str | None = None
    timeout_seconds: float = 30.0
    batch_rows: int = 2_000
    shards: int = 1
    replicas: int = 1
    partitions: int = 16
    vector_index: str = "HNSW"
    on_disk: bool = False


@dataclass(frozen=True, slots=True)
class EngineRecord:
    """An engine and a library's place in it.

    :param address: which engine.
    :param name: what the library is called there; empty for the embedded one.
    :param catalogue: whose indexes these are, as ``identify`` tells.
    """

    address: EngineAddress = EMBEDDED
    name: str = ""
    catalogue: str = ""


def record_path(folder: Path) -> Path:
    """Name the file in a library's folder."""
    return folder / VECTORS / RECORD


def new_record(folder: Path, address: EngineAddress) -> EngineRecord:
    """Give a library a place of its own in an engine."""
    name = "" if address == EMBEDDED else f"dz_{secrets.token_hex(8)}"
    return EngineRecord(address, name, identify(folder))


def identify(folder: Path) -> str:
    """Tell a folder's catalogue from every other file, copies of it among them."""
    found = (folder / CATALOGUE).stat()
    return f"{found.st_dev}:{found.st_ino}"


def read_record(path: Path) -> EngineRecord:
    """Read a record.

    :param path: the file.
    :returns: the record; that of the embedded engine where there is no file.
    :raises StoreDamagedError: if it cannot be read.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
        return EngineRecord(
            parse_address(found["engine"]), str(found["name"]), str(found["catalogue"])
        )
    except FileNotFoundError:
        return EngineRecord()
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise StoreDamagedError(
            f"{path}: what says which engine holds the indexes cannot be read ({exc}). They can be "
            "made again from the catalogue: duizhao migrate --to embedded"
        ) from exc


def write_record(path: Path, record: EngineRecord) -> None:
    """Write a record, all or nothing.

    :param path: the file; its folder is made.
    :param record: of a server.
    :raises StoreReadOnlyError: if it cannot be written.
    """
    values = {
        "engine": str(record.address),
        "name": record.name,
        "catalogue": record.catalogue,
    }
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(values, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as exc:
        raise StoreReadOnlyError(
            f"{path}: cannot be written ({exc.strerror or exc}). Check the folder's permissions "
            "and the disk's free space."
        ) from exc
