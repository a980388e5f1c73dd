"""Addresses that are none, and servers that are not there, not ours, busy, old, or closed."""

import contextlib
import http.server
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import grpc
import numpy as np
import pytest
from engine_servers import ACCESS, free_port, open_on
from store_samples import DIMENSION, EMBEDDER, HARBOUR, make_document

from rag.schema import SearchFilters
from vectorstore import (
    EngineAccess,
    Store,
    StoreDamagedError,
    StoreEngineError,
    StoreMismatchError,
    move_library,
)
from vectorstore.indexes import open_engine, open_indexes
from vectorstore.servers.address import EMBEDDED, EngineAddress, parse_address
from vectorstore.servers.record import EngineRecord, read_record, record_path, write_record

UNHURRIED = EngineAccess(token="secret", timeout_seconds=1.0)


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "library"
    with Store.open(path, embedder=EMBEDDER, dimension=DIMENSION) as store:
        store.put(*make_document("harbour", HARBOUR))
    return path


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("embedded", EMBEDDED),
        ("chroma+http://localhost", EngineAddress("chroma", "http://localhost:8000")),
        (
            "chroma+https://c.example/lib_1",
            EngineAddress("chroma", "https://c.example:443", "lib_1"),
        ),
        ("MILVUS+HTTP://[::1]:7/", EngineAddress("milvus", "http://[::1]:7")),
    ],
    ids=str,
)
def test_addresses_are_read(text, address):
    assert parse_address(text) == address
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not the address of an engine"),
        ("localhost:8000", "Name one of: embedded"),
        ("http://localhost:8000", "not the address of an engine"),
        ("redis+http://localhost", "not the address of an engine"),
        ("chroma+ftp://localhost", "not the address of an engine"),
        ("chroma+http://localhost:port", "cannot be read as an address"),
        ("chroma+http://localhost:99999", "cannot be read as an address"),
        ("chroma+http://", "names no host"),
        ("milvus+http://h?db=1", "names no host"),
        ("milvus+http://h/a b", "no name of a database"),
        ("milvus+http://h/../x", "no name of a database"),
        ("向量://本机", "not the address of an engine"),
    ],
    ids=str,
)
def test_what_is_no_address_is_refused(text, message):
    with pytest.raises(StoreEngineError, match=message):
        parse_address(text)


def test_passwords_are_not_taken_and_not_shown():
    with pytest.raises(StoreEngineError, match="DUIZHAO_ENGINE__TOKEN") as caught:
        parse_address("milvus+http://root:hunter2@host:19530")
    assert "hunter2" not in str(caught.value)


def test_record_that_cannot_be_read_says_what_to_do(library):
    record_path(library).write_text("{")
    with (
        open_on("", library) as store,
        pytest.raises(Exception, match="duizhao migrate --to embedded"),
    ):
        store.put(*make_document("other", HARBOUR))
    move_library(library, EngineAddress("embedded"), ACCESS)
    with open_on("", library) as store:
        store.put(*make_document("other", HARBOUR))
        assert len(store.documents()) == 2


def test_record_that_cannot_be_looked_at_is_told_at_once(library):
    vectors, keywords = open_indexes(library)
    with contextlib.closing(vectors), contextlib.closing(keywords):
        assert len(keywords.ids("en")) == 2
        record_path(library).symlink_to(record_path(library))
        with pytest.raises(StoreDamagedError, match=r"json: .* cannot be looked at .*Check"):
            keywords.ids("en")


