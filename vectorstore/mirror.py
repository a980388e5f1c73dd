"""A read-only index folder -> a temporary folder of links to it, where lock files can be made."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from vectorstore.folder import is_writable


class Mirror:
    """Where to open an index: its own folder, or links to its files if that cannot be written.

    Index files never change once written; what names them does, and is copied.

    :param folder: the index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def is_used(self) -> bool:
        """Whether links stand in for the folder."""
        return self._temporary is not None

    def folder(self) -> Path:
        """Choose the folder to open; links are made anew each time."""
        self.close()
        if is_writable(self._folder):
            return self._folder
        self._temporary = tempfile.TemporaryDirectory(prefix="duizhao-")
        target = Path(self._temporary.name)
        for file in self._folder.iterdir():
            if file.suffix == ".json":
                shutil.copyfile(file, target / file.name)
            elif file.suffix != ".lock":
                (target / file.name).symlink_to(file.absolute())
        return target

    def close(self) -> None:
        """Remove the links."""
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None
