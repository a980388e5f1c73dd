"""Values and stand-ins for the tests of answering."""

import itertools
import zlib

import numpy as np
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from rag.answer import ExtractiveAnswerer, check_question, resolve_follow_up
from rag.answer.chat_models.chat import ChatAnswerer
from rag.answer.chat_models.models import ChatModel
from rag.answer.support import ClaimReader
from rag.schema import AnswerDone, Counterpart, Hit, Paragraph, Passage, TextDelta, Turn
from rag.settings import AnswerSettings
from rag.text.terms import index_terms

_ids = itertools.count(1)
WIDTH = 256
#: The hashed terms here know no likeness across languages.
SETTINGS = AnswerSettings(min_relevance=0)


def encode(texts):
    """Embed by hashed terms: shape (n, 256), rows unit length or zero."""
    rows = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for term in index_terms(text):
            row[zlib.crc32(term.encode()) % WIDTH] += 1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths == 0, 1, lengths)


class Table:
    """A translation table written by hand."""

    def __init__(self, **pairs):
        self._pairs = pairs

    def translate(self, term, source):
        return [(word, 0.6) for word in self._pairs.get(term, ())]


def make_passage(text, language="en", *, number=1, document="news", kind="answer", **changes):
    paragraph = Paragraph(
        document, number, language, kind, changes.pop("speaker", None), text, ((0, len(text)),)
    )
    return Passage(next(_ids), paragraph, **changes)


def reading_around(passages):
    """A document's paragraphs, read as the store does: around one, in its language."""

    def read_around(passage, most):
        own = [p for p in passages if p.paragraph.language == passage.paragraph.language]
        place = next((at for at, p in enumerate(own) if p.id == passage.id), None)
        near = [] if place is None else own[max(0, place - most) : place + most + 1]
        return [(each, None) for each in near]

    return read_around


def make_hit(text, counterpart=None, *, score=1.0, confidence=None, **changes):
    """A hit whose passage is in English unless told, with its counterpart's text if given."""
    passage = make_passage(text, **changes)
    other = None
    if counterpart is not None:
        language = "zh" if passage.paragraph.language == "en" else "en"
        side = make_passage(counterpart, language, number=passage.paragraph.number)
        other = Counterpart((side,), 0.9)
    return Hit(passage, score, confidence, counterpart=other)


def make_question(text, *asked, settings=SETTINGS):
    history = []
    for question in asked:
        history += [Turn("user", question), Turn("assistant", "It did. [1]")]
    return resolve_follow_up(check_question(text, settings, history))


def finish(answerer, question, hits):
    """Run an answerer; returns the streamed text and the answer."""
    events = list(answerer.stream(question, hits))
    assert [type(event) for event in events].count(AnswerDone) == 1
    assert isinstance(events[-1], AnswerDone)
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    return text, events[-1].answer


class Scripted(BaseChatModel):
    """Says what it is told; ``fails_after`` pieces it raises. Keeps the messages it was sent."""

    pieces: list[str]
    fails_after: int | None = None
    usage: tuple[int, int] | None = None
    seen: list = Field(default_factory=list)

    @property
    def _llm_type(self):
        return "scripted"

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        message = AIMessage("".join(self.pieces))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        self.seen.append(messages)
        for index, piece in enumerate(self.pieces):
            if index == self.fails_after:
                raise ConnectionResetError("peer went away")
            yield ChatGenerationChunk(message=AIMessageChunk(piece))
        if self.usage:
            prompt, completion = self.usage
            usage = {
                "input_tokens": prompt,
                "output_tokens": completion,
                "total_tokens": prompt + completion,
            }
            yield ChatGenerationChunk(message=AIMessageChunk("", usage_metadata=usage))


def make_answerer(*pieces, settings=SETTINGS, **script):
    model = Scripted(pieces=list(pieces), **script)
    fallback = ExtractiveAnswerer(settings, encode=encode)
    answerer = ChatAnswerer(
        settings,
        model=ChatModel("test:scripted", model),
        fallback=fallback,
        reader=ClaimReader(encode),
    )
    return answerer, model


HARBOUR_EN = (
    "The new harbour bridge opened on May 3, 2019. It cost 84 million yuan and is 1,200 metres "
    "long. Mayor Ada Lund said the city built it because ferries could no longer carry the traffic."
)
HARBOUR_ZH = (
    "新的港口大桥于2019年5月3日通车。大桥造价8400万元，全长1200米。"
    "市长阿达·伦德说，建桥是因为渡轮已无法承担交通量。"
)
LIBRARY_EN = (
    "The central library has 310,000 books. It lends books, maps and musical instruments. Opening "
    "hours were extended in 2020."
)
LIBRARY_ZH = "中心图书馆有31万册图书。图书馆出借图书、地图和乐器。2020年延长了开放时间。"
