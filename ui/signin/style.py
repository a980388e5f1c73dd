"""The page's style sheets -> the one of the pages outside it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "styles"
_BLOCK = r"^{selector} \{{(.*?)^\}}"


@cache
def read_sign_in_style() -> str:
    """Read the style sheet; without a script, dark follows the system."""
    page = (_FOLDER / "page.css").read_text(encoding="utf-8")
    own = (_FOLDER / "signin.css").read_text(encoding="utf-8")
    light, dark = (_colours(page, selector) for selector in (":root", r"\.dark"))
    return "\n".join(
        [
            f":root {{{light} color-scheme: light; }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{{dark} color-scheme: dark; }} }}",
            f":root.light {{{light} color-scheme: light; }}",
            f":root.dark {{{dark} color-scheme: dark; }}",
            own,
        ]
    )


def _colours(style: str, selector: str) -> str:
    found = re.search(_BLOCK.format(selector=selector), style, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""
