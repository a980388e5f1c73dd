"""Lines -> paragraphs in one language each, put together again where the page broke them.

Three steps: lines broken by width are joined (``join_lines``); what then stands on one line is cut
into its languages and turns (``split_stretches``); and paragraphs cut by a page or column break
are joined over blank lines and over the other language's text between (``join_halves``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.documents.continuity import BreakSigns, Part, goes_on, is_certain
from rag.documents.glue import find_seam, tell_order
from rag.documents.heads import is_sign
from rag.documents.labels import LabelBook, is_label_only
from rag.documents.notes import is_bare_credit, is_caption_text, is_note
from rag.documents.runs import Run, has_both_scripts, split_runs, tell_language
from rag.documents.shapes import (
    is_enclosing,
    is_enumerated,
    is_finished,
    is_heading,
    is_list_item,
    is_open,
    is_table_head,
    is_table_row,
)
from rag.documents.stretch import HYPHEN_END, WIDE, Joiner, Stretch, cut_stretch
from rag.documents.wrapping import Widths, is_full, measure_widths
from rag.schema import Language, Span

#: A caption above its credit is short.
_MAX_CAPTION_LINES = 5
#: More joined parts than this are no title.
_JUDGED_PARTS = 4
#: Between a text and its translation on one line: 新码头开放 / The New Pier Opens.
_SLASH_END = re.compile(r"(?<!\s)\s{0,4}[/／|｜]\s*$")
_SLASH_START = re.compile(r"\s*[/／|｜]\s")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch in one language, as long as its paragraph.

    :param own_line: whether nothing stands before it on its line.
    """

    stretch: Stretch
    language: Language
    own_line: bool = True


def join_lines(lines: Sequence[Stretch], book: LabelBook, joiner: Joiner) -> list[Stretch]:
    """Join the lines broken by width, or plainly in mid-sentence, with no blank line between.

    :param lines: the document's lines, in order.
    :param book: the labels that begin turns.
    :param joiner: joins lines of the document.
    :returns: stretches that each stood on one line, as far as breaks by width can tell.
    """
    widths = measure_widths(lines, lambda line: book.match(line.text) is not None)
    groups: list[list[Stretch]] = []
    for line in lines:
        group = _find_open(groups, line)
        if group and _is_wrapped(group, line, book=book, widths=widths):
            group.append(line)
        else:
            groups.append([line])
    return [joiner.join(group) for group in groups]


def _find_open(groups: Sequence[list[Stretch]], line: Stretch) -> list[Stretch] | None:
    """Find the lines that a line can go on with: over the footnotes where the page ends."""
    if line.page_break and not line.footnote:
        return next((group for group in reversed(groups) if not group[0].footnote), None)
    return groups[-1] if groups else None


def _is_wrapped(
    group: Sequence[Stretch], line: Stretch, *, book: LabelBook, widths: Widths
) -> bool:
    is_first = _begins_anew(group, line) or _is_opening(line, book)
    if is_first or _is_row(group[-1].text, line.text):
        return False
    last, so_far = group[-1], _text_so_far(group)
    before = tell_language(so_far)
    same = before == (tell_language(line.text) or before)
    full = is_full(last, line, widths, before)
    aside = is_note(line.text)
    if line.gap:
        # The page ended in the middle of a wrapped paragraph.
        ended = is_finished(last.text) and (before == "zh" or is_enumerated(line.text))
        return full and same and not (aside or ended)
    if full and (is_enclosing(so_far) or (same and not aside and not is_finished(last.text))):
        return True
    if aside or (len(group) == 1 and is_note(last.text)):
        return _is_credited(group, line)
    if full:
        return _goes_on_when_full(last, line, same=same)
    return same and before is not None and _is_cut(last, line, before)


def _is_credited(group: Sequence[Stretch], line: Stretch) -> bool:
    """Tell whether a line is the credit of the caption above it; no other note goes with a line."""
    near = len(group) <= _MAX_CAPTION_LINES
    return near and is_bare_credit(line.text) and is_caption_text(group[-1].text)


