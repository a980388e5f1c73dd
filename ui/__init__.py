"""The chat page: a library -> a page in the browser; and a library for other programs.

Start the page with ``ui.serve.serve``. Nothing is loaded here, since a program that connects by MCP
needs no page, and Gradio takes seconds.
"""

from __future__ import annotations

import os

# Gradio reads this when it is imported: no usage reports, no look-up of newer versions.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
