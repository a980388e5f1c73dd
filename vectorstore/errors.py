"""The errors a caller of ``vectorstore`` may see.

VectorStoreError
├── StoreNotFoundError   there is no store and none is to be made
├── NotAStoreError       the path holds something else
├── StoreReadOnlyError   the folder cannot be written
├── StoreLockedError     another writer is at work
├── StoreMismatchError   made with another embedder, or by a newer version
├── StoreDamagedError    a part of it cannot be read
├── StoreEngineError     the server that holds its indexes cannot be used
└── StoreWriteError      a change failed, for example on a full disk; the store is as it was

Every message says what failed, on what, and what to do next.
"""

from __future__ import annotations


class VectorStoreError(Exception):
    """Root of every error that ``vectorstore`` raises on purpose."""


class StoreNotFoundError(VectorStoreError):
    """There is no store at the path, and none is to be made."""


class NotAStoreError(VectorStoreError):
    """The path is a file, or a folder that holds something else."""


class StoreReadOnlyError(VectorStoreError):
    """The store's folder cannot be made or written."""


class StoreLockedError(VectorStoreError):
    """Another writer held the store for longer than we wait."""


class StoreMismatchError(VectorStoreError):
    """The store was made with another embedder, or by a newer version of the program."""


class StoreDamagedError(VectorStoreError):
    """A part of the store cannot be read."""


class StoreEngineError(VectorStoreError):
    """The engine that holds a store's indexes cannot be named, reached or used."""


class StoreWriteError(VectorStoreError):
    """A change could not be written; the store is as it was before it."""