def _is_cut(last: Stretch, line: Stretch, language: Language) -> bool:
    if last.hard_end:
        return False
    return bool(HYPHEN_END.search(last.text)) or is_certain(last.text, line.text, language)


def _is_row(before: str, text: str) -> bool:
    """Tell whether one of two lines is a table's row, which no text goes on with or from."""
    return is_table_row(before) or is_table_row(text) or is_table_head(before)


def _begins_anew(group: Sequence[Stretch], line: Stretch) -> bool:
    if line.level or line.bullet or line.footnote or group[-1].level:
        return True
    if line.gap and (not line.page_break or is_list_item(line.text)):
        return True
    # What hangs below a list item is indented too, but then the item itself is not.
    hangs = group[0].bullet or (is_enumerated(group[0].text) and not group[0].opens_paragraph)
    return line.opens_paragraph and not hangs


def _is_opening(line: Stretch, book: LabelBook) -> bool:
    """Tell whether a line's words show that it begins: a turn, or the date or a field of a head."""
    return book.match(line.text) is not None or (bool(line.head) and is_sign(line.text, book))


def _goes_on_when_full(last: Stretch, line: Stretch, *, same: bool) -> bool:
    if same:
        return not is_list_item(line.text)
    # A line of foreign words in the middle of a sentence, as in the full name of a treaty.
    return not is_finished(last.text) and not is_open(last.text, "zh")


def split_stretches(stretches: Sequence[Stretch], book: LabelBook) -> list[Block]:
    """Cut stretches where the language changes between sentences and where a turn begins.

    Stretches without a word of either language go with the block before them.
    """
    blocks: list[Block] = []
    pieced = [_pieces(stretch.text, book) for stretch in stretches]
    first = tell_order(
        [language for _, _, language in pieces]
        for stretch, pieces in zip(stretches, pieced, strict=True)
        if has_both_scripts(stretch.text)
    )
    for stretch, found in zip(stretches, pieced, strict=True):
        pieces = found if first is None else _part_glued(stretch.text, found, first)
        parts = cut_stretch(stretch, _leave_out_slashes(stretch.text, pieces))
        for (start, _, language), part in zip(pieces, parts, strict=True):
            known = language or (blocks[-1].language if blocks else None)
            if part is not None and known is not None:
                bare_label = is_label_only(book, part.text)
                kept = replace(part, keep_space=True) if bare_label else part
                blocks.append(Block(kept, known, own_line=start == 0))
    return blocks


def _pieces(text: str, book: LabelBook) -> list[tuple[int, int, Language | None]]:
    places = [place for place in book.find_inner(text) if place]
    pieces: list[tuple[int, int, Language | None]] = []
    for first, last in pairwise([0, *places, len(text)]):
        pieces.extend(
            (first + run.start, first + run.end, run.language) for run in _runs(text[first:last])
        )
    return pieces


def _leave_out_slashes(text: str, pieces: Sequence[tuple[int, int, Language | None]]) -> list[Span]:
    """Give where pieces stand, without the slash or bar between a text and its translation."""
    places = [(start, end) for start, end, _ in pieces]
    for number, (before, after) in enumerate(pairwise(pieces)):
        if not before[2] or not after[2] or before[2] == after[2]:
            continue
        ending = _SLASH_END.search(text, before[0], before[1])
        beginning = _SLASH_START.match(text, after[0], after[1])
        if ending:
            places[number] = (places[number][0], ending.start())
        if beginning:
            places[number + 1] = (beginning.end(), after[1])
    return places


