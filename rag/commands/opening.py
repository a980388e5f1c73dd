"""Command-line options -> settings and an open library."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from rag.errors import RagError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.library import Library


def read_settings() -> Settings:
    """Read the settings.

    :returns: all settings, from the environment.
    :raises RagError: if a variable holds what it cannot.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "DUIZHAO_" + "__".join(str(part) for part in first["loc"]).upper()
        raise RagError(
            f"{name}: {first['msg']}, found {first.get('input')!r}. Correct or unset the variable."
        ) from error


def open_library(options: Namespace, *, create: bool = False) -> Library:
    """Open the library that the options name.

    :param options: with ``store`` and, where the command has it, ``model``.
    :param create: make it where there is none; else that is an error that says what to do.
    :returns: the library; the caller closes it.
    """
    from rag.library import Library  # reading files alone needs no library

    settings = read_settings()
    if getattr(options, "model", None):
        answer = settings.answer.model_copy(update={"model": options.model})
        settings = settings.model_copy(update={"answer": answer})
    return Library.open(options.store or settings.store, settings=settings, create=create)
