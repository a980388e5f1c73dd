"""Keeping a library: documents, passages, vectors, terms and pairs in one folder.

The catalogue is the truth; the indexes of vectors and terms are derived from it.
"""

from vectorstore.errors import (
    NotAStoreError,
    StoreDamagedError,
    StoreLockedError,
    StoreMismatchError,
    StoreNotFoundError,
    StoreReadOnlyError,
    StoreWriteError,
    VectorStoreError,
)
from vectorstore.store import Store
from vectorstore.values import Entry, PairRow, Redescription, Rename, StoreInfo, TermGroup

__all__ = [  # noqa: RUF022 - in the order of the data's flow
    "Store",
    "StoreInfo",
    "Entry",
    "PairRow",
    "Rename",
    "Redescription",
    "TermGroup",
    "VectorStoreError",
    "StoreNotFoundError",
    "NotAStoreError",
    "StoreReadOnlyError",
    "StoreLockedError",
    "StoreMismatchError",
    "StoreDamagedError",
    "StoreWriteError",
]
