"""Question and hits -> a cited, checked answer."""

from rag.answer.chat_models.loading import load_answerer
from rag.answer.confidence import evidence_confidence
from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.follow_ups.follow_up import resolve_follow_up
from rag.answer.follow_ups.resolving import resolve_question
from rag.answer.follow_ups.turns import is_courtesy
from rag.answer.questions import check_question
from rag.answer.refusal import refuse
from rag.answer.within import cite_within

__all__ = [
    "ExtractiveAnswerer",
    "check_question",
    "cite_within",
    "evidence_confidence",
    "is_courtesy",
    "load_answerer",
    "refuse",
    "resolve_follow_up",
    "resolve_question",
]
