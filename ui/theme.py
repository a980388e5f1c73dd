"""Gradio's theme, with the system's own fonts: nothing is fetched from a font host."""

from __future__ import annotations

import gradio as gr

#: Fonts that come with Windows, macOS, Android and Linux, Latin letters first.
SANS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "sans-serif",
)
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def make_theme() -> gr.themes.Base:
    """Make the base theme; colours and spacing of our own parts stand in ``styles``."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        font=[gr.themes.Font(name) for name in SANS],
        font_mono=[gr.themes.Font(name) for name in MONO],
    ).set(
        body_background_fill="#f7f6f2",
        body_background_fill_dark="#14171a",
        body_text_color="#1c232b",
        body_text_color_dark="#e9e7e2",
    )
