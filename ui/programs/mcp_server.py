"""A library -> an MCP server: tools that search, answer and check quotes, documents to read.

Importing this takes a second, so it is imported where a client connects.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import CallToolResult, Resource, TextContent, ToolAnnotations
from pydantic import Field

from rag import __version__
from rag.records import Record, answer_record
from ui.programs import reading, shapes
from ui.programs.failures import ProgramError, explaining
from ui.programs.operations import Limits, Operations
from ui.protocols import PageLibrary

_INSTRUCTIONS = """Bilingual documents in Chinese and English: transcripts, speeches, briefings. \
Ask in either language; both are searched. Quote only what these tools return, to the letter, with \
document and paragraph. Check a quotation from anywhere else with verify_quote before relying on \
it. An answer with refused=true means that the documents do not say it."""
_URI = "duizhao://document/"
_READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
#: Documents listed as resources; all of them can be read.
_MAX_LISTED = 500

_Question = Annotated[str, Field(description="A question or keywords, in Chinese or English.")]
_Document = Annotated[
    str,
    Field(description="Name of the only document to look in, as list_documents gives it."),
]
_LanguageLimit = Annotated[
    Literal["zh", "en", ""],
    Field(description="Only passages in this language; both are searched by default."),
]
_Speaker = Annotated[
    str,
    Field(description="Only what stands under this speaker's label, as printed: 王毅, Wang Yi."),
]
_Since = Annotated[
    str,
    Field(description="Only documents from this date on: 2021, 2021-12 or 2021-12-30."),
]
_Until = Annotated[str, Field(description="Only documents up to this date.")]
_Limit = Annotated[
    int, Field(ge=0, le=50, description="How many passages, 1 to 50; 0 for the usual number.")
]


def make_server(library: PageLibrary) -> MCPServer[Any]:
    """Make an MCP server for a library.

    :param library: what is asked.
    :returns: a server for any transport.
    """
    operations = Operations(library)
    with _own_logging():
        server = _Server(operations, library)
    tools = _Tools(operations, library)
    for title, tool in (
        ("Search the documents", tools.search),
        ("Answer a question from the documents", tools.ask),
        ("Verify a quotation", tools.verify_quote),
        ("Find the counterpart in the other language", tools.counterpart),
        ("List the documents", tools.list_documents),
    ):
        server.tool(title=title, annotations=_READ_ONLY)(tool)
    return server


class _Server(MCPServer[Any]):
    """Lists the documents that there are when a client asks."""

    def __init__(self, operations: Operations, library: PageLibrary) -> None:
        super().__init__(
            "duizhao",
            title="Duizhao 对照",
            instructions=_INSTRUCTIONS,
            version=__version__,
            log_level="WARNING",
        )
        self._library = library

        @self.resource(
            _URI + "{name}",
            name="document",
            title="A document of the library",
            description="Its paragraphs in reading order, with numbers and speakers.",
            mime_type="text/plain",
        )
        def read(name: str) -> str:
            text = operations.read_document(unquote(name))
            if text is None:
                raise ResourceNotFoundError(f"No document is named {unquote(name)!r}.")
            return text

    async def list_resources(self) -> list[Resource]:
        """List the documents."""
        return [
            Resource(
                uri=_URI + quote(info.name, safe=""),
                name=info.name,
                title=info.title,
                description=" · ".join(filter(None, (info.date, "+".join(info.languages)))),
                mime_type="text/plain",
            )
            for info in self._library.documents()[:_MAX_LISTED]
        ]


class _Tools:
    """The tools; their docstrings and signatures are what clients read."""

    def __init__(self, operations: Operations, library: PageLibrary) -> None:
        self._operations = operations
        self._library = library

    # Flat, and hence many: models fill such arguments in more reliably than nested ones.
    def search(  # noqa: PLR0913, PLR0917
        self,
        question: _Question,
        limit: _Limit = 0,
        language: _LanguageLimit = "",
        document: _Document = "",
        speaker: _Speaker = "",
        since: _Since = "",
        until: _Until = "",
    ) -> Annotated[CallToolResult, shapes.SearchResult]:
        """Find passages that bear on a question, in Chinese and English at once, best first.

        Each comes to the letter, with document, paragraph number, speaker, and its counterpart in
        the other language. Use it to gather material; use ask for one checked answer.
        """
        limits = Limits.of_one(language, document, speaker, since, until)
        with _telling():
            found = self._operations.search(question, limit, limits)
            text = reading.read_passages(found, is_empty=self._is_empty())
        return _result(text, {"passages": found})

    def ask(
        self,
        question: _Question,
        language: _LanguageLimit = "",
        document: _Document = "",
        speaker: _Speaker = "",
        since: _Since = "",
        until: _Until = "",
    ) -> Annotated[CallToolResult, shapes.AnswerResult]:
        """Answer a question from the documents alone, with every claim cited.

        The answer carries marks such as [1]; each citation holds the exact quote, the whole
        paragraph, document, speaker, date, the counterpart in the other language with its own
        document, and, of what a model wrote, whether the claim was found in the quote.
        refused=true: the documents do not say it.
        """
        limits = Limits.of_one(language, document, speaker, since, until)
        with _telling():
            answer = answer_record(self._operations.ask(question, limits))
            text = reading.read_answer(answer, is_empty=self._is_empty())
        return _result(text, answer)

    def verify_quote(
        self,
        quote: Annotated[
            str,
            Field(
                description="The words as quoted, in Chinese or English, with or without quotation "
                "marks; an ellipsis or [...] stands for words left out."
            ),
        ],
        document: _Document = "",
    ) -> Annotated[CallToolResult, shapes.QuoteResult]:
        """Tell whether a quotation stands in the documents letter by letter, and where.

        status is exact; same_letters (only punctuation, spaces, width, case, or Traditional or
        Simplified script differ, named in variations); differs (marked shows the differing words
        against the nearest passage); or not_found. verified is true for the first two. Check every
        quotation with this before you present it as one.
        """
        with _telling():
            check = self._operations.verify_quote(quote, document)
            text = reading.read_quote(check, is_empty=self._is_empty())
        return _result(text, check)

    def counterpart(
        self,
        quote: Annotated[str, Field(description="Words that stand in a document.")] = "",
        document: _Document = "",
        paragraph: Annotated[
            int,
            Field(ge=0, description="Without a quote: number of the paragraph in the document."),
        ] = 0,
    ) -> Annotated[CallToolResult, shapes.CounterpartResult]:
        """Give the official wording in the other language of a quote or of a paragraph.

        Give either a quote, or a document and a paragraph number as search and ask return them.
        counterpart.text is the whole paragraph, counterpart.quote the sentence that says the same;
        counterpart is null where the documents hold the text in one language alone.
        """
        with _telling():
            found = self._operations.find_counterpart(quote, document, paragraph)
        return _result(reading.read_counterpart(found), found)

    def list_documents(self) -> Annotated[CallToolResult, shapes.DocumentsResult]:
        """List the documents: name, title, date, source, languages, number of paragraphs."""
        with _telling():
            documents = self._operations.list_documents()
        return _result(reading.read_documents(documents), {"documents": documents})

    def _is_empty(self) -> bool:
        return not self._library.documents()


def _result(text: str, record: Record) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=record)


@contextmanager
def _telling() -> Iterator[None]:
    """Tell the client what went wrong in our words."""
    try:
        with explaining():
            yield
    except ProgramError as error:
        raise ToolError(error.failure.message) from error


def serve_stdio(library: PageLibrary) -> None:
    """Serve a library over stdin and stdout until the client leaves.

    :param library: what is asked.
    """
    make_server(library).run("stdio")


@contextmanager
def _own_logging() -> Iterator[None]:
    """Keep the SDK from setting up logging for the whole process, which it does if nobody has."""
    root = logging.getLogger()
    placeholder = logging.NullHandler()
    root.addHandler(placeholder)
    try:
        yield
    finally:
        root.removeHandler(placeholder)
