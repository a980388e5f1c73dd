"""README, CHANGELOG and docs/*.md as tests read them: headings, links, code."""

import re
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))

#: A block of code between fences, with its language; the fence may stand in a list.
_FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.M | re.S)
_INDENTED = re.compile(r"^ {4}(\S.*)$", re.M)
_SPAN = re.compile(r"`([^`]+)`")
_SHELL = frozenset({"", "sh"})


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def shell_lines(text: str) -> list[str]:
    """Lines of the blocks that a reader may type."""
    fenced = (found[2] for found in _FENCED.finditer(text) if found[1] in _SHELL)
    lines = chain.from_iterable(block.splitlines() for block in fenced)
    return [line.strip() for line in lines] + _INDENTED.findall(_FENCED.sub("", text))


def code_spans(text: str) -> list[str]:
    """What stands between single backticks, on one line each."""
    return [" ".join(span.split()) for span in _SPAN.findall(_FENCED.sub("", text))]


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), re.M)
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {each.strip().replace(" ", "-") for each in words}


def table_rows(text: str) -> list[list[str]]:
    """The cells of each row of each table, headers among them."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
