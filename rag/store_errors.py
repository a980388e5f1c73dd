"""Errors of the store -> errors of the library."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from rag.errors import LibraryError
from vectorstore import VectorStoreError


@contextmanager
def library_errors() -> Generator[None, None, None]:
    """Turn the store's errors into the library's."""
    try:
        yield
    except VectorStoreError as error:
        raise LibraryError(str(error)) from error
