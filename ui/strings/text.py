"""A string of the page in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from rag.schema import Language


@dataclass(frozen=True, slots=True)
class Text:
    """A string of the page.

    :param one: the English form where ``count`` is 1.
    """

    zh: str
    en: str
    one: str | None = None

    def __call__(self, language: Language, **values: object) -> str:
        """Give the string in a language, with its blanks filled in."""
        if language == "zh":
            return self.zh.format(**values)
        if self.one is not None and values.get("count") == 1:
            return self.one.format(**values)
        return self.en.format(**values)

    def choose(self, language: Language, count: int) -> str:
        """Give the string for a number of things with its blanks left open."""
        return (
            self.one if language == "en" and count == 1 and self.one else self.in_language(language)
        )

    def in_language(self, language: Language) -> str:
        """Give the string with its blanks left open, for a browser to fill in."""
        return self.zh if language == "zh" else self.en
