"""Question and hits -> a cited, checked answer."""

from rag.answer.confidence import evidence_confidence
from rag.answer.extractive import ExtractiveAnswerer, refuse
from rag.answer.follow_up import resolve_follow_up
from rag.answer.loading import load_answerer
from rag.answer.questions import check_question
from rag.answer.resolving import resolve_question

__all__ = [
    "ExtractiveAnswerer",
    "check_question",
    "evidence_confidence",
    "load_answerer",
    "refuse",
    "resolve_follow_up",
    "resolve_question",
]
