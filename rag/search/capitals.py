"""Capitals -> the countries whose governments they stand for: Moscow has signed, Russia has."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from rag.text.places import countries_by_capital
from rag.text.terms import word_terms


@functools.cache
def countries_of_capitals() -> Mapping[str, str]:
    """Give the country of each capital that is known, by the capital's index term."""
    return {word_terms(city)[0]: country for city, country in countries_by_capital().items()}
