"""A library -> questions to start with."""

from __future__ import annotations

import re

from rag.schema import Language
from rag.text.language import count_han, count_latin_words
from vectorstore import Store

#: A question on a button: long ones are speeches, short ones need the turn before them.
_MIN_SIZE = 6
_MAX_SIZE = {"zh": 45, "en": 24}

_LABEL = re.compile(r"^[^:：]{1,40}[:：]\s*")


def suggest_questions(store: Store, language: Language, limit: int) -> list[str]:
    """Suggest questions that the library can answer.

    The sample documents come with questions of their own; for others, the questions that their
    reporters put are offered.

    :param store: the library.
    :param language: of the questions.
    :param limit: how many at most, spread over the documents.
    :returns: questions, without the speaker's label.
    """
    from rag.samples import example_questions, sample_documents

    names = {info.name for info in store.documents()}
    samples = {path.stem for path in sample_documents()}
    if names and names <= samples:
        return example_questions(language)[:limit]
    per_document = [_questions_of(store, name, language) for name in sorted(names - samples)]
    spread = [
        questions[turn]
        for turn in range(max(map(len, per_document), default=0))
        for questions in per_document
        if turn < len(questions)
    ]
    return list(dict.fromkeys(spread))[:limit]


def _questions_of(store: Store, name: str, language: Language) -> list[str]:
    found = []
    for passage in store.passages_of(name):
        paragraph = passage.paragraph
        if paragraph.kind != "question" or paragraph.language != language:
            continue
        text = " ".join(_LABEL.sub("", paragraph.text).split())
        # A reporter's preamble is not the question; its last sentence is.
        last = re.split(r"(?<=[。！？.!?])\s*", text.rstrip())
        question = next((piece for piece in reversed(last) if piece), "")
        size = count_han(question) + count_latin_words(question)
        if question.endswith(("?", "？")) and _MIN_SIZE <= size <= _MAX_SIZE[language]:
            found.append(question)
    return found
