"""A library -> questions to start with."""

from __future__ import annotations

import re

from rag.schema import Language
from rag.text.language import count_han, count_latin_words
from vectorstore import Store

#: A question on a button: long ones are speeches, short ones need the turn before them.
_MIN_SIZE = 6
_MAX_SIZE = {"zh": 45, "en": 24}

#: What stands for something said before, or speaks of whoever is asked: others cannot answer.
_LEANING = {
    "zh": re.compile(
        r"[此这那该他她它]|刚才|刚刚|上述|以上|上面|前者|后者|当时"
        r"|^(?:所以|因此|于是|但|不过|可是|而且|还有|另外|同时|然后|为什么[？?])"
        r"|[您你](?:们)?(?:当|在|是|有|为什么|怎么会|什么时候|多大|几)"
    ),
    "en": re.compile(
        r"\b(?:this|these|those|it|he|him|his|she|her|hers|they|them|here|then|such|latter|former)\b"
        r"|\b(?:is|was|does|did|will|would|can|could|do|about|of|for|to|by|with|say|think) that\b"
        r"|\bthat (?:is|was|mean|happen|work|be|have|has)|\bthat\s*[?.,;]"
        r"|\b(?:were|was|are|did|have|had) you\b|\byou (?:were|are|did|had|have)\b"
        r"|^(?:and|but|so|or|also|why\?|how so|what else)\b",
        re.IGNORECASE,
    ),
}
#: Asks one person for a view, mostly of something that is named.
_ADDRESSING = {
    "zh": re.compile("[您你我]"),
    "en": re.compile(r"\b(?:you|your|yours|we|us|our|its|their)\b", re.IGNORECASE),
}

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
        is_short = _MIN_SIZE <= size <= _MAX_SIZE[language]
        if question.endswith(("?", "？")) and is_short and not _LEANING[language].search(question):
            found.append(question)
    # The sort is stable: apart from that they stay in the order of the document.
    return sorted(found, key=lambda text: bool(_ADDRESSING[language].search(text)))
