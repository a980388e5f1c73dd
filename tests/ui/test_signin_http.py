"""Sign-in by requests to the real server: what is closed, how one gets in, what ends it."""

import re

import httpx
import pytest
from page_fakes import FakeLibrary

from rag.settings import PageSettings
from rag.users import add_token, hash_password, remove_tokens, remove_user
from ui.serve import PageServer

GOOD = "桥下的河水今天很清澈"
HTML = {"accept": "text/html"}
#: What a browser sends with a form of the page itself.
SAME = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def users(tmp_path_factory):
    path = tmp_path_factory.mktemp("users") / "users"
    names = ("lin", "wu", "removed", "locked", "program")
    hashed = hash_password(GOOD, cost=16)
    path.write_text("".join(f"{name}:{hashed}\n" for name in names), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(tmp_path_factory, users):
    library = FakeLibrary(tmp_path_factory.mktemp("library"))
    settings = PageSettings(port=0, max_calls_per_minute=2)
    with PageServer(library, settings, auth_file=users) as running:
        yield running


@pytest.fixture
def client(server):
    with httpx.Client(base_url=server.url) as client:
        yield client


def sign_in(client, user="lin", password=GOOD, headers=SAME, **fields):
    form = {"user": user, "password": password, "next": "/", **fields}
    return client.post("/sign-in", data=form, headers=headers)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "//"),
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/heartbeat/x"),
        ("GET", "/gradio_api/queue/data?session_hash=x"),
        ("GET", "/assets/index.js"),
        ("GET", "/theme.css"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/cancel"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/mcp"),
        ("GET", "/mcp"),
        ("DELETE", "/mcp"),
        ("OPTIONS", "/"),
        ("POST", "/sign-out"),
        ("GET", "/sign-in/../config"),
        ("GET", "/sign-in/x"),
    ],
)
def test_everything_needs_a_session(client, method, path):
    response = client.request(method, path)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert "Sign in first" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "path", ["/login", "/logout", "/gradio_api/vibe-edit", "/gradio_api/token"]
)
def test_tools_that_are_not_used_are_closed(client, path):
    assert client.request("POST", path).status_code == 404


def test_people_are_sent_to_sign_in_and_back(client):
    response = client.get("/?document=a&paragraph=8", headers=HTML)
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=%2F%3Fdocument%3Da%26paragraph%3D8"
    page = client.get(response.headers["location"], headers=HTML)
    assert 'name="next" value="/?document=a&amp;paragraph=8"' in page.text
    assert "script-src 'sha256-" in page.headers["content-security-policy"]


def test_right_password_opens_the_page(client):
    response = sign_in(client, next="/?term=x")
    assert response.status_code == 303
    assert response.headers["location"] == "/?term=x"
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/config").json()["title"]
    assert client.get("/gradio_api/user").json() == "lin"


def test_cookie_is_for_https_alone_behind_a_trusted_proxy(tmp_path, users):
    settings = PageSettings(port=0, trusted_proxies=("127.0.0.1",))
    with (
        PageServer(FakeLibrary(tmp_path), settings, auth_file=users) as running,
        httpx.Client(base_url=running.url) as client,
    ):
        response = sign_in(client, headers=SAME | {"x-forwarded-proto": "https"})
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-duizhao-session")
    assert "secure" in cookie.lower()


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/\tx"]
)
def test_sign_in_leads_nowhere_else(client, wanted):
    assert sign_in(client, next=wanted).headers["location"] == "/"


@pytest.mark.parametrize(("language", "text"), [("zh", "用户名或密码不对"), ("en", "is not right")])
def test_wrong_password_is_told(client, language, text):
    response = sign_in(client, user="<b>lin", password="wrong", language=language)
    assert response.status_code == 401
    assert text in response.text
    assert "&lt;b&gt;lin" in response.text
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    ("accepted", "text"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "登录"), ("en-GB", "Sign in"), ("fr,zh", "登录"), ("", "Sign in")],
)
def test_sign_in_follows_the_browser(client, accepted, text):
    page = client.get("/sign-in", headers={"accept-language": accepted})
    assert f"<h1>{text}</h1>" in page.text


def test_chosen_language_is_kept(client):
    client.get("/sign-in?language=zh", headers={"accept-language": "en"})
    assert "登录" in client.get("/sign-in", headers={"accept-language": "en"}).text


def test_session_is_new_at_every_sign_in(client, server):
    cookie = f"duizhao-session-{server.url.rsplit(':', 1)[1]}"
    client.cookies.set(cookie, "planted", domain="127.0.0.1")
    sign_in(client)
    first = client.cookies.get(cookie, domain="127.0.0.1") or client.cookies[cookie]
    assert first != "planted"
    old = httpx.Client(base_url=server.url, cookies={cookie: "planted"})
    assert old.get("/config").status_code == 401


