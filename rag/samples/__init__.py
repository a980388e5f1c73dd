"""Sample documents about an invented harbour city, and questions on them.

They come in the layouts people really have: both languages on one line, two-column pages cut by
page breaks, newspaper text with broken lines, transcripts, Markdown; some have no translation.
"""

from __future__ import annotations

from pathlib import Path

from rag.schema import Language

__all__ = ["example_questions", "sample_documents", "sample_questions"]

_FOLDER = Path(__file__).parent

#: Good first questions: short, and between them each reaches evidence in its own language, in the
#: other one and in both.
_EXAMPLES: dict[Language, tuple[str, ...]] = {
    "zh": (
        "疏浚船为什么4月到7月不出港？",
        "市长支持修长屿大桥吗？",
        "何馆长说图书馆有哪三样东西网上借不到？",
        "渡轮公司被要求给长屿加开哪两班早船？",
    ),
    "en": (
        "How many white dolphins were counted in the bay last autumn?",
        "What happened to the share of books returned on time after fines were abolished?",
        "How do I get to the night market by tram?",
        "How much water leaks from the old town's pipes every day?",
    ),
}


def sample_documents() -> list[Path]:
    """List the sample documents, in order of name."""
    return sorted(path for path in (_FOLDER / "documents").iterdir() if path.is_file())


def sample_questions() -> Path:
    """Locate the question set on the sample documents, in the contract's format."""
    return _FOLDER / "questions.jsonl"


def example_questions(language: Language) -> list[str]:
    """List questions for a first look at the sample documents, all of them answerable."""
    return list(_EXAMPLES[language])
