"""Conversations put together by hand."""

import dataclasses

from rag.conversations import Notice


def done(conversation, answer, question=None):
    """The conversation with one more question answered."""
    begun = conversation.begin(question or answer.question.text)
    ended = dataclasses.replace(
        begun.last, status="done", partial=answer.text, hits=answer.hits, answer=answer
    )
    return begun.update(ended)


def failed(conversation, question):
    begun = conversation.begin(question)
    notice = Notice("模型没有应答。", "no answer from http://127.0.0.1:9")
    return begun.update(dataclasses.replace(begun.last, status="failed", notice=notice))
