"""The chat page: a library -> a page in the browser."""

from __future__ import annotations

import os

# Gradio reads these when it is imported: no usage reports, no look-up of newer versions.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from ui.app import build_page
from ui.protocols import PageLibrary
from ui.serve import PageError, serve

__all__ = ["PageError", "PageLibrary", "build_page", "serve"]
