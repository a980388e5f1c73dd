"""A Milvus server or cluster, and the collections of a library there; alone imports pymilvus.

The same calls reach Milvus Lite's server on one computer and a cluster on many.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from vectorstore.errors import (
    StoreDamagedError,
    StoreEngineError,
    StoreWriteError,
    VectorStoreError,
)
from vectorstore.servers.address import EngineAddress
from vectorstore.servers.record import EngineAccess

if TYPE_CHECKING:
    from pymilvus import MilvusClient

_T = TypeVar("_T")
_CONNECT_SECONDS = 5.0
#: pymilvus asks every ten seconds whether the server is there, which servers may take for an
#: attack, and then hang up; gRPC's own rule is five minutes.
_CHANNEL = {"grpc.keepalive_time_ms": 300_000, "grpc.keepalive_permit_without_calls": False}
#: Loading and sealing a large collection; all else is limited by the settings.
_LONG_SECONDS = 600.0
#: The first whose sparse vectors may be searched by inner product with all that is used here.
_OLDEST = (2, 4)
#: Most answers that Milvus gives to one search, and rows to one page.
MAX_LIMIT = 16_384
#: Milvus's code for a collection that it does not hold.
_NO_COLLECTION = 100
#: What Milvus or pymilvus say, the first that fits; what it means, and what to do.
_FAILURES = tuple(
    (re.compile(pattern, re.IGNORECASE), says, advice)
    for pattern, says, advice in (
        (
            "unimplemented",
            f"no Milvus of version {'.'.join(map(str, _OLDEST))} or later answers there",
            "Check the address, and the server's version.",
        ),
        (
            "unauthenticated|auth check|permission|not authorized",
            "Milvus refused the sign-in",
            "Set DUIZHAO_ENGINE__TOKEN to USER:PASSWORD or an API key.",
        ),
        (
            "database not found",
            "Milvus has no such database",
            "Make it there, or leave it out of the address.",
        ),
        (
            "deadline|timeout|timed out",
            "Milvus did not answer in time",
            "Look whether it is busy, or allow more: DUIZHAO_ENGINE__TIMEOUT_SECONDS.",
        ),
        (
            "fail connecting|unavailable|illegal connection|not ready",
            "Milvus cannot be reached",
            "Start it, or take the library away from it: duizhao migrate --to embedded",
        ),
    )
)


class MissingCollectionError(StoreDamagedError):
    """Milvus does not hold the collection."""


class MilvusSession:
    """Calls to one Milvus; for many threads. Connects at the first call.

    :param address: of the server or the cluster's proxy.
    :param access: token, time limit, sizes.
    """

    def __init__(self, address: EngineAddress, access: EngineAccess) -> None:
        self._address = address
        self.access = access
        self._lock = threading.Lock()
        self._client: MilvusClient | None = None
        self._loaded: set[str] = set()

    def make(self, name: str, fields: Sequence[dict[str, Any]], indexes: dict[str, Any]) -> None:
        """Make a collection, unless there is one, and have it searched.

        :param name: what it is called.
        :param fields: arguments of pymilvus's ``add_field``; ``kind`` names its ``DataType``.
        :param indexes: arguments of its ``add_index``, by field.
        """
        from pymilvus import DataType, MilvusClient

        if self._has(name):
            return
        schema = MilvusClient.create_schema(auto_id=False)
        for field in fields:
            options = dict(field)
            kind = getattr(DataType, options.pop("kind"))
            schema.add_field(options.pop("name"), kind, **options)
        prepared = MilvusClient.prepare_index_params()
        for field_name, options in indexes.items():
            prepared.add_index(field_name, **options)
        options = {"shards_num": self.access.shards, "consistency_level": "Bounded"}
        if any(field.get("is_partition_key") for field in fields):
            options["num_partitions"] = self.access.partitions
        if self.access.on_disk:
            options["properties"] = {"mmap.enabled": True}
        self.call(
            lambda client, limit: client.create_collection(
                name, schema=schema, timeout=limit, **options
            )
        )
        # Nothing is in it yet that an index could be waited for.
        self.call(lambda client, limit: client.create_index(name, prepared, limit, sync=False))
        self._load(name)

    def drop(self, name: str) -> None:
        """Delete a collection, if there is one."""
        self._loaded.discard(name)
        with suppress(MissingCollectionError):
            self.call(lambda client, limit: client.drop_collection(name, timeout=limit))

    def holds(self, names: Sequence[str]) -> bool:
        """Tell whether there are collections of all these names."""
        return all(self._has(name) for name in names)

    def dimension(self, name: str, field: str) -> int | None:
        """Read the length of a collection's vectors."""
        found = self.call(lambda client, limit: client.describe_collection(name, timeout=limit))
        for each in found["fields"]:
            if each["name"] == field:
                return int(each["params"]["dim"])
        return None

    def upsert(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        """Write rows, a batch at a time."""
        for batch in self._batches(rows):
            self._upsert(name, batch)

    def delete(self, name: str, field: str, values: Sequence[int]) -> None:
        """Delete the rows whose field holds one of some numbers."""
        for batch in self._batches(values):
            chosen = ", ".join(str(int(value)) for value in batch)
            self._delete(name, f"{field} in [{chosen}]")

    def search(
        self, name: str, query: Any, limit: int, *, output: str, **options: Any
    ) -> list[tuple[int, float]]:
        r"""Find the best rows: one field's numbers, with scores, best first.

        :param name: of the collection.
        :param query: a vector.
        :param limit: how many; Milvus gives at most ``MAX_LIMIT``.
        :param output: the field.
        :param \**options: of pymilvus's ``search``.
        :returns: numbers and scores.
        """
        self._load(name)
        found = self.call(
            lambda client, seconds: client.search(
                name,
                [query],
                limit=min(limit, MAX_LIMIT),
                output_fields=[output],
                timeout=seconds,
                **options,
            )
        )
        return [(int(hit["entity"][output]), float(hit["distance"])) for hit in found[0]]

    def pages(self, name: str, fields: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
        """Read all rows of a collection, by their keys."""
        self._load(name)
        iterator = self.call(
            lambda client, limit: client.query_iterator(
                name,
                batch_size=min(self.access.batch_rows, MAX_LIMIT),
                filter="",
                output_fields=list(fields),
                timeout=limit,
                consistency_level="Strong",
            )
        )
        while True:
            rows = self.call(lambda _client, _limit: iterator.next())
            if not rows:
                break
            yield list(rows)
        iterator.close()

    def seal(self, name: str) -> None:
        """Have what was written in bulk put into indexed segments now, not only later."""
        self.call(lambda client, limit: client.flush(name, timeout=max(limit, _LONG_SECONDS)))

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            client, self._client = self._client, None
            self._loaded = set()
        if client is not None:
            client.close()

    def call(self, use: Callable[[MilvusClient, float], _T]) -> _T:
        """Make a call; what pymilvus reports becomes our errors.

        :param use: gets the client and the time limit in seconds.
        :returns: what it returns.
        :raises StoreEngineError: if the server cannot be reached, or refuses the sign-in.
        :raises MissingCollectionError: if a collection is not there.
        :raises StoreWriteError: if anything else fails.
        """
        client = self._connected()
        return self._translated(lambda: use(client, self.access.timeout_seconds))

    def _has(self, name: str) -> bool:
        return bool(self.call(lambda client, limit: client.has_collection(name, timeout=limit)))

    def _upsert(self, name: str, rows: list[Any]) -> None:
        self.call(lambda client, limit: client.upsert(name, rows, timeout=limit))

    def _delete(self, name: str, condition: str) -> None:
        self.call(
            lambda client, limit: client.delete(
                name, filter=condition, timeout=limit, consistency_level="Strong"
            )
        )

    def _batches(self, values: Sequence[Any]) -> Iterator[list[Any]]:
        step = self.access.batch_rows
        return (list(values[start : start + step]) for start in range(0, len(values), step))

    def _load(self, name: str) -> None:
        """Have a collection searched; after a restart a server may have none ready."""
        if name in self._loaded:
            return
        options = {} if self.access.replicas == 1 else {"replica_number": self.access.replicas}
        self.call(
            lambda client, limit: client.load_collection(
                name, timeout=max(limit, _LONG_SECONDS), **options
            )
        )
        self._loaded.add(name)

    def _connected(self) -> MilvusClient:
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> MilvusClient:
        kind = _client_class()
        client = self._translated(
            lambda: kind(
                self._address.url,
                token=self.access.token or "",
                db_name=self._address.database,
                timeout=_CONNECT_SECONDS,
                grpc_options=_CHANNEL,
            )
        )
        version = self._translated(lambda: client.get_server_version(timeout=_CONNECT_SECONDS))
        found = re.search(r"(\d+)\.(\d+)", str(version))
        if found and (int(found[1]), int(found[2])) < _OLDEST:
            client.close()
            raise StoreEngineError(
                f"{self._address}: the server is Milvus {version}, and at least "
                f"{'.'.join(map(str, _OLDEST))} is wanted. Update it; nothing was changed."
            )
        return client

    def _translated(self, call: Callable[[], _T]) -> _T:
        import grpc
        from pymilvus import MilvusException

        try:
            return call()
        except MilvusException as exc:
            message = str(exc.message)
            if isinstance(exc.__cause__, grpc.RpcError):
                message += f": {exc.__cause__.code().name} {exc.__cause__.details()}"
            raise self._to_error(exc.code, message) from exc
        except (grpc.RpcError, grpc.FutureTimeoutError, ValueError, OSError) as exc:
            raise self._to_error(0, str(exc) or type(exc).__name__) from exc

    def _to_error(self, code: int, message: str) -> VectorStoreError:
        message = " ".join(message.split())[:300]
        if code == _NO_COLLECTION:
            self._loaded = set()
            return MissingCollectionError(
                f"{self._address}: Milvus does not hold the library's indexes ({message}). All of "
                "them is safe in the catalogue; the next change of the library builds them again, "
                "and so does: duizhao doctor --repair"
            )
        for pattern, says, advice in _FAILURES:
            if pattern.search(message):
                return StoreEngineError(
                    f"{self._address}: {says} ({message}); nothing is lost. {advice}"
                )
        return StoreWriteError(
            f"{self._address}: Milvus reports {code} {message}; the library is as it was. Look "
            "into its log, then run the command again."
        )


def _client_class() -> type[Any]:
    """Import pymilvus, and keep it from reading a ``.env`` file of the folders above its own."""
    try:
        import dotenv

        load_dotenv = dotenv.load_dotenv
        dotenv.load_dotenv = _load_nothing
        try:
            from pymilvus import MilvusClient
        finally:
            dotenv.load_dotenv = load_dotenv
    except ImportError as exc:
        raise StoreEngineError(
            f"Milvus needs a package that is not installed ({exc}). "
            "Install it with: pip install 'duizhao[milvus]'"
        ) from exc
    # What it logs, with a traceback, is said by our errors.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    client_class: type[Any] = MilvusClient
    return client_class


def _load_nothing(*_: Any, **__: Any) -> bool:
    return False
