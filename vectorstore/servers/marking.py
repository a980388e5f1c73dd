"""A file in a library's folder that says: the index on a server is to be built again."""

from __future__ import annotations

from pathlib import Path

from vectorstore.errors import StoreDamagedError, StoreWriteError
from vectorstore.folder import DAMAGED


class Mark:
    """The mark of one index.

    :param folder: for the file.
    :param where: the index is, for messages.
    """

    def __init__(self, folder: Path, where: str) -> None:
        self._path = folder / DAMAGED
        self._where = where

    def is_set(self) -> bool:
        """Whether the index is being built again, or has to be."""
        return self._path.exists()

    def check(self) -> None:
        """Refuse to search an index that is not whole.

        :raises StoreDamagedError: if the mark is set.
        """
        if self.is_set():
            raise StoreDamagedError(
                f"{self._where}: the index is being built again, or has to be. All of it is safe "
                "in the catalogue; run: duizhao doctor --repair"
            )

    def set(self) -> None:
        """Let the index count as damaged until ``clear``, also after a kill.

        :raises StoreWriteError: if the file cannot be made.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()
        except OSError as exc:
            raise StoreWriteError(
                f"{self._path}: the index cannot be marked as being built "
                f"({exc.strerror or exc}). Check the folder's permissions and the disk's space."
            ) from exc

    def clear(self) -> None:
        """Let the index count as whole."""
        self._path.unlink(missing_ok=True)
