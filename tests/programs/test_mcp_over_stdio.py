"""`duizhao mcp`, started as clients start it."""

import subprocess
import sys

from mcp import Client, StdioServerParameters
from running import run_alone

from rag.samples import sample_documents


def connect(store, use):
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "rag.cli", "mcp", "--store", str(store)]
    )

    async def connected():
        async with Client(server) as client:
            return await use(client)

    return run_alone(connected())


def test_library_is_served_and_grows_while_it_is(tmp_path):
    from rag.library import Library

    store = tmp_path / "store"

    async def use(client):
        empty = await client.call_tool("ask", {"question": "防潮闸今年关闭了几次？"})
        with Library.open(store) as library:
            library.ingest(sample_documents())
        answer = await client.call_tool("ask", {"question": "防潮闸今年一共关闭了几次？"})
        quote = answer.structured_content["citations"][0]["quote"]
        return empty, answer, await client.call_tool("verify_quote", {"quote": quote})

    empty, answer, check = connect(store, use)
    assert empty.structured_content["reason"] == "empty_library"
    assert "duizhao ingest PATH" in empty.content[0].text
    assert not answer.structured_content["refused"]
    assert answer.structured_content["citations"][0]["counterpart"]["quote"]
    assert check.structured_content["status"] == "exact"


def test_a_client_does_not_wait_for_the_page():
    """Gradio takes seconds to load; clients give up on slow servers."""
    script = "import sys, ui.programs.mcp_server; sys.exit('gradio' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
