"""Memory and collections, looked at in a process of their own: both concern all of it."""

import subprocess
import sys

_PROGRAM = """
import gc
from rag.runtime.memory import give_back_memory, spare_collections
loaded = [[] for _ in range(5_000)]
waste = []
waste.append(waste)
del waste
spare_collections()
assert gc.get_freeze_count() > 5_000, gc.get_freeze_count()
assert len(gc.get_objects()) < 1_000, len(gc.get_objects())
later = []
later.append(later)
del later
give_back_memory()
assert not gc.garbage
print(gc.get_stats()[2]["collected"] > 0)
"""


def test_what_is_loaded_is_spared_and_what_comes_later_is_collected():
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("True", "")
