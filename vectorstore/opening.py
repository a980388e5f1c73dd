"""A folder -> the catalogue in it, ready to be used."""

from __future__ import annotations

from pathlib import Path

from vectorstore.catalogue import Catalogue
from vectorstore.folder import CATALOGUE, is_writable, prepare_folder
from vectorstore.values import StoreInfo


def open_catalogue(path: Path, *, embedder: str, dimension: int, create: bool) -> Catalogue:
    """Open the catalogue in a folder, or make it; arguments and errors as ``Store.open``."""
    if not embedder or dimension < 1:
        raise ValueError(f"An embedder with a name and dimensions is wanted: {embedder!r}.")
    prepare_folder(path, create=create)
    catalogue = Catalogue(path / CATALOGUE, writable=is_writable(path))
    try:
        catalogue.prepare(embedder, dimension)
    except BaseException:  # Ctrl-C too: the caller has nothing yet that could be closed
        catalogue.close()
        raise
    return catalogue


def read_info(folder: Path) -> StoreInfo:
    """Tell what a store holds and whose vectors, without the embedder; nothing is changed.

    :param folder: the store's, in the present format.
    :returns: as ``Store.info``.
    """
    catalogue = Catalogue(folder / CATALOGUE, writable=False)
    try:
        return catalogue.info()
    finally:
        catalogue.close()
