"""SRT and WebVTT files -> paragraphs of whole sentences; bilingual cues -> pairs of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.documents.encoding import decode_text
from rag.documents.formats.cue_groups import (
    Piece,
    Punctuation,
    group_pieces,
    join_lines,
    join_pieces,
)
from rag.documents.formats.cues import Cue, Line, count_unread_times, read_cues
from rag.documents.formats.loaded import FORM, SPEAKERS, SPEECH, LoadedText
from rag.errors import DocumentError
from rag.schema import Language, Span
from rag.settings import DocumentSettings
from rag.text.language import HAN, count_han, count_latin_words, detect_language

#: From this share of cues in both languages, a file is bilingual.
_BILINGUAL_SHARE = 0.5
#: An English cue this long among Chinese ones is no name.
_MIN_WORDS = 3

_LABEL = re.compile(
    rf"(?:[{HAN}·]{{2,12}}(?:[（(][^（）()]{{1,20}}[)）])?[：:]"
    r"|(?:[A-Z][\w.'’-]*[ ]){0,4}[A-Z][\w.'’-]*:\s)"
)
#: The first stretch of white space behind the last Han character parts the two.
_GLUED = re.compile(
    rf"(?P<zh>(?>[^A-Za-z]*[{HAN}])[^A-Za-z{HAN}\s]*+)\s++(?P<en>(?=[^A-Za-z]*+[A-Za-z])[^{HAN}]*+)"
)


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
        loaded = _write_pairs(list(_split_bilingual(cues)), encoding)
    else:
        loaded = _write(list(_split_single(cues)), encoding)
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


def _split_bilingual(cues: Iterable[Cue]) -> Iterator[Piece]:
    """Yield a piece a cue; lines without a letter go with the line before."""
    for cue in cues:
        sides: dict[Language, list[str]] = {"zh": [], "en": []}
        language: Language = "zh"
        lines = list(_unglue(cue.lines))
        for line in lines:
            language = detect_language(line.text) or language
            sides[language].append(line.text)
        yield Piece(
            start=cue.start,
            end=cue.end,
            speaker=lines[0].speaker,
            begins_turn=lines[0].begins_turn or bool(_LABEL.match(lines[0].text)),
            zh=join_lines(sides["zh"]),
            en=" ".join(sides["en"]),
        )


def _split_single(cues: Iterable[Cue]) -> Iterator[Piece]:
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
            yield Piece(
                start=cue.start,
                end=cue.end,
                speaker=turn[0].speaker,
                begins_turn=turn[0].begins_turn or bool(_LABEL.match(texts[0])),
                zh=join_lines(texts) if language == "zh" else "",
                en=" ".join(texts) if language == "en" else "",
            )


def _tell_language(text: str, before: Language | None) -> Language:
    """Tell a cue's language; a name or two in Latin letters, or a figure, do not change it."""
    if before and not count_han(text) and count_latin_words(text) < _MIN_WORDS:
        return before
    return detect_language(text) or before or "zh"


def _write(pieces: Sequence[Piece], encoding: str) -> LoadedText:
    """Write each paragraph, with the speaker's name where the format marks a new one."""
    marks = Punctuation.read(pieces)
    before: str | None = None
    written: list[str] = []
    for group in group_pieces(pieces, marks):
        language: Language = "zh" if group[0].zh else "en"
        speaker = group[0].speaker
        label = ""
        if speaker and speaker != before:
            label = f"{speaker}：" if language == "zh" else f"{speaker}: "
        before = speaker
        written.append(label + join_pieces(group, language, marks))
    speakers = dict.fromkeys(piece.speaker for piece in pieces if piece.speaker)
    metadata = {FORM: SPEECH, SPEAKERS: "\n".join(speakers)}
    return LoadedText("\n\n".join(written) + "\n", encoding, metadata=metadata)


def _write_pairs(pieces: Sequence[Piece], encoding: str) -> LoadedText:
    """Write the two languages of each paragraph one after the other, paired by their time."""
    marks = Punctuation.read(pieces)
    parts: list[str] = []
    pairs: list[tuple[Span, Span]] = []
    position = 0
    for group in group_pieces(pieces, marks):
        zh, en = join_pieces(group, "zh", marks), join_pieces(group, "en", marks)
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
