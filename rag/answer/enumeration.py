"""A question for so many items -> the paragraphs that are those items, one after the other.

Speakers announce "six areas" and give each a paragraph that opens like the others. The items share
few words with the question, so that no search finds them all; their form does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.answer.openings import open_alike
from rag.answer.reading import Sentence, split_passage
from rag.answer.wants import Wants
from rag.schema import FRAMING_KINDS, Counterpart, Passage
from rag.text.speech import label_end

#: A passage, how many -> itself with at most so many before and behind it in its document and
#: language, each with its counterpart; nothing where it is gone.
ReadAround = Callable[[Passage, int], Sequence[tuple[Passage, Counterpart | None]]]
#: An item: the paragraph and what it says in the other language.
Item = tuple[Passage, Counterpart | None]

_MIN_ITEMS, _MAX_ITEMS = 3, 10
#: Quoted in the question, it is in each item: 六个“最”.
_QUOTED = re.compile(
    '["\u201c\u300c\u2018]([^"\u201c\u201d\u300c\u300d]{1,8})["\u201d\u300d\u2019]'
)
#: Pairs of letters in each telling sentence, beyond a common "we will" or 我们将.
_MIN_SHARED = {"zh": 4, "en": 12}


def find_items(
    question: str, wants: Wants, best: Sentence, read_around: ReadAround
) -> tuple[Sentence, ...]:
    """Find the items that a question asks for, where the best sentence announces or is one.

    :param question: its text.
    :param wants: how many items it wants.
    :param best: the sentence likeliest to answer.
    :param read_around: gives the paragraphs around it.
    :returns: the telling sentence of each item, in order; empty where there is no run of exactly
        as many paragraphs that open alike.
    """
    count = wants.count or 0
    if not _MIN_ITEMS <= count <= _MAX_ITEMS:
        return ()
    # A run's own, and one more on each side.
    items = read_around(best.passage, _MAX_ITEMS + 1)
    ids = [passage.id for passage, _ in items]
    if best.passage.id not in ids:
        return ()
    place = ids.index(best.passage.id)
    quoted = _QUOTED.findall(question)
    windows = [
        items[start : start + count]
        for start in range(max(0, place - count + 1), place + 2)
        if start + count <= len(items)
    ]
    found = [
        window
        for window in windows
        if _are_items(window, quoted) and _is_whole(window, items, quoted)
    ]
    if not found:
        return ()
    window = max(found, key=lambda each: _alike(each, quoted))
    return tuple(_tell(item, quoted) for item in window)


def _are_items(window: Sequence[Item], quoted: Sequence[str]) -> bool:
    texts = [passage.paragraph.text for passage, _ in window]
    if any(passage.paragraph.kind in FRAMING_KINDS for passage, _ in window):
        return False
    if any(_is_labelled(passage) for passage, _ in window[1:]):
        return False
    if quoted and all(any(word in text for word in quoted) for text in texts):
        return True
    return open_alike(texts)


def _is_whole(window: Sequence[Item], items: Sequence[Item], quoted: Sequence[str]) -> bool:
    """Tell whether a window is all there is of its kind, or of a kind that shares much."""
    first = next(place for place, item in enumerate(items) if item[0].id == window[0][0].id)
    around = [*items[max(0, first - 1) : first], *items[first + len(window) :][:1]]
    text = window[0][0].paragraph.text
    if not any(open_alike([text, passage.paragraph.text]) for passage, _ in around):
        return True
    return _alike(window, quoted)[0] >= _MIN_SHARED[window[0][0].paragraph.language]


def _is_labelled(passage: Passage) -> bool:
    """Tell whether a paragraph opens with its speaker's label, where a turn begins."""
    speaker = passage.paragraph.speaker
    return passage.paragraph.text.startswith(speaker) if speaker else False


def _alike(window: Sequence[Item], quoted: Sequence[str]) -> tuple[int, int]:
    """Tell how much the items' telling sentences share; of equals the later window."""
    texts = [_tell(item, quoted).text.casefold() for item in window]
    shared = set.intersection(
        *({text[at : at + 2] for at in range(len(text) - 1)} for text in texts)
    )
    return len(shared), window[0][0].paragraph.number


def _tell(item: Item, quoted: Sequence[str]) -> Sentence:
    """Choose the sentence of an item that holds what was quoted, or its first."""
    sentences = list(split_passage(0, *item, start=label_end(item[0].paragraph)))
    return next(
        (each for each in sentences if any(word in each.text for word in quoted)), sentences[0]
    )
