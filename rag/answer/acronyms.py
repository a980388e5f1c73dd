"""Question and evidence -> the acronyms asked about that the evidence says in no form.

A country's GDP is not stated where nobody says GDP, 国内生产总值 or Gross Domestic Product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.protocols import Lexicon
from rag.schema import Hit, Passage, Question
from rag.text.language import count_han
from rag.text.places import find_places

#: Two letters are as often initials of somebody, or shout a short word.
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z]{3,8}(?![A-Za-z0-9])")
_CAPITALISED = re.compile(r"[A-Z][\w\u2019'-]*|[a-z]+")
#: Words of a name that its acronym leaves out, and their most in a row.
_JOINTS = frozenset("of the and for in on to".split())
_TRANSLATIONS = 16


def find_missing_acronyms(
    question: Question, hits: Sequence[Hit], lexicon: Lexicon | None
) -> list[str]:
    """Find the acronyms in a question that no evidence says, in full or in short.

    :param question: its own words are looked at; written in capitals throughout it has none.
    :param hits: the evidence; where none of it is English nothing is told, as Chinese names for
        what is new are not known.
    :param lexicon: translation table.
    :returns: acronyms, in order; those of countries are left to ``rag.answer.elsewhere``.
    """
    if question.text.isupper() and not count_han(question.text) and " " in question.text:
        return []
    found = dict.fromkeys(_ACRONYM.findall(question.text))
    asked = [each for each in found if not find_places(each)]
    passages = list(_passages(hits)) if asked else []
    if not any(passage.paragraph.language == "en" for passage in passages):
        return []
    texts = ["\n".join((each.title or "", each.context, each.paragraph.text)) for each in passages]
    return [each for each in asked if not any(_says(text, each, lexicon) for text in texts)]


def _passages(hits: Sequence[Hit]) -> Iterator[Passage]:
    for hit in hits:
        yield hit.passage
        yield from hit.counterpart.passages if hit.counterpart is not None else ()


def _says(text: str, acronym: str, lexicon: Lexicon | None) -> bool:
    if re.search(rf"(?<![A-Za-z]){acronym}s?(?![A-Za-z])", text, re.IGNORECASE):
        return True
    translations = lexicon.translate(acronym.lower(), "en")[:_TRANSLATIONS] if lexicon else ()
    return any(word in text for word, _ in translations) or _spells_out(text, acronym)


def _spells_out(text: str, acronym: str) -> bool:
    """Tell whether words in a row begin with an acronym's letters: World Health Organization."""
    initials = "".join(
        word[0] if word[0].isupper() else ("" if word in _JOINTS else ".")
        for word in _CAPITALISED.findall(text)
    )
    return acronym in initials
