"""Gradio's API, as Gradio's own client sees it."""

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from rag.settings import PageSettings
from ui.app import build_page

NAMES = {"/ask", "/search", "/verify_quote", "/counterpart", "/documents", "/terms"}


@pytest.fixture(scope="module")
def client(page_url):
    client = Client(page_url, verbose=False)
    yield client
    client.close()


def test_endpoints_are_named_and_described(client):
    info = client.view_api(return_format="dict", print_info=False)
    assert set(info["named_endpoints"]) == NAMES
    assert not info["unnamed_endpoints"]
    for endpoint in info["named_endpoints"].values():
        assert endpoint["description"]
        for field in endpoint["parameters"]:
            assert field["label"] == field["parameter_name"]
            assert field["python_type"]["description"]
        assert endpoint["returns"][0]["python_type"]["description"]


def test_ask_answers_with_citations(client):
    answer = client.predict("电车什么时候通车？", api_name="/ask")
    assert not answer["refused"]
    first = answer["citations"][0]
    assert (first["document"], first["paragraph"], first["status"]) == (
        "linhe-briefing",
        4,
        "verified",
    )
    assert first["quote"] in first["text"]
    assert first["counterpart"]["quote"] == "tram line 2 would open this September."


def test_search_gives_passages_with_counterparts(client):
    (only,) = client.predict("tram", limit=1, api_name="/search")
    assert only["document"] == "linhe-briefing"
    assert only["counterpart"]["language"] == "en"


def test_verify_quote_tells_what_differs(client):
    check = client.predict(quote="tram line 2 would open this May", api_name="/verify_quote")
    assert (check["status"], check["verified"]) == ("differs", False)
    assert check["marked"] == "tram line 2 would open this [-May-]{+September+}"


def test_counterpart_of_a_quote_and_of_a_paragraph(client):
    quoted = client.predict(quote="全线长十一公里", api_name="/counterpart")
    assert (quoted["paragraph"], quoted["counterpart"]["paragraph"]) == (4, 5)
    whole = client.predict(document="linhe-briefing", paragraph=4, api_name="/counterpart")
    assert whole["counterpart"]["text"] == quoted["counterpart"]["text"]
    alone = client.predict(document="linhe-briefing", paragraph=8, api_name="/counterpart")
    assert alone["counterpart"] is None


def test_documents_are_listed_without_paths(client):
    listed = client.predict(api_name="/documents")
    assert {"linhe-briefing", "linhe-english"} <= {each["document"] for each in listed}
    assert all("path" not in each for each in listed)


def test_terms_stand_in_their_context(client):
    first, *_ = client.predict(term="电车", api_name="/terms")
    assert (first["rendering"], first["key"]) == ("tram", "电车")


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("/ask", {"question": "???"}, "this question cannot be asked"),
        ("/ask", {"question": "tram", "model": "gpt"}, "No model is named 'gpt' here"),
        ("/ask", {"question": "crash"}, "Something unexpected went wrong"),
        ("/ask", {"question": "broken library"}, "The library cannot be used at the moment"),
        ("/ask", {"question": "tram", "since": "May"}, "since is 'May', and a date is expected"),
        ("/search", {"question": "tram", "limit": 99}, "limit is 99, and 1 to 50 is expected"),
        ("/verify_quote", {"quote": "!"}, "A quote has at least one letter"),
        ("/counterpart", {}, "Neither a quote nor a paragraph is given"),
        ("/counterpart", {"quote": "月球上的猫"}, "These words do not stand in the library"),
        ("/terms", {"term": "?"}, "A term has at least one letter"),
    ],
)
def test_errors_say_what_is_wrong(client, name, arguments, message):
    with pytest.raises(AppError, match="(?s)" + message.replace("?", r"\?")) as caught:
        client.predict(**arguments, api_name=name)
    assert "secret" not in str(caught.value)


def test_nothing_is_offered_where_it_is_switched_off(asked_library):
    page = build_page(asked_library, PageSettings(api=False))
    assert not page.get_api_info()["named_endpoints"]
