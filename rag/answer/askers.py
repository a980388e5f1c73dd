"""A question for what a reporter asked -> that reporter's question, whole.

"What did the Harbour Times ask?" is answered by what stands behind that paper's label, and by
nothing else: the reply says other words, and other reporters asked other questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.reading import Sentence
from rag.protocols import Lexicon
from rag.text.terms import content_words, han_pairs, word_terms

#: What every asker may be called, or be asked as.
_ANYONE = frozenset(
    "记者 媒体 报社 提问 问题 reporter journalist correspondent news agency newspaper paper media "
    "tv press question".split()
)
_HAN = re.compile("[㐀-鿿]+")
_MIN_SHARE = 0.5
_TRANSLATIONS = 16


def find_asked(
    who: str, sentences: Sequence[Sentence], lexicon: Lexicon | None
) -> tuple[Sentence, ...] | None:
    """Find what a reporter asked.

    :param who: as the question calls him.
    :param sentences: of the evidence, reporters' questions among them.
    :param lexicon: translation table, for labels in the other language.
    :returns: all sentences of the paragraph whose label fits best; nothing where labels name other
        askers, and None where they name none.
    """
    names = _names(who)
    asked = [each for each in sentences if each.passage.paragraph.kind == "question"]
    labels = {each.passage.paragraph.speaker or "" for each in asked}
    named = [label for label in labels if _names(label)]
    if not names or not named:
        return None
    shares = {label: _share(names, label, lexicon) for label in named}
    best = max(sorted(shares), key=lambda label: shares[label])
    if shares[best] < _MIN_SHARE:
        return ()
    first = next(each for each in asked if each.passage.paragraph.speaker == best)
    return tuple(each for each in asked if each.passage.id == first.passage.id)


def _names(text: str) -> list[str]:
    """List what tells one asker from others: pairs of Han characters, stems."""
    pairs = [pair for run in _HAN.findall(text) for pair in han_pairs(run)]
    stems = [term for word in content_words(text) if word.isascii() for term in word_terms(word)]
    return [name for name in dict.fromkeys([*pairs, *stems]) if name not in _ANYONE_TERMS]


_ANYONE_TERMS = _ANYONE | {term for word in _ANYONE for term in word_terms(word) if word.isascii()}


def _share(names: Sequence[str], label: str, lexicon: Lexicon | None) -> float:
    own = set(_names(label))
    found = 0
    for name in names:
        translations = lexicon.translate(name, "en")[:_TRANSLATIONS] if lexicon else ()
        found += name in own or any(
            len(word) > 1 and word in label for word, _ in translations if name.isascii()
        )
    return found / len(names)
