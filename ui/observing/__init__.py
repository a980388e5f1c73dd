"""What an operator sees of a running page: its health, and figures for Prometheus."""

from ui.observing.figures import Figures
from ui.observing.middleware import ObservingMiddleware

__all__ = ["Figures", "ObservingMiddleware"]
