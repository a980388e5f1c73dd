"""What is said in a subtitle file, cue by cue -> paragraphs, each joined as its language writes.

Many Chinese subtitles have no full stops. Where a sentence of theirs ends is told by the English
beside it, by a pause and by the words where two cues meet; there an em space stands between them,
at which texts are cut into sentences, and a narrow one within a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.documents.continuity import is_certain
from rag.documents.edges import score_break
from rag.schema import Language
from rag.text.language import HAN, SENTENCE_SPACE, count_han, count_latin_words

#: From this share of cues that end a sentence, sentence marks tell where sentences end.
_PUNCTUATED_SHARE = 0.15
#: A pause this long ends a paragraph in any case; a shorter one only after a sentence.
_LONG_PAUSE_SECONDS, _PAUSE_SECONDS = 4.0, 1.0
#: Log odds that a Chinese sentence goes on over the end of a cue: surely, and as likely as not,
#: where a pause no longer than these seconds, such as editors leave between any cues, decides.
_RUNS_ON, _MAY_RUN_ON, _SHORT_PAUSE_SECONDS = 1.0, 0.0, 0.3
#: What a paragraph holds before the next sentence's end closes it, in Han characters; one of text
#: without such an end is cut at the second figure.
_FULL, _OVERFULL = 150.0, 450.0
_HAN_PER_WORD = 1.5
#: Chinese lines as long as this were broken for their length, shorter ones between clauses.
_MIN_WRAPPED_CHARS = 14

_SENTENCE_END = re.compile(r"[.!?。！？…♪][\"'”’」』)）\]】]*$")
#: Chinese subtitles without full stops keep the marks that change what is said: ？ and ！.
_FULL_STOP = re.compile(r"[。.][\"'”’」』)）\]】]*$")
_WIDE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one speaker in one cue; a language it lacks is empty.

    :param begins_turn: whether somebody else begins to speak with it.
    """

    start: float
    end: float
    speaker: str | None
    begins_turn: bool
    zh: str = ""
    en: str = ""

    def text(self, language: Language) -> str:
        """Give what it says in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Punctuation:
    """Whether sentence marks tell where sentences end, in each language of a file."""

    zh: bool
    en: bool

    @classmethod
    def read(cls, pieces: Sequence[Piece]) -> Punctuation:
        """Read it off all pieces of a file."""
        return cls(
            _share(_FULL_STOP.search(piece.zh) for piece in pieces if piece.zh),
            _share(_SENTENCE_END.search(piece.en) for piece in pieces if piece.en),
        )


def _share(tests: Iterable[object]) -> bool:
    results = [bool(test) for test in tests]
    return sum(results) >= _PUNCTUATED_SHARE * len(results) and any(results)


def join_lines(texts: Sequence[str]) -> str:
    """Join the lines of one cue in Chinese."""
    joined = ""
    for text in texts:
        is_wrapped = len(joined) >= _MIN_WRAPPED_CHARS or _SENTENCE_END.search(joined)
        joined += text if not joined or (is_wrapped and _meet_wide(joined, text)) else f" {text}"
    return joined


def _meet_wide(before: str, after: str) -> bool:
    """Tell whether two texts meet in Chinese writing, which has no spaces."""
    return bool(_WIDE.match(before[-1]) and _WIDE.match(after[0]))


def group_pieces(pieces: Sequence[Piece], marks: Punctuation) -> list[list[Piece]]:
    """Put the pieces of a paragraph together.

    :param pieces: in order of time.
    :param marks: how the file is punctuated.
    :returns: the pieces of each paragraph.
    """
    groups: list[list[Piece]] = []
    size = 0.0
    for piece in pieces:
        if not groups or _ends_paragraph(groups[-1][-1], piece, size, marks):
            groups.append([])
            size = 0.0
        groups[-1].append(piece)
        # Of two languages the longer one counts: they say the same.
        size += max(count_han(piece.zh), count_latin_words(piece.en) * _HAN_PER_WORD)
    return groups


def _ends_paragraph(last: Piece, piece: Piece, size: float, marks: Punctuation) -> bool:
    pause = piece.start - last.end
    is_other_turn = piece.begins_turn or piece.speaker != last.speaker
    is_other_language = (bool(piece.zh), bool(piece.en)) in {(True, False), (False, True)} and (
        (bool(piece.zh), bool(piece.en)) == (bool(last.en), bool(last.zh))
    )
    if is_other_turn or is_other_language or pause >= _LONG_PAUSE_SECONDS or size >= _OVERFULL:
        return True
    return (pause >= _PAUSE_SECONDS or size >= _FULL) and _ends_sentence(last, piece, marks)


def _ends_sentence(last: Piece, piece: Piece, marks: Punctuation) -> bool:
    """Tell whether a sentence ends between two pieces, as far as anything tells."""
    if any(_SENTENCE_END.search(text) for text in (last.zh, last.en) if text):
        return True
    if (last.en and marks.en) or (last.zh and marks.zh):
        return False
    if not (last.zh and piece.zh):
        return True
    score = score_break(last.zh, piece.zh)
    if score >= _RUNS_ON or is_certain(last.zh, piece.zh, "zh"):
        return False
    return score < _MAY_RUN_ON or piece.start - last.end >= _SHORT_PAUSE_SECONDS


def join_pieces(group: Sequence[Piece], language: Language, marks: Punctuation) -> str:
    """Join what a paragraph's pieces say in a language, as its writing does.

    :param group: the pieces of a paragraph.
    :param language: which of their texts.
    :param marks: how the file is punctuated.
    :returns: the text; empty where they say nothing in that language.
    """
    spoken = [piece for piece in group if piece.text(language)]
    if language == "en":
        return " ".join(piece.en for piece in spoken)
    joined = ""
    for number, piece in enumerate(spoken):
        if number:
            joined += _space(spoken[number - 1], piece, marks)
        joined += piece.zh
    return joined


def _space(last: Piece, piece: Piece, marks: Punctuation) -> str:
    """Give what stands between the Chinese of two pieces."""
    if not _meet_wide(last.zh, piece.zh):
        return " "
    if marks.zh or _SENTENCE_END.search(last.zh):
        return ""
    return SENTENCE_SPACE if _ends_sentence(last, piece, marks) else " "
