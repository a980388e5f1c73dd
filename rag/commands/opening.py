"""Command-line options -> settings and an open library."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from rag.errors import RagError
from rag.settings import Settings
from rag.variables import VariableError

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
        found = _describe_value(name, first.get("input"))
        raise RagError(f"{name}: {first['msg']}{found}. Correct or unset the variable.") from error
    except VariableError as error:
        raise RagError(str(error)) from error


def _describe_value(name: str, value: object) -> str:
    """Show what was found, save where it is or may hold a key."""
    may_be_key = "KEY" in name or not isinstance(value, str | int | float)
    return "" if may_be_key else f", found {value!r}"


def settings_of(options: Namespace) -> Settings:
    """Read the settings, with the model that the options name."""
    settings = read_settings()
    if not getattr(options, "model", None):
        return settings
    answer = settings.answer.model_copy(update={"model": options.model})
    return settings.model_copy(update={"answer": answer})


def open_library(options: Namespace, *, create: bool = False) -> Library:
    """Open the library that the options name.

    :param options: with ``store`` and, where the command has it, ``model``.
    :param create: make it where there is none; else that is an error that says what to do.
    :returns: the library; the caller closes it.
    """
    from rag.library import Library  # reading files alone needs no library

    settings = settings_of(options)
    return Library.open(options.store or settings.store, settings=settings, create=create)
