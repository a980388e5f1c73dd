"""A library -> one file and back, whatever goes on meanwhile and whatever the file holds."""

import gzip
import io
import json
import sqlite3
import stat
import tarfile
import threading
from contextlib import closing

import pytest

from rag.cli import main
from rag.conversations import CONVERSATIONS_FILE, Conversation
from rag.library import Library
from rag.settings import Settings
from rag.upkeep.backup import back_up, restore
from rag.upkeep.backup_files import MANIFEST, BackupError, check_backup
from vectorstore import inspect_catalogue, inspect_keywords, inspect_vectors

PORT = "记者：新港口何时开放？\n\n市长林海：新港口将于2026年5月1日开放，投资3.2亿元。\n"
FERRY = "Question: How many ferries?\n\nMayor Lin Hai: Twelve ferries, for 300 people each.\n"


def open_library(folder):
    return Library.open(folder, settings=Settings(store=folder))


@pytest.fixture
def folder(tmp_path):
    """A library with an uploaded document, conversations and users."""
    folder = tmp_path / "library"
    with open_library(folder) as library:
        library.upload_folder.mkdir()
        (library.upload_folder / "港口.txt").write_text(PORT, "utf-8")
        (tmp_path / "ferry.txt").write_text(FERRY, "utf-8")
        library.ingest([library.upload_folder, tmp_path / "ferry.txt"])
        library.save_conversation("lin", Conversation().begin("渡轮 ferries?").stop())
    (folder / "users").write_text("lin:hash\n", "utf-8")
    (folder / "users").chmod(0o600)
    (folder / "elsewhere").symlink_to(tmp_path / "ferry.txt")
    return folder


def answers(folder):
    with open_library(folder) as library:
        return [
            [(hit.passage.paragraph, hit.score) for hit in library.search(question)]
            for question in ("新港口何时开放？", "How many ferries?")
        ]


def conversations(folder):
    with open_library(folder) as library:
        return [
            library.read_conversation("lin", each.id) for each in library.list_conversations("lin")
        ]


@pytest.mark.parametrize("name", ["b.tar.zst", "b.tar.gz"])
def test_restored_library_is_the_one_backed_up(folder, tmp_path, name):
    target, new = tmp_path / name, tmp_path / "new" / "library"
    assert main(["backup", str(target), "--store", str(folder)]) == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert main(["restore", str(target), "--store", str(new)]) == 0
    assert answers(new) == answers(folder)
    assert inspect_catalogue(new) == inspect_vectors(new) == inspect_keywords(new) == []
    assert (new / "users").read_text("utf-8") == "lin:hash\n"
    assert stat.S_IMODE((new / "users").stat().st_mode) == 0o600
    assert conversations(new) == conversations(folder) != []
    assert not (new / "elsewhere").exists()
    with open_library(new) as library:
        # What was uploaded lies below the new folder now, and is not taken for gone.
        paths = {info.name: info.path for info in library.documents()}
        assert paths["港口"] == str(new / "uploads" / "港口.txt")
        assert library.ingest(tmp_path / "ferry.txt", prune=True).removed == ()


def test_backup_while_documents_are_written_is_of_one_moment(folder, tmp_path):
    stop, begun, written = threading.Event(), threading.Event(), []

    def write():
        with open_library(folder) as library:
            while not stop.is_set():
                number = len(written)
                (tmp_path / "ferry.txt").write_text(f"{FERRY}\nFerry number {number}.\n", "utf-8")
                library.ingest(tmp_path / "ferry.txt")
                written.append(number)
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        for number in range(3):
            back_up(folder, tmp_path / f"{number}.tar.gz")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        restore(tmp_path / f"{number}.tar.gz", tmp_path / f"new-{number}")
        assert inspect_catalogue(tmp_path / f"new-{number}") == []
        with open_library(tmp_path / f"new-{number}") as library:
            assert {info.name for info in library.documents()} == {"港口", "ferry"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("b.zip", r"ends with \.tar\.zst or \.tar\.gz"),
        ("library/b.tar.gz", "within the library"),
        ("nowhere/b.tar.gz", "no folder"),
        ("there.tar.gz", "such a file already"),
    ],
)
def test_backup_names_what_is_wrong_with_its_place(folder, tmp_path, name, message):
    (tmp_path / "there.tar.gz").write_text("mine")
    with pytest.raises(BackupError, match=message):
        back_up(folder, tmp_path / name)
    assert (tmp_path / "there.tar.gz").read_text() == "mine"


