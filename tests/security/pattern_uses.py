"""The program's source -> its regular expressions, and how each is used."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("rag", "ui", "vectorstore", "prompts")
_METHODS = frozenset("search match fullmatch finditer findall sub subn split".split())
#: Where the name of a pattern alone does not tell: a dictionary's values, an argument.
_ANY_METHOD = frozenset({"search", "fullmatch"})


@dataclass
class Used:
    """A pattern and its uses.

    :param place: module and name.
    """

    place: str
    pattern: re.Pattern[Any]
    methods: set[str] = field(default_factory=set)


def collect_patterns() -> list[Used]:
    """Collect the patterns in the globals of all modules, and those written inside functions."""
    found: dict[tuple[Any, int], Used] = {}
    for path in _sources():
        text = path.read_text("utf-8")
        if not re.search(r"^import re$|^from re import", text, re.MULTILINE):
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        nodes = list(ast.walk(ast.parse(text)))
        uses = _uses_in(nodes)
        for label, pattern in _patterns_in(vars(module)):
            entry = found.setdefault(
                (pattern.pattern, pattern.flags), Used(f"{name}:{label}", pattern)
            )
            entry.methods |= uses.get(label, set()) or _ANY_METHOD
        for line, method, pattern in _inline(nodes):
            entry = found.setdefault(
                (pattern.pattern, pattern.flags), Used(f"{name}:{line}", pattern)
            )
            entry.methods.add(method)
    return list(found.values())


def _sources() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name != "__main__.py"
    ]


def _uses_in(nodes: list[ast.AST]) -> dict[str, set[str]]:
    """Map the names of a module's patterns to the methods that it calls on them.

    One that is handed on by name, as an element or an argument, is used in the ways of the module's
    own variables.
    """
    uses: dict[str, set[str]] = {}
    called: set[int] = set()
    ways: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in _METHODS:
            owner = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if isinstance(owner, ast.Name) and owner.id.isupper():
                uses.setdefault(owner.id, set()).add(node.attr)
                called.add(id(owner))
            elif not (isinstance(owner, ast.Name) and owner.id == "re"):
                ways.add(node.attr)
    for node in nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        if node.id.isupper() and id(node) not in called:
            uses.setdefault(node.id, set()).update(ways)
    return uses


def _patterns_in(values: dict[str, Any]) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for name, value in list(values.items()):
        if not name.startswith("__"):
            for pattern in _within(value, 0):
                yield name, pattern


def _within(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for each in (*value, *value.values()):
            yield from _within(each, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each, depth + 1)
    elif depth < 3 and type(value).__module__.split(".")[0] in PACKAGES:
        names = (*getattr(type(value), "__slots__", ()), *getattr(value, "__dict__", {}))
        for name in names:
            yield from _within(getattr(value, name, None), depth + 1)


def _inline(nodes: list[ast.AST]) -> Iterator[tuple[int, str, re.Pattern[Any]]]:
    """Find ``re.sub("...", ...)`` and the like where the pattern is a plain text."""
    for node in nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner, first = node.func.value, node.args[0]
        is_ours = isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in _METHODS
        if is_ours and isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
            yield node.lineno, node.func.attr, re.compile(first.value)
