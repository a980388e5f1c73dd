"""Question and hits -> whether the library is about the question at all.

"Who won the World Cup?" finds something in any library: "won" and "world" stand somewhere. How much
of the question the best hit says, and how like the question the likest paragraph is, tell such
questions from the library's own together far better than each alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.reading import read_sides
from rag.protocols import Encode
from rag.schema import Hit, Question

#: How much a cosine weighs against the same share of coverage. Logistic regression of the sample
#: and development questions against 108 on other subjects (``rag/evaluation/bench/off_topic.txt``).
_LIKENESS_WEIGHT = 4.5


def measure_relevance(question: Question, hits: Sequence[Hit], encode: Encode) -> float:
    """Tell how far the evidence is about the question's subject.

    :param question: the checked question.
    :param hits: evidence with its confidence.
    :param encode: the embedder.
    :returns: 0 to 1; 0 without evidence.
    """
    if not hits:
        return 0.0
    texts = [
        passage.paragraph.text for hit in hits for passage, _ in read_sides(hit, question.language)
    ]
    vectors = encode([question.search_text, *texts])
    likeness = max(0.0, float((vectors[1:] @ vectors[0]).max()))
    covered = max(hit.confidence or 0.0 for hit in hits)
    return (covered + _LIKENESS_WEIGHT * min(likeness, 1.0)) / (1 + _LIKENESS_WEIGHT)
