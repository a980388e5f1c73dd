"""What an interrupted ingest stored and did not pair: a note kept with the store until it is done.

Documents become visible one by one, their pairs when all are read. Killed between the two, the next
ingest would take them for done, since their files have not changed.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from vectorstore import Store

_NOTE = "unpaired_since"


def find_unpaired(store: Store) -> frozenset[str]:
    """Name the documents stored since an ingest began that did not come to its end."""
    since = store.get_meta(_NOTE)
    if not since:
        return frozenset()
    return frozenset(info.name for info in store.documents() if info.added >= since)


@contextmanager
def noting_unpaired(store: Store) -> Generator[None, None, None]:
    """Keep the note while documents are stored and paired; the earlier one where there is one.

    :param store: its writer lock is held.
    """
    if not store.get_meta(_NOTE):
        store.set_meta(_NOTE, datetime.now(UTC).isoformat(timespec="seconds"))
    yield
    store.set_meta(_NOTE, "")
