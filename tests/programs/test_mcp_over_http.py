"""/mcp of a running page, as the SDK's own client sees it."""

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from running import run_alone

TOOLS = ["search", "ask", "verify_quote", "counterpart", "list_documents"]


@pytest.fixture(scope="module")
def call(page_url):
    """Do something with a connected client."""

    def run(use, mode="auto"):
        async def connected():
            async with Client(f"{page_url}/mcp", mode=mode) as client:
                return await use(client)

        return run_alone(connected())

    return run


@pytest.fixture(scope="module")
def call_tool(call):
    return lambda name, **arguments: call(lambda client: client.call_tool(name, arguments))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_are_described(call, mode):
    tools = call(lambda client: client.list_tools(), mode).tools
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.description
        assert tool.output_schema["type"] == "object"
        assert tool.annotations.read_only_hint
        for field in tool.input_schema["properties"].values():
            assert field["description"]


def test_search_is_read_and_structured(call_tool):
    result = call_tool("search", question="tram", limit=1)
    (passage,) = result.structured_content["passages"]
    assert passage["document"] == "linhe-briefing"
    assert result.content[0].text.startswith("1. linhe-briefing #4 · 沈望\n临河市交通局局长")


def test_ask_shows_sources(call_tool):
    result = call_tool("ask", question="电车什么时候通车？")
    assert result.structured_content["citations"][0]["verified"]
    assert "[1] linhe-briefing #4 · 沈望 · 2024-06-12" in result.content[0].text
    assert "= tram line 2 would open this September." in result.content[0].text


def test_ask_says_that_it_is_not_answered(call_tool):
    result = call_tool("ask", question="火星上有多少人？")
    assert result.structured_content["refused"]
    assert "The documents do not answer this" in result.content[0].text


@pytest.mark.parametrize(
    ("quote", "status", "text"),
    [
        ("全线长十一公里", "exact", "Exact: the quote stands"),
        ("全線長十一公里", "same_letters", "the spelling is not in: script"),
        ("全线长十二公里", "differs", "全线长[-十二-]{+十一+}公里"),
        ("月亮上的猫会唱歌", "not_found", "NOT FOUND"),
    ],
)
def test_verify_quote(call_tool, quote, status, text):
    result = call_tool("verify_quote", quote=quote)
    assert result.structured_content["status"] == status
    assert text in result.content[0].text


def test_counterpart(call_tool):
    result = call_tool("counterpart", document="linhe-briefing", paragraph=4)
    assert result.structured_content["counterpart"]["paragraph"] == 5
    assert "eleven kilometres" in result.content[0].text


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("ask", {"question": "crash"}, "Something unexpected went wrong"),
        ("ask", {"question": "broken library"}, "The library cannot be used"),
        ("search", {"question": "tram", "since": "May"}, "since is 'May'"),
        ("verify_quote", {"quote": "tram", "document": "x"}, "No document is named 'x'"),
    ],
)
def test_errors_are_told_and_keep_secrets(call_tool, name, arguments, message):
    result = call_tool(name, **arguments)
    assert result.is_error
    assert message in result.content[0].text
    assert "secret" not in result.content[0].text


def test_documents_are_resources(call):
    async def read(client):
        listed = (await client.list_resources()).resources
        return [await client.read_resource(str(each.uri)) for each in listed]

    texts = [each.contents[0].text for each in call(read)]
    assert "[#4 · answer · 沈望]\n临河市交通局局长" in texts[0]
    assert len(texts) == 3  # one of them has a name full of marks


def test_unknown_document_is_told(call):
    async def read(client):
        with pytest.raises(MCPError, match="No document is named 'none'"):
            await client.read_resource("duizhao://document/none")

    call(read)
