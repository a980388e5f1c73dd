"""What a user has chosen for questions: the model, the number of passages, the filters."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.schema import SearchFilters

#: Entries of evidence that a user may ask for; more would not be read.
MIN_TOP_K, MAX_TOP_K = 1, 50


@dataclass(frozen=True, slots=True)
class Choices:
    """How a question is asked.

    :param model: ``extractive`` or a chat model's name; empty for the library's own choice.
    :param top_k: entries of evidence, ``MIN_TOP_K`` to ``MAX_TOP_K``; 0 for the library's own.
    :param filters: what the search is limited to.
    """

    model: str = ""
    top_k: int = 0
    filters: SearchFilters = field(default_factory=SearchFilters)

    @property
    def filtered(self) -> bool:
        """Whether the search is limited to part of the library."""
        return self.filters != SearchFilters()
