"""The parts of a library, each joining some of the steps; ``rag/library.py`` joins them."""