def _part_glued(
    text: str, pieces: Sequence[tuple[int, int, Language | None]], first: Language
) -> list[tuple[int, int, Language | None]]:
    """Part the pieces that hold a text and its translation, as the document's other lines do."""
    parted: list[tuple[int, int, Language | None]] = []
    for start, end, language in pieces:
        piece = text[start:end]
        seam = find_seam(piece, first) if has_both_scripts(piece) else None
        if seam is None or is_table_row(piece):
            parted.append((start, end, language))
            continue
        second: Language = "en" if first == "zh" else "zh"
        parted += [(start, start + seam, first), (start + seam, end, second)]
    return parted


def _runs(text: str) -> list[Run]:
    # The words of a table's row stay together, whatever their languages.
    return [Run(0, len(text), tell_language(text))] if is_table_row(text) else split_runs(text)


def join_halves(
    blocks: Sequence[Block], book: LabelBook, joiner: Joiner, seen: Callable[[str], int]
) -> list[Block]:
    """Join the parts of paragraphs cut by a page or column break.

    :param blocks: in reading order.
    :param book: the labels that begin turns.
    :param joiner: joins parts of the document.
    :param seen: counts how often some characters stand together in the document.
    :returns: whole paragraphs, in the order of their first parts.
    """
    signs = _read_signs(blocks, book, seen)
    groups: list[list[Block]] = []
    open_groups: dict[Language, int] = {}
    for block in blocks:
        place = open_groups.get(block.language)
        if place is not None and _goes_on(groups, place, block, book=book, signs=signs):
            groups[place].append(block)
            continue
        if book.match(block.stretch.text) or not _is_aside(block):
            open_groups[block.language] = len(groups)
        groups.append([block])
    return [_join(group, joiner) for group in groups]


def _is_aside(block: Block) -> bool:
    return block.stretch.footnote or is_note(block.stretch.text)


def _join(group: Sequence[Block], joiner: Joiner) -> Block:
    stretch = joiner.join([block.stretch for block in group])
    return Block(stretch, group[0].language, group[0].own_line)


def _goes_on(
    groups: Sequence[Sequence[Block]],
    place: int,
    block: Block,
    *,
    book: LabelBook,
    signs: BreakSigns,
) -> bool:
    first, last = groups[place][0], groups[place][-1]
    stretch = block.stretch
    if stretch.level or stretch.bullet or last.stretch.level or not block.own_line:
        return False
    if book.match(stretch.text) or _is_aside(block) or _is_row(last.stretch.text, stretch.text):
        return False
    label = book.match(first.stretch.text)
    if stretch.head and first.stretch.head:
        is_next = is_sign(stretch.text, book)
        return not is_next and is_certain(last.stretch.text, stretch.text, block.language)
    if is_label_only(book, last.stretch.text):
        return place == len(groups) - 1
    # Only the latest: all of them for each part would take quadratic time.
    latest = groups[place][-_JUDGED_PARTS:]
    joined = _text_so_far([part.stretch for part in latest])
    is_text = len(groups[place]) > 1 and not is_heading(joined, block.language)
    return goes_on(
        joined,
        stretch,
        block.language,
        signs=signs,
        known_text=label is not None or is_text,
        apart=stretch.page_break or (place < len(groups) - 1 and not signs.alternating),
    )


def _text_so_far(group: Sequence[Stretch]) -> str:
    """Give the latest parts of what was joined so far as one text, to be judged."""
    if len(group) == 1:
        return group[0].text
    parts = [stretch.text for stretch in group[-_JUDGED_PARTS:]]
    return ("" if WIDE.match(parts[-1][0]) else " ").join(parts)


def _read_signs(blocks: Sequence[Block], book: LabelBook, seen: Callable[[str], int]) -> BreakSigns:
    parts = []
    for block in blocks:
        text = block.stretch.text
        spoken = book.match(text) is not None
        if spoken or not _is_aside(block):
            fresh = spoken or bool(block.stretch.level or block.stretch.bullet)
            fresh = fresh or block.stretch.opens_paragraph or not block.own_line
            parts.append(Part(text, block.language, fresh, spoken))
    return BreakSigns.read(parts, seen)
