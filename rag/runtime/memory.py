"""Memory that Python has freed -> the system, where the C library keeps it to itself."""

from __future__ import annotations

import ctypes
import gc
import sys


def spare_collections() -> None:
    """Leave what is loaded by now out of Python's collections, for a process that is to stay.

    Each of those looks at everything: with the page loaded, a quarter of a second in which nobody
    is answered.
    """
    gc.collect()
    gc.freeze()


def give_back_memory() -> None:
    """Give back what is free; after reading 20,000 paragraphs some 100 MB. Linux with glibc only.

    Blocks of all sizes, freed in another order than they were taken, leave holes that glibc keeps.
    """
    gc.collect()
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
