"""The web server: where it listens, what it refuses, what it sends."""

import itertools
import signal
import socket
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from rag.settings import PageSettings
from rag.users.file import AuthFileError
from ui.serve import PageError, PageServer, serve

#: A shell makes its background jobs, and what they start, ignore Ctrl-C; this one must not.
SCRIPT = """
import signal, sys, tempfile
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from page_fakes import FakeLibrary
from rag.settings import PageSettings
from ui.serve import serve
serve(FakeLibrary(Path(tempfile.mkdtemp())), PageSettings(port=0))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from page_fakes import FakeLibrary

    folder = tmp_path_factory.mktemp("page")
    with PageServer(FakeLibrary(folder), PageSettings(port=0)) as running:
        yield running


def fetch(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.headers, response.read().decode()


def test_page_is_served_with_a_policy_for_this_host_alone(server):
    headers, text = fetch(server.url)
    assert "gradio" in text
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_page_names_no_font_host(server):
    _, text = fetch(server.url)
    assert "fonts.g" not in text
    assert '"analytics_enabled":false' in text.replace(" ", "")


def test_other_host_names_are_refused(server):
    with pytest.raises(urllib.error.HTTPError, match="400"):
        fetch(server.url, Host="evil.example")


@pytest.mark.parametrize("path", ["/gradio_api/file=/etc/passwd", "/docs", "/monitoring"])
def test_files_and_tools_are_not_served(server, path):
    with pytest.raises(urllib.error.HTTPError, match=r"40[34]"):
        fetch(server.url + path)


@pytest.mark.parametrize(
    "settings",
    [
        PageSettings(host="0.0.0.0"),  # noqa: S104
        PageSettings(host="192.168.1.5"),
        PageSettings(host="example.org"),
        PageSettings(allowed_hosts=("library.example.org",)),
        PageSettings(trusted_proxies=("127.0.0.1",)),
    ],
)
def test_pages_that_others_can_reach_need_sign_in(library, settings):
    with pytest.raises(PageError, match=r"needs sign-in: add a user .*--without-sign-in"):
        serve(library, settings)


async def refuse_to_start(_scope, _receive, send):
    await send({"type": "lifespan.startup.failed", "message": "not today"})


def test_page_that_does_not_start_leaves_nothing_behind(library):
    server = PageServer(library, PageSettings(port=0))
    server._server.config.app = refuse_to_start
    with pytest.raises(PageError, match="did not start"):
        server.__enter__()
    assert server._socket.fileno() == -1
    assert not server._thread.is_alive()


def test_waiting_tidies_up_until_the_server_ends(library):
    with PageServer(library, PageSettings(port=0)) as server:
        times = []

        def tidy():
            times.append(time.monotonic())
            if len(times) == 3:
                server._server.should_exit = True

        server.wait(tidy=tidy, every_s=0.05)
    assert len(times) >= 3
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.05
    assert not server._thread.is_alive()


@pytest.mark.parametrize("port", [-5, 99_999])
def test_port_that_is_none_is_named(library, port):
    # A copy of settings is not checked by what reads them.
    settings = PageSettings().model_copy(update={"port": port})
    with pytest.raises(PageError, match=rf"Port {port} is none: ports go from 0"):
        PageServer(library, settings)


def test_busy_port_is_named(library):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PageError, match=rf"Port {port} .* in use.*--port"):
            serve(library, PageSettings(port=port))


def test_port_of_a_page_that_could_not_be_made_is_free_again(library, tmp_path):
    with pytest.raises(AuthFileError, match="nobody") as caught:
        PageServer(library, PageSettings(port=0), auth_file=tmp_path / "nobody")
    # What was caught holds on to the page, which would close its socket when it goes.
    held = [frame.f_locals.get("self") for frame, _ in traceback.walk_tb(caught.tb)]
    (page,) = (each for each in held if isinstance(each, PageServer))
    assert page._socket.fileno() == -1


def test_interrupt_ends_quietly():
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent)]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as process:
        try:
            ready = process.stderr.readline()
            assert ready.startswith("Duizhao is ready: http://127.0.0.1:")
            process.send_signal(signal.SIGINT)
            _, rest = process.communicate(timeout=60)
        finally:
            process.kill()
    assert rest == ""
    assert process.returncode == 0
