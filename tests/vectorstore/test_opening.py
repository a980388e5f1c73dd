"""Which folders become a store, which open, and what is said of the others."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store_samples import DIMENSION, EMBEDDER, FIND_MODULES, HARBOUR, make_document

from vectorstore import (
    NotAStoreError,
    Store,
    StoreDamagedError,
    StoreMismatchError,
    StoreNotFoundError,
    StoreReadOnlyError,
)
from vectorstore.database import Database


def open_store(path, **options):
    return Store.open(path, **{"embedder": EMBEDDER, "dimension": DIMENSION} | options)


def names(path):
    return sorted(entry.name for entry in path.rglob("*"))


def test_folder_is_made_with_its_parents(tmp_path):
    with open_store(tmp_path / "a" / "b") as store:
        assert store.info.path == tmp_path / "a" / "b"


def test_missing_store_is_not_made_unasked(tmp_path):
    with pytest.raises(StoreNotFoundError, match="duizhao ingest"):
        open_store(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_existing_store_opens_without_create(tmp_path):
    open_store(tmp_path / "store").close()
    with open_store(tmp_path / "store", create=False) as store:
        assert store.documents() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [({"embedder": "toy-2"}, "'toy-2' \\(16"), ({"dimension": 32}, "'toy-1' \\(32")],
    ids=["embedder", "dimension"],
)
def test_other_embedder_is_refused_with_the_way_out(tmp_path, change, found):
    open_store(tmp_path / "store").close()
    with pytest.raises(StoreMismatchError, match=f"'toy-1' \\(16 dim.*{found}.*duizhao ingest"):
        open_store(tmp_path / "store", **change)
    with open_store(tmp_path / "store") as store:
        assert store.info.embedder == EMBEDDER


def test_newer_format_is_refused(tmp_path):
    open_store(tmp_path / "store").close()
    with sqlite3.connect(tmp_path / "store" / "catalogue.sqlite3") as connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'tomorrow')")
    connection.close()
    with pytest.raises(StoreMismatchError, match=r"format 99.*Update duizhao"):
        open_store(tmp_path / "store")


def test_file_is_no_store(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    with pytest.raises(NotAStoreError, match="this is a file"):
        open_store(path)
    assert path.read_text() == "mine"


def test_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(NotAStoreError, match=r"thesis\.docx.*--store"):
        open_store(tmp_path)
    assert names(tmp_path) == ["thesis.docx"]


def test_folder_whose_making_was_cut_off_is_taken(tmp_path):
    for name in ("writer.lock", "catalogue.sqlite3", "catalogue.sqlite3-wal"):
        (tmp_path / name).touch()
    with open_store(tmp_path) as store:
        assert store.documents() == []


def test_other_programs_database_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "catalogue.sqlite3") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(NotAStoreError, match="another program"):
        open_store(tmp_path)


def open_files(folder):
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("which files are open can only be told where /proc is")
    files = [each.readlink() for each in descriptors.iterdir() if each.is_symlink()]
    return [file for file in files if file.is_relative_to(folder)]


def test_refused_catalogue_is_not_kept_open(tmp_path):
    with open_store(tmp_path / "ours") as store:
        store.set_meta("any", "write")
    (tmp_path / "theirs").mkdir()
    with closing(sqlite3.connect(tmp_path / "theirs" / "catalogue.sqlite3")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    # The errors hold on to all that was made on their way, as a page that shows them does.
    with pytest.raises(StoreMismatchError, match="embed") as _mismatch:
        open_store(tmp_path / "ours", embedder="another")
    with pytest.raises(NotAStoreError, match="another program") as _other:
        open_store(tmp_path / "theirs")
    assert open_files(tmp_path) == []


class InterruptingName(str):
    """The name of an embedder; Ctrl-C comes while it is compared with that of the catalogue."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        raise KeyboardInterrupt("Ctrl-C")


class InterruptedDatabase(Database):
    """Ctrl-C comes while the file is looked at."""

    def _check_ours(self, connection):
        raise KeyboardInterrupt("Ctrl-C")


@pytest.mark.parametrize(
    "begin",
    [
        lambda path: open_store(path, embedder=InterruptingName(EMBEDDER)),
        lambda path: InterruptedDatabase(path / "catalogue.sqlite3", writable=True),
    ],
    ids=["catalogue", "database"],
)
def test_interrupted_opening_leaves_no_file_open(tmp_path, begin):
    open_store(tmp_path).close()
    with pytest.raises(KeyboardInterrupt, match="Ctrl-C") as _interrupt:
        begin(tmp_path)
    assert open_files(tmp_path) == []


def test_damaged_catalogue_is_told(tmp_path):
    (tmp_path / "catalogue.sqlite3").write_bytes(b"no database at all " * 500)
    with pytest.raises(StoreDamagedError, match=r"cannot be read.*backup"):
        open_store(tmp_path)


def test_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreReadOnlyError, match=r"file/store: .*cannot be made"):
        open_store(tmp_path / "file" / "store")


def test_embedder_without_name_or_dimension_is_refused(tmp_path):
    with pytest.raises(ValueError, match="with a name and dimensions"):
        open_store(tmp_path / "store", dimension=0)
    assert names(tmp_path) == []


READ_ONLY_SCRIPT = """
{find_modules}
import ctypes, os
from pathlib import Path
if os.getuid() == 0:
    # Root writes where it likes by two capabilities (1, 2): give them up for good.
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    for index in (0, 1):
        sets[index] &= ~0b110
    assert libc.capset(header, sets) == 0
from rag.schema import SearchFilters
from store_samples import DIMENSION, EMBEDDER, HARBOUR, make_document, vector_of
from vectorstore import Store, StoreReadOnlyError

path = Path({path!r})
with Store.open(path, embedder=EMBEDDER, dimension=DIMENSION) as store:
    store._dense._scan_limit = {scan_limit}
    near = store.search_vectors(
        vector_of(HARBOUR[1][1]), language="en", top_k=1, filters=SearchFilters()
    )
    groups = [(("cargo", 1.0),)]
    worded = store.search_terms(groups, language="en", top_k=3, filters=SearchFilters())
    print([store.passages([id_])[id_].paragraph.number for id_, _ in near + worded])
    for change in (
        lambda: store.put(*make_document("more", HARBOUR)),
        lambda: store.remove(["harbour"]),
        lambda: store.set_meta("key", "value"),
    ):
        try:
            change()
        except StoreReadOnlyError as error:
            print("read-only" if "cannot be written" in str(error) else error)
try:
    Store.open(path / "new", embedder=EMBEDDER, dimension=DIMENSION)
except StoreReadOnlyError as error:
    print("read-only" if "new" in str(error) else error)
"""


@pytest.fixture
def read_only_store(tmp_path):
    path = tmp_path / "store"
    with open_store(path) as store:
        store.put(*make_document("harbour", HARBOUR))
    folders = [path, *(entry for entry in path.rglob("*") if entry.is_dir())]
    for entry in path.rglob("*"):
        if entry.is_file():
            entry.chmod(0o444)
    for folder in folders:
        folder.chmod(0o555)
    yield path
    for folder in folders:
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="root is only held back on Linux")
@pytest.mark.parametrize("scan_limit", [20_000, 0], ids=["small", "large"])
def test_read_only_store_can_be_searched_but_not_changed(read_only_store, scan_limit):
    before = names(read_only_store)
    script = READ_ONLY_SCRIPT.format(
        find_modules=FIND_MODULES,
        path=str(read_only_store),
        scan_limit=scan_limit,
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == ["[2, 2]", *["read-only"] * 4], done.stderr
    assert names(read_only_store) == before