def test_damaged_library_is_not_backed_up(folder, tmp_path):
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection, connection:
        connection.execute("UPDATE paragraphs SET text = 'other' WHERE id = 1")
    with pytest.raises(BackupError, match=r"is damaged \(not as written: ferry.*duizhao doctor"):
        back_up(folder, tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists()


def test_library_is_never_restored_over_another(folder, tmp_path):
    back_up(folder, tmp_path / "b.tar.gz")
    before = answers(folder)
    with pytest.raises(BackupError, match="never restored over it"):
        restore(tmp_path / "b.tar.gz", folder)
    assert answers(folder) == before
    (tmp_path / "empty").mkdir()
    assert restore(tmp_path / "b.tar.gz", tmp_path / "empty").documents == 2


def test_damaged_backup_is_refused(folder, tmp_path):
    back_up(folder, tmp_path / "b.tar.gz")
    data = gzip.decompress((tmp_path / "b.tar.gz").read_bytes())
    place = data.index(b"lin:hash")
    changed = data[:place] + b"eve" + data[place + 3 :]
    for name, content, message in (
        ("changed", gzip.compress(changed), "users is not what was backed up"),
        ("cut", gzip.compress(data[: len(data) // 2]), "no backup of duizhao, or it is damaged"),
        ("torn", (tmp_path / "b.tar.gz").read_bytes()[:900], "or it is damaged"),
        ("other", b"my thesis", "no backup of duizhao"),
    ):
        path = tmp_path / f"{name}.tar.gz"
        path.write_bytes(content)
        with pytest.raises(BackupError, match=message):
            restore(path, tmp_path / "new")
        assert not (tmp_path / "new").exists()
    assert not [path for path in tmp_path.iterdir() if "restoring" in path.name]


def member(name, kind=tarfile.REGTYPE, content=b"x", target=""):
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, len(content), target
    return info, content


@pytest.mark.parametrize(
    ("info", "message"),
    [
        (member("../outside"), "outside the library's folder"),
        (member("/etc/outside"), "outside the library's folder"),
        (member("uploads/../../outside"), "outside the library's folder"),
        (member("uploads\\..\\outside"), "outside the library's folder"),
        (member("link", tarfile.SYMTYPE, b"", "/etc"), "a link"),
        (member("link", tarfile.LNKTYPE, b"", "catalogue.sqlite3"), "a link"),
        (member("pipe", tarfile.FIFOTYPE, b""), "a link, a folder or a device"),
        (member("foreign.txt"), "manifest is missing"),
    ],
)
def test_hostile_archive_is_refused(tmp_path, info, message):
    path = tmp_path / "hostile.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(info[0], io.BytesIO(info[1]))
    with pytest.raises(BackupError, match=message):
        restore(path, tmp_path / "new")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hostile.tar.gz"]


@pytest.mark.parametrize(
    ("change", "message"),
    [({"duizhao_backup": 9}, "format 9, .*Update"), ({"store_format": 99}, "format 99, .*Update")],
)
def test_newer_backup_is_refused(folder, tmp_path, change, message):
    back_up(folder, tmp_path / "b.tar.gz")
    with (
        tarfile.open(tmp_path / "b.tar.gz") as old,
        tarfile.open(tmp_path / "n.tar.gz", "w:gz") as new,
    ):
        for info in old:
            data = old.extractfile(info).read()
            if info.name == MANIFEST:
                data = json.dumps(json.loads(data) | change).encode()
                info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    with pytest.raises(BackupError, match=message):
        restore(tmp_path / "n.tar.gz", tmp_path / "new")


def test_backup_says_what_it_holds(folder, tmp_path):
    back_up(folder, tmp_path / "b.tar.zst")
    manifest = check_backup(tmp_path / "b.tar.zst")
    names = [each.path for each in manifest.files]
    assert names == ["catalogue.sqlite3", CONVERSATIONS_FILE, "uploads/港口.txt", "users"]
    assert (manifest.documents, manifest.embedder) == (2, "duizhao-static-2")
