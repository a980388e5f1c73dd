"""What every test stands on: no network, no user's library, no settings from outside."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from rag.library import Library
from rag.settings import Settings

#: The browser shares few cores with other tests.
BROWSER_MILLISECONDS = 30_000
#: The shell is Chromium without its windows, in which a page costs half as much to open.
CHROMIUMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Keep what collecting loads, a million objects, out of all later collections of garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True, scope="session")
def no_outside_settings():
    """Take away the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("DUIZHAO_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def default_stores(no_outside_settings, tmp_path_factory) -> Iterator[Path]:
    """A folder for every test, none of which is made before a library is."""
    folder = tmp_path_factory.mktemp("default-stores")
    return (folder / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def own_environment(default_stores):
    """Point the default library to a temporary folder; of these lines all tests pay the time."""
    os.environ["DUIZHAO_STORE"] = str(next(default_stores))


@pytest.fixture(autouse=True, scope="session")
def loopback_only():
    """Fail any connection that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0] if isinstance(address, tuple) else address
            assert host in ("127.0.0.1", "::1", "localhost"), f"a test called {host}"
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def library(tmp_path):
    """A library with nothing in it yet, for a test of its own."""
    with Library.open(tmp_path / "library", settings=Settings(store=tmp_path)) as library:
        yield library


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory):
    """The sample documents, indexed once; tests read it and never write."""
    from rag.samples import sample_documents

    with Library.open(tmp_path_factory.mktemp("samples") / "store") as library:
        report = library.ingest(sample_documents())
        assert not report.failed
        yield library


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and gold, which a checkout may lack."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: it holds the real documents and gold")
    return SHARED


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory) -> Path:
    """A sentence-transformers model of eight dimensions, other than the one that ships."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = {word: number for number, word in enumerate(["[UNK]", "港", "口", "ferry", "port"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder = tmp_path_factory.mktemp("tiny-model")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(folder))
    return folder


@pytest.fixture(scope="session")
def browser():
    """Chromium without a screen; in CI its absence is a failure."""
    chromium = next((each for each in CHROMIUMS if each.exists()), None)
    if chromium is None:
        missing = f"no Chromium at {' or '.join(map(str, CHROMIUMS))}"
        if os.environ.get("CI"):
            pytest.fail(f"{missing}, and CI must test the page")
        pytest.skip(missing)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=BROWSER_MILLISECONDS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(chromium), args=CHROMIUM_ARGUMENTS
        )
        yield launched
        launched.close()
