"""What users read about a chat model's work, beside its answer."""

from __future__ import annotations

from typing import Final

from rag.schema import Language

Wording = dict[Language, str]

QUESTION_NOT_REWRITTEN: Final[Wording] = {
    "zh": "语言模型没能根据对话补全问题，改为与前面的问题合并检索。原因：{reason}",
    "en": "The language model could not complete the question from the conversation; it was "
    "searched together with the one before. Reason: {reason}",
}
REWRITING_UNUSABLE: Final[Wording] = {
    "zh": "语言模型补全的问题不可用，改为与前面的问题合并检索。",
    "en": "What the language model made of the question could not be used; it was searched "
    "together with the one before.",
}
