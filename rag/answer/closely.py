"""Ranked sentences -> ranked anew, with the best of them read closely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answer.reading import Sentence
from rag.protocols import Reader
from rag.schema import Question

#: Sentences that are read; the rest are as likely as the least likely of these.
_MOST = 24
#: What a cosine of 1 adds to a score.
_WEIGHT = 7.0


def read_closely(
    question: Question,
    sentences: Sequence[Sentence],
    scores: NDArray[np.float64],
    reader: Reader,
) -> NDArray[np.float64]:
    """Add what a reader says of the sentences to their scores.

    :param question: the checked question.
    :param sentences: candidates, at least one.
    :param scores: shape ``(len(sentences),)``.
    :param reader: the reader.
    :returns: new scores, same shape.
    """
    places = np.argsort(-scores, kind="stable")[:_MOST]
    found = reader.read(question.search_text, [sentences[place].text for place in places])
    added = np.full(len(scores), found.min(), dtype=np.float64)
    added[places] = found
    return scores + _WEIGHT * added