def test_signing_in_again_ends_the_session_before(client, server):
    sign_in(client)
    before = dict(client.cookies)
    sign_in(client)
    assert dict(client.cookies) != before
    assert httpx.get(f"{server.url}/config", cookies=before).status_code == 401
    assert client.get("/config").status_code == 200


def test_signing_out_ends_the_session_on_the_server(client, server):
    sign_in(client)
    before = dict(client.cookies)
    response = client.post("/sign-out", headers=SAME)
    assert response.headers["location"] == "/sign-in?left=1"
    assert "You are signed out" in client.get("/sign-in?left=1", headers=HTML).text
    assert httpx.get(f"{server.url}/config", cookies=before).status_code == 401


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/gradio_api/queue/join", "/v1/x"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:1"},
    ],
)
def test_other_sites_cannot_act(client, path, headers):
    sign_in(client)
    response = client.post(path, headers=headers)
    assert response.status_code == 403
    assert client.get("/config").status_code == 200


def test_the_page_itself_may_act(client, server):
    assert sign_in(client, headers={"origin": server.url}).status_code == 303
    assert sign_in(client, headers={"origin": "null"} | SAME).status_code == 303


def test_scripts_of_other_sites_cannot_read(client):
    sign_in(client)
    assert client.get("/config", headers={"origin": "http://localhost:3000"}).status_code == 403


def test_a_link_of_another_site_takes_a_detour(client):
    elsewhere = HTML | {"sec-fetch-site": "cross-site"}
    page = client.get("/sign-in?next=/?term=x", headers=elsewhere).text
    target = re.search('content="0;url=([^"]+)"', page)[1].replace("&amp;", "&")
    assert target == "/sign-in?next=%2F%3Fterm%3Dx&here=1"
    assert "<form" in client.get(target, headers=elsewhere).text


def test_removed_user_is_signed_out(client, users):
    sign_in(client, "removed")
    assert client.get("/config").status_code == 200
    remove_user(users, "removed")
    assert client.get("/config").status_code == 401
    assert sign_in(client, "removed").status_code == 401


def test_failures_are_slowed_down(client):
    for _ in range(5):
        assert sign_in(client, "locked", "wrong").status_code == 401
    response = sign_in(client, "locked", language="zh")
    assert response.status_code == 429
    assert 1 <= int(response.headers["retry-after"]) <= 15
    assert re.search(r"请过 \d+ 秒再试", response.text)
    assert sign_in(client).status_code == 303


def test_tokens_let_programs_in(client, users):
    token = add_token(users, "lin")
    bearer = {"authorization": f"Bearer {token}"}
    assert client.get("/gradio_api/user", headers=bearer).json() == "lin"
    remove_tokens(users, "lin")
    assert client.get("/gradio_api/user", headers=bearer).status_code == 401


def test_a_wrong_token_is_not_helped_by_a_session(client):
    sign_in(client)
    assert client.get("/config", headers={"authorization": "Bearer x"}).status_code == 401


def test_programs_are_told_to_wait(client, users):
    bearer = {"authorization": f"Bearer {add_token(users, 'program')}"}
    codes = [client.post("/v1/x", headers=bearer).status_code for _ in range(3)]
    assert codes[2] == 429
    response = client.post("/v1/x", headers=bearer)
    assert 1 <= int(response.headers["retry-after"]) <= 30
    assert "Try again in" in response.json()["error"]["message"]


def test_sessions_of_gradio_belong_to_who_used_them_first(client, server):
    sign_in(client)
    body = {"data": [], "fn_index": 10_000, "session_hash": "of-lin"}
    assert client.post("/gradio_api/queue/join", json=body, headers=SAME).status_code != 403
    with httpx.Client(base_url=server.url) as other:
        sign_in(other, "wu")
        answers = [
            other.post("/gradio_api/queue/join", json=body, headers=SAME),
            other.post("/gradio_api/component_server", json=body, headers=SAME),
            other.get("/gradio_api/queue/data?session_hash=of-lin"),
            other.get("/gradio_api/heartbeat/of-lin"),
        ]
    assert [answer.status_code for answer in answers] == [403] * 4


@pytest.mark.parametrize(
    ("path", "size"), [("/v1/x", 5_000_000), ("/gradio_api/queue/join", 5_000_000)]
)
def test_bodies_have_a_limit(client, path, size):
    sign_in(client)
    assert client.post(path, content=b"x" * size, headers=SAME).status_code == 413


def test_uploads_state_their_length(client):
    sign_in(client)
    response = client.post("/gradio_api/upload", content=iter([b"x"]), headers=SAME)
    assert response.status_code == 411


def test_private_pages_are_not_kept(client):
    sign_in(client)
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/sign-in.css").headers.get("cache-control") != "no-store"
