"""``/healthz``, ``/metrics`` and request ids of a running page."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import httpx
import pytest

from rag import __version__
from rag.errors import LibraryError
from rag.settings import PageSettings
from rag.users.editing import add_token, add_user
from ui.serve import PageServer


class Fragile:
    """A library whose reading can be broken."""

    def __init__(self, library) -> None:
        self._library = library
        self.is_broken = False

    def __getattr__(self, name: str):
        return getattr(self._library, name)

    def generation(self) -> int:
        if self.is_broken:
            raise LibraryError("/secret/place: cannot be read")
        return self._library.generation()


@pytest.fixture(scope="module")
def fragile(sample_library):
    return Fragile(sample_library)


@pytest.fixture(scope="module")
def alone(fragile):
    with (
        PageServer(fragile, PageSettings(port=0)) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def shared_page(fragile, tmp_path_factory):
    path: Path = tmp_path_factory.mktemp("auth") / "users"
    add_user(path, "lin", "correct horse", cost=2**4)
    token = add_token(path, "lin")
    with (
        PageServer(fragile, PageSettings(port=0), auth_file=path) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        yield client, token


def test_health_says_ok_and_nothing_else(alone):
    response = alone.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "version": __version__}


def test_health_is_open_where_users_sign_in(shared_page):
    client, _ = shared_page
    assert client.get("/healthz").status_code == 200


def test_health_is_unavailable_when_the_store_cannot_be_read(fragile):
    fragile.is_broken = True
    try:
        with PageServer(fragile, PageSettings(port=0)) as server:
            response = httpx.get(f"{server.url}/healthz")
    finally:
        fragile.is_broken = False
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "version": __version__}


def test_metrics_are_shown_on_this_computer(alone):
    response = alone.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "duizhao_documents" in response.text


def test_metrics_need_a_token_where_users_sign_in(shared_page):
    client, token = shared_page
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 401
    allowed = client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert allowed.status_code == 200


def test_metrics_are_refused_behind_a_proxy_without_sign_in(fragile):
    settings = PageSettings(port=0, allowed_hosts=("library.example.org",))
    with PageServer(fragile, settings, without_sign_in=True) as server:
        assert httpx.get(f"{server.url}/metrics").status_code == 403
        assert httpx.get(f"{server.url}/healthz").status_code == 200


def test_metrics_are_refused_to_other_sites(alone):
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert alone.get("/metrics", headers=headers).status_code == 403
    assert alone.get("/metrics", headers={"host": "evil.example"}).status_code == 400


def test_every_response_has_an_id_of_its_own(alone):
    ids = {alone.get("/healthz").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
    forged = alone.get("/healthz", headers={"x-request-id": "forged"})
    assert forged.headers["x-request-id"] != "forged"


def test_request_and_library_log_under_one_id(alone, caplog):
    with caplog.at_level(logging.DEBUG, logger="rag"), caplog.at_level(logging.DEBUG, logger="ui"):
        seen = []
        handler = logging.Handler()
        handler.emit = lambda record: seen.append((record.name, _current(), record.getMessage()))
        logging.getLogger().addHandler(handler)
        try:
            body = {
                "model": "duizhao",
                "messages": [{"role": "user", "content": "港口博物馆什么时候开馆？"}],
            }
            response = alone.post("/v1/chat/completions", content=json.dumps(body))
        finally:
            logging.getLogger().removeHandler(handler)
    id_ = response.headers["x-request-id"]
    under = {name for name, request, _ in seen if request == id_}
    assert {"rag.runtime.observing", "ui.observing.middleware"} <= under
    assert not any("博物馆" in message for *_, message in seen)


def _current() -> str:
    from rag.runtime.observing import current_request

    return current_request()
