"""How many threads compute at a time; the others wait, in no order."""

from __future__ import annotations

import threading

#: One interpreter runs one thread; a second one uses the time that SQLite, tantivy and NumPy take.
#: Measured with 20 users at once: 453 answers with two, 437 with one, 385 with three, 308 with all.
_AT_ONCE = 2

#: Held while something is computed, never while a server or a reader is waited for; whoever holds
#: it does not ask for it again. Threads that all want the interpreter hand it to each other at
#: random, and the page's own thread hardly gets it.
computing = threading.BoundedSemaphore(_AT_ONCE)
