"""Who may call: with sign-in only users with a token, and never a page of another site."""

import json
import urllib.error
import urllib.request

import httpx2
import openai
import pytest
from gradio_client import Client as GradioClient
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from running import run_alone

from rag.settings import PageSettings
from rag.users import add_token, hash_password

CALLS = [
    ("POST", "/v1/chat/completions"),
    ("GET", "/v1/models"),
    ("POST", "/mcp"),
    ("POST", "/gradio_api/call/ask"),
]


@pytest.fixture(scope="module")
def guarded(asked_library, tmp_path_factory):
    """A page with sign-in: its address, and a token."""
    from ui.serve import PageServer

    path = tmp_path_factory.mktemp("users") / "users"
    path.write_text(f"lin:{hash_password('桥下的河水今天很清澈', cost=16)}\n", "utf-8")
    token = add_token(path, "lin")
    with PageServer(asked_library, PageSettings(port=0), auth_file=path) as server:
        yield server.url, token


def send(method, url, **headers):
    body = b"{}" if method == "POST" else None
    headers = {"content-type": "application/json", **headers}
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize("authorization", ["", "Bearer wrong"])
def test_calls_need_a_token(guarded, method, path, authorization):
    url, _ = guarded
    status, body = send(method, url + path, authorization=authorization)
    assert status == 401
    assert json.loads(body)["error"]["message"]


def test_openai_clients_send_the_token_as_key(guarded):
    url, token = guarded
    messages = [{"role": "user", "content": "电车什么时候通车？"}]
    with openai.OpenAI(base_url=f"{url}/v1", api_key=token, max_retries=0) as client:
        reply = client.chat.completions.create(model="duizhao", messages=messages)
    assert reply.choices[0].message.citations
    with (
        openai.OpenAI(base_url=f"{url}/v1", api_key="wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError, match="401"),
    ):
        client.models.list()


def test_mcp_clients_send_the_token_as_header(guarded):
    url, token = guarded

    async def use():
        headers = {"authorization": f"Bearer {token}"}
        async with httpx2.AsyncClient(headers=headers) as http:
            transport = streamable_http_client(f"{url}/mcp", http_client=http)
            async with Client(transport) as client:
                return await client.call_tool("verify_quote", {"quote": "全线长十一公里"})

    assert run_alone(use()).structured_content["status"] == "exact"


def test_gradio_clients_send_the_token_as_header(guarded):
    url, token = guarded
    client = GradioClient(url, headers={"authorization": f"Bearer {token}"}, verbose=False)
    assert client.predict(quote="全线长十一公里", api_name="/verify_quote")["verified"]
    client.close()


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"host": "evil.example"},
    ],
    ids=lambda headers: next(iter(headers.items()))[1],
)
def test_pages_of_other_sites_are_refused(page_url, method, path, headers):
    if method == "GET" and "sec-fetch-site" in headers:
        headers = {**headers, "origin": "https://evil.example"}
    status, _ = send(method, page_url + path, **headers)
    assert status in {400, 403, 421}


def test_no_other_site_is_told_that_it_may_read(page_url):
    request = urllib.request.Request(
        f"{page_url}/v1/models", headers={"origin": page_url}, method="GET"
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["/v1/models", "/mcp"])
def test_nothing_answers_where_it_is_switched_off(asked_library, path):
    from ui.programs.mounting import make_routes

    assert not make_routes(asked_library, PageSettings(api=False))
    assert not make_routes(asked_library, PageSettings(host="0.0.0.0"))  # noqa: S104
    offered = make_routes(asked_library, PageSettings(host="0.0.0.0", api=True))  # noqa: S104
    assert path in {route.path for route in offered}


@pytest.mark.parametrize(
    "proxied",
    [{"allowed_hosts": ("library.example.org",)}, {"trusted_proxies": ("127.0.0.1",)}],
    ids=lambda settings: next(iter(settings)),
)
def test_nothing_answers_behind_a_proxy_unless_it_is_switched_on(asked_library, proxied):
    from ui.programs.mounting import make_routes

    assert not make_routes(asked_library, PageSettings(**proxied))
    assert make_routes(asked_library, PageSettings(**proxied, api=True))


def test_those_who_come_through_a_proxy_find_no_program_endpoints(asked_library):
    from ui.serve import PageServer

    settings = PageSettings(port=0, allowed_hosts=("library.example.org",))
    with PageServer(asked_library, settings, without_sign_in=True) as server:
        for host in ("library.example.org", "127.0.0.1"):
            status, body = send("GET", f"{server.url}/v1/models", host=host)
            assert b'"owned_by"' not in body, status
            _, body = send("GET", f"{server.url}/gradio_api/info", host=host)
            assert b"verify_quote" not in body
