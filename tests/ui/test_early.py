"""What stands at the beginning of every HTML page, whoever makes the page."""

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.early import EarlyHeadMiddleware, read_early_head

HTML = "<html><head><meta charset='utf-8'></head><body>对照 <head></body></html>"


def page(_):
    return HTMLResponse(HTML)


def stream(_):
    return StreamingResponse(iter([HTML[:9], HTML[9:20], HTML[20:]]), media_type="text/html")


def bare(_):
    return HTMLResponse("<p>gone</p>", status_code=404)


def data(_):
    return JSONResponse({"html": "<head>"})


@pytest.fixture(scope="module")
def client():
    routes = [Route(f"/{each.__name__}", each) for each in (page, stream, bare, data)]
    app = Starlette(routes=routes)
    app.add_middleware(EarlyHeadMiddleware)
    return TestClient(app)


@pytest.mark.parametrize("path", ["/page", "/stream"])
def test_it_stands_first_in_the_head_and_once(client, path):
    response = client.get(path)
    assert response.text == HTML.replace("<head>", f"<head>{read_early_head()}", 1)
    length = response.headers.get("content-length")
    assert length in {None, str(len(response.content))}


def test_what_has_no_head_stays_as_it_is(client):
    response = client.get("/bare")
    assert (response.status_code, response.text) == (404, "<p>gone</p>")
    assert client.get("/data").json() == {"html": "<head>"}
    assert client.head("/page").content == b""


def test_theme_is_set_there_without_any_request():
    head = read_early_head()
    assert "duizhao-theme" in head
    assert "http" not in head
    assert head.count("<script>") == head.count("</script>") == 1
