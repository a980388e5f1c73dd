"""Nothing that is read can run code, and nothing is fetched by reading it."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import socket
from pathlib import Path

import pytest
from format_samples import make_docx, make_epub, make_zip, paragraph
from fuzz_seeds import ARCHIVE, PACKED, PLAIN
from packaging.requirements import Requirement

from rag.documents.load import find_files, list_sources, load_source
from rag.documents.paragraphs import split_paragraphs
from rag.embedding.reranker import CrossEncoderReranker
from rag.embedding.transformer import TransformerEmbedder
from rag.errors import DocumentError, EmbedderError, RerankerError
from rag.settings import DocumentSettings

ROOT = Path(__file__).parents[2]
PACKAGES = ("rag", "ui", "vectorstore", "prompts")
SOURCES = [path for each in PACKAGES for path in sorted((ROOT / each).rglob("*.py"))]
FORBIDDEN_MODULES = frozenset("pickle dill cloudpickle joblib marshal shelve yaml".split())
FORBIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__"})
#: Pipes between our own processes, one of which started the other; nothing of a user's or a
#: network's gets there but inside values that the parent itself made.
OWN_PIPES = {
    "rag/upkeep/isolation.py",
    "rag/ingesting/crew_worker.py",
    "rag/ingesting/crew_processes.py",
}
SETTINGS = DocumentSettings()


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_module_loads_nothing_that_can_run_code(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong = {name.split(".")[0] for name in names} & FORBIDDEN_MODULES
            assert not wrong or place(path) in OWN_PIPES, f"{place(path)} imports {wrong}"
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        assert name not in FORBIDDEN_CALLS, f"{place(path)}:{node.lineno} calls {name}"
        assert name not in {"torch.load", "np.fromfile"}, f"{place(path)}:{node.lineno}"
        keywords = {each.arg: each.value for each in node.keywords}
        remote = keywords.get("trust_remote_code")
        assert remote is None or ast.unparse(remote) == "False", f"{place(path)}:{node.lineno}"
        shell = keywords.get("shell")
        assert shell is None or ast.unparse(shell) == "False", f"{place(path)}:{node.lineno}"
        if name in {"np.load", "numpy.load"}:
            allowed = ast.unparse(keywords.get("allow_pickle", ast.Constant(value=None)))
            assert allowed == "False", f"{place(path)}:{node.lineno} may load a pickle"


@pytest.mark.model
def test_weights_in_a_pickle_are_refused(tiny_model, tmp_path):
    """A file that would run code when it is loaded is not loaded."""
    import pickle
    import shutil

    marker = tmp_path / "ran"

    class Evil:
        def __reduce__(self):
            return (marker.write_text, ("it ran",))

    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    for weights in folder.rglob("*.safetensors"):
        weights.with_name("pytorch_model.bin").write_bytes(pickle.dumps(Evil()))
        weights.unlink()
    with pytest.raises(EmbedderError, match="safetensors"):
        TransformerEmbedder(str(folder))
    with pytest.raises(RerankerError, match="safetensors"):
        CrossEncoderReranker(str(folder))
    assert not marker.exists()


@pytest.fixture
def no_calls(monkeypatch):
    """Fail on every connection and look-up, loopback included."""
    called = []

    def refuse(*arguments, **_):
        called.append(arguments)
        raise OSError("a reader called out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    yield called
    assert not called, called


OUT = "http://127.0.0.1:9/secret"
_INCLUDE = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{OUT}" parse="text"/>'
CALLING = {
    "html": f'<html><head><link rel=stylesheet href="{OUT}"><base href="{OUT}"><meta '
    f'http-equiv=refresh content="0;url={OUT}"></head><body><p>The port 港口 is open.</p>'
    f'<img src="{OUT}"><iframe src="{OUT}"></iframe><object data="{OUT}"></object>{_INCLUDE}'
    f'<script src="{OUT}"></script><svg><image href="{OUT}"/></svg></body></html>'.encode(),
    "md": f"# 港口\n\nThe port ![x]({OUT}) is open.\n".encode(),
    "docx": make_docx(
        paragraph("The port 港口 is open.") + _INCLUDE,
        before=f'<!DOCTYPE a SYSTEM "{OUT}">',
        **{
            "word/_rels/settings.xml.rels": "<Relationships><Relationship Id='r1' "
            f"Type='attachedTemplate' Target='{OUT}' TargetMode='External'/></Relationships>"
        },
    ),
    "epub": make_epub({"a.xhtml": f'<p>The port 港口.</p><img src="{OUT}"/>{_INCLUDE}'}),
    "tmx": PLAIN["tmx"]
    .replace(b"tmx14.dtd", OUT.encode())
    .replace(b"</body>", f"{_INCLUDE}</body>".encode()),
    "xlf": PLAIN["xlf"].replace(b"</body>", f"{_INCLUDE}</body>".encode()),
    "vtt": f"WEBVTT\n\nSTYLE\n::cue {{background: url({OUT})}}\n\n00:01.000 --> 00:02.000\n"
    "The port 港口 is open.\n".encode(),
}


@pytest.mark.parametrize("suffix", CALLING)
def test_reading_calls_nobody(suffix, no_calls):
    path = Path(f"/nowhere/a.{suffix}")
    try:
        document = load_source(path, CALLING[suffix], "a", SETTINGS)
    except DocumentError:
        return
    assert split_paragraphs(document)
    assert "root:" not in document.text


@pytest.mark.parametrize("suffix", ["tmx", "xlf", "docx", "epub"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{OUT}"> %p;]>',
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>',
    ],
    ids=["file", "parameter", "billion laughs"],
)
def test_entities_are_not_expanded(suffix, declared, no_calls):
    name = "x" if "ENTITY x" in declared else "d"
    if suffix == "docx":
        data = make_docx(paragraph(f"The port 港口 &{name};"), before=declared)
    elif suffix == "epub":
        page = f"{declared}<html><body><p>The port 港口 &{name};</p></body></html>"
        data = make_epub({"a.xhtml": page})
    else:
        start = b"<tmx" if suffix == "tmx" else b"<xliff"
        plain = PLAIN[suffix].replace(b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">', b"")
        data = plain.replace(start, declared.encode() + start, 1)
    try:
        document = load_source(Path(f"/nowhere/a.{suffix}"), data, "a", SETTINGS)
    except DocumentError:
        return
    assert "root:" not in document.text
    assert len(document.text) < 5_000


@pytest.mark.parametrize("suffix", [*PACKED, "zip"])
def test_bombs_are_refused_in_every_container(suffix, tmp_path):
    bomb = b" " * 20_000_000
    if suffix == "docx":
        data = make_docx("", **{"word/notes.xml": bomb, "word/document.xml": bomb})
    elif suffix == "epub":
        data = make_epub({"a.xhtml": "<p>a</p>"}, **{"OEBPS/a.xhtml": bomb})
    else:
        data = make_zip({"a.txt": bomb})
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data)
    assert len(data) < 200_000

    def read() -> None:
        for source in list_sources(path, SETTINGS):
            load_source(source.path, source.read(), "a", SETTINGS)

    with pytest.raises(DocumentError, match="times its size, as zip bombs do"):
        read()


def test_nothing_is_unpacked_to_disk(tmp_path):
    path = tmp_path / "in" / "a.zip"
    path.parent.mkdir()
    path.write_bytes(make_zip({"../../escaped.txt": "x", "ok.txt": "The port is open."}))
    read = []
    for source in list_sources(path, SETTINGS):
        try:
            read.append(source.read())
        except DocumentError as error:
            assert "leads out of the archive" in str(error)  # noqa: PT017
    assert read == [b"The port is open."]
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [path]


def test_links_in_a_folder(tmp_path):
    """A link to a file is followed, one to a folder is not, so that no loop has to be told."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "a.txt").write_text("The port is open.")
    (outside / "b.txt").write_text("The ferry is late.")
    (inside / "loop").symlink_to(inside)
    (inside / "folder").symlink_to(outside)
    (inside / "file.txt").symlink_to(outside / "b.txt")
    (inside / "broken.txt").symlink_to(tmp_path / "missing.txt")
    assert [path.name for path in find_files([inside])] == ["a.txt", "file.txt"]


