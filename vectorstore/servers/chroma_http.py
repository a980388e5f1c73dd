"""Chroma's HTTP interface, version 2, as far as vectors need it.

Chroma's own client has no time limits and takes a second to import.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.errors import StoreDamagedError, StoreEngineError, StoreWriteError
from vectorstore.servers.address import EngineAddress
from vectorstore.servers.record import EngineAccess
from vectorstore.values import FloatArray

if TYPE_CHECKING:
    import httpx

_CONNECT_SECONDS = 5.0
_DATABASE = "default_database"


@dataclass(frozen=True, slots=True)
class ServerCollection:
    """A collection on the server.

    :param dimension: of its vectors; None while it is empty.
    """

    id: str
    dimension: int | None


class MissingCollectionError(StoreDamagedError):
    """The server does not hold the collection."""


class ChromaServer:
    """Calls to one Chroma server; for many threads.

    :param address: of the server.
    :param access: token and time limit.
    """

    def __init__(self, address: EngineAddress, access: EngineAccess) -> None:
        self._address = address
        self._access = access
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._base = f"/api/v2/tenants/default_tenant/databases/{address.database or _DATABASE}"
        self.max_batch = 0

    def collection(self, name: str) -> ServerCollection:
        """Look a collection up.

        :param name: what it is called.
        :returns: the collection.
        :raises MissingCollectionError: if there is none.
        """
        return _collection(self._call("GET", f"/collections/{name}"))

    def make_collection(self, name: str, hnsw: dict[str, Any]) -> ServerCollection:
        """Make a collection, or find the one there is.

        :param name: what it is called.
        :param hnsw: how its index is built.
        :returns: the collection.
        """
        body = {"name": name, "get_or_create": True, "configuration": {"hnsw": hnsw}}
        return _collection(self._call("POST", "/collections", body))

    def drop_collection(self, name: str) -> None:
        """Delete a collection, if there is one."""
        try:
            self._call("DELETE", f"/collections/{name}")
        except MissingCollectionError:
            return

    def upsert(self, collection: str, ids: Sequence[int], vectors: FloatArray) -> None:
        """Keep vectors under their ids; at most ``max_batch``.

        :param collection: its id.
        :param ids: passage ids.
        :param vectors: shape ``(len(ids), dimension)``.
        """
        rows = np.ascontiguousarray(vectors, "<f4")
        encoded = [base64.b64encode(row.tobytes()).decode("ascii") for row in rows]
        body = {"ids": [str(id_) for id_ in ids], "embeddings": encoded}
        self._call("POST", f"/collections/{collection}/upsert", body)

    def delete(self, collection: str, ids: Sequence[int]) -> None:
        """Forget vectors; at most ``max_batch``."""
        body = {"ids": [str(id_) for id_ in ids]}
        self._call("POST", f"/collections/{collection}/delete", body)

    def query(self, collection: str, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the nearest vectors: ids with distances, nearest first."""
        body = {
            "query_embeddings": [np.asarray(vector, np.float32).tolist()],
            "n_results": limit,
            "include": ["distances"],
        }
        found = self._call("POST", f"/collections/{collection}/query", body)
        return [
            (int(id_), float(far))
            for id_, far in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def page(self, collection: str, offset: int, limit: int) -> tuple[list[int], FloatArray]:
        """Read a page of ids and vectors, in the server's order."""
        body = {"limit": limit, "offset": offset, "include": ["embeddings"]}
        found = self._call("POST", f"/collections/{collection}/get", body)
        ids = [int(id_) for id_ in found["ids"]]
        return ids, np.asarray(found["embeddings"], np.float32)

    def close(self) -> None:
        """Let go of the connections; calls under way end."""
        with self._lock:
            self._client = None

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return self._send(self._connected(), method, self._base + path, body)

    def _connected(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                client = self._make_client()
                checks = self._send(client, "GET", "/api/v2/pre-flight-checks", None)
                if not isinstance(checks, dict) or "max_batch_size" not in checks:
                    raise self._no_chroma("its answer is another one")
                self.max_batch = int(checks["max_batch_size"])
                self._client = client
            return self._client

    def _make_client(self) -> httpx.Client:
        import httpx

        token = self._access.token
        return httpx.Client(
            base_url=self._address.url,
            headers={"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {},
            timeout=httpx.Timeout(self._access.timeout_seconds, connect=_CONNECT_SECONDS),
            # Reading the system's certificates takes a tenth of a second.
            verify=self._address.url.startswith("https"),
            # Proxies are for what lies outside.
            trust_env=False,
        )

    def _send(
        self, client: httpx.Client, method: str, path: str, body: dict[str, Any] | None
    ) -> Any:
        import httpx

        try:
            try:
                response = client.request(method, path, json=body)
            except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
                # A connection that was kept open had been closed; all calls may be made twice.
                response = client.request(method, path, json=body)
        except httpx.TimeoutException as exc:
            raise StoreEngineError(
                f"{self._address}: the Chroma server did not answer within "
                f"{self._access.timeout_seconds:g} seconds; nothing is lost. Look whether it is "
                "busy, or allow more: DUIZHAO_ENGINE__TIMEOUT_SECONDS."
            ) from exc
        except httpx.HTTPError as exc:
            raise StoreEngineError(
                f"{self._address}: the Chroma server cannot be reached ({exc}); nothing is lost. "
                "Start it (chroma run --path FOLDER --port PORT), or take the library away from "
                "it: duizhao migrate --to embedded"
            ) from exc
        if response.is_success:
            return self._read(response)
        raise self._refusal(response, path)

    def _read(self, response: httpx.Response) -> Any:
        try:
            return response.json()
        except ValueError as exc:
            raise self._no_chroma(f"{response.text[:60]!r} was answered") from exc

    def _refusal(self, response: httpx.Response, path: str) -> Exception:
        """Tell what a server's refusal means."""
        status = response.status_code
        try:
            found = response.json()
            kind, message = str(found["error"]), str(found.get("message", ""))
        except (ValueError, LookupError, TypeError, AttributeError):
            kind, message = "", response.text[:200]
        if status in (401, 403):
            return StoreEngineError(
                f"{self._address}: the Chroma server refused the sign-in ({status}). Set "
                "DUIZHAO_ENGINE__TOKEN to a token that it accepts."
            )
        if status == 404 and "/collections/" in path and kind == "NotFoundError":
            return MissingCollectionError(
                f"{self._address}: the Chroma server does not hold the library's vectors "
                f"({message}). They are safe in the catalogue; the next change of the library "
                "builds the index again, and so does: duizhao doctor --repair"
            )
        if status in (404, 405, 410):
            if self._address.database and "atabase" in message:
                return StoreEngineError(
                    f"{self._address}: the Chroma server has no database "
                    f"{self._address.database!r}. Make it there, or leave it out."
                )
            return self._no_chroma(f"{status} for {path}")
        return StoreWriteError(
            f"{self._address}: the Chroma server reports {status} {kind} {message}; the library is "
            "as it was. Look into the server's log, then run the command again."
        )

    def _no_chroma(self, found: str) -> StoreEngineError:
        return StoreEngineError(
            f"{self._address}: no Chroma server of version 1 answers there ({found}). Check the "
            "address; a server before 1.0 has to be updated."
        )


def _collection(found: Any) -> ServerCollection:
    dimension = found.get("dimension")
    return ServerCollection(str(found["id"]), None if dimension is None else int(dimension))
