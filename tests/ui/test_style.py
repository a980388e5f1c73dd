"""The page's colours: readable (WCAG AA, 4.5 to 1) in light and in dark."""

import re

import pytest

from ui.assets import read_style

CSS = read_style()
PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunken"),
    ("ink-soft", "mended-soft"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("quote-ink", "quote"),
    ("good", "good-soft"),
    ("good", "surface"),
    ("mended", "mended-soft"),
    ("bad", "bad-soft"),
    ("bad", "surface"),
    ("surface", "bad"),
    ("paper", "ink"),
]


def _colours(selector: str) -> dict[str, str]:
    block = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", CSS, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"--dz-([\w-]+): (#\w{6});", block[1]))


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


@pytest.mark.parametrize("selector", [":root", ".dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_colours_are_readable(selector, ink, paper):
    colours = _colours(selector)
    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_style_loads_nothing():
    assert not re.search(r"url\(|@import|https?:", CSS)