@contextlib.contextmanager
def http_server(answer):
    """Answer every request with what ``answer(path)`` gives: status and body."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = answer(self.path)
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                seen.append(self.headers.get("Authorization"))

        do_POST = do_DELETE = do_GET  # noqa: N815

        def log_message(self, *_):
            """Keep quiet."""

    seen = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield EngineAddress("chroma", f"http://127.0.0.1:{server.server_port}"), seen
    finally:
        server.shutdown()
        server.server_close()


def answer_json(status, value):
    return status, json.dumps(value).encode()


def hang(_path):
    time.sleep(5)
    return 200, b"{}"


def full(path):
    if path.endswith("pre-flight-checks"):
        return answer_json(200, {"max_batch_size": 100})
    if "/collections" in path and path.endswith(("upsert", "delete", "query", "get")):
        return answer_json(500, {"error": "InternalError", "message": "disk full"})
    return answer_json(200, {"id": "1", "dimension": None})


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda _path: answer_json(401, {"error": "AuthError"}), "refused the sign-in .401.*TOKEN"),
        (lambda _path: answer_json(403, {}), "refused the sign-in .403"),
        (lambda _path: (404, b"<html>"), "no Chroma server of version 1"),
        (lambda _path: answer_json(410, {"error": "v1"}), "before 1.0 has to be updated"),
        (lambda _path: (200, b"hello"), "no Chroma server of version 1"),
        (lambda _path: (200, b"[]"), "no Chroma server of version 1"),
        (hang, "did not answer within 1 seconds.*nothing is lost"),
        (full, "reports 500 InternalError disk full; the library is as it was"),
    ],
    ids=["401", "403", "other", "old", "text", "list", "hangs", "full"],
)
def test_chroma_server_that_fails_says_why(library, answer, message):
    with http_server(answer) as (address, seen):
        with pytest.raises(Exception, match=message):
            move_library(library, address, UNHURRIED)
        assert set(seen) <= {"Bearer secret"}
    with Store.open(library, embedder=EMBEDDER, dimension=DIMENSION) as store:
        assert len(store.passages_of("harbour")) == 4
        store.put(*make_document("other", HARBOUR))


@contextlib.contextmanager
def grpc_server(code, details):
    """Refuse every call."""

    class Handler(grpc.GenericRpcHandler):
        def service(self, _details):
            return grpc.unary_unary_rpc_method_handler(
                lambda _request, context: context.abort(code, details)
            )

    pool = ThreadPoolExecutor(2)
    server = grpc.server(pool, handlers=[Handler()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield EngineAddress("milvus", f"http://127.0.0.1:{port}")
    finally:
        server.stop(0)
        pool.shutdown(wait=False)


@pytest.mark.parametrize(
    ("code", "details", "message"),
    [
        (grpc.StatusCode.UNAUTHENTICATED, "auth check failure", "refused the sign-in.*TOKEN"),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "busy", "did not answer in time"),
        (grpc.StatusCode.UNIMPLEMENTED, "unknown service", "no Milvus of version 2.4"),
    ],
    ids=["sign-in", "late", "other service"],
)
def test_milvus_that_refuses_says_why(library, code, details, message):
    pytest.importorskip("pymilvus", reason="the extra milvus is not installed")
    with (
        grpc_server(code, details) as address,
        pytest.raises(StoreEngineError, match=message) as caught,
    ):
        move_library(library, address, UNHURRIED)
    assert "secret" not in str(caught.value)
    assert read_record(record_path(library)) == EngineRecord()


@pytest.mark.parametrize("kind", ["chroma", "milvus"])
def test_collection_of_another_dimension_is_refused(library, engine_servers, kind):
    move_library(library, parse_address(engine_servers.address(kind)), ACCESS)
    engine = open_engine(library, read_record(record_path(library)), ACCESS)
    try:
        if kind == "chroma":
            with pytest.raises(StoreMismatchError, match="16 dimensions, and the library's have 3"):
                engine.vectors.search("en", np.ones(3, np.float32), 1)
        else:
            engine.vectors._dimension = 3
            with pytest.raises(StoreMismatchError, match="16 dimensions, and the library's have 3"):
                engine.vectors.upsert("en", [1], np.ones((1, 3), np.float32))
    finally:
        engine.close()


@pytest.mark.parametrize("kind", ["chroma", "milvus"])
def test_library_is_read_while_its_server_is_away(library, kind):
    write_record(
        record_path(library),
        EngineRecord(parse_address(f"{kind}+http://127.0.0.1:{free_port()}"), "dz_1", "other"),
    )
    with Store.open(library, embedder=EMBEDDER, dimension=DIMENSION) as store:
        assert [info.name for info in store.documents()] == ["harbour"]
        assert len(store.passages_of("harbour")) == 4
        if kind == "chroma":
            groups = [(("harbour", 1.0),)]
            everything = SearchFilters()
            assert store.search_terms(groups, language="en", top_k=1, filters=everything)
            vector = np.ones(DIMENSION, np.float32)
            assert store.search_vectors(vector, language="en", top_k=1, filters=everything)
        with pytest.raises(StoreEngineError, match=r"cannot be reached.*migrate --to embedded"):
            store.put(*make_document("other", HARBOUR))
        assert [info.name for info in store.documents()] == ["harbour"]
