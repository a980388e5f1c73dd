"""A library's pairs -> files for other programs."""

from __future__ import annotations

from rag.exporting.export import ExportFormat, export_pairs

__all__ = ["ExportFormat", "export_pairs"]
