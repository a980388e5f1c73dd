"""What is imported when, and that nothing goes out."""

import subprocess
import sys

from store_samples import FIND_MODULES


def run_script(script, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", f"{FIND_MODULES}\n{script}", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=arguments[0],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_opening_and_searching_a_small_store_does_not_import_chromadb(tmp_path):
    script = """
from pathlib import Path
from store_samples import *
from rag.schema import SearchFilters
path = Path(sys.argv[1]) / "s"
if len(sys.argv) > 2:
    with Store.open(path, embedder=EMBEDDER, dimension=DIMENSION) as store:
        store.put(*make_document("harbour", HARBOUR))
else:
    with Store.open(path, embedder=EMBEDDER, dimension=DIMENSION) as store:
        print(len(store.documents()), "tantivy" in sys.modules)
        found = store.search_vectors(
            vector_of("x"), language="en", top_k=9, filters=SearchFilters()
        )
        print(len(found), "chromadb" in sys.modules)
"""
    run_script(script, tmp_path, "write")
    assert run_script(script, tmp_path) == ["1", "False", "2", "False"]


def test_nothing_goes_out_and_no_settings_come_in(tmp_path):
    # A settings file of the folder the user stands in, which Chroma would read by itself.
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\n")
    script = """
calls = []
watched = ("socket.connect", "socket.getaddrinfo", "socket.sendto")
sys.addaudithook(lambda event, _: calls.append(event) if event in watched else None)
from pathlib import Path
from store_samples import *
from test_concurrency import found_documents
with open_real(Path(sys.argv[1]) / "s", scan_limit=0) as store:
    store.put(*make_document("harbour", HARBOUR))
    print(*found_documents(store)[0], len(calls))
"""
    assert run_script(script, tmp_path) == ["harbour", "0"]