def test_devices_in_a_folder_are_passed_over(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    assert find_files([tmp_path]) == []


def test_archive_sample_is_sound():
    assert ARCHIVE.startswith(b"PK")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed() -> set[str]:
    """Name what Duizhao with all its extras needs, and what that needs."""
    found: set[str] = set()
    waiting = [("duizhao", frozenset({"dev", "hosted", "local"}))]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            requires = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system or Python
        found.add(_normal(name))
        for each in map(Requirement, requires):
            wanted = [{"extra": extra} for extra in ("", *extras)]
            if each.marker is None or any(map(each.marker.evaluate, wanted)):
                waiting.append((each.name, frozenset(each.extras)))
    return found


def test_every_installed_distribution_is_pinned():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = {
        _normal(line.partition("==")[0].strip()): line.partition("==")[2].strip()
        for line in lines
        if "==" in line and not line.startswith("#")
    }
    assert all("==" in line for line in lines if line.strip() and not line.startswith("#"))
    tools = {"duizhao", "pip", "setuptools", "wheel"}
    found = {_normal(each.name): each.version for each in importlib.metadata.distributions()}
    needed = _needed()
    assert len(needed) > 100
    unpinned = sorted(needed - set(pins) - tools)
    assert not unpinned, f"not in constraints.txt: {unpinned}"
    other = {
        name: (version, pins[name])
        for name, version in found.items()
        if name in pins and pins[name].split("+")[0] != version.split("+")[0]
    }
    assert not other, f"installed, pinned: {other}"
