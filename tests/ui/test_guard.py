"""What stands before the page: hosts, origins, proxies, limits."""

import httpx
import pytest
from page_fakes import FakeLibrary
from starlette.requests import HTTPConnection

from rag.settings import PageSettings
from ui.guard.addresses import group_address
from ui.guard.hosts import AllowedHosts
from ui.guard.limits import Buckets, RateLimits, TooManyError
from ui.guard.origins import is_foreign
from ui.guard.owners import SessionOwners, sessions_of
from ui.guard.proxies import ProxiesMiddleware, ProxyError
from ui.serve import PageServer

ANY = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize(
    ("host", "names", "header", "allowed"),
    [
        ("127.0.0.1", [], "127.0.0.1:7860", True),
        ("127.0.0.1", [], "localhost", True),
        ("127.0.0.1", [], "[::1]:7860", True),
        ("127.0.0.1", [], "LOCALHOST.:80", True),
        ("127.0.0.1", [], "evil.example", False),
        ("127.0.0.1", [], "127.0.0.1.evil.example", False),
        ("127.0.0.1", [], "192.168.1.5", False),
        ("127.0.0.1", [], "", False),
        ("127.0.0.1", ["library.example"], "library.example", True),
        ("127.0.0.1", ["*.example.org"], "a.example.org", True),
        ("127.0.0.1", ["*.example.org"], "example.org.evil", False),
        (ANY, [], "192.168.1.5:7860", True),
        (ANY, [], "[fe80::1]", True),
        (ANY, [], "evil.example", False),
        ("example.org", [], "example.org", True),
    ],
)
def test_hosts(host, names, header, allowed):
    assert AllowedHosts(host, names).allows(header) is allowed


@pytest.mark.parametrize(
    ("method", "headers", "foreign"),
    [
        ("POST", {}, False),
        ("POST", {"origin": "http://a:1"}, False),
        ("POST", {"origin": "https://A:1"}, False),
        ("POST", {"origin": "http://a:2"}, True),
        ("POST", {"origin": "null"}, True),
        ("POST", {"origin": "http://b", "sec-fetch-site": "same-origin"}, False),
        ("POST", {"sec-fetch-site": "cross-site"}, True),
        ("POST", {"sec-fetch-site": "same-site"}, True),
        ("POST", {"sec-fetch-site": "none"}, False),
        ("DELETE", {"origin": "http://b"}, True),
        ("OPTIONS", {"origin": "http://b"}, True),
        ("GET", {"sec-fetch-site": "cross-site"}, False),
        ("GET", {"origin": "http://b"}, True),
        ("GET", {"origin": "http://a:1"}, False),
    ],
)
def test_origins(method, headers, foreign):
    raw = [(k.encode(), v.encode()) for k, v in {"host": "a:1", **headers}.items()]
    assert is_foreign(HTTPConnection({"type": "http", "headers": raw}), method) is foreign


@pytest.mark.parametrize(
    ("host", "group"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_addresses(host, group):
    assert group_address(host) == group


def forwarded(settings, tmp_path):
    """Ask under a proxy's headers: a limit of one call a minute tells senders apart."""
    with PageServer(FakeLibrary(tmp_path), settings, without_sign_in=True) as server:
        url = f"{server.url}/mcp/none"
        return [
            httpx.post(url, headers={"x-forwarded-for": address}).status_code
            for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")
        ]


def test_forwarded_addresses_are_believed_of_known_proxies(tmp_path):
    settings = PageSettings(port=0, max_calls_per_minute=1, trusted_proxies=("127.0.0.1",))
    assert [code == 429 for code in forwarded(settings, tmp_path)] == [False, False, True]


def test_forwarded_addresses_are_not_believed_of_others(tmp_path):
    settings = PageSettings(port=0, max_calls_per_minute=1, allowed_hosts=("example.org",))
    assert [code == 429 for code in forwarded(settings, tmp_path)] == [False, True, True]


def test_proxies_are_addresses():
    with pytest.raises(ProxyError, match="'nginx' is neither an address"):
        ProxiesMiddleware(lambda *_: None, ["nginx"])


def test_bucket_fills_up_again():
    now = [0.0]
    buckets = Buckets(60, lambda: now[0])
    assert [buckets.take("lin") for _ in range(60)] == [0] * 60
    assert buckets.take("lin") == pytest.approx(1)
    assert buckets.take("wu") == 0
    now[0] += 2
    assert [buckets.take("lin") > 0 for _ in range(3)] == [False, False, True]


def test_senders_remembered_are_bounded():
    buckets = Buckets(1)
    for number in range(10_050):
        buckets.take(str(number))
    assert len(buckets._buckets) == 10_000


def test_one_computer_alone_is_not_limited_in_normal_use():
    limits = RateLimits(PageSettings(), alone=True, clock=lambda: 0.0)
    for _ in range(20 * 60 * 5):
        limits.take("question", "127.0.0.1")
    limited = RateLimits(PageSettings(), clock=lambda: 0.0)
    for _ in range(30):
        limited.take("question", "lin")
    with pytest.raises(TooManyError, match="wait 2 seconds"):
        limited.take("question", "lin")


@pytest.mark.parametrize(
    ("path", "query", "body", "found"),
    [
        ("/gradio_api/queue/join", "", b'{"session_hash": "a"}', ["a"]),
        ("/gradio_api/queue/data", "session_hash=a", b"", ["a"]),
        ("/gradio_api/heartbeat/a", "", b"", ["a"]),
        ("/gradio_api/queue/join", "session_hash=b", b'{"session_hash": "a"}', ["b", "a"]),
        ("/gradio_api/queue/join", "", b"[1]", []),
        ("/gradio_api/queue/join", "", b"{", []),
        ("/v1/x", "session_hash=a", b"", []),
    ],
)
def test_sessions_of_gradio(path, query, body, found):
    scope = {"path": path, "query_string": query.encode()}
    assert sessions_of(scope, body) == found


def test_a_session_is_its_first_users():
    owners = SessionOwners()
    assert owners.claim("a", "lin")
    assert owners.claim("a", "lin")
    assert not owners.claim("a", "wu")
