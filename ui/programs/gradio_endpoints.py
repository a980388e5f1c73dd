"""A library -> named endpoints of Gradio's API, which ``gradio_client`` lists with their fields."""

# Gradio reads annotations as they stand, so they must not be put off here.

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import gradio as gr

from rag.records import Record
from ui.programs.failures import ProgramError, explaining
from ui.programs.operations import Limits, Operations
from ui.protocols import PageLibrary

_LIMITS = {
    "language": '"zh" or "en" for passages of one language alone, "" for both.',
    "document": 'Name of the only document to look in, "" for all.',
    "speaker": 'Only what stands under this speaker\'s label, as printed; "" for everyone.',
    "since": 'Only documents from this date on: 2021, 2021-12 or 2021-12-30; "" for no limit.',
    "until": 'Only documents up to this date; "" for no limit.',
}
_QUESTION = "A question in Chinese or English."


@dataclass(frozen=True, slots=True)
class _Words:
    """What people read of an endpoint.

    :param description: what it does.
    :param parameters: what each one is, in the order of the method's own.
    :param returns: what comes back.
    """

    description: str
    parameters: dict[str, str]
    returns: str


_ASK = _Words(
    "Answer a question from the documents alone, with a citation for every claim.",
    {
        "question": _QUESTION,
        "model": 'What answers, one of those that the operator offers; "" for the usual one.',
        **_LIMITS,
    },
    "The answer with its citations, as duizhao ask --json prints it.",
)
_SEARCH = _Words(
    "Rank the passages that bear on a question, in both languages at once.",
    {
        "question": _QUESTION,
        "limit": "How many passages, 1 to 50; 0 for the usual number.",
        **_LIMITS,
    },
    "Passages with their counterparts, best first, as duizhao search --json prints them.",
)
_VERIFY_QUOTE = _Words(
    "Tell whether a quotation stands in the documents letter by letter, and where.",
    {
        "quote": "The words as quoted; an ellipsis or [...] stands for words left out.",
        "document": _LIMITS["document"],
    },
    "status (exact, same_letters, differs, not_found), places and differences, as duizhao "
    "verify --json prints them.",
)
_COUNTERPART = _Words(
    "Give the wording in the other language of a quote, or of a paragraph.",
    {
        "quote": "Words that stand in a document.",
        "document": "Name of the document of the paragraph, or the only one to look in.",
        "paragraph": "Without a quote: number of the paragraph, from 1.",
    },
    "The paragraph with its counterpart, and the sentence that says the same as the quote.",
)
_DOCUMENTS = _Words("List the documents.", {}, "Their names, titles, dates, languages and sizes.")
_TERMS = _Words(
    "Find every place of a term and how it is rendered in the other language.",
    {"term": "A word or a phrase, in Chinese or English."},
    "Places in their context, as duizhao terms --json prints them.",
)


def add_endpoints(page: gr.Blocks, library: PageLibrary) -> None:
    """Add the endpoints to a page, before its own events: the first of a name keeps it.

    :param page: the page, while it is being built.
    :param library: what is asked.
    """
    endpoints = _Endpoints(Operations(library))
    _add(page, endpoints.ask, _ASK)
    _add(page, endpoints.search, _SEARCH)
    _add(page, endpoints.verify_quote, _VERIFY_QUOTE)
    _add(page, endpoints.counterpart, _COUNTERPART)
    _add(page, endpoints.documents, _DOCUMENTS)
    _add(page, endpoints.terms, _TERMS)


class _Endpoints:
    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    # Flat, and hence many: Gradio's API knows no other arguments.
    def ask(  # noqa: PLR0913, PLR0917
        self,
        question: str,
        model: str = "",
        language: Literal["", "zh", "en"] = "",
        document: str = "",
        speaker: str = "",
        since: str = "",
        until: str = "",
    ) -> dict[str, Any]:
        limits = Limits.of_one(language, document, speaker, since, until)
        return self._operations.answer(question, limits, model=model)

    def search(  # noqa: PLR0913, PLR0917
        self,
        question: str,
        limit: int = 0,
        language: Literal["", "zh", "en"] = "",
        document: str = "",
        speaker: str = "",
        since: str = "",
        until: str = "",
    ) -> list[dict[str, Any]]:
        limits = Limits.of_one(language, document, speaker, since, until)
        return self._operations.search(question, limit, limits)

    def verify_quote(self, quote: str, document: str = "") -> dict[str, Any]:
        return self._operations.verify_quote(quote, document)

    def counterpart(
        self, quote: str = "", document: str = "", paragraph: int = 0
    ) -> dict[str, Any]:
        return self._operations.find_counterpart(quote, document, paragraph)

    def documents(self) -> list[dict[str, Any]]:
        return self._operations.list_documents()

    def terms(self, term: str) -> list[dict[str, Any]]:
        return self._operations.find_terms(term)


def _add(page: gr.Blocks, method: Callable[..., Record | list[Record]], words: _Words) -> None:
    def function(*arguments: Any, **named: Any) -> Any:
        try:
            with explaining():
                return method(*arguments, **named)
        except ProgramError as error:
            raise gr.Error(error.failure.message, print_exception=False) from error

    function.__name__ = method.__name__
    function.__signature__ = inspect.signature(method)  # type: ignore[attr-defined]
    function.__annotations__ = dict(method.__annotations__)
    added = gr.api(
        function,
        api_name=method.__name__,
        api_description=words.description,
        concurrency_id="programs",
    )
    dependency = page.fns[added["id"]]
    # What gr.api makes of annotations has neither names nor words for people.
    for field, (name, text) in zip(dependency.inputs, words.parameters.items(), strict=True):
        field.label = name
        field.api_info()["additional_description"] = text
    (result,) = dependency.outputs
    result.label = "result"
    result.api_info()["description"] = words.returns
