"""Settings -> the answerer they name."""

from __future__ import annotations

from rag.answer.counterparts import SentencePairs
from rag.answer.enumeration import ReadAround
from rag.answer.extractive import NAME, ExtractiveAnswerer
from rag.protocols import Answerer, Encode, Lexicon, Reader
from rag.settings import AnswerSettings


def load_answerer(
    settings: AnswerSettings,
    *,
    encode: Encode,
    sentence_reader: Reader | None = None,
    lexicon: Lexicon | None = None,
    sentence_pairs: SentencePairs | None = None,
    read_around: ReadAround | None = None,
) -> Answerer:
    """Load the answerer that the settings name: ``extractive``, or a chat model.

    :param settings: the model, and how it is asked.
    :param encode: the library's embedder.
    :param sentence_reader: reads the best sentences once more, to choose among them.
    :param lexicon: translation table, for evidence in the other language.
    :param sentence_pairs: aligns the sentences of two paragraphs, Chinese first, English second;
        without it the embedder decides which sentence says the same.
    :param read_around: gives the paragraphs around one, for lists that run through several.
    :returns: the answerer; a chat model raises ``ModelError`` here already where its name, package,
        key or path cannot be used.
    """
    extractive = ExtractiveAnswerer(
        settings,
        encode=encode,
        reader=sentence_reader,
        lexicon=lexicon,
        pairs=sentence_pairs,
        read_around=read_around,
    )
    if settings.model == NAME:
        return extractive
    # LangChain takes half a second to import, which the default answerer need not wait for.
    from rag.answer.chat_models.chat import ChatAnswerer
    from rag.answer.chat_models.models import open_chat_model
    from rag.answer.support import ClaimReader

    return ChatAnswerer(
        settings,
        model=open_chat_model(settings),
        fallback=extractive,
        reader=ClaimReader(encode, lexicon),
        pairs=sentence_pairs,
    )
