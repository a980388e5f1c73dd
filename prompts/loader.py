"""A task's name, a language and its variables -> the text for the model.

Templates are ``prompts/<task>.<zh|en>.md``; ``{{name}}`` stands for a variable. Values are put in
once and never read again, so a document that contains ``{{question}}`` stays as it is.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]

_FOLDER = Path(__file__).parent
_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")
#: A task's name is part of a file's name: no separators, no dots.
_NAME = re.compile(r"[a-z][a-z_]*")


class PromptError(Exception):
    """A prompt is missing, or its variables do not fit it."""


def names() -> list[str]:
    """List the tasks that have a prompt, sorted."""
    return sorted({path.name.split(".")[0] for path in _FOLDER.glob("*.md")})


def render(name: str, language: Language, **variables: str) -> str:
    """Fill in a prompt.

    :param name: the task, such as ``answer``.
    :param language: of the text.
    :param **variables: exactly the names that the template mentions.
    :returns: the text, without white space at either end.
    :raises PromptError: where there is no such prompt; where variables are missing or left over,
        naming all of them at once.
    """
    template = _load(name, language)
    wanted = set(_VARIABLE.findall(template))
    missing, extra = sorted(wanted - variables.keys()), sorted(variables.keys() - wanted)
    if missing or extra:
        problems = [f"{len(missing)} missing: {', '.join(missing)}"] if missing else []
        problems += [f"{len(extra)} not in the template: {', '.join(extra)}"] if extra else []
        raise PromptError(
            f"prompt {name}.{language}.md: variables {'; '.join(problems)}. "
            f"It takes: {', '.join(sorted(wanted)) or 'none'}."
        )
    return _VARIABLE.sub(lambda match: variables[match.group(1)], template)


@functools.cache
def _load(name: str, language: str) -> str:
    path = _FOLDER / f"{name}.{language}.md"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise PromptError(
            f"no prompt {name}.{language}.md; there are: {', '.join(names())}, each in zh and en."
        )
    return path.read_text(encoding="utf-8").strip()
