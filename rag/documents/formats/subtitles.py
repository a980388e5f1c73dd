"""SRT and WebVTT files -> paragraphs of whole sentences; bilingual cues -> pairs of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.documents.encoding import decode_text
from rag.documents.formats.cues import Cue, Line, count_unread_times, read_cues
from rag.documents.formats.loaded import LoadedText
from rag.errors import DocumentError
from rag.schema import Language, Span
from rag.settings import DocumentSettings
from rag.text.language import HAN, count_han, count_latin_words, detect_language

#: From this share of cues in both languages, a file is bilingual.
_BILINGUAL_SHARE = 0.5
#: From this share of cues that end a sentence, sentence marks tell where sentences end.
_PUNCTUATED_SHARE = 0.15
#: A pause this long ends a paragraph in any case; a shorter one only after a sentence.
_LONG_PAUSE_SECONDS, _PAUSE_SECONDS = 4.0, 1.5
#: What a paragraph holds before the next sentence's end closes it, in Han characters; one of text
#: without such an end is cut at the second figure.
_FULL, _OVERFULL = 150.0, 450.0
_HAN_PER_WORD = 1.5
#: An English cue this long among Chinese ones is no name.
_MIN_WORDS = 3
#: Chinese lines as long as this were broken for their length, shorter ones between clauses.
_MIN_WRAPPED_CHARS = 14

_SENTENCE_END = re.compile(r"[.!?。！？…♪][\"'”’」』)）\]】]*$")
_LABEL = re.compile(
    rf"(?:[{HAN}·]{{2,12}}(?:[（(][^（）()]{{1,20}}[)）])?[：:]"
    r"|(?:[A-Z][\w.'’-]*[ ]){0,4}[A-Z][\w.'’-]*:\s)"
)
#: The first stretch of white space behind the last Han character parts the two.
_GLUED = re.compile(
    rf"(?P<zh>(?>[^A-Za-z]*[{HAN}])[^A-Za-z{HAN}\s]*+)\s++(?P<en>(?=[^A-Za-z]*+[A-Za-z])[^{HAN}]*+)"
)
_WIDE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines of one speaker in one cue; a language it lacks is empty."""

    start: float
    end: float
    speaker: str | None
    begins_turn: bool
    zh: str = ""
    en: str = ""

    def text(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def load_subtitles(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Load subtitles; times, tags and positions are left out."""
    text, encoding = decode_text(data, name)
    cues = read_cues(text)
    if not cues:
        raise DocumentError(
            f"{name}: no subtitle was found: a line such as 00:01:02,500 --> 00:01:04,000 and text "
            "below it; check that this is a subtitle file, or rename it to .txt"
        )
    if _share(_holds_both(cue) for cue in cues) >= _BILINGUAL_SHARE:
        loaded = _write_pairs(_group(list(_split_bilingual(cues))), encoding)
    else:
        written = "\n\n".join(_write(_group(list(_split_single(cues))))) + "\n"
        loaded = LoadedText(written, encoding)
    unread = count_unread_times(text)
    if not unread:
        return loaded
    said = (
        f"The times of {unread} subtitles cannot be right; their text was taken where it stands. "
        "Check that the paragraphs around them are whole."
    )
    return replace(loaded, warnings=(said,))


def _holds_both(cue: Cue) -> bool:
    languages = {detect_language(line.text) for line in _unglue(cue.lines)}
    return {"zh", "en"} <= languages


def _unglue(lines: Iterable[Line]) -> Iterator[Line]:
    """Cut lines that hold Chinese and then its translation."""
    for line in lines:
        match = _GLUED.fullmatch(line.text)
        if match and count_latin_words(match["en"]) >= _MIN_WORDS:
            yield Line(match["zh"].strip(), line.speaker, line.begins_turn)
            yield Line(match["en"].strip(), line.speaker)
        else:
            yield line


def _split_bilingual(cues: Iterable[Cue]) -> Iterator[_Piece]:
    """Yield a piece a cue; lines without a letter go with the line before."""
    for cue in cues:
        sides: dict[Language, list[str]] = {"zh": [], "en": []}
        language: Language = "zh"
        lines = list(_unglue(cue.lines))
        for line in lines:
            language = detect_language(line.text) or language
            sides[language].append(line.text)
        yield _Piece(
            start=cue.start,
            end=cue.end,
            speaker=lines[0].speaker,
            begins_turn=lines[0].begins_turn or bool(_LABEL.match(lines[0].text)),
            zh=_join_lines(sides["zh"]),
            en=" ".join(sides["en"]),
        )


def _split_single(cues: Iterable[Cue]) -> Iterator[_Piece]:
    """Yield a piece for each speaker in a cue."""
    language: Language | None = None
    for cue in cues:
        turns: list[list[Line]] = []
        for line in cue.lines:
            if not turns or line.begins_turn or line.speaker != turns[-1][-1].speaker:
                turns.append([])
            turns[-1].append(line)
        for turn in turns:
            texts = [line.text for line in turn]
            language = _tell_language(" ".join(texts), language)
            yield _Piece(
                start=cue.start,
                end=cue.end,
                speaker=turn[0].speaker,
                begins_turn=turn[0].begins_turn or bool(_LABEL.match(texts[0])),
                zh=_join_lines(texts) if language == "zh" else "",
                en=" ".join(texts) if language == "en" else "",
            )


def _tell_language(text: str, before: Language | None) -> Language:
    """Tell a cue's language; a name or two in Latin letters, or a figure, do not change it."""
    if before and not count_han(text) and count_latin_words(text) < _MIN_WORDS:
        return before
    return detect_language(text) or before or "zh"


def _join_lines(texts: Sequence[str]) -> str:
    joined = ""
    for text in texts:
        is_wrapped = len(joined) >= _MIN_WRAPPED_CHARS or _SENTENCE_END.search(joined)
        joined += text if not joined or (is_wrapped and _meet_wide(joined, text)) else f" {text}"
    return joined


def _meet_wide(before: str, after: str) -> bool:
    """Tell whether two texts meet in Chinese writing, which has no spaces."""
    return bool(_WIDE.match(before[-1]) and _WIDE.match(after[0]))


def _group(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Put the pieces of a paragraph together."""
    sentence_marks = _share(_ends_sentence(piece) for piece in pieces) >= _PUNCTUATED_SHARE
    groups: list[list[_Piece]] = []
    size = 0.0
    for piece in pieces:
        if not groups or _ends_paragraph(groups[-1], piece, size, sentence_marks=sentence_marks):
            groups.append([])
            size = 0.0
        groups[-1].append(piece)
        # Of two languages the longer one counts: they say the same.
        size += max(count_han(piece.zh), count_latin_words(piece.en) * _HAN_PER_WORD)
    return groups


def _ends_paragraph(
    group: Sequence[_Piece], piece: _Piece, size: float, *, sentence_marks: bool
) -> bool:
    last = group[-1]
    pause = piece.start - last.end
    is_other_turn = piece.begins_turn or piece.speaker != last.speaker
    is_other_language = (bool(piece.zh), bool(piece.en)) in {(True, False), (False, True)} and (
        (bool(piece.zh), bool(piece.en)) == (bool(last.en), bool(last.zh))
    )
    if is_other_turn or is_other_language or pause >= _LONG_PAUSE_SECONDS or size >= _OVERFULL:
        return True
    may_end = _ends_sentence(last) or not sentence_marks
    return may_end and (pause >= _PAUSE_SECONDS or size >= _FULL)


def _ends_sentence(piece: _Piece) -> bool:
    texts = [text for text in (piece.zh, piece.en) if text]
    return any(_SENTENCE_END.search(text) for text in texts)


def _join(group: Sequence[_Piece], language: Language) -> str:
    """Join what a paragraph's pieces say in a language, as its writing does.

    Chinese subtitles without punctuation have a clause a cue, and a space between clauses.
    """
    texts = [text for piece in group if (text := piece.text(language))]
    if language == "en" or not any(_SENTENCE_END.search(text) for text in texts):
        return " ".join(texts)
    joined = texts[0]
    for text in texts[1:]:
        joined += text if _meet_wide(joined, text) else f" {text}"
    return joined


def _write(groups: Iterable[Sequence[_Piece]]) -> Iterator[str]:
    """Write each paragraph, with the speaker's name where the format marks a new one."""
    before: str | None = None
    for group in groups:
        language: Language = "zh" if group[0].zh else "en"
        speaker = group[0].speaker
        label = ""
        if speaker and speaker != before:
            label = f"{speaker}：" if language == "zh" else f"{speaker}: "
        before = speaker
        yield label + _join(group, language)


def _write_pairs(groups: Iterable[Sequence[_Piece]], encoding: str) -> LoadedText:
    """Write the two languages of each paragraph one after the other, paired by their time."""
    text = ""
    parts: list[str] = []
    pairs: list[tuple[Span, Span]] = []
    position = 0
    for group in groups:
        zh, en = _join(group, "zh"), _join(group, "en")
        if zh and en:
            middle = position + len(zh) + 1
            pairs.append(((position, middle - 1), (middle, middle + len(en))))
        text = "\n".join(filter(None, (zh, en))) + "\n\n"
        parts.append(text)
        position += len(text)
    return LoadedText("".join(parts), encoding, given_pairs=tuple(pairs))


def _share(tests: Iterable[bool]) -> float:
    results = list(tests)
    return sum(results) / len(results) if results else 0.0
