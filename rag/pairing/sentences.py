"""A zh paragraph and the en paragraph that says the same -> which of their sentences do.

So that beside a quoted sentence its counterpart can be marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.pairing.align import align_sides
from rag.pairing.sides import Side, describe_texts
from rag.pairing.weights import WeightSet
from rag.protocols import FloatMatrix, Lexicon
from rag.schema import Language, Span
from rag.text.language import split_sentences

#: Spans of zh sentences, spans of en sentences that say the same, score 0 to 1.
AlignedSentences = tuple[tuple[Span, ...], tuple[Span, ...], float]

#: The paragraphs are known to belong together, so a likely pair is shown.
_MIN_SCORE = 0.4


def align_sentences(
    zh_text: str,
    en_text: str,
    *,
    encode: Callable[[Sequence[str]], FloatMatrix],
    lexicon: Lexicon | None,
) -> list[AlignedSentences]:
    """Find the sentences of a pair of paragraphs that say the same.

    :param zh_text: the zh paragraphs of a pair, joined.
    :param en_text: the en paragraphs of the pair, joined.
    :param encode: embeds texts, shape ``(len(texts), dim)``.
    :param lexicon: translation table; optional.
    :returns: in order; spans count in the texts given. Sentences without counterpart are left out.
    """
    zh_spans, en_spans = split_sentences(zh_text), split_sentences(en_text)
    if not zh_spans or not en_spans:
        return []
    if len(zh_spans) == 1 or len(en_spans) == 1:
        return [(tuple(zh_spans), tuple(en_spans), 1.0)]
    zh = _describe(zh_text, zh_spans, encode, "zh")
    en = _describe(en_text, en_spans, encode, "en")
    weights: WeightSet = "sentences" if lexicon is not None else "sentences_plain"
    pairs = align_sides(zh, en, lexicon, weights=weights, min_score=_MIN_SCORE)
    return [
        (
            tuple(zh_spans[i] for i in pair.zh),
            tuple(en_spans[j] for j in pair.en),
            pair.score,
        )
        for pair in pairs
    ]


def _describe(
    text: str,
    spans: Sequence[Span],
    encode: Callable[[Sequence[str]], FloatMatrix],
    language: Language,
) -> Side:
    texts = [text[start:end] for start, end in spans]
    return describe_texts(texts, encode(texts), language)
